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
        meta.notes.extend(without_index(&total.without));
        meta.notes.extend(not_detailed(&whole, &total));
        Ok(Answer {
            rows: rows.iter().map(line).collect(),
            total: (axis != Axis::Total).then(|| line(&total)),
            meta,
            ..Answer::default()
        })
    }
}

/// Products no index was given for.
fn without_index(products: &BTreeSet<String>) -> Option<Note> {
    let first = products.first()?;
    let count = products.len();
    Some(Note::warning(
        "W-DEFLATOR-MISSING",
        format!(
            "{count} products have no price index for the period and the base, the first is {first}: their side is left out; an index of TOTAL stands for the rest"
        ),
        format!(
            "{count} 种商品在该期或基期没有价格指数，第一个是 {first}：相应一侧留空；可给出 TOTAL 的指数以代表其余"
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
    let implied = |nominal: Option<Exact>, real: Option<Exact>| {
        nominal
            .zip(real)
            .and_then(|(n, r)| n.ratio(r))
            .map(|p| p * 100.0)
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
        ("export_prices", implied(now.exports, then.exports).into()),
        ("import_prices", implied(now.imports, then.imports).into()),
        (
            "flag",
            missing(then.exports.is_none() || then.imports.is_none()),
        ),
    ])
}
