//! Sums: the same digits at any number of partitions, or an error; never a wrap.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array, Decimal256Array, Int64Array, RecordBatch,
};
use arrow::datatypes::{DataType, Decimal128Type, Field, Int64Type, Schema, i256};
use arrow::util::display::array_value_to_string;
use datafusion::datasource::MemTable;
use datafusion::prelude::{SessionConfig, SessionContext};
use proptest::prelude::*;
use triffin_store::{StoreError, exact_sum, guarded_avg};

/// The largest magnitude of a `Decimal128(38, s)`.
const LIMIT: i128 = 10_i128.pow(38) - 1;

fn table(values: ArrayRef, groups: i64, partitions: usize) -> MemTable {
    let rows = values.len();
    let keys: ArrayRef = Arc::new((0..rows as i64).map(|i| i % groups).collect::<Int64Array>());
    let schema = Arc::new(Schema::new(vec![
        Field::new("k", DataType::Int64, false),
        Field::new("x", values.data_type().clone(), true),
    ]));
    let batch = RecordBatch::try_new(schema.clone(), vec![keys, values]).unwrap();
    let each = rows.div_ceil(partitions).max(1);
    let parts = (0..partitions)
        .map(|p| {
            let start = (p * each).min(rows);
            vec![batch.slice(start, each.min(rows - start))]
        })
        .collect();
    MemTable::try_new(schema, parts).unwrap()
}

/// The cells of an answer, or the error's text.
fn ask(
    sql: &str,
    values: &ArrayRef,
    groups: i64,
    partitions: usize,
) -> Result<Vec<String>, String> {
    let config = SessionConfig::new()
        .with_target_partitions(partitions)
        .with_batch_size(3);
    let context = SessionContext::new_with_config(config);
    context.register_udaf(exact_sum());
    context.register_udaf(guarded_avg());
    context
        .register_table("t", Arc::new(table(values.clone(), groups, partitions)))
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let batches = runtime
        .block_on(async { context.sql(sql).await?.collect().await })
        .map_err(|e| StoreError::from(e).to_string())?;
    let mut cells = Vec::new();
    for batch in &batches {
        for row in 0..batch.num_rows() {
            cells.extend(
                batch
                    .columns()
                    .iter()
                    .map(|c| array_value_to_string(c, row).unwrap()),
            );
        }
    }
    Ok(cells)
}

fn decimals(values: &[Option<i128>]) -> ArrayRef {
    let array: Decimal128Array = values.iter().copied().collect();
    Arc::new(array.with_precision_and_scale(38, 6).unwrap())
}

fn printed(total: i256) -> String {
    use arrow::datatypes::DecimalType;
    arrow::datatypes::Decimal256Type::format_decimal(total, 76, 6)
}

/// The sum by another road: 256-bit, one value after the other.
fn slow_sum(values: impl Iterator<Item = i128>) -> i256 {
    values.fold(i256::ZERO, |sum, v| {
        sum.checked_add(i256::from_i128(v)).unwrap()
    })
}

fn fits(total: i256) -> bool {
    total
        .to_i128()
        .is_some_and(|t| (-LIMIT..=LIMIT).contains(&t))
}

fn near_the_limit() -> impl Strategy<Value = Option<i128>> {
    prop_oneof![
        3 => (0..5_i128).prop_map(|d| Some(LIMIT - d)),
        3 => (0..5_i128).prop_map(|d| Some(d - LIMIT)),
        2 => (-1000..1000_i128).prop_map(Some),
        1 => Just(None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn one_total_is_the_same_at_1_2_and_8_partitions(
        values in prop::collection::vec(near_the_limit(), 1..24),
    ) {
        let total = slow_sum(values.iter().copied().flatten());
        let array = decimals(&values);
        for partitions in [1, 2, 8] {
            let got = ask("SELECT sum(x) FROM t", &array, 1, partitions);
            if values.iter().all(|v| v.is_none()) {
                prop_assert_eq!(got, Ok(vec![String::new()]));
            } else if fits(total) {
                prop_assert_eq!(got, Ok(vec![printed(total)]));
            } else {
                let error = got.unwrap_err();
                prop_assert!(error.starts_with("E-STORE-OVERFLOW: "), "{}", error);
                prop_assert!(error.contains(&printed(total)), "{}", error);
            }
        }
    }

    #[test]
    fn group_totals_are_the_same_at_1_2_and_8_partitions(
        values in prop::collection::vec(near_the_limit(), 3..24),
    ) {
        let sql = "SELECT sum(x) FROM t GROUP BY k ORDER BY k";
        let array = decimals(&values);
        let group = |k: usize| values.iter().skip(k).step_by(3).copied().flatten();
        let totals: Vec<i256> = (0..3).map(|k| slow_sum(group(k))).collect();
        for partitions in [1, 2, 8] {
            let got = ask(sql, &array, 3, partitions);
            if totals.iter().all(|t| fits(*t)) {
                let cell = |k: usize| match group(k).next() {
                    Some(_) => printed(totals[k]),
                    None => String::new(),
                };
                prop_assert_eq!(got, Ok((0..3).map(cell).collect::<Vec<_>>()));
            } else {
                prop_assert!(got.unwrap_err().starts_with("E-STORE-OVERFLOW: "));
            }
        }
    }

    #[test]
    fn integers_too(values in prop::collection::vec(
        prop_oneof![Just(i64::MAX), Just(i64::MIN), any::<i64>()], 1..16,
    )) {
        let total: i128 = values.iter().map(|v| i128::from(*v)).sum();
        let array: ArrayRef = Arc::new(Int64Array::from(values));
        for partitions in [1, 2, 8] {
            let got = ask("SELECT sum(x) FROM t", &array, 1, partitions);
            match i64::try_from(total) {
                Ok(total) => prop_assert_eq!(got, Ok(vec![total.to_string()])),
                Err(_) => prop_assert!(got.unwrap_err().contains(&total.to_string())),
            }
        }
    }

    #[test]
    fn distinct_and_filtered_sums_count_each_value_once(
        values in prop::collection::vec(prop_oneof![Just(LIMIT), Just(-LIMIT), -3..3_i128], 1..16),
    ) {
        let set: std::collections::BTreeSet<i128> = values.iter().copied().collect();
        let kept = values.iter().copied().filter(|v| *v > 0);
        let (distinct, positive) = (slow_sum(set.into_iter()), slow_sum(kept.clone()));
        let array = decimals(&values.iter().map(|v| Some(*v)).collect::<Vec<_>>());
        let sql = "SELECT sum(DISTINCT x), count(DISTINCT k), sum(x) FILTER (WHERE x > 0) FROM t";
        for partitions in [1, 8] {
            let got = ask(sql, &array, 1, partitions);
            if fits(distinct) && fits(positive) {
                let positive = kept.clone().next().map_or(String::new(), |_| printed(positive));
                prop_assert_eq!(got, Ok(vec![printed(distinct), "1".to_owned(), positive]));
            } else {
                prop_assert!(got.unwrap_err().starts_with("E-STORE-OVERFLOW: "));
            }
        }
    }
}

#[test]
fn the_engine_alone_would_have_wrapped() {
    // Why this crate has a sum of its own: without it the answer is wrong and
    // nothing says so.
    let array = decimals(&[Some(LIMIT); 4]);
    let config = SessionConfig::new().with_target_partitions(1);
    let context = SessionContext::new_with_config(config);
    context
        .register_table("t", Arc::new(table(array.clone(), 1, 1)))
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let wrapped = runtime
        .block_on(async { context.sql("SELECT sum(x) FROM t").await?.collect().await })
        .unwrap();
    let wrapped = wrapped[0]
        .column(0)
        .as_primitive::<Decimal128Type>()
        .value(0);
    assert_ne!(i256::from_i128(wrapped), slow_sum([LIMIT; 4].into_iter()));

    let error = ask("SELECT sum(x) FROM t", &array, 1, 1).unwrap_err();
    assert!(
        error.contains("399999999999999999999999999999999.999996"),
        "{error}"
    );
    assert!(
        error.contains("99999999999999999999999999999999.999999"),
        "{error}"
    );
}

#[test]
fn averages_of_decimals_do_not_wrap() {
    // DataFusion's own avg adds Decimal128 in 256 bits: its answer stays right
    // where a 128-bit sum would have wrapped.
    let array = decimals(&[Some(LIMIT / 10_000); 30_000]);
    let got = ask("SELECT avg(x) FROM t", &array, 1, 2).unwrap();
    assert!(
        got[0].starts_with("9999999999999999999999999999.999999"),
        "{got:?}"
    );
}

#[test]
fn an_average_that_could_wrap_is_refused() {
    let array = decimals(&[Some(1), Some(2)]);
    let sql = "SELECT avg(CAST(x AS DECIMAL(60, 6))) FROM t";
    let error = ask(sql, &array, 1, 1).unwrap_err();
    assert!(error.contains("could wrap"), "{error}");
    assert_eq!(
        ask("SELECT avg(k) FROM t", &array, 2, 1),
        Ok(vec!["0.5".to_owned()])
    );
}

#[test]
fn a_sum_slides_over_a_window_beyond_the_limit_and_back() {
    let array = decimals(&[
        Some(LIMIT),
        Some(-LIMIT),
        Some(5),
        Some(LIMIT),
        Some(-LIMIT),
    ]);
    let sql = "SELECT sum(x) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t";
    let got = ask(sql, &array, 99, 1).unwrap_err();
    // LIMIT + 5 leaves the type in the fourth window.
    assert!(
        got.contains("100000000000000000000000000000000.000004"),
        "{got}"
    );
    let array = decimals(&[Some(LIMIT), Some(-LIMIT), Some(5), Some(-LIMIT), Some(7)]);
    let got = ask(sql, &array, 99, 1).unwrap();
    assert_eq!(got[2], "-99999999999999999999999999999999.999994");
    assert_eq!(got[4], "-99999999999999999999999999999999.999992");
}

#[test]
fn decimals_of_76_digits_cancel_too() {
    let limit = i256::from_i128(10)
        .wrapping_pow(76)
        .wrapping_sub(i256::from_i128(1));
    let mut values = vec![limit; 9];
    values.extend(vec![limit.wrapping_neg(); 8]);
    let array: Decimal256Array = values.into_iter().map(Some).collect();
    let array: ArrayRef = Arc::new(array.with_precision_and_scale(76, 0).unwrap());
    for partitions in [1, 2, 8] {
        let got = ask("SELECT sum(x) FROM t", &array, 1, partitions);
        assert_eq!(got, Ok(vec!["9".repeat(76)]));
        let got = ask("SELECT sum(x) FROM t WHERE x > 0", &array, 1, partitions);
        assert!(got.unwrap_err().starts_with("E-STORE-OVERFLOW: "));
    }
}

#[test]
fn floats_and_nothing_are_summed_as_before() {
    let array: ArrayRef = Arc::new(arrow::array::Float64Array::from(vec![0.5, 0.25]));
    assert_eq!(
        ask("SELECT sum(x) FROM t", &array, 1, 1),
        Ok(vec!["0.75".to_owned()])
    );
    let empty: ArrayRef = Arc::new(Int64Array::from(Vec::<i64>::new()));
    assert_eq!(
        ask("SELECT sum(x) FROM t", &empty, 1, 2),
        Ok(vec![String::new()])
    );
    let text: ArrayRef = Arc::new(arrow::array::StringArray::from(vec!["a"]));
    assert!(
        ask("SELECT sum(x) FROM t", &text, 1, 1)
            .unwrap_err()
            .contains("sum takes numbers")
    );
    let ints: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    assert_eq!(ints.as_primitive::<Int64Type>().len(), 2);
}
