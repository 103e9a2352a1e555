//! Codes that hold less than the codes below them (S1.14).

use std::collections::BTreeMap;

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col};
use triffin_basis::{BasisError, Bilingual, Lang};

use crate::columns::{Amounts, Texts};
use crate::functions::sum;
use crate::levels::OWN_CODES;
use crate::{Exact, Flow, Measure, Selection, TradeError};

/// What the rows of one place share besides their commodity code.
const PLACE: [&str; 14] = [
    "flow",
    "partner",
    "period",
    "product_system",
    "breakdown",
    "partner2",
    "customs_procedure",
    "transport",
    "regime",
    "region",
    "entity",
    "trade_system",
    "valuation",
    "currency",
];

/// The code of all products.
const ALL: &str = "TOTAL";

/// How many of the codes below an excess names.
const NAMED: usize = 3;

/// A code, and the codes below it that add up to more.
#[derive(Clone, Debug, PartialEq)]
pub struct Excess {
    /// Export or import.
    pub flow: Flow,
    /// Code of the partner.
    pub partner: String,
    /// The period as recorded.
    pub period: String,
    /// The commodity code above.
    pub code: String,
    /// What it holds.
    pub whole: Exact,
    /// The codes below it, each of the level next there is.
    pub below: Vec<String>,
    /// What these add up to.
    pub parts: Exact,
}

impl Excess {
    /// The same as the partner sees it.
    #[must_use]
    pub fn mirrored(self) -> Self {
        let flow = match self.flow {
            Flow::Export => Flow::Import,
            Flow::Import => Flow::Export,
        };
        Self { flow, ..self }
    }

    /// `whole − parts`, as part of the balance: negative for exports, positive
    /// for imports.
    pub fn amount(&self) -> Result<Exact, BasisError> {
        let rest = self.whole.minus(self.parts)?;
        Ok(match self.flow {
            Flow::Export => rest,
            Flow::Import => rest.negated(),
        })
    }

    /// Both sides of the comparison, in words.
    pub(super) fn told(&self) -> Bilingual {
        let (code, whole, parts) = (&self.code, self.whole, self.parts);
        let place = format!("{}, {}", self.partner, self.period);
        let mut below = self.below.iter().take(NAMED).cloned().collect::<Vec<_>>();
        if self.below.len() > NAMED {
            below.push("…".to_owned());
        }
        let (en, zh) = match self.flow {
            Flow::Export => ("exports", "出口"),
            Flow::Import => ("imports", "进口"),
        };
        let list = |lang| below.join(if lang == Lang::En { " + " } else { "＋" });
        Bilingual::new(
            format!(
                "{en} ({place}): {code} = {whole} is less than its parts {} = {parts}",
                list(Lang::En)
            ),
            format!(
                "{zh}（{place}）：{code} = {whole} 小于其分项 {} = {parts}",
                list(Lang::Zh)
            ),
        )
    }
}

/// The plan of the amounts by code and place.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = measure.apply(selection.apply(input)?, selection)?;
    let known: Vec<String> = rows
        .schema()
        .columns()
        .into_iter()
        .map(|column| column.name)
        .collect();
    let keys = PLACE.into_iter().chain(["product"]);
    let keys = keys.filter(|key| known.iter().any(|name| name == key));
    let classified = col("product_system").not_eq(datafusion::logical_expr::lit(OWN_CODES));
    Ok(LogicalPlanBuilder::from(rows)
        .filter(col("value").is_not_null().and(classified))?
        .aggregate(
            keys.map(col).collect::<Vec<_>>(),
            [sum(registry, col("amount"))?.alias("amount")],
        )?
        .build()?)
}

/// `Σ V(below) > V(code)`, from the batches of [`plan`]: every code that holds
/// less than the codes below it at the same place, the largest excess first.
///
/// Only the nearest codes below count, each once. Half a unit of the currency
/// for each figure is rounding, and so is a millionth of the whole.
///
/// Unit: that of the amounts. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: 001, fourth step, on totals as sums of groups.
pub fn excesses(batches: &[RecordBatch]) -> Result<Vec<Excess>, TradeError> {
    let mut found = Vec::new();
    for (place, codes) in places(batches)? {
        of_place(&place, &codes, &mut found)?;
    }
    let mut ranked = Vec::with_capacity(found.len());
    for excess in found {
        ranked.push((excess.amount()?.magnitude(), excess));
    }
    ranked.sort_by_key(|b| std::cmp::Reverse(b.0));
    Ok(ranked.into_iter().map(|(_, excess)| excess).collect())
}

type Place = Vec<Option<String>>;

fn places(batches: &[RecordBatch]) -> Result<BTreeMap<Place, BTreeMap<String, Exact>>, TradeError> {
    let mut places: BTreeMap<Place, BTreeMap<String, Exact>> = BTreeMap::new();
    for batch in batches {
        let there = |name: &&str| batch.column_by_name(name).is_some();
        let columns = PLACE.iter().filter(|name| there(name));
        let columns = columns
            .map(|name| Texts::of(batch, name))
            .collect::<Result<Vec<_>, _>>()?;
        let product = Texts::of(batch, "product")?;
        let amount = Amounts::of(batch, "amount")?;
        for row in 0..batch.num_rows() {
            let (Some(code), Some(amount)) = (product.get(row), amount.get(row)) else {
                continue;
            };
            let place = columns.iter().map(|text| text.get(row).map(str::to_owned));
            let codes = places.entry(place.collect()).or_default();
            // All products begin every code.
            let code = if code == ALL { "" } else { code };
            codes.insert(code.to_owned(), amount);
        }
    }
    Ok(places)
}

/// The excesses among codes in their order, in which a code comes before those
/// it begins.
fn of_place(
    place: &Place,
    codes: &BTreeMap<String, Exact>,
    found: &mut Vec<Excess>,
) -> Result<(), BasisError> {
    let text = |at: usize| place.get(at).cloned().flatten().unwrap_or_default();
    let Some(flow) = Flow::parse(&text(0)) else {
        return Ok(());
    };
    let mut below: BTreeMap<&str, (Exact, Vec<String>)> = BTreeMap::new();
    let mut above: Vec<&str> = Vec::new();
    for (code, amount) in codes {
        while above.last().is_some_and(|parent| !code.starts_with(parent)) {
            above.pop();
        }
        if let Some(parent) = above.last() {
            let (sum, parts) = below.entry(parent).or_insert((Exact::ZERO, Vec::new()));
            *sum = sum.plus(*amount)?;
            parts.push(code.clone());
        }
        above.push(code);
    }
    for (code, (parts, below)) in below {
        let whole = codes.get(code).copied().unwrap_or(Exact::ZERO);
        if is_more(whole, parts, below.len())? {
            found.push(Excess {
                flow,
                partner: text(1),
                period: text(2),
                code: if code.is_empty() { ALL } else { code }.to_owned(),
                whole,
                below,
                parts,
            });
        }
    }
    Ok(())
}

/// Whether parts exceed a whole by more than rounding.
fn is_more(whole: Exact, parts: Exact, count: usize) -> Result<bool, BasisError> {
    let excess = parts.minus(whole)?;
    let figures = i128::try_from(count).unwrap_or(i128::MAX).saturating_add(1);
    let halves = Exact::new(figures.saturating_mul(5), 1);
    let millionth = whole.magnitude().over(Exact::whole(1_000_000), 6)?;
    Ok(excess > halves && excess > millionth.unwrap_or(Exact::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place() -> Place {
        ["export", "WLD", "2018"]
            .map(|text| Some(text.to_owned()))
            .to_vec()
    }

    fn found(codes: &[(&str, i128)]) -> Vec<Excess> {
        let codes = codes
            .iter()
            .map(|(code, value)| ((*code).to_owned(), Exact::whole(*value)))
            .collect();
        let mut found = Vec::new();
        of_place(&place(), &codes, &mut found).unwrap();
        found
    }

    /// S1.14: 0101 of 90 does not fit into 01 of 80.
    #[test]
    fn s1_14_a_heading_larger_than_its_chapter_is_found() {
        let found = found(&[("01", 80), ("0101", 90), ("02", 40), ("0201", 30)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].amount().unwrap(), Exact::whole(-10));
        assert!(
            found[0]
                .told()
                .en
                .contains("01 = 80 is less than its parts 0101 = 90")
        );
        assert!(found[0].told().zh.contains("01 = 80 小于其分项 0101 = 90"));
        let seen = found[0].clone().mirrored();
        assert_eq!(seen.amount().unwrap(), Exact::whole(10));
    }

    /// All products are above every code that has no other above it.
    #[test]
    fn s1_14_chapters_larger_than_all_products_are_found() {
        let found = found(&[("", 100), ("01", 80), ("0101", 80), ("02", 90)]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code.as_str(), found[0].below.len()), ("TOTAL", 2));
    }

    /// Subheadings are parts of their heading where it is there, not of the
    /// chapter as well; rounding is no excess.
    #[test]
    fn s1_14_the_nearest_codes_count_once() {
        let nested = [("01", 100), ("0101", 60), ("010121", 60), ("010210", 40)];
        assert_eq!(found(&nested), []);
        assert_eq!(found(&[("01", 100), ("0101", 51), ("0102", 50)]), []);
    }

    proptest! {
        /// Parts within their whole are never an excess; one larger by more
        /// than rounding always is.
        #[test]
        fn it_is_found_if_and_only_if_it_is_there(
            parts in prop::collection::vec(0i128..1_000_000, 1..9), more in 0i128..1_000, less in 20i128..1_000,
        ) {
            let sum: i128 = parts.iter().sum();
            let codes: Vec<String> = (0..parts.len()).map(|at| format!("010{at}")).collect();
            let mut rows: Vec<(&str, i128)> = codes.iter().map(String::as_str).zip(parts).collect();
            rows.push(("01", sum + more));
            prop_assert_eq!(found(&rows).len(), 0);
            let last = rows.len() - 1;
            rows[last] = ("01", sum - less);
            prop_assert_eq!(found(&rows).len(), 1);
        }
    }
}
