//! Which rows count, through the engine: the plan is the kernel, and totals
//! published beside a ledger change no total.

use std::collections::BTreeMap;

use proptest::prelude::*;
use triffin_basis::Period;
use triffin_trade::balance;
use triffin_trade::columns::Whole;
use triffin_trade::cover::{Place, Rule, Unused, cover};
use triffin_trade::{Axis, Depth, Exact, Levels, Measure, Survey};

use crate::balances::{resolve, selection};
use crate::records::{Engine, Record, record};

fn imports(engine: &Engine, axis: Axis) -> (balance::BalanceTable, Levels) {
    let of = selection("2018");
    let levels = resolve(engine, &of, axis);
    let measure = Measure::as_reported();
    let session = &engine.session;
    let plan = balance::plan(engine.input(), &of, &levels, axis, &measure, session).unwrap();
    (balance::rows(&engine.run(plan), axis).unwrap(), levels)
}

fn import(partner: &str, product: &str, period: &str, value: i128) -> Record {
    record("import", partner, product, period, value)
}

fn by(record: Record, transport: &'static str) -> Record {
    record.with(|r| r.transport = Some(transport))
}

/// One partner has a total, another only its transport modes.
#[test]
fn a_partner_with_transport_modes_only_is_not_left_out() {
    let records = [
        import("USA", "8542", "2018", 100),
        by(import("USA", "8542", "2018", 60), "sea"),
        by(import("USA", "8542", "2018", 40), "air"),
        by(import("JPN", "8542", "2018", 7), "sea"),
        by(import("JPN", "8542", "2018", 5), "air"),
    ];
    let (table, levels) = imports(&Engine::new(&records, 2), Axis::Partner);
    assert_eq!(table.total.imports, Some(Exact::whole(112)));
    let parts: Vec<_> = table.parts.iter().map(|row| row.imports).collect();
    assert_eq!(parts, [Some(Exact::whole(100)), Some(Exact::whole(12))]);
    assert_eq!(levels.left_out, BTreeMap::from([(Unused::Breakdown, 2)]));
    assert_eq!(table.unallocated, None);
}

/// One partner comes by the year and by the month, another only by the month.
#[test]
fn a_partner_with_months_only_is_not_left_out() {
    let records = [
        import("USA", "TOTAL", "2018", 100),
        import("USA", "TOTAL", "2018-01", 30),
        import("JPN", "TOTAL", "2018-01", 5),
        import("JPN", "TOTAL", "2018-02", 6),
    ];
    let engine = Engine::new(&records, 2);
    let (table, levels) = imports(&engine, Axis::Total);
    assert_eq!(
        (table.total.imports, table.total.records),
        (Some(Exact::whole(111)), 3)
    );
    assert_eq!(
        levels.left_out,
        BTreeMap::from([(Unused::OtherFrequency, 1)])
    );
    // By the month, the year has no place: it stays in the total.
    let (table, _) = imports(&engine, Axis::Period);
    let parts: Vec<_> = table.parts.iter().map(|row| row.imports).collect();
    assert_eq!(parts, [Some(Exact::whole(35)), Some(Exact::whole(6))]);
    let rest = table.unallocated.and_then(|row| row.imports);
    assert_eq!(rest, Some(Exact::whole(70)));
}

/// Rows that hold a part of counted trade are told apart from repeats.
#[test]
fn a_row_that_only_overlaps_counted_ones_is_no_repeat() {
    let records = [
        import("WLD", "8542", "2018", 10),
        import("USA", "TOTAL", "2018", 60),
        import("JPN", "TOTAL", "2018", 30),
    ];
    let (table, levels) = imports(&Engine::new(&records, 1), Axis::Total);
    assert_eq!(table.total.imports, Some(Exact::whole(90)));
    assert_eq!(levels.left_out, BTreeMap::from([(Unused::Overlap, 1)]));
}

/// A month of everything is never left out for a quarter of one transport.
#[test]
fn a_row_of_everything_outlives_a_longer_period_of_a_part() {
    let records = [
        import("WLD", "TOTAL", "2018-01", 10),
        by(import("WLD", "TOTAL", "2018-Q1", 9), "sea"),
        by(import("USA", "854231", "2018-01", 6), "sea"),
        by(import("USA", "854231", "2018-01", 4), "air"),
        by(import("USA", "854231", "2018-02", 3), "sea"),
    ];
    let (table, _) = imports(&Engine::new(&records, 1), Axis::Total);
    assert_eq!(table.total.imports, Some(Exact::whole(13)));
}

#[test]
fn one_currency_among_counted_rows_is_enough() {
    let records = [
        import("USA", "TOTAL", "2018", 60),
        import("JPN", "8542", "2018", 30),
        import("USA", "8542", "2018", 400).with(|r| r.currency = Some("CNY")),
    ];
    let (table, _) = imports(&Engine::new(&records, 1), Axis::Total);
    assert_eq!(table.total.imports, Some(Exact::whole(90)));
}

#[test]
fn two_editions_are_refused_by_product_and_not_by_section() {
    let records = [
        import("USA", "8542", "2018-01", 60),
        import("USA", "8542", "2018-02", 30).with(|r| r.system = "HS2017"),
    ];
    let engine = Engine::new(&records, 1);
    let (table, _) = imports(&engine, Axis::Section);
    assert_eq!(table.parts[0].imports, Some(Exact::whole(90)));
    let of = selection("2018");
    let levels = resolve(&engine, &of, Axis::Product);
    let measure = Measure::as_reported();
    let session = &engine.session;
    let plan = balance::plan(
        engine.input(),
        &of,
        &levels,
        Axis::Product,
        &measure,
        session,
    );
    assert_eq!(plan.unwrap_err().code(), "E-BASIS-CLASSIFICATION");
}

const MONTHS: [&str; 3] = ["2018-01", "2018-02", "2018-07"];

fn any_fact() -> impl Strategy<Value = Record> {
    let partner = prop::sample::select(&["USA", "JPN"][..]);
    let product = prop::sample::select(&["854231", "854232", "870323"][..]);
    let mode = prop::sample::select(&["sea", "air"][..]);
    let month = prop::sample::select(&MONTHS[..]);
    let value = 1..1_000_000i128;
    (partner, product, mode, month, value).prop_map(|(partner, product, mode, month, value)| {
        by(import(partner, product, month, 0), mode).with(|r| r.value = Some(value))
    })
}

/// Facts, and some of the totals over transport, months, partners, products.
fn published(facts: &[Record], choice: &[u8]) -> Vec<Record> {
    let mut sums: BTreeMap<(String, String, String, Option<&'static str>), Record> =
        BTreeMap::new();
    let mut at = 0;
    for fact in facts {
        let quarter = if fact.period == "2018-07" {
            "2018-Q3"
        } else {
            "2018-Q1"
        };
        for period in ["2018", quarter, fact.period.as_str()] {
            for partner in ["WLD", fact.partner.as_str()] {
                for product in ["TOTAL", &fact.product[..2], fact.product.as_str()] {
                    for transport in [None, fact.transport] {
                        let key = (period.into(), partner.into(), product.into(), transport);
                        let sum = sums.entry(key).or_insert_with(|| {
                            import(partner, product, period, 0).with(|r| r.transport = transport)
                        });
                        sum.value = Some(sum.value.unwrap_or(0) + fact.value.unwrap_or(0));
                    }
                }
            }
        }
    }
    let is_fact = |sum: &Record| {
        sum.partner != "WLD"
            && sum.product.len() == 6
            && sum.transport.is_some()
            && MONTHS.contains(&sum.period.as_str())
    };
    let totals = sums.into_values().filter(|sum| !is_fact(sum)).filter(|_| {
        at += 1;
        choice[at % choice.len()] < 40
    });
    facts.iter().cloned().chain(totals).collect()
}

fn place(r: &Record) -> Place<'_> {
    Place {
        period: Period::parse(&r.period).unwrap(),
        partner: &r.partner,
        partner_level: r.partner_level,
        product_system: r.system,
        product_level: if r.product == "TOTAL" {
            0
        } else {
            r.product.len() as i64
        },
        product: &r.product,
        detail: [None, None, r.transport],
        part: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// S1.10: totals published beside facts change no total, at any number of
    /// partitions, and the rows the plan counts are those of the kernel.
    #[test]
    fn s1_10_published_totals_change_no_total(
        facts in prop::collection::vec(any_fact(), 1..8),
        choice in prop::collection::vec(any::<u8>(), 7..31),
    ) {
        let expected: i128 = facts.iter().filter_map(|fact| fact.value).sum();
        let records = published(&facts, &choice);
        let rows: Vec<_> = records.iter().map(|r| (place(r), r.value)).collect();
        let by_hand: Vec<i64> = cover(&rows, Rule::Whole)
            .iter()
            .zip(0..)
            .filter_map(|(left, row)| left.is_none().then_some(row))
            .collect();
        for partitions in [1, 2, 8] {
            let engine = Engine::new(&records, partitions);
            let (table, _) = imports(&engine, Axis::Total);
            prop_assert_eq!(table.total.imports, Some(Exact::new(expected, 6)));
            let of = selection("2018");
            let survey = Survey::read(&engine.run(Survey::plan(engine.input(), &of).unwrap()));
            let levels = Levels::resolve(&survey.unwrap(), &of, Axis::Total, Depth::Roots).unwrap();
            let plan = Levels::rows(engine.input(), &of, &levels.total).unwrap();
            let mut counted = Vec::new();
            for batch in engine.run(plan) {
                let lines = Whole::of(&batch, "source_row").unwrap();
                counted.extend((0..batch.num_rows()).map(|row| lines.get(row)));
            }
            counted.sort_unstable();
            prop_assert_eq!(&counted, &by_hand);
        }
    }
}
