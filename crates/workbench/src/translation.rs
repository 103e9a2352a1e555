//! `trade translation`: how much of a change the exchange rate made.

use triffin_basis::{Bilingual, Window};
use triffin_trade::balance::{self, BalanceTable};
use triffin_trade::levels::Depth;
use triffin_trade::translation::{self, TranslationRow};
use triffin_trade::{Axis, Levels, Measure, Selection};

use crate::answer::{Answer, Meta, Row, row};
use crate::balance::{amount, missing};
use crate::error::QuestionError;
use crate::measured::{Measured, describe_rates};
use crate::question::{self, Question};
use crate::rates::like_period;
use crate::workbench::{Scope, Workbench};

/// A change of a converted balance, split into the trade's and the rates'.
#[derive(Clone, Debug)]
pub struct Split {
    /// One row a key.
    pub rows: Vec<TranslationRow>,
    /// The change of the whole.
    pub total: TranslationRow,
    /// What the amounts mean.
    pub meta: Meta,
}

impl Workbench {
    /// `ΔB = [B₁(fx₀) − B₀(fx₀)] + [B₁(fx₁) − B₁(fx₀)]`, key by key.
    ///
    /// `question` is about the later window and names the currency; the rates
    /// held are those of the like periods of `from`.
    ///
    /// # Errors
    /// `E-TRADE-CURRENCY` without a currency to convert to; as
    /// [`Workbench::balanced`] else.
    pub fn split(
        &self,
        scope: &Scope,
        question: &Question,
        from: Window,
        axis: Axis,
    ) -> Result<Split, QuestionError> {
        let Some(target) = question.basis.currency.clone() else {
            return Err(no_currency());
        };
        let target = triffin_basis::Currency::parse(&target)?;
        let later = &question.selection;
        let before = Question {
            selection: later.over(from),
            ..question.clone()
        };
        let chosen = self.choose(scope, later)?;
        let level = (axis, Depth::Roots);
        let survey = self.survey(scope, &before.selection, &chosen.dataset)?;
        let first = self.levels(scope, &chosen.dataset, &survey, &before.selection, level)?;
        let last = self.levels(scope, &chosen.dataset, &chosen.survey, later, level)?;
        let then = self.measure(scope, &before, &[&first.total, &first.parts])?;
        let cuts = [&last.total, &last.parts];
        let now = self.measure(scope, question, &cuts)?;
        let earlier = |slot| like_period(slot, later.window, from);
        let held = self.rates_of_before(scope, question, &cuts, target.code(), earlier)?;
        let held = Measured::with(Measure::clone(&now), held);
        let table = |of: &Selection, levels: &Levels, measure: &Measure| {
            let view = self.store().records(&chosen.dataset, &scope.at)?;
            let plan = balance::plan(view, of, levels, axis, measure, &self.registry())?;
            Ok::<BalanceTable, QuestionError>(balance::rows(&self.store().run(plan)?, axis)?)
        };
        let from_table = table(&before.selection, &first, &then)?;
        let to_table = table(later, &last, &now)?;
        let constant = table(later, &last, &held)?;
        let mut rows = translation::split(&from_table, &to_table, &constant)?;
        rows.sort_by(|a, b| {
            let size = |row: &TranslationRow| row.d_balance.magnitude();
            size(b).cmp(&size(a)).then_with(|| a.key.cmp(&b.key))
        });
        let whole = [&from_table.total, &to_table.total, &constant.total].map(Some);
        let total = translation::row("total", whole[0], whole[1], whole[2])?;
        let mut meta = question::meta(
            "S1.3",
            "ΔB = [B₁(fx₀) − B₀(fx₀)] + [B₁(fx₁) − B₁(fx₀)]",
            scope,
            chosen,
        );
        meta.unit = Some(target.code().to_owned());
        question::describe(&mut meta, &before, axis, &first.total, &then)?;
        question::describe(&mut meta, question, axis, &last.total, &now)?;
        describe_rates(&mut meta, &held);
        meta.basis.insert("from", from.to_string());
        Ok(Split { rows, total, meta })
    }

    /// The answer of `trade translation`.
    ///
    /// # Errors
    /// As [`Workbench::split`].
    pub fn translated(
        &self,
        scope: &Scope,
        question: &Question,
        from: Window,
        axis: Axis,
    ) -> Result<Answer, QuestionError> {
        let split = self.split(scope, question, from, axis)?;
        let total = (axis != Axis::Total).then(|| line(&split.total));
        Ok(Answer {
            rows: split.rows.iter().map(line).collect(),
            total,
            meta: split.meta,
            ..Answer::default()
        })
    }
}

fn line(of: &TranslationRow) -> Row {
    row([
        ("key", of.key.as_str().into()),
        ("balance_from", amount(of.from)),
        ("balance_to", amount(of.to)),
        ("d_balance", amount(Some(of.d_balance))),
        ("constant_rates", amount(Some(of.constant_rates))),
        ("translation", amount(Some(of.translation))),
        ("flag", missing(of.partial)),
    ])
}

fn no_currency() -> QuestionError {
    QuestionError::invalid(
        "E-TRADE-CURRENCY",
        Bilingual::new(
            "a translation effect needs a currency to translate to",
            "折算影响须指明折算为何种货币",
        ),
        Bilingual::new(
            "expected --currency, for example --currency CNY",
            "应给出 --currency，例如 --currency CNY",
        ),
    )
}
