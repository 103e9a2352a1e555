//! `trade changes`: why the balance changed.

use triffin_basis::Window;
use triffin_trade::changes::{self, ChangeRow, Comparison, Side};
use triffin_trade::concordance::Concordance;
use triffin_trade::decompose::Method;
use triffin_trade::levels::Depth;
use triffin_trade::{Axis, Levels};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::balance::{amount, missing};
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::workbench::{Scope, Workbench};

/// A change between two windows, split into its causes.
#[derive(Clone, Debug)]
pub struct Changed {
    /// One row a key, largest change first.
    pub rows: Vec<ChangeRow>,
    /// Their sum.
    pub total: ChangeRow,
    /// What the amounts mean.
    pub meta: Meta,
}

/// What to compare, besides the question of the later window.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// The base window.
    pub from: Window,
    /// The axis of the keys.
    pub axis: Axis,
    /// How changes are split.
    pub method: Method,
    /// Common groups of two editions of a classification.
    pub concordance: Option<&'a Concordance>,
}

impl Workbench {
    /// `ΔB = quantity + price + entry + exit + residual`, key by key.
    ///
    /// `question` is about the later window. Both windows are read from one
    /// dataset.
    ///
    /// # Errors
    /// As [`Workbench::balanced`]; `E-BASIS-CLASSIFICATION` when the windows
    /// are in two editions of a classification and no concordance is given.
    pub fn changed(
        &self,
        scope: &Scope,
        question: &Question,
        compared: &Compared<'_>,
    ) -> Result<Changed, QuestionError> {
        let later = &question.selection;
        let earlier = later.over(compared.from);
        let chosen = self.choose(scope, later)?;
        let first = self.survey(scope, &earlier, &chosen.dataset)?;
        let resolve =
            |survey, selection| Levels::resolve(survey, selection, compared.axis, Depth::Leaves);
        let (from, to) = (resolve(&first, &earlier)?, resolve(&chosen.survey, later)?);
        let measure = self.measure(scope, &question.basis, &[&from.parts, &to.parts])?;
        let comparison = Comparison {
            from: Side {
                selection: &earlier,
                levels: &from,
            },
            to: Side {
                selection: later,
                levels: &to,
            },
            axis: compared.axis,
            method: compared.method,
            measure: &measure,
            concordance: compared.concordance,
        };
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let plan = changes::plan(view, &comparison, &self.registry())?;
        let mut rows = changes::rows(&self.store().run(plan)?)?;
        let total = changes::total(&rows)?;
        rows.sort_by(|a, b| {
            b.d_balance
                .magnitude()
                .cmp(&a.d_balance.magnitude())
                .then_with(|| a.key.cmp(&b.key))
        });
        let mut meta = question::meta(
            "S1.16",
            "ΔB = quantity + price + entry + exit + residual",
            scope,
            chosen,
        );
        meta.unit = question::unit(&question.basis, &to.parts);
        question::describe(&mut meta, question, compared.axis, &to.parts, &measure)?;
        meta.basis.insert("from", compared.from.to_string());
        meta.basis
            .insert("method", compared.method.as_str().to_owned());
        let mut before = Meta::default();
        question::describe(
            &mut before,
            &Question {
                selection: earlier.clone(),
                ..question.clone()
            },
            compared.axis,
            &from.parts,
            &measure,
        )?;
        for note in before.notes {
            if !meta.notes.contains(&note) {
                meta.notes.push(note);
            }
        }
        meta.notes.extend(unequal_note(compared.from, later.window));
        meta.notes.extend(residual_note(&total));
        Ok(Changed { rows, total, meta })
    }

    /// The answer of `trade changes`.
    ///
    /// # Errors
    /// As [`Workbench::changed`].
    pub fn changes(
        &self,
        scope: &Scope,
        question: &Question,
        compared: &Compared<'_>,
    ) -> Result<Answer, QuestionError> {
        let changed = self.changed(scope, question, compared)?;
        Ok(Answer {
            rows: changed.rows.iter().map(line).collect(),
            total: Some(line(&changed.total)),
            meta: changed.meta,
            ..Answer::default()
        })
    }
}

/// A month beside a year: the change is mostly that of the calendar. February
/// and March are like periods, and so are a common and a leap year.
fn unequal_note(from: Window, to: Window) -> Option<Note> {
    const LIKE: i32 = 3;
    let days =
        |window: Window| window.to.days_since_epoch().1 - window.from.days_since_epoch().0 + 1;
    ((days(from) - days(to)).abs() > LIKE).then(|| {
        Note::warning(
            "W-WINDOW-LENGTH",
            format!("{from} and {to} differ in length: the change is not that of like periods"),
            format!("{from} 与 {to} 的长度不同：变化不是同类时期之间的变化"),
        )
    })
}

fn residual_note(total: &ChangeRow) -> Option<Note> {
    (total.residual.signum() != 0).then(|| {
        Note::remark(
            "N-RESIDUAL",
            format!(
                "{} of the change has no comparable quantity, or is the method's cross term",
                total.residual
            ),
            format!(
                "变化中有 {} 没有可比数量，或属于方法的交叉项",
                total.residual
            ),
        )
    })
}

fn line(change: &ChangeRow) -> Row {
    row([
        ("key", change.key.as_str().into()),
        ("d_exports", amount(change.d_exports)),
        ("d_imports", amount(change.d_imports)),
        ("d_balance", amount(Some(change.d_balance))),
        ("quantity", amount(Some(change.quantity))),
        ("price", amount(Some(change.price))),
        ("entry", amount(Some(change.entry))),
        ("exit", amount(Some(change.exit))),
        ("residual", amount(Some(change.residual))),
        (
            "flag",
            missing(change.d_exports.is_none() || change.d_imports.is_none()),
        ),
    ])
}
