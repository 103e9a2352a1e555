//! `trade real`: exports, imports and balance at constant prices.

use std::collections::BTreeSet;

use triffin_basis::{Period, PriceBasis};
use triffin_trade::levels::Depth;
use triffin_trade::real::records::{self, RealRow};
use triffin_trade::{Axis, Exact, balance};

use crate::answer::{Answer, Note, Row, row};
use crate::balance::{amount, missing};
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::workbench::{Scope, Workbench};

/// What deflates, and to which prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtPrices {
    /// Files, series or `PERIOD=INDEX`; see `trade real --deflator`.
    pub deflators: Vec<String>,
    /// The period whose prices are kept.
    pub base: Period,
}

impl Workbench {
    /// `X_real = Σ X_i / P_i` and the same of imports, along `axis`.
    ///
    /// # Errors
    /// As [`Workbench::balanced`]; `E-DEFLATOR-…` when an index cannot be read.
    pub fn real(
        &self,
        scope: &Scope,
        question: &Question,
        axis: Axis,
        at: &AtPrices,
    ) -> Result<Answer, QuestionError> {
        let selection = &question.selection;
        let given = self.deflators(scope, &at.deflators)?;
        let chosen = self.choose(scope, selection)?;
        let resolve = |level| self.levels(scope, &chosen.dataset, &chosen.survey, selection, level);
        let levels = resolve((axis, Depth::Roots))?;
        let detail = if given.indices.by_product() {
            resolve((Axis::Product, Depth::Leaves))?.parts
        } else {
            levels.parts.clone()
        };
        let measure = self.measure(scope, question, &[&levels.total, &detail])?;
        let (store, registry) = (self.store(), self.registry());
        let view = store.records(&chosen.dataset, &scope.at)?;
        let by = (axis, levels.grain);
        let plan = records::plan(view.clone(), selection, &detail, by, &measure, &registry)?;
        let priced = records::priced(&store.run(plan)?)?;
        let (mut rows, total) = records::rows(&priced, &given.indices, at.base)?;
        let plan = balance::plan(view, selection, &levels, Axis::Total, &measure, &registry)?;
        let whole = balance::rows(&store.run(plan)?, Axis::Total)?.total;
        if axis != Axis::Period {
            let size = |row: &RealRow| row.nominal.balance.map(Exact::magnitude);
            rows.sort_by(|a, b| {
                size(b)
                    .cmp(&size(a))
                    .then(a.nominal.key.cmp(&b.nominal.key))
            });
        }
        let reach = self.reach(scope, question, &chosen.dataset, &levels.total)?;
        let mut meta = question::meta("S1.4", "V_real = V / (P / P_base)", scope, chosen);
        meta.unit = question::unit(&question.basis, &detail);
        question::describe(&mut meta, question, axis, &detail, &measure)?;
        let price = PriceBasis::Constant(at.base);
        meta.basis.insert("price", price.to_string());
        meta.basis.insert("deflator", given.named.join(", "));
        for source in given.sources {
            if !meta.sources.contains(&source) {
                meta.sources.push(source);
            }
        }
        meta.notes.extend(reach);
        meta.notes
            .extend(without_base(&total.without_base, at.base));
        meta.notes.extend(without_index(&total));
        meta.notes.extend(not_detailed(&whole, &total));
        Ok(Answer {
            rows: rows.iter().map(line).collect(),
            total: (axis != Axis::Total).then(|| line(&total)),
            meta,
            ..Answer::default()
        })
    }
}

/// Products whose index lacks the base period.
fn without_base(products: &BTreeSet<String>, base: Period) -> Option<Note> {
    let first = products.first()?;
    let count = products.len();
    Some(Note::warning(
        "W-DEFLATOR-MISSING",
        format!(
            "no price index of the base period {base} for {count} of the products, the first is {first}: their side is left out; add it, for example --deflator {base}=100"
        ),
        format!(
            "{count} 种商品没有基期 {base} 的价格指数，第一个是 {first}：相应一侧留空；请补充，例如 --deflator {base}=100"
        ),
    ))
}

/// Products whose index lacks the period of a value.
fn without_index(total: &RealRow) -> Option<Note> {
    let mut products = total.without.difference(&total.without_base);
    let first = products.next()?;
    let count = 1 + products.count();
    Some(Note::warning(
        "W-DEFLATOR-MISSING",
        format!(
            "no price index of the period for {count} of the products, the first is {first}: their side is left out; an index of TOTAL stands for the rest"
        ),
        format!(
            "{count} 种商品没有该期的价格指数，第一个是 {first}：相应一侧留空；可给出 TOTAL 的指数以代表其余"
        ),
    ))
}

/// A published whole that the detail does not add up to.
fn not_detailed(whole: &balance::BalanceRow, parts: &RealRow) -> Option<Note> {
    let same = whole.exports == parts.nominal.exports && whole.imports == parts.nominal.imports;
    (!same).then(|| {
        Note::warning(
            "W-REAL-PARTS",
            "the products detailed do not add up to the published total: the rest is in no row",
            "明细商品之和不等于已公布的总额：其余部分不在各行之内",
        )
    })
}

fn line(of: &RealRow) -> Row {
    // One index for all is told as given: the real value is rounded.
    let implied = |one: Option<Exact>, nominal: Option<Exact>, real: Option<Exact>| {
        let mean = || nominal.zip(real).and_then(|(n, r)| n.ratio(r));
        one.map(Exact::to_f64).or_else(|| mean().map(|p| p * 100.0))
    };
    let (now, then) = (&of.nominal, &of.real);
    row([
        ("key", now.key.as_str().into()),
        ("exports", amount(now.exports)),
        ("imports", amount(now.imports)),
        ("balance", amount(now.balance)),
        ("real_exports", amount(then.exports)),
        ("real_imports", amount(then.imports)),
        ("real_balance", amount(then.balance)),
        (
            "export_prices",
            implied(of.index[0], now.exports, then.exports).into(),
        ),
        (
            "import_prices",
            implied(of.index[1], now.imports, then.imports).into(),
        ),
        (
            "flag",
            missing(then.exports.is_none() || then.imports.is_none()),
        ),
    ])
}
