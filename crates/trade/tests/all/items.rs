//! Items: value, quantity and unit value, units apart, odd records counted.

use std::collections::BTreeMap;

use proptest::prelude::*;
use triffin_trade::items::{self, ItemRow, outlier, unit_price};
use triffin_trade::{Exact, Flow, Measure, Selection, Survey, TradeError};

use crate::balances::{selection, settled};
use crate::records::{Engine, Record, record};

fn ask(engine: &Engine, of: &Selection) -> Result<Vec<ItemRow>, TradeError> {
    let survey = Survey::read(&engine.run(Survey::plan(engine.input(), of)?))?;
    let levels = settled(engine, of, items::levels(&survey, of, Flow::Import)?);
    let measure = Measure::as_reported();
    let session = &engine.session;
    let plan = items::plan(engine.input(), of, &levels, Flow::Import, &measure, session)?;
    items::rows(&engine.run(plan))
}

fn table(records: &[Record]) -> Vec<ItemRow> {
    ask(&Engine::new(records, 2), &selection("2018")).unwrap()
}

fn import(product: &str, value: i128, quantity: i128, unit: &'static str) -> Record {
    record("import", "USA", product, "2018", value).quantity(quantity, unit)
}

/// S1.9: V = Σ q·p and the unit value is V/Q.
#[test]
fn s1_9_the_unit_value_is_value_over_quantity() {
    let rows = table(&[
        import("2709", 700, 10, "kg"),
        import("2709", 800, 10, "kg"),
        record("export", "USA", "2709", "2018", 5).quantity(1, "kg"),
        import("8542", 9, 2, "u"),
    ]);
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].product.as_str(), rows[0].records), ("2709", 2));
    assert_eq!(rows[0].value, Exact::whole(1500));
    assert_eq!(rows[0].quantity, Some(Exact::whole(20)));
    assert_eq!(rows[0].unit_value, Some(Exact::whole(75)));
    assert_eq!(rows[1].unit_value, Some("4.5".parse().unwrap()));
    assert!(rows.iter().all(|row| !row.mixed_units));
}

#[test]
fn s1_9_mixed_quantity_units_are_flagged_and_never_summed() {
    let rows = table(&[
        import("8703", 30, 3, "u"),
        import("8703", 50, 5000, "kg"),
        record("import", "USA", "8703", "2018", 20),
        import("2709", 1, 1, "kg"),
    ]);
    let cars: Vec<_> = rows.iter().filter(|r| r.product == "8703").collect();
    let of = |n| Some(Exact::whole(n));
    assert_eq!(cars.len(), 3);
    assert!(cars.iter().all(|row| row.mixed_units));
    assert_eq!(
        (cars[0].quantity_unit.as_deref(), cars[0].quantity),
        (None, None)
    );
    assert_eq!(
        (cars[0].value, cars[0].unit_value),
        (Exact::whole(20), None)
    );
    assert_eq!((cars[1].quantity, cars[2].quantity), (of(5000), of(3)));
    assert!(!rows[3].mixed_units);
}

/// Units of one dimension are one item, in its common unit where records
/// differ and as recorded where they do not.
#[test]
fn s1_9_units_of_one_dimension_are_one_item() {
    let rows = table(&[
        import("2709", 30, 3, "t"),
        import("2709", 50, 5000, "kg"),
        import("7108", 8, 4, "g"),
        import("6109", 36, 1, "dozen"),
        import("6109", 36, 12, "pcs"),
    ]);
    let of = |product: &str| rows.iter().find(|row| row.product == product).unwrap();
    let oil = of("2709");
    assert_eq!(oil.quantity, Some(Exact::whole(8000)));
    assert_eq!(
        (oil.quantity_unit.as_deref(), oil.mixed_units),
        (Some("kg"), false)
    );
    assert_eq!(oil.unit_value, Some("0.01".parse().unwrap()));
    assert_eq!(
        (of("7108").quantity_unit.as_deref(), of("7108").quantity),
        (Some("g"), Some(Exact::whole(4)))
    );
    assert_eq!(of("6109").unit_value, Some(Exact::whole(3)));
    assert_eq!(rows.len(), 3);
}

#[test]
fn s1_9_a_unit_value_out_of_line_is_counted() {
    let mut records: Vec<_> = (95..105).map(|v| import("2709", v, 1, "kg")).collect();
    assert_eq!(table(&records)[0].outliers, 0);
    records.push(import("2709", 100_000, 1, "kg"));
    let flagged = table(&records);
    assert_eq!(flagged[0].outliers, 1);
    let (low, high) = flagged[0].usual_low.zip(flagged[0].usual_high).unwrap();
    assert!(low > 50.0 && low < 95.0 && high > 104.0 && high < 200.0);
    // The same number of another item is not out of line there.
    records.pop();
    records.push(import("8411", 100_000, 1, "kg"));
    assert!(table(&records).iter().all(|row| row.outliers == 0));
}

#[test]
fn s1_9_a_value_that_is_not_quantity_times_its_stated_price_is_counted() {
    let stating = |price: &str| {
        let extra = format!(r#"{{"unit_price":"{price}"}}"#);
        import("2709", 1000, 10, "kg").with(|r| r.extra = Some(extra))
    };
    let rows = table(&[
        stating("100"),
        stating("100.4"),
        stating("1000"),
        import("2709", 1, 10, "kg"),
    ]);
    assert_eq!((rows[0].records, rows[0].price_mismatches), (4, 1));
}

#[test]
fn two_revisions_of_the_classification_are_refused() {
    let records = [
        import("2709", 100, 10, "kg"),
        import("2709", 130, 10, "kg").with(|r| {
            r.system = "HS2017";
            r.period = "2019".into();
        }),
    ];
    let refusal = ask(&Engine::new(&records, 1), &selection("2018..2019")).unwrap_err();
    assert_eq!(refusal.code(), "E-BASIS-CLASSIFICATION");
}

/// The items by a loop over the same records.
fn by_hand(records: &[Record]) -> Vec<ItemRow> {
    let mut groups: BTreeMap<_, Vec<(Exact, Option<Exact>, bool)>> = BTreeMap::new();
    for r in records.iter().filter(|r| r.flow == "import") {
        let Some(value) = r.value.map(|v| Exact::new(v, 6)) else {
            continue;
        };
        let quantity = r.quantity.map(|q| Exact::new(q, 6));
        let price = r.extra.as_deref().and_then(unit_price::stated);
        let odd = quantity
            .zip(price)
            .is_some_and(|(q, p)| unit_price::disagrees(value, q, p).unwrap());
        let measured = quantity.filter(|_| r.unit.is_some());
        let unit = measured.and(r.unit).map(str::to_owned);
        let group = groups.entry((r.product.clone(), unit)).or_default();
        group.push((value, measured, odd));
    }
    let rows = groups.into_iter().map(|((product, quantity_unit), group)| {
        let add = |amounts: Vec<Exact>| amounts.into_iter().try_fold(Exact::ZERO, Exact::plus);
        let value = add(group.iter().map(|(v, _, _)| *v).collect()).unwrap();
        let quantities: Vec<Exact> = group.iter().filter_map(|(_, q, _)| *q).collect();
        let quantity = (!quantities.is_empty()).then(|| add(quantities).unwrap());
        let logs: Vec<f64> = group
            .iter()
            .filter_map(|(v, q, _)| Some((*v, (*q)?)))
            .filter(|(v, q)| v.signum() > 0 && q.signum() > 0)
            .map(|(v, q)| (v.to_f64() / q.to_f64()).ln())
            .collect();
        ItemRow {
            product,
            quantity_unit,
            value,
            quantity,
            unit_value: ItemRow::unit_value(value, quantity).unwrap(),
            records: group.len() as i64,
            mixed_units: false,
            outliers: outlier::count(&logs) as i64,
            usual_low: outlier::usual(&logs).map(|(low, _)| low.exp()),
            usual_high: outlier::usual(&logs).map(|(_, high)| high.exp()),
            price_mismatches: group.iter().filter(|(_, _, odd)| *odd).count() as i64,
        }
    });
    items::table(rows.collect()).unwrap()
}

fn any_record() -> impl Strategy<Value = Record> {
    let unit = prop_oneof![Just(None), Just(Some("kg")), Just(Some("u"))];
    let value = prop::option::weighted(0.9, -1_000_000i128..5_000_000_000);
    let quantity = prop::option::weighted(0.9, 0i128..50_000_000);
    let price = prop::option::of(0u32..200);
    (any::<bool>(), 0u8..3, value, quantity, unit, price).prop_map(
        |(export, product, value, quantity, unit, price)| {
            let flow = if export { "export" } else { "import" };
            record(flow, "USA", &format!("270{product}"), "2018", 0).with(|r| {
                r.value = value;
                r.quantity = quantity;
                r.unit = unit;
                r.extra = price.map(|price| format!(r#"{{"unit_price":{price}}}"#));
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_plan_is_the_kernel_on_any_number_of_partitions(
        mut records in prop::collection::vec(any_record(), 1..60),
    ) {
        records.push(import("2700", 1, 1, "kg"));
        let direct = by_hand(&records);
        for partitions in [1, 2, 8] {
            let engine = Engine::new(&records, partitions);
            prop_assert_eq!(&ask(&engine, &selection("2018")).unwrap(), &direct);
        }
    }
}
