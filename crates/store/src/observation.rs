//! One series out of the store: as it counts at a moment, and as each vintage
//! gave it.

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{Date32Type, Float64Type, Int64Type};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use datafusion::scalar::ScalarValue;
use triffin_basis::Window;
use triffin_formats::Kind;

use crate::asof::{AsOf, Standing, Standings};
use crate::error::StoreError;
use crate::scan;
use crate::store::Store;

/// The name of a series: `ECONOMY/INDICATOR` or `DATASET/ECONOMY/INDICATOR`.
///
/// An indicator that contains `/` needs its dataset in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesId {
    /// The dataset; `None` for every dataset that has the series.
    pub dataset: Option<String>,
    /// The economy's code.
    pub economy: String,
    /// The publisher's code of the indicator.
    pub indicator: String,
}

impl SeriesId {
    /// Reads `CHN/NY.GDP.MKTP.CD` or `worldbank-wdi/CHN/NY.GDP.MKTP.CD`.
    ///
    /// # Errors
    /// `E-STORE-SERIES` when a part is missing.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let parts: Vec<&str> = text.splitn(3, '/').map(str::trim).collect();
        let owned = |s: &str| s.to_owned();
        match parts[..] {
            _ if parts.iter().any(|p| p.is_empty()) => Err(unknown(text, Vec::new())),
            [economy, indicator] => Ok(Self {
                dataset: None,
                economy: owned(economy),
                indicator: owned(indicator),
            }),
            [dataset, economy, indicator] => Ok(Self {
                dataset: Some(owned(dataset)),
                economy: owned(economy),
                indicator: owned(indicator),
            }),
            _ => Err(unknown(text, Vec::new())),
        }
    }

    fn filter(&self) -> Expr {
        col("economy")
            .eq(lit(self.economy.as_str()))
            .and(col("indicator").eq(lit(self.indicator.as_str())))
    }
}

impl std::fmt::Display for SeriesId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(dataset) = &self.dataset {
            write!(f, "{dataset}/")?;
        }
        write!(f, "{}/{}", self.economy, self.indicator)
    }
}

fn unknown(text: &str, near: Vec<String>) -> StoreError {
    StoreError::Series {
        text: text.to_owned(),
        near,
    }
}

/// One observation of a series, with where it comes from.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Observation {
    /// The dataset.
    pub dataset: String,
    /// The vintage.
    pub vintage: String,
    /// The vintage's release date.
    pub released: String,
    /// Whether a newer release has replaced this very observation.
    pub superseded: bool,
    /// The economy's code.
    pub economy: String,
    /// The economy of the other side; `None` for most series.
    pub counterpart: Option<String>,
    /// The publisher's code of the indicator.
    pub indicator: String,
    /// The publisher's label of it.
    pub indicator_name: Option<String>,
    /// The period.
    pub period: String,
    /// The figure exactly as published; `None` when published as missing.
    pub printed: Option<String>,
    /// The double nearest to it.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// Its status.
    pub flag: String,
    /// The publisher's own source note.
    pub source: Option<String>,
    /// Line of the file.
    pub source_row: i64,
    #[serde(skip)]
    start: i32,
}

impl Store {
    /// A series as it counts at a moment, by dataset and period.
    ///
    /// # Errors
    /// `E-STORE-SERIES` with similar names when there is none; as
    /// [`Store::series`] otherwise.
    pub fn show(
        &self,
        id: &SeriesId,
        window: Option<&Window>,
        at: &AsOf,
    ) -> Result<Vec<Observation>, StoreError> {
        let standings = self.of_series(id, at)?;
        let found = self.observe(id, window, &standings)?;
        self.found(id, found, at)
    }

    /// A series as every vintage up to a moment gave it: by period, then in
    /// release order; values that no longer count are marked superseded.
    ///
    /// # Errors
    /// As [`Store::show`].
    pub fn history(
        &self,
        id: &SeriesId,
        window: Option<&Window>,
        at: &AsOf,
    ) -> Result<Vec<Observation>, StoreError> {
        let standings = self.of_series(id, at)?;
        let current = self.observe(id, window, &standings)?;
        let whole: Vec<Standings> = standings
            .into_iter()
            .map(|s| Standings {
                vintage: s.vintage,
                standing: Standing::Whole,
            })
            .collect();
        let mut all = self.observe(id, window, &whole)?;
        for row in &mut all {
            row.superseded = !current.iter().any(|c| {
                (&c.vintage, &c.period, c.source_row) == (&row.vintage, &row.period, row.source_row)
            });
        }
        self.found(id, all, at)
    }

    fn of_series(&self, id: &SeriesId, at: &AsOf) -> Result<Vec<Standings>, StoreError> {
        match &id.dataset {
            Some(dataset) => self.standings_of(Kind::Series, dataset, at),
            None => self.standings_of_kind(Kind::Series, at),
        }
    }

    fn observe(
        &self,
        id: &SeriesId,
        window: Option<&Window>,
        standings: &[Standings],
    ) -> Result<Vec<Observation>, StoreError> {
        let view = scan::view(self.layout(), Kind::Series, standings)?;
        let mut rows = Vec::new();
        for batch in self.run(selected(view, id, window)?)? {
            rows.extend(observations(&batch).unwrap_or_default());
        }
        let order = |vintage: &str| standings.iter().position(|s| s.vintage.id() == vintage);
        for row in &mut rows {
            if let Some(i) = order(&row.vintage) {
                row.released = standings[i].vintage.manifest.released.to_string();
            }
        }
        rows.sort_by_cached_key(|r| {
            let when = (r.start, r.period.clone());
            (r.dataset.clone(), when, order(&r.vintage), r.source_row)
        });
        Ok(rows)
    }

    fn found(
        &self,
        id: &SeriesId,
        rows: Vec<Observation>,
        at: &AsOf,
    ) -> Result<Vec<Observation>, StoreError> {
        if rows.is_empty() {
            return Err(unknown(&id.to_string(), self.similar(id, at)?));
        }
        Ok(rows)
    }

    /// Up to five series of the economy, those that share the most beginning
    /// with the indicator asked for first.
    fn similar(&self, id: &SeriesId, at: &AsOf) -> Result<Vec<String>, StoreError> {
        let plan = LogicalPlanBuilder::from(self.series(None, at)?)
            .filter(col("economy").eq(lit(id.economy.as_str())))?
            .project(vec![col("dataset"), col("economy"), col("indicator")])?
            .distinct()?
            .build()?;
        let mut names = Vec::new();
        for batch in self.run(plan)? {
            let columns: Option<Vec<&StringArray>> = (0..3)
                .map(|i| batch.column(i).as_string_opt::<i32>())
                .collect();
            for row in 0..batch.num_rows() {
                if let Some(c) = &columns {
                    let parts: Vec<&str> = c.iter().map(|c| c.value(row)).collect();
                    let alike = common_start(parts[2], &id.indicator);
                    names.push((std::cmp::Reverse(alike), parts.join("/")));
                }
            }
        }
        names.sort();
        Ok(names.into_iter().take(5).map(|(_, name)| name).collect())
    }
}

fn common_start(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count()
}

fn selected(
    view: LogicalPlan,
    id: &SeriesId,
    window: Option<&Window>,
) -> Result<LogicalPlan, StoreError> {
    let mut filter = id.filter();
    if let Some(window) = window {
        let (first, _) = window.from.days_since_epoch();
        let (_, last) = window.to.days_since_epoch();
        let day = |d| lit(ScalarValue::Date32(Some(d)));
        filter = filter
            .and(col("period_start").gt_eq(day(first)))
            .and(col("period_end").lt_eq(day(last)));
    }
    Ok(LogicalPlanBuilder::from(view).filter(filter)?.build()?)
}

fn observations(batch: &RecordBatch) -> Option<Vec<Observation>> {
    let text = |name: &str| batch.column_by_name(name)?.as_string_opt::<i32>();
    let maybe = |a: &StringArray, row| a.is_valid(row).then(|| a.value(row).to_owned());
    let [dataset, vintage, economy, indicator, period, unit, flag] = [
        "dataset",
        "vintage",
        "economy",
        "indicator",
        "period",
        "unit",
        "flag",
    ]
    .map(text);
    let (dataset, vintage, economy) = (dataset?, vintage?, economy?);
    let (indicator, period, unit, flag) = (indicator?, period?, unit?, flag?);
    let (label, printed, source) = (text("indicator_name")?, text("printed")?, text("source")?);
    let counterpart = text("counterpart")?;
    let value = batch
        .column_by_name("value")?
        .as_primitive_opt::<Float64Type>()?;
    let line = batch
        .column_by_name("source_row")?
        .as_primitive_opt::<Int64Type>()?;
    let start = batch
        .column_by_name("period_start")?
        .as_primitive_opt::<Date32Type>()?;
    let row = |i: usize| Observation {
        dataset: dataset.value(i).to_owned(),
        vintage: vintage.value(i).to_owned(),
        released: String::new(),
        superseded: false,
        economy: economy.value(i).to_owned(),
        counterpart: maybe(counterpart, i),
        indicator: indicator.value(i).to_owned(),
        indicator_name: maybe(label, i),
        period: period.value(i).to_owned(),
        printed: maybe(printed, i),
        value: value.is_valid(i).then(|| value.value(i)),
        unit: unit.value(i).to_owned(),
        flag: flag.value(i).to_owned(),
        source: maybe(source, i),
        source_row: line.value(i),
        start: start.value(i),
    };
    Some((0..batch.num_rows()).map(row).collect())
}
