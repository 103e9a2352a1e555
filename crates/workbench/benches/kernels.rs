//! The steps that every record goes through, each by itself: a line read, a
//! value added to its group, an effect of a cell.
//!
//! `cargo bench -p triffin-workbench` or `cargo xtask bench`. How the whole
//! program compares with others is in `bench/README.md`.
#![allow(missing_docs, clippy::unwrap_used)] // criterion's macros make public functions

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col};
use jiff::civil::{Date, date};
use triffin_formats::{ReadOptions, open_bytes};
use triffin_store::{AddOptions, AsOf, Store};
use triffin_trade::decompose::Method;
use triffin_trade::functions::AmountFunction;

const LINES: u64 = 100_000;
const TODAY: Date = date(2024, 1, 1);

/// A customs file: a few words in many lines, no two amounts alike.
fn customs() -> Vec<u8> {
    let mut text = "flow,reporter,partner,product,period,value,currency,valuation,\
                    quantity,quantity_unit\n"
        .to_owned();
    for line in 0..LINES {
        let flow = ["export", "import"][(line % 2) as usize];
        let partner = ["USA", "JPN", "DEU", "KOR", "VNM"][(line % 5) as usize];
        let (product, month) = (1000 + line % 83 * 100 + line % 7, 1 + line % 12);
        let (value, quantity) = (line * 7919 % 1_000_003, 1 + line * 31 % 4_001);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{flow},CHN,{partner},{product},2018-{month:02},{value}.25,USD,fob,{quantity}.5,kg"
        );
    }
    text.into_bytes()
}

fn read(c: &mut Criterion) {
    let file = customs();
    let mut group = c.benchmark_group("records-csv");
    group.throughput(Throughput::Elements(LINES));
    group.bench_function("read", |b| {
        b.iter_batched(
            || file.clone(),
            |file| {
                let options = ReadOptions::new(TODAY);
                let mut source = open_bytes("customs.csv", file, &options).unwrap();
                let mut rows = 0;
                while let Some(chunk) = source.next_coded().unwrap() {
                    rows += chunk.batch.num_rows();
                }
                assert_eq!(rows as u64, LINES);
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn landed(folder: &Path) -> Store {
    let store = Store::open(folder).unwrap();
    let source = open_bytes("customs.csv", customs(), &ReadOptions::new(TODAY)).unwrap();
    store
        .add(source, "customs.csv", &AddOptions::on(TODAY))
        .unwrap();
    store
}

fn totals(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let store = landed(folder.path());
    let plan = || -> LogicalPlan {
        let rows = store.records("records", &AsOf::now()).unwrap();
        let state = store.registry();
        let sum = datafusion::execution::FunctionRegistry::udaf(&state, "sum").unwrap();
        LogicalPlanBuilder::from(rows)
            .aggregate(
                vec![col("period"), col("partner"), col("product")],
                vec![sum.call(vec![col("value")])],
            )
            .unwrap()
            .build()
            .unwrap()
    };
    let mut group = c.benchmark_group("store");
    group.throughput(Throughput::Elements(LINES));
    group.bench_function("exact sum by period, partner, product", |b| {
        b.iter(|| black_box(store.run(plan()).unwrap()));
    });
    group.finish();
}

/// As many groups as half the rows, in no order: what threads cannot keep to
/// themselves.
fn many_groups(c: &mut Criterion) {
    const ROWS: i64 = 1 << 20;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let key = |row: i64| row.wrapping_mul(0x9e37_79b9) % (ROWS / 2);
    let pieces = (0..ROWS / 8192).map(|piece| {
        let rows = piece * 8192..(piece + 1) * 8192;
        let keys: ArrayRef = Arc::new(rows.clone().map(key).collect::<Int64Array>());
        let values = Decimal128Array::from_iter_values(rows.map(i128::from));
        let values: ArrayRef = Arc::new(values.with_precision_and_scale(28, 6).unwrap());
        RecordBatch::try_from_iter([("key", keys), ("value", values)]).unwrap()
    });
    let pieces: Vec<RecordBatch> = pieces.collect();
    let plan = || -> LogicalPlan {
        let halves = pieces.chunks(pieces.len() / 2).map(<[_]>::to_vec).collect();
        let table = MemTable::try_new(pieces[0].schema(), halves).unwrap();
        let state = store.registry();
        let sum = datafusion::execution::FunctionRegistry::udaf(&state, "sum").unwrap();
        LogicalPlanBuilder::scan("rows", provider_as_source(Arc::new(table)), None)
            .unwrap()
            .aggregate(vec![col("key")], vec![sum.call(vec![col("value")])])
            .unwrap()
            .build()
            .unwrap()
    };
    let mut group = c.benchmark_group("store");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("exact sum by half a million keys", |b| {
        b.iter(|| black_box(store.run(plan()).unwrap()));
    });
    group.finish();
}

fn effects(c: &mut Criterion) {
    const CELLS: i128 = 10_000;
    let column = |of: fn(i128) -> i128| -> ArrayRef {
        let values: Vec<i128> = (1..=CELLS).map(of).collect();
        let array = Decimal128Array::from(values);
        Arc::new(array.with_precision_and_scale(38, 6).unwrap())
    };
    let batch = RecordBatch::try_from_iter([
        ("v0", column(|n| n * 7_919_250_000 % 1_000_003_000_000)),
        ("q0", column(|n| (1 + n * 31 % 4_001) * 1_000)),
        ("v1", column(|n| n * 6_007_250_000 % 1_000_003_000_000)),
        ("q1", column(|n| (1 + n * 37 % 4_001) * 1_000)),
    ])
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let mut group = c.benchmark_group("effects");
    group.throughput(Throughput::Elements(CELLS as u64));
    for method in Method::ALL {
        let plan = || {
            let table = MemTable::try_new(batch.schema(), vec![vec![batch.clone()]]).unwrap();
            let effects = [
                AmountFunction::Quantity(method),
                AmountFunction::Price(method),
            ];
            let effects = effects.map(|effect| {
                let cell = ["v0", "q0", "v1", "q1"].map(col).to_vec();
                effect.call(cell).alias(effect.name())
            });
            LogicalPlanBuilder::scan("cells", provider_as_source(Arc::new(table)), None)
                .unwrap()
                .project(effects)
                .unwrap()
                .build()
                .unwrap()
        };
        group.bench_function(method.as_str(), |b| {
            b.iter(|| black_box(store.run(plan()).unwrap()));
        });
    }
    group.finish();
}

criterion_group!(kernels, read, totals, many_groups, effects);
criterion_main!(kernels);
