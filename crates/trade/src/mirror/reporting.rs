//! How economies valued what they reported to UN Comtrade, flow by flow and
//! year by year: for its records, which do not say it.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::common::ScalarValue;
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::logical_expr::{
    Expr, ExprSchemable, JoinType, LogicalPlan, LogicalPlanBuilder, col, lit,
};
use triffin_basis::{Period, Valuation, Window};

use crate::columns::{Texts, Whole};
use crate::{Flow, TradeError};

/// The system of the codes that tell it.
pub const SYSTEM: &str = "comtrade-reporting";

/// What a code is related to, flow by flow.
const TARGETS: [(Flow, &str); 2] = [
    (Flow::Import, "valuation of imports"),
    (Flow::Export, "valuation of exports"),
];

/// Valuations by reporter, flow and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reporting {
    stated: BTreeMap<(String, Flow, i32), &'static str>,
}

impl Reporting {
    /// The plan of the years of `window` in a table of codes;
    /// [`Reporting::read`] takes its batches.
    pub fn plan(codes: LogicalPlan, window: &Window) -> Result<LogicalPlan, TradeError> {
        let (first, last) = whole_years(window);
        let day = |days| lit(ScalarValue::Date32(Some(days)));
        let asked = col("system")
            .eq(lit(SYSTEM))
            .and(col("target").is_not_null())
            .and(col("valid_from").lt_eq(day(last)))
            .and(col("valid_until").gt_eq(day(first)));
        let columns = [
            "code",
            "target_system",
            "target",
            "valid_from",
            "valid_until",
        ];
        Ok(LogicalPlanBuilder::from(codes)
            .filter(asked)?
            .project(columns.map(col))?
            .build()?)
    }

    /// The years of `window` from the batches of [`Reporting::plan`].
    pub fn read(batches: &[RecordBatch], window: &Window) -> Result<Self, TradeError> {
        let years = window.from.year_number()..=window.to.year_number();
        let years: Vec<(i16, i64)> = years
            .map(|year| (year, i64::from(Period::year(year).days_since_epoch().0)))
            .collect();
        let mut stated = BTreeMap::new();
        for batch in batches {
            let text = |name| Texts::of(batch, name);
            let (code, of, target) = (text("code")?, text("target_system")?, text("target")?);
            let day = |name| Whole::of(batch, name);
            let (from, until) = (day("valid_from")?, day("valid_until")?);
            for row in 0..batch.num_rows() {
                let flow = TARGETS.iter().find(|(_, name)| of.get(row) == Some(name));
                let word = target.get(row).and_then(valuation);
                let (Some((flow, _)), Some(word)) = (flow, word) else {
                    continue;
                };
                let valid = from.get(row)..=until.get(row);
                for (year, _) in years.iter().filter(|(_, first)| valid.contains(first)) {
                    let key = (code.owned(row), *flow, i32::from(*year));
                    stated.insert(key, word.as_str());
                }
            }
        }
        Ok(Self { stated })
    }

    /// Whether it tells nothing.
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty()
    }

    /// What it tells of a flow of one reporter, year by year.
    pub fn of(&self, reporter: &str, flow: Flow) -> BTreeMap<i32, &'static str> {
        let ours = self.stated.iter();
        ours.filter(|((code, of, _), _)| code == reporter && *of == flow)
            .map(|((_, _, year), word)| (*year, *word))
            .collect()
    }

    /// `rows` with the valuation the table tells where a record states none; a
    /// reporter or a year it does not know keeps none.
    pub fn fill(&self, rows: LogicalPlan) -> Result<LogicalPlan, TradeError> {
        if self.is_empty() {
            return Ok(rows);
        }
        let schema = rows.schema().clone();
        let text = |name: &str| col(name).cast_to(&DataType::Utf8, &schema);
        let values = self.stated.iter().map(|((reporter, flow, year), word)| {
            let code = lit(reporter.as_str());
            vec![code, lit(flow.as_str()), lit(*year), lit(*word)]
        });
        let names = ["told_reporter", "told_flow", "told_year", "told_valuation"];
        let columns = ["column1", "column2", "column3", "column4"];
        let renamed = columns.into_iter().zip(names);
        let table = LogicalPlanBuilder::values(values.collect())?
            .project(renamed.map(|(column, name)| col(column).alias(name)))?
            .build()?;
        let on = [
            text("reporter")?.eq(col("told_reporter")),
            text("flow")?.eq(col("told_flow")),
            col("year").eq(col("told_year")),
        ];
        let filled = coalesce(vec![text("valuation")?, col("told_valuation")]).alias("valuation");
        let own = schema
            .columns()
            .into_iter()
            .map(|column| match column.name.as_str() {
                "valuation" => filled.clone(),
                _ => Expr::Column(column),
            });
        Ok(LogicalPlanBuilder::from(rows)
            .join_on(table, JoinType::Left, on)?
            .project(own)?
            .build()?)
    }
}

/// The valuation a word of the table stands for: several in one year are mixed.
fn valuation(word: &str) -> Option<Valuation> {
    match word.split_once('/') {
        None => Valuation::parse(word),
        Some((one, other)) => {
            let both = Valuation::parse(one).zip(Valuation::parse(other));
            both.map(|_| Valuation::Mixed)
        }
    }
}

/// First and last day of the years a window touches, as days since 1970.
fn whole_years(window: &Window) -> (i32, i32) {
    let year = |period: Period| Period::year(period.year_number()).days_since_epoch();
    (year(window.from).0, year(window.to).1)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Date32Array, StringArray};

    use super::*;

    fn codes(rows: &[(&str, &str, &str, i16)]) -> RecordBatch {
        let text = |of: fn(&(&str, &str, &str, i16)) -> String| {
            Arc::new(
                rows.iter()
                    .map(|row| Some(of(row)))
                    .collect::<StringArray>(),
            )
        };
        let days = |last: bool| {
            let day = |row: &(&str, &str, &str, i16)| {
                let (first, end) = Period::year(row.3).days_since_epoch();
                Some(if last { end } else { first })
            };
            Arc::new(rows.iter().map(day).collect::<Date32Array>())
        };
        RecordBatch::try_from_iter([
            (
                "code",
                text(|row| row.0.to_owned()) as arrow::array::ArrayRef,
            ),
            (
                "target_system",
                text(|row| format!("valuation of {}", row.1)),
            ),
            ("target", text(|row| row.2.to_owned())),
            ("valid_from", days(false)),
            ("valid_until", days(true)),
        ])
        .unwrap()
    }

    #[test]
    fn a_reporter_has_a_valuation_a_flow_and_a_year() {
        let batch = codes(&[
            ("AUS", "imports", "fob", 2018),
            ("AUS", "exports", "fob", 2018),
            ("DEU", "imports", "cif", 2018),
            ("DEU", "imports", "cif/fob", 2019),
            ("DEU", "colours", "red", 2018),
        ]);
        let window = Window::parse("2018").unwrap();
        let told = Reporting::read(std::slice::from_ref(&batch), &window).unwrap();
        assert_eq!(told.of("AUS", Flow::Import), [(2018, "fob")].into());
        assert_eq!(told.of("DEU", Flow::Import), [(2018, "cif")].into());
        assert!(told.of("DEU", Flow::Export).is_empty());
        assert!(told.of("FRA", Flow::Import).is_empty());
        let later = Window::parse("2019").unwrap();
        let told = Reporting::read(&[batch], &later).unwrap();
        assert_eq!(told.of("DEU", Flow::Import), [(2019, "mixed")].into());
        assert!(told.of("AUS", Flow::Import).is_empty());
    }
}
