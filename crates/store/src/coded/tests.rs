//! Coded aggregates against sums by hand, and where they stand in a plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array, Int32Array, RecordBatch, StringArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Int32Type, Int64Type};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{
    ExprFunctionExt, ExprSchemable, LogicalPlan, LogicalPlanBuilder, col, lit,
};
use proptest::prelude::*;
use triffin_formats::schema::coded;

use crate::EngineOptions;
use crate::session::Engine;

/// Partner, product, year, value.
type Record = (Option<u8>, u8, i32, Option<i64>);
/// Sum of all values, sum of those of 2018, rows.
type Sums = (Option<i128>, Option<i128>, i64);

fn batch(rows: &[Record], dictionaries: bool) -> RecordBatch {
    let name = |code: u8| format!("P{code}");
    let partner: StringArray = rows.iter().map(|row| row.0.map(name)).collect();
    let product: StringArray = rows.iter().map(|row| Some(name(row.1))).collect();
    let year: Int32Array = rows.iter().map(|row| Some(row.2)).collect();
    let value: Decimal128Array = rows.iter().map(|row| row.3.map(i128::from)).collect();
    let value = value.with_precision_and_scale(28, 6).unwrap();
    let plain = RecordBatch::try_from_iter_with_nullable([
        ("partner", Arc::new(partner) as ArrayRef, true),
        ("product", Arc::new(product) as ArrayRef, true),
        ("year", Arc::new(year) as ArrayRef, true),
        ("value", Arc::new(value) as ArrayRef, true),
    ])
    .unwrap();
    if !dictionaries {
        return plain;
    }
    let schema = coded(&plain.schema());
    let columns = plain.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type()).unwrap());
    RecordBatch::try_new(schema.clone(), columns.collect()).unwrap()
}

/// As the store shows a table: its texts as texts, then the groups.
fn plan(engine: &Engine, parts: Vec<Vec<RecordBatch>>) -> LogicalPlan {
    let table = MemTable::try_new(parts[0][0].schema(), parts).unwrap();
    let scan = LogicalPlanBuilder::scan("rows", provider_as_source(Arc::new(table)), None).unwrap();
    let schema = scan.schema().clone();
    let text = |name: &str| {
        col(name)
            .cast_to(&DataType::Utf8, &schema)
            .unwrap()
            .alias(name)
    };
    let state = engine.state();
    let sum = datafusion::execution::FunctionRegistry::udaf(&state, "sum").unwrap();
    let of_2018 = sum
        .call(vec![col("value")])
        .filter(col("year").eq(lit(2018)));
    scan.project(vec![
        text("partner"),
        text("product"),
        col("year"),
        col("value"),
    ])
    .unwrap()
    .aggregate(
        vec![col("partner"), col("product"), col("year")],
        vec![
            sum.call(vec![col("value")]).alias("all"),
            of_2018.build().unwrap().alias("of_2018"),
            count(lit(1)).alias("rows"),
        ],
    )
    .unwrap()
    .build()
    .unwrap()
}

fn by_hand(rows: &[Record]) -> BTreeMap<(Option<String>, String, i32), Sums> {
    let mut groups: BTreeMap<_, Sums> = BTreeMap::new();
    for (partner, product, year, value) in rows {
        let key = (
            partner.map(|code| format!("P{code}")),
            format!("P{product}"),
            *year,
        );
        let group = groups.entry(key).or_default();
        group.2 += 1;
        if let Some(value) = value.map(i128::from) {
            group.0 = Some(group.0.unwrap_or_default() + value);
            if *year == 2018 {
                group.1 = Some(group.1.unwrap_or_default() + value);
            }
        }
    }
    groups
}

fn by_engine(batches: &[RecordBatch]) -> BTreeMap<(Option<String>, String, i32), Sums> {
    let mut groups = BTreeMap::new();
    for batch in batches {
        let [partner, product] = [0, 1].map(|at| batch.column(at).as_string::<i32>());
        let year = batch.column(2).as_primitive::<Int32Type>();
        let sums = [3, 4].map(|at| batch.column(at).as_primitive::<Decimal128Type>());
        let rows = batch.column(5).as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            let key = (
                partner.is_valid(row).then(|| partner.value(row).to_owned()),
                product.value(row).to_owned(),
                year.value(row),
            );
            let sum = |at: usize| sums[at].is_valid(row).then(|| sums[at].value(row));
            let before = groups.insert(key, (sum(0), sum(1), rows.value(row)));
            assert_eq!(before, None, "a group came out twice");
        }
    }
    groups
}

/// As many as [`STEP`](super::shares) groups and more: threads keep their
/// groups on some draws, and pass their rows on on others.
fn record() -> impl Strategy<Value = Record> {
    (
        prop::option::of(0u8..4),
        prop_oneof![0u8..2, 0u8..50],
        2017i32..2020,
        prop::option::of(any::<i64>()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn groups_are_those_by_hand_at_1_2_and_8_partitions(
        rows in prop::collection::vec(record(), 1..200),
        dictionaries: bool,
    ) {
        let expected = by_hand(&rows);
        for partitions in [1, 2, 8] {
            let engine = Engine::new(EngineOptions { target_partitions: partitions, batch_size: 7 });
            let part = rows.len().div_ceil(partitions);
            let parts = rows
                .chunks(part)
                .map(|rows| rows.chunks(11).map(|rows| batch(rows, dictionaries)).collect())
                .collect();
            let answer = engine.run(plan(&engine, parts)).unwrap();
            prop_assert!(answer.iter().all(|batch| batch.num_rows() <= 7));
            prop_assert_eq!(&by_engine(&answer), &expected);
        }
    }
}

/// `plan` grouped once more: rows by partner.
fn regrouped(plan: LogicalPlan) -> LogicalPlan {
    let total = datafusion::functions_aggregate::expr_fn::count(col("product"));
    LogicalPlanBuilder::from(plan)
        .aggregate(vec![col("partner")], vec![total.alias("groups")])
        .unwrap()
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn groups_of_groups_are_those_by_hand(
        rows in prop::collection::vec(record(), 1..200),
        partitions in prop::sample::select(vec![1usize, 2, 8]),
    ) {
        let mut expected: BTreeMap<Option<String>, i64> = BTreeMap::new();
        for (partner, ..) in by_hand(&rows).into_keys() {
            *expected.entry(partner).or_default() += 1;
        }
        let engine = Engine::new(EngineOptions { target_partitions: partitions, batch_size: 7 });
        let parts = rows.chunks(20).map(|rows| vec![batch(rows, true)]).collect();
        let mut found = BTreeMap::new();
        for batch in engine.run(regrouped(plan(&engine, parts))).unwrap() {
            let partner = batch.column(0).as_string::<i32>();
            let groups = batch.column(1).as_primitive::<Int64Type>();
            for row in 0..batch.num_rows() {
                let key = partner.is_valid(row).then(|| partner.value(row).to_owned());
                prop_assert!(found.insert(key, groups.value(row)).is_none());
            }
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn groups_reach_the_next_grouping_as_codes() {
    let engine = Engine::new(EngineOptions::default());
    let rows = [(Some(1), 2, 2018, Some(3))];
    let plan = regrouped(plan(&engine, vec![vec![batch(&rows, true)]]));
    let state = engine.state();
    let plan = engine
        .wait(async move { Ok(state.create_physical_plan(&plan).await?) })
        .unwrap();
    let mut node = plan;
    let mut coded = Vec::new();
    loop {
        if node.name() == "CodedAggregateExec" {
            coded.push(node.schema().field(0).data_type().clone());
        }
        match node.children().first() {
            Some(child) => node = Arc::clone(child),
            None => break,
        }
    }
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    assert_eq!(coded, [DataType::Utf8, dictionary]);
}

#[test]
fn a_sum_that_does_not_fit_is_refused_however_groups_are_shared() {
    // A hundred groups of one row each, and one of them beyond 38 digits.
    let most = 10i128.pow(38) - 1;
    let column: ArrayRef = Arc::new(
        (0..100)
            .map(|n| format!("P{n}"))
            .map(Some)
            .collect::<StringArray>(),
    );
    let values = Decimal128Array::from(vec![most; 100])
        .with_precision_and_scale(38, 6)
        .unwrap();
    let batch =
        RecordBatch::try_from_iter([("key", column), ("value", Arc::new(values) as ArrayRef)])
            .unwrap();
    for partitions in [1, 2, 8] {
        let engine = Engine::new(EngineOptions {
            target_partitions: partitions,
            batch_size: 7,
        });
        let pieces: Vec<RecordBatch> = (0..10).map(|at| batch.slice(at * 10, 10)).collect();
        let answer = |pieces: Vec<RecordBatch>| {
            let table = MemTable::try_new(batch.schema(), vec![pieces]).unwrap();
            let scan = LogicalPlanBuilder::scan("rows", provider_as_source(Arc::new(table)), None);
            let state = engine.state();
            let sum = datafusion::execution::FunctionRegistry::udaf(&state, "sum").unwrap();
            let plan = scan
                .unwrap()
                .aggregate(vec![col("key")], vec![sum.call(vec![col("value")])]);
            engine.run(plan.unwrap().build().unwrap())
        };
        let fits: usize = answer(pieces.clone())
            .unwrap()
            .iter()
            .map(RecordBatch::num_rows)
            .sum();
        assert_eq!(fits, 100);
        let twice = pieces.iter().cloned().chain([batch.slice(99, 1)]).collect();
        assert_eq!(answer(twice).unwrap_err().code(), "E-STORE-OVERFLOW");
    }
}

#[test]
fn a_grouped_sum_runs_on_codes_and_casts_nothing() {
    let engine = Engine::new(EngineOptions::default());
    let rows = [(Some(1), 2, 2018, Some(3))];
    for dictionaries in [true, false] {
        let plan = plan(&engine, vec![vec![batch(&rows, dictionaries)]]);
        let state = engine.state();
        let plan = engine
            .wait(async move { Ok(state.create_physical_plan(&plan).await?) })
            .unwrap();
        let shown = datafusion::physical_plan::displayable(plan.as_ref())
            .indent(false)
            .to_string();
        assert!(shown.contains("CodedAggregateExec"), "{shown}");
        assert!(!shown.contains("CAST"), "{shown}");
    }
}
