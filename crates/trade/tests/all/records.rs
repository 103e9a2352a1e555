//! Records in memory, with the columns of the records table.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, Int64Array, StringArray};
use arrow::record_batch::RecordBatch;
use datafusion::datasource::MemTable;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::{SessionConfig, SessionContext};
use triffin_basis::Period;
use triffin_trade::functions;

/// One record; what is not set is what a plain file would leave out.
#[derive(Clone, Debug)]
pub struct Record {
    pub flow: &'static str,
    pub partner: String,
    pub partner_level: &'static str,
    pub product: String,
    pub system: &'static str,
    pub period: String,
    /// Millionths.
    pub value: Option<i128>,
    pub currency: Option<&'static str>,
    pub valuation: Option<&'static str>,
    /// Millionths.
    pub quantity: Option<i128>,
    pub unit: Option<&'static str>,
    /// Millionths of a kilogram.
    pub weight: Option<i128>,
    pub regime: Option<&'static str>,
    pub entity: Option<&'static str>,
    pub end_use: Option<&'static str>,
    pub shipped_on: Option<i32>,
    pub declared_on: Option<i32>,
    pub transport: Option<&'static str>,
    pub extra: Option<String>,
}

const MILLION: i128 = 1_000_000;

/// A record of CHN in dollars.
pub fn record(
    flow: &'static str,
    partner: &str,
    product: &str,
    period: &str,
    value: i128,
) -> Record {
    Record {
        flow,
        partner: partner.into(),
        partner_level: if partner == "WLD" { "world" } else { "economy" },
        product: product.into(),
        system: "HS2012",
        period: period.into(),
        value: Some(value * MILLION),
        currency: Some("USD"),
        valuation: None,
        quantity: None,
        unit: None,
        weight: None,
        regime: None,
        entity: None,
        end_use: None,
        shipped_on: None,
        declared_on: None,
        transport: None,
        extra: None,
    }
}

impl Record {
    pub fn quantity(mut self, quantity: i128, unit: &'static str) -> Self {
        self.quantity = Some(quantity * MILLION);
        self.unit = Some(unit);
        self
    }

    pub fn with(mut self, change: impl FnOnce(&mut Record)) -> Self {
        change(&mut self);
        self
    }
}

fn texts(values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

fn amounts(values: impl Iterator<Item = Option<i128>>) -> ArrayRef {
    let array: Decimal128Array = values.collect();
    Arc::new(array.with_precision_and_scale(28, 6).unwrap())
}

/// The batch of `records`.
pub fn batch(records: &[Record]) -> RecordBatch {
    let text = |of: &dyn Fn(&Record) -> Option<String>| texts(records.iter().map(of));
    let owned = |value: Option<&str>| value.map(str::to_owned);
    let null = || texts(records.iter().map(|_| None));
    let days = |of: &dyn Fn(&Record) -> Option<i32>| -> ArrayRef {
        Arc::new(records.iter().map(of).collect::<Date32Array>())
    };
    let period = |record: &Record| Period::parse(&record.period).unwrap();
    let digits = |record: &Record| match record.product.as_str() {
        "TOTAL" => 0,
        code => code.len() as i32,
    };
    let years: Int32Array = records
        .iter()
        .map(|r| Some(i32::from(period(r).year_number())))
        .collect();
    let rows: Int64Array = (0..records.len() as i64).map(Some).collect();
    let levels: Int32Array = records.iter().map(|r| Some(digits(r))).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("flow", text(&|r| owned(Some(r.flow)))),
        ("reporter", text(&|_| owned(Some("CHN")))),
        ("partner", text(&|r| Some(r.partner.clone()))),
        ("partner_level", text(&|r| owned(Some(r.partner_level)))),
        ("product", text(&|r| Some(r.product.clone()))),
        ("product_system", text(&|r| owned(Some(r.system)))),
        ("product_level", Arc::new(levels)),
        ("period", text(&|r| Some(r.period.clone()))),
        (
            "freq",
            text(&|r| Some(period(r).freq().letter().to_string())),
        ),
        ("year", Arc::new(years)),
        (
            "period_start",
            days(&|r| Some(period(r).days_since_epoch().0)),
        ),
        (
            "period_end",
            days(&|r| Some(period(r).days_since_epoch().1)),
        ),
        ("value", amounts(records.iter().map(|r| r.value))),
        ("currency", text(&|r| owned(r.currency))),
        ("valuation", text(&|r| owned(r.valuation))),
        ("quantity", amounts(records.iter().map(|r| r.quantity))),
        ("quantity_unit", text(&|r| owned(r.unit))),
        ("net_weight_kg", amounts(records.iter().map(|r| r.weight))),
        ("regime", text(&|r| owned(r.regime))),
        ("trade_system", null()),
        ("region", null()),
        ("entity", text(&|r| owned(r.entity))),
        ("end_use", text(&|r| owned(r.end_use))),
        ("declared_on", days(&|r| r.declared_on)),
        ("shipped_on", days(&|r| r.shipped_on)),
        ("settled_on", days(&|_| None)),
        ("partner2", null()),
        ("customs_procedure", null()),
        ("transport", text(&|r| owned(r.transport))),
        (
            "breakdown",
            text(&|r| {
                owned(Some(if r.transport.is_some() {
                    "detail"
                } else {
                    "total"
                }))
            }),
        ),
        ("flag", text(&|_| owned(Some("observed")))),
        ("source_row", Arc::new(rows)),
        ("extra", text(&|r| r.extra.clone())),
    ];
    RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap()
}

/// A session over `records`, split into as many partitions as it runs on.
pub struct Engine {
    pub session: SessionContext,
    input: LogicalPlan,
    runtime: tokio::runtime::Runtime,
}

impl Engine {
    pub fn new(records: &[Record], partitions: usize) -> Self {
        Self::over(&batch(records), partitions)
    }

    /// The same over a batch of records.
    pub fn over(whole: &RecordBatch, partitions: usize) -> Self {
        let config = SessionConfig::new().with_target_partitions(partitions);
        let session = SessionContext::new_with_config(config);
        for function in functions::all() {
            session.register_udf(function.as_ref().clone());
        }
        let rows = whole.num_rows();
        let size = rows.div_ceil(partitions).max(1);
        let parts = (0..rows.max(1))
            .step_by(size)
            .map(|from| vec![whole.slice(from, size.min(rows - from))])
            .collect();
        let table = MemTable::try_new(whole.schema(), parts).unwrap();
        session.register_table("records", Arc::new(table)).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .build()
            .unwrap();
        let input = runtime
            .block_on(session.table("records"))
            .unwrap()
            .into_unoptimized_plan();
        Self {
            session,
            input,
            runtime,
        }
    }

    pub fn input(&self) -> LogicalPlan {
        self.input.clone()
    }

    pub fn run(&self, plan: LogicalPlan) -> Vec<RecordBatch> {
        self.try_run(plan).unwrap()
    }

    pub fn try_run(&self, plan: LogicalPlan) -> datafusion::error::Result<Vec<RecordBatch>> {
        self.runtime.block_on(async {
            self.session
                .execute_logical_plan(plan)
                .await?
                .collect()
                .await
        })
    }
}
