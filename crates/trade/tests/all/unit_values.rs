//! Price indices from records: the finest codes, one level an axis, any split.

use proptest::prelude::*;
use triffin_basis::Period;
use triffin_trade::unit_value_index::{self, Cell, Formula, IndexRow, Link};
use triffin_trade::{Exact, Flow, Measure, Selection, Survey, TradeError};

use crate::balances::{selection, settled};
use crate::records::{Engine, Record, record};

fn cells(engine: &Engine, of: &Selection, flow: Flow) -> Result<Vec<Cell>, TradeError> {
    let survey = Survey::read(&engine.run(Survey::plan(engine.input(), of)?))?;
    let levels = settled(engine, of, unit_value_index::levels(&survey, of, flow)?);
    let measure = Measure::as_reported();
    let session = &engine.session;
    let plan = unit_value_index::plan(engine.input(), of, &levels, flow, &measure, session)?;
    unit_value_index::rows(&engine.run(plan))
}

fn index(records: &[Record], window: &str, formula: Formula) -> Vec<IndexRow> {
    let engine = Engine::new(records, 2);
    let cells = cells(&engine, &selection(window), Flow::Import).unwrap();
    unit_value_index::index(&cells, formula, Link::Direct).unwrap()
}

fn import(product: &str, period: &str, value: i128, quantity: i128) -> Record {
    record("import", "USA", product, period, value).quantity(quantity, "kg")
}

#[test]
fn oil_at_thirty_per_cent_more_is_130() {
    let records = [
        import("2709", "2018", 100, 10),
        import("2709", "2019", 260, 20),
        // The other side and a published sum take no part.
        record("export", "USA", "2709", "2019", 9).quantity(1, "kg"),
        record("import", "USA", "TOTAL", "2019", 999),
    ];
    for formula in Formula::ALL {
        let rows = index(&records, "2018..2019", formula);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].index, Some(100.0));
        let level = rows[1].index.unwrap();
        assert!((level - 130.0).abs() < 1e-9, "{formula:?} {level}");
        assert_eq!(rows[1].matched_share, Some(1.0));
    }
}

#[test]
fn a_value_without_its_quantity_enters_no_unit_value() {
    let records = [
        import("2709", "2018", 100, 10),
        import("2709", "2019", 130, 10),
        record("import", "JPN", "2709", "2019", 230),
    ];
    let rows = index(&records, "2018..2019", Formula::Paasche);
    assert!((rows[1].index.unwrap() - 130.0).abs() < 1e-9);
    assert_eq!(rows[1].matched_share, Some(0.5));
}

#[test]
fn months_are_shown_as_months_and_added_up_to_years() {
    let mut records: Vec<_> = (1..=12)
        .map(|m| import("2709", &format!("2018-{m:02}"), m, 1))
        .collect();
    let monthly = index(&records, "2018-01..2018-12", Formula::Fisher);
    assert_eq!(monthly.len(), 12);
    assert!((monthly[11].index.unwrap() - 1200.0).abs() < 1e-9);
    records.push(import("2709", "2019", 26, 2));
    // Twelve months of 2018 cost 78 for 12, that is 6.5 each; 2019 costs 13.
    let yearly = index(&records, "2018..2019", Formula::Fisher);
    assert_eq!(yearly.len(), 2);
    assert_eq!(yearly[1].period, Period::year(2019));
    assert!((yearly[1].index.unwrap() - 200.0).abs() < 1e-9);
}

#[test]
fn two_revisions_of_the_classification_are_refused() {
    let records = [
        import("2709", "2018", 100, 10),
        import("2709", "2019", 130, 10).with(|r| r.system = "HS2017"),
    ];
    let engine = Engine::new(&records, 1);
    let refusal = cells(&engine, &selection("2018..2019"), Flow::Import).unwrap_err();
    assert_eq!(refusal.code(), "E-BASIS-CLASSIFICATION");
}

/// The cells by a loop over the same records.
fn by_hand(records: &[Record]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = records
        .iter()
        .filter(|r| r.flow == "import")
        .filter_map(|r| {
            let measured = r.quantity.filter(|_| r.unit.is_some());
            Some(Cell {
                period: Period::parse(&r.period).unwrap(),
                product: r.product.clone(),
                unit: measured.and(r.unit).map(str::to_owned),
                value: Exact::new(r.value?, 6),
                quantity: measured.map(|q| Exact::new(q, 6)),
            })
        })
        .collect();
    cells.sort_by_key(|c| (c.period, c.product.clone(), c.unit.clone()));
    cells
}

/// The same row; its doubles up to the order of their additions.
fn same_row(row: &IndexRow, expected: &IndexRow) -> bool {
    let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-13 * a.abs().max(b.abs()),
        (a, b) => a == b,
    };
    row.period == expected.period
        && row.matched_items == expected.matched_items
        && close(row.index, expected.index)
        && close(row.matched_share, expected.matched_share)
        && close(row.unallocated_share, expected.unallocated_share)
}

fn any_record() -> impl Strategy<Value = Record> {
    let amount = proptest::option::weighted(0.9, 1i128..5_000_000_000);
    let unit = prop_oneof![Just(None), Just(Some("kg")), Just(Some("u"))];
    (
        any::<bool>(),
        2016i16..2020,
        0u8..3,
        amount.clone(),
        amount,
        unit,
    )
        .prop_map(|(export, year, product, value, quantity, unit)| {
            let flow = if export { "export" } else { "import" };
            record(flow, "USA", &format!("270{product}"), &year.to_string(), 0).with(|r| {
                r.value = value;
                r.quantity = quantity;
                r.unit = unit;
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn the_plan_is_the_kernel_on_any_number_of_partitions(
        mut records in proptest::collection::vec(any_record(), 1..40),
    ) {
        records.push(import("2700", "2016", 1, 1));
        let direct = by_hand(&records);
        let of = |cells: &[Cell], formula| unit_value_index::index(cells, formula, Link::Chained).unwrap();
        let whole = Engine::new(&records, 1);
        let whole = cells(&whole, &selection("2016..2019"), Flow::Import).unwrap();
        for formula in Formula::ALL {
            let (engine, looped) = (of(&whole, formula), of(&direct, formula));
            prop_assert_eq!(engine.len(), looped.len());
            for (row, expected) in engine.iter().zip(&looped) {
                prop_assert!(same_row(row, expected), "{row:?} {expected:?}");
            }
        }
        for partitions in [2, 8] {
            let engine = Engine::new(&records, partitions);
            let cells = cells(&engine, &selection("2016..2019"), Flow::Import).unwrap();
            for formula in Formula::ALL {
                prop_assert_eq!(of(&cells, formula), of(&whole, formula));
            }
        }
    }
}
