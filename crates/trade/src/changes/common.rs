//! The codes two windows are compared at, where one has finer codes.

use std::collections::{BTreeMap, BTreeSet};

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::logical_expr::{
    Expr, ExprSchemable, JoinType, LogicalPlan, LogicalPlanBuilder, col, lit, when,
};
use triffin_basis::product::TOTAL;

use super::{Comparison, Side};
use crate::columns::Texts;
use crate::levels::OWN_CODES;
use crate::{Axis, Levels, TradeError};

/// Where codes are compared: the partner where partners are, and the flow.
type Place = (String, String);

/// The codes of one window by place, and whether they nest in one another.
type Codes = BTreeMap<Place, BTreeMap<String, bool>>;

/// For each code that one window has and the other only has as part of a
/// shorter one, that shorter code. Subheadings of a chapter are no entry beside
/// the chapter's exit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommonCodes {
    shorter: BTreeMap<(Place, String), String>,
}

impl CommonCodes {
    /// Whether codes of several lengths meet, so that the windows have to be
    /// looked at. A concordance settles it by itself.
    pub fn needed(of: &Comparison<'_>) -> bool {
        let levels = [of.from, of.to].map(|side| side.levels.parts.product_levels());
        of.concordance.is_none() && levels[0].union(&levels[1]).count() > 1
    }

    /// The plan of the codes one window counts; [`CommonCodes::read`] takes its
    /// batches.
    pub fn plan(input: LogicalPlan, side: Side<'_>, axis: Axis) -> Result<LogicalPlan, TradeError> {
        let rows = Levels::rows(input, side.selection, &side.levels.parts)?;
        let schema = rows.schema().clone();
        let system = col("product_system").cast_to(&DataType::Utf8, &schema)?;
        let own = when(system.eq(lit(OWN_CODES)), lit("own")).otherwise(lit(""))?;
        Ok(LogicalPlanBuilder::from(rows)
            .aggregate(
                vec![
                    place(axis).alias("place"),
                    col("flow"),
                    col("product"),
                    own.alias("own"),
                ],
                Vec::<Expr>::new(),
            )?
            .build()?)
    }

    /// The codes to compare at, from the batches of both windows.
    pub fn read(before: &[RecordBatch], after: &[RecordBatch]) -> Result<Self, TradeError> {
        Ok(Self::between(&codes(before)?, &codes(after)?))
    }

    fn between(before: &Codes, after: &Codes) -> Self {
        let mut shorter = BTreeMap::new();
        for (place, first) in before {
            let Some(second) = after.get(place) else {
                continue;
            };
            for (code, at) in nested(first, second) {
                shorter.insert((place.clone(), code), at);
            }
        }
        Self { shorter }
    }

    /// How many codes are compared at a shorter one, with the first of them.
    pub fn first(&self) -> Option<(usize, &str, &str)> {
        let codes: BTreeMap<&str, &str> = self
            .shorter
            .iter()
            .map(|((_, code), at)| (code.as_str(), at.as_str()))
            .collect();
        let (code, at) = codes.first_key_value()?;
        Some((codes.len(), code, at))
    }

    /// `rows` with the codes to compare at in place of their own.
    pub(super) fn apply(&self, rows: LogicalPlan, axis: Axis) -> Result<LogicalPlan, TradeError> {
        if self.shorter.is_empty() {
            return Ok(rows);
        }
        let schema = rows.schema().clone();
        let values = self.shorter.iter().map(|(((partner, flow), code), at)| {
            [partner, flow, code, at]
                .map(|text| lit(text.as_str()))
                .to_vec()
        });
        let names = ["common_place", "common_flow", "common_code", "common_at"];
        let columns = ["column1", "column2", "column3", "column4"];
        let renamed = columns
            .iter()
            .zip(names)
            .map(|(column, name)| col(*column).alias(name));
        let table = LogicalPlanBuilder::values(values.collect())?
            .project(renamed)?
            .build()?;
        let text = |expr: Expr| expr.cast_to(&DataType::Utf8, &schema);
        let on = [
            text(place(axis))?.eq(col("common_place")),
            text(col("flow"))?.eq(col("common_flow")),
            text(col("product"))?.eq(col("common_code")),
        ];
        let own = schema
            .fields()
            .iter()
            .map(|field| match field.name().as_str() {
                "product" => {
                    Ok(coalesce(vec![col("common_at"), text(col("product"))?]).alias("product"))
                }
                name => Ok(col(name)),
            });
        let own = own.collect::<Result<Vec<_>, TradeError>>()?;
        Ok(LogicalPlanBuilder::from(rows)
            .join_on(table, JoinType::Left, on)?
            .project(own)?
            .build()?)
    }
}

fn place(axis: Axis) -> Expr {
    match axis {
        Axis::Partner => coalesce(vec![col("partner"), lit("")]),
        _ => lit(""),
    }
}

fn codes(batches: &[RecordBatch]) -> Result<Codes, TradeError> {
    let mut codes = Codes::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (place, flow, product, own) = (
            text("place")?,
            text("flow")?,
            text("product")?,
            text("own")?,
        );
        for row in 0..batch.num_rows() {
            let nests = own.get(row).is_none_or(str::is_empty);
            codes
                .entry((place.owned(row), flow.owned(row)))
                .or_default()
                .insert(product.owned(row), nests);
        }
    }
    Ok(codes)
}

/// The code each code of one place is compared at, where it is another.
fn nested(
    before: &BTreeMap<String, bool>,
    after: &BTreeMap<String, bool>,
) -> Vec<(String, String)> {
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let whole = |codes: &BTreeMap<String, bool>| codes.len() == 1 && codes.contains_key(TOTAL);
    if whole(before) != whole(after) && before.contains_key(TOTAL) != after.contains_key(TOTAL) {
        let others = all.into_iter().filter(|code| *code != TOTAL);
        return others
            .map(|code| (code.clone(), TOTAL.to_owned()))
            .collect();
    }
    let in_both = |code: &str| before.contains_key(code) && after.contains_key(code);
    let nests = |code: &str| {
        let there = before.get(code).or_else(|| after.get(code));
        code != TOTAL && there.copied().unwrap_or(false)
    };
    // A code both windows have is its own item beside a shorter one both have.
    let above = |code: &str| {
        (1..code.len())
            .filter_map(|end| code.get(..end))
            .find(|short| nests(short) && !(in_both(code) && in_both(short)))
            .map(str::to_owned)
    };
    let mut out = Vec::new();
    for code in all.into_iter().filter(|code| nests(code)) {
        let Some(mut at) = above(code) else { continue };
        while let Some(shorter) = above(&at) {
            at = shorter;
        }
        out.push((code.clone(), at));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(before: &[&str], after: &[&str]) -> Vec<(String, String)> {
        let codes = |codes: &[&str]| codes.iter().map(|c| ((*c).to_owned(), true)).collect();
        nested(&codes(before), &codes(after))
    }

    fn pair(code: &str, at: &str) -> (String, String) {
        (code.to_owned(), at.to_owned())
    }

    #[test]
    fn headings_are_compared_at_the_chapter_the_other_window_has() {
        let both = vec![pair("0101", "01"), pair("0102", "01")];
        assert_eq!(at(&["01"], &["0101", "0102"]), both);
        assert_eq!(at(&["0101", "0102", "03"], &["01", "03"]), both);
        let deep = vec![pair("0101", "01"), pair("010121", "01")];
        assert_eq!(at(&["01", "010121"], &["01", "0101"]), deep);
    }

    #[test]
    fn what_both_windows_tell_apart_stays_apart() {
        assert_eq!(at(&["01", "0101"], &["01", "0101"]), vec![]);
        assert_eq!(at(&["01"], &["0201"]), vec![]);
        assert_eq!(at(&["TOTAL", "01"], &["TOTAL", "01", "02"]), vec![]);
    }

    #[test]
    fn a_window_of_totals_only_is_compared_as_a_total() {
        let both = vec![pair("01", "TOTAL"), pair("02", "TOTAL")];
        assert_eq!(at(&["TOTAL"], &["01", "02"]), both);
        assert_eq!(at(&["01", "02"], &["TOTAL"]), both);
    }

    #[test]
    fn codes_of_no_classification_do_not_nest() {
        let own = |codes: &[&str]| codes.iter().map(|c| ((*c).to_owned(), false)).collect();
        assert_eq!(nested(&own(&["1"]), &own(&["12"])), vec![]);
    }
}
