//! What a selection holds: one row a slot and level, counted.

use std::collections::{BTreeMap, BTreeSet};

use arrow::record_batch::RecordBatch;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::{Freq, Period};

use crate::columns::{Texts, Whole};
use crate::cover::{SystemRank, system_rank};
use crate::{Flow, Reporters, Selection, TradeError};

/// What a record may state besides who trades what: a row that does not is of
/// all of it, or does not say.
pub const TAGS: [&str; 3] = ["regime", "region", "entity"];

/// Rows of one flow and period that share every level.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Whose rows these are, where several reporters are asked for; else empty.
    pub reporter: String,
    /// Export or import.
    pub flow: Flow,
    /// The period as recorded.
    pub period: Period,
    /// `economy`, `world`, `group` or `special`.
    pub partner_level: String,
    /// The commodity classification.
    pub product_system: String,
    /// Digits of the commodity code, 0 for all products.
    pub product_level: i64,
    /// Whether the code is all products, or exactly the prefix asked for.
    pub top: bool,
    /// Whether the row is a total over second partner, procedure, transport.
    pub total: bool,
    /// Which of second partner, customs procedure and transport are stated.
    pub detail: [bool; 3],
    /// Currency code, none when not stated.
    pub currency: Option<String>,
    /// Valuation, none when not stated.
    pub valuation: Option<String>,
    /// How many rows.
    pub rows: i64,
    /// How many of them have a value.
    pub values: i64,
    /// How many of them state each of [`TAGS`].
    pub tagged: [i64; 3],
}

/// What a selection holds, level by level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// The strata, in no order.
    pub strata: Vec<Stratum>,
}

impl Survey {
    /// The plan that counts a selection's rows by level.
    pub fn plan(input: LogicalPlan, selection: &Selection) -> Result<LogicalPlan, TradeError> {
        Ok(LogicalPlanBuilder::from(input)
            .filter(selection.filter())?
            .aggregate(Self::keys(selection), Self::counts())?
            .build()?)
    }

    /// What rows of one stratum share.
    pub(crate) fn keys(selection: &Selection) -> Vec<Expr> {
        let prefix = match selection.product.as_deref() {
            Some(prefix) => col("product").eq(lit(prefix)),
            None => col("product_level").eq(lit(0)),
        };
        let mut keys = match selection.reporters {
            Reporters::One => Vec::new(),
            Reporters::Each(_) | Reporters::All => vec![col("reporter").alias("whose")],
        };
        keys.extend([
            col("flow"),
            col("period"),
            col("partner_level"),
            col("product_system"),
            col("product_level"),
            prefix.alias("top"),
            col("breakdown"),
            col("partner2").is_not_null().alias("has_partner2"),
            col("customs_procedure")
                .is_not_null()
                .alias("has_procedure"),
            col("transport").is_not_null().alias("has_transport"),
            col("currency"),
            col("valuation"),
        ]);
        keys
    }

    /// What is counted of a stratum.
    pub(crate) fn counts() -> Vec<Expr> {
        let tags = TAGS.map(|tag| count(col(tag)).alias(format!("with_{tag}")));
        let rows = count(lit(1)).alias("rows");
        let values = count(col("value")).alias("values");
        [rows, values].into_iter().chain(tags).collect()
    }

    /// Reads the batches of [`Survey::plan`].
    pub fn read(batches: &[RecordBatch]) -> Result<Self, TradeError> {
        let mut strata = Vec::new();
        for batch in batches {
            read_batch(batch, |_, stratum| strata.push(stratum))?;
        }
        Ok(Self { strata })
    }

    /// What each reporter has, where several are asked for.
    pub fn by_reporter(self) -> BTreeMap<String, Survey> {
        let mut surveys: BTreeMap<String, Survey> = BTreeMap::new();
        for mut stratum in self.strata {
            let reporter = std::mem::take(&mut stratum.reporter);
            surveys.entry(reporter).or_default().strata.push(stratum);
        }
        surveys
    }

    /// How many reporters it tells apart: one where one is asked for.
    pub fn reporters(&self) -> usize {
        let names = self.strata.iter().map(|stratum| stratum.reporter.as_str());
        names.collect::<BTreeSet<_>>().len()
    }

    /// How many rows the selection holds.
    pub fn rows(&self) -> i64 {
        self.strata.iter().map(|stratum| stratum.rows).sum()
    }
}

/// Gives the strata of `batch` one by one, each with its row of the batch.
pub(crate) fn read_batch(
    batch: &RecordBatch,
    mut give: impl FnMut(usize, Stratum),
) -> Result<(), TradeError> {
    let text = |name| Texts::of(batch, name);
    let whole = |name: &str| Whole::of(batch, name);
    let (flow, period) = (text("flow")?, text("period")?);
    // Only a survey of several reporters tells them apart.
    let whose = batch.column_by_name("whose").map(|_| text("whose"));
    let whose = whose.transpose()?;
    let (partner_level, system) = (text("partner_level")?, text("product_system")?);
    let (level, top) = (whole("product_level")?, whole("top")?);
    let breakdown = text("breakdown")?;
    let detail = ["has_partner2", "has_procedure", "has_transport"].map(whole);
    let [partner2, procedure, transport] = detail;
    let (partner2, procedure, transport) = (partner2?, procedure?, transport?);
    let (currency, valuation) = (text("currency")?, text("valuation")?);
    let (rows, values) = (whole("rows")?, whole("values")?);
    let tagged = TAGS.map(|tag| whole(&format!("with_{tag}")));
    let [regime, region, entity] = tagged;
    let tagged = [regime?, region?, entity?];
    for row in 0..batch.num_rows() {
        let Some(flow) = flow.get(row).and_then(Flow::parse) else {
            continue;
        };
        let stratum = Stratum {
            reporter: whose
                .as_ref()
                .map_or_else(String::new, |whose| whose.owned(row)),
            flow,
            period: Period::parse(period.get(row).unwrap_or_default())?,
            partner_level: partner_level.owned(row),
            product_system: system.owned(row),
            product_level: level.get(row),
            top: top.get(row) == 1,
            total: breakdown.get(row) == Some("total"),
            detail: [&partner2, &procedure, &transport].map(|axis| axis.get(row) == 1),
            currency: currency.get(row).map(str::to_owned),
            valuation: valuation.get(row).map(str::to_owned),
            rows: rows.get(row),
            values: values.get(row),
            tagged: [&tagged[0], &tagged[1], &tagged[2]].map(|tag| tag.get(row)),
        };
        give(row, stratum);
    }
    Ok(())
}

impl Stratum {
    /// The frequency of the rows.
    pub fn freq(&self) -> Freq {
        self.period.freq()
    }

    /// The Harmonized System before others, its later revisions first.
    pub(crate) fn system_rank(&self) -> SystemRank<'_> {
        system_rank(&self.product_system)
    }
}
