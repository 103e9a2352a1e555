//! Balances: one level an axis, nothing twice, missing never zero.

use datafusion::execution::FunctionRegistry;
use proptest::prelude::*;
use triffin_basis::{Coverage, Freq, Period, Timing, Window};
use triffin_trade::balance::{self, BalanceTable, Entry};
use triffin_trade::coverage::coverage;
use triffin_trade::currency::{RateKind, RateTable, one_currency};
use triffin_trade::valuation::{self, Margin, Target};
use triffin_trade::{
    Axis, Depth, Exact, Flow, Levels, Measure, Selection, Survey, TradeError, transit,
};

use crate::records::{Engine, Record, record};

pub fn selection(window: &str) -> Selection {
    Selection::new("CHN", Window::parse(window).unwrap())
}

pub fn resolve(engine: &Engine, of: &Selection, axis: Axis) -> Levels {
    let plan = Survey::plan(engine.input(), of).unwrap();
    let survey = Survey::read(&engine.run(plan)).unwrap();
    settled(
        engine,
        of,
        Levels::resolve(&survey, of, axis, Depth::Roots).unwrap(),
    )
}

pub fn settled(engine: &Engine, of: &Selection, levels: Levels) -> Levels {
    let run = |plan| Ok::<_, TradeError>(engine.run(plan));
    levels.settled(&engine.input(), of, run).unwrap()
}

fn measured(engine: &Engine, of: &Selection, axis: Axis, measure: &Measure) -> BalanceTable {
    let levels = resolve(engine, of, axis);
    let registry: &dyn FunctionRegistry = &engine.session;
    let plan = balance::plan(engine.input(), of, &levels, axis, measure, registry).unwrap();
    balance::rows(&engine.run(plan), axis).unwrap()
}

fn ask(records: &[Record], of: &Selection, axis: Axis) -> BalanceTable {
    measured(&Engine::new(records, 2), of, axis, &Measure::as_reported())
}

fn whole(n: i128) -> Option<Exact> {
    Some(Exact::whole(n))
}

#[test]
fn the_world_row_and_its_partners_count_once() {
    let records = [
        record("import", "WLD", "8542", "2018", 100),
        record("import", "USA", "8542", "2018", 60),
        record("import", "JPN", "8542", "2018", 30),
    ];
    let of = selection("2018");
    let total = ask(&records, &of, Axis::Total).total;
    assert_eq!(total.imports, whole(100));
    assert_eq!(
        (total.exports, total.balance, total.status),
        (None, None, None)
    );
    let table = ask(&records, &of, Axis::Partner);
    let keys: Vec<_> = table
        .rows()
        .iter()
        .map(|row| (row.key.clone(), row.imports))
        .collect();
    assert_eq!(
        keys,
        [
            ("USA".into(), whole(60)),
            ("JPN".into(), whole(30)),
            ("unallocated".into(), whole(10))
        ]
    );
    assert_eq!(table.rows()[2].exports, None);
    let usa = ask(&records, &of.with_partner("USA"), Axis::Total).total;
    assert_eq!(usa.imports, whole(60));
}

#[test]
fn without_a_world_row_the_total_is_the_sum_of_partners() {
    let records = [
        record("export", "USA", "TOTAL", "2018", 60),
        record("import", "JPN", "TOTAL", "2018", 30),
    ];
    let table = ask(&records, &selection("2018"), Axis::Partner);
    assert_eq!(table.total.balance, whole(30));
    assert_eq!(table.unallocated, None);
    assert_eq!(table.parts[0].imports, None);
}

/// A partner with detail only is no less a partner beside one with a total.
#[test]
fn a_partner_without_a_total_row_counts_beside_one_that_has_it() {
    let records = [
        record("import", "USA", "TOTAL", "2018", 100),
        record("import", "USA", "854231", "2018", 70),
        record("import", "USA", "own code", "2018", 30).with(|r| r.system = "other"),
        record("import", "JPN", "854231", "2018", 50),
        record("import", "JPN", "8542", "2018", 55),
    ];
    let table = ask(&records, &selection("2018"), Axis::Partner);
    assert_eq!((table.total.imports, table.total.records), (whole(155), 2));
    let parts: Vec<_> = table
        .parts
        .iter()
        .map(|row| (row.key.as_str(), row.imports))
        .collect();
    assert_eq!(parts, [("USA", whole(100)), ("JPN", whole(55))]);
    assert_eq!(table.unallocated, None);
}

/// A code that lost its leading zero belongs to no classification; it is trade
/// all the same, whatever other codes the day has.
#[test]
fn codes_of_no_classification_count_beside_those_of_the_harmonized_system() {
    let records = [
        record("export", "USA", "854231", "2018-03-01", 7),
        record("export", "USA", "10121", "2018-03-01", 5).with(|r| r.system = "other"),
        record("export", "USA", "7764", "2018-03-01", 9).with(|r| r.system = "SITC4"),
    ];
    for axis in [Axis::Total, Axis::Product, Axis::Partner] {
        let table = ask(&records, &selection("2018"), axis);
        assert_eq!(table.total.exports, whole(12), "{axis:?}");
        assert_eq!(table.unallocated, None, "{axis:?}");
    }
}

/// S1.8: twelve months are the year, and never both.
#[test]
fn s1_8_a_year_and_its_months_are_never_both_counted() {
    let mut records: Vec<_> = (1..=12)
        .map(|m| record("export", "USA", "TOTAL", &format!("2018-{m:02}"), 10))
        .collect();
    let months = ask(&records, &selection("2018"), Axis::Total).total;
    records.push(record("export", "USA", "TOTAL", "2018", 120));
    let both = ask(&records, &selection("2018"), Axis::Total).total;
    assert_eq!((months.exports, months.records), (whole(120), 12));
    assert_eq!((both.exports, both.records), (whole(120), 1));
    let quarter = ask(&records, &selection("2018-Q1"), Axis::Total).total;
    assert_eq!(quarter.exports, whole(30));
    let by_month = ask(&records, &selection("2018"), Axis::Period);
    assert_eq!(by_month.parts.len(), 12);
    assert_eq!(by_month.parts[0].key, "2018-01");
    let by_year = ask(&records, &selection("2017..2018"), Axis::Period);
    assert_eq!(by_year.parts.len(), 1);
}

/// S1.8: a partial window is marked, a side that is not there is not partial.
#[test]
fn s1_8_a_partial_window_names_the_months_it_lacks() {
    let months = |last| -> Vec<_> {
        (1..=last)
            .map(|m| record("export", "USA", "TOTAL", &format!("2018-{m:02}"), 10))
            .collect()
    };
    let told = |records: &[Record], flow| {
        let of = selection("2018");
        let cut = resolve(&Engine::new(records, 1), &of, Axis::Total).total;
        coverage(&cut, flow, &of.window)
    };
    let Some(Coverage::Partial {
        present,
        expected,
        missing,
    }) = told(&months(10), Flow::Export)
    else {
        panic!("ten months are not a year");
    };
    assert_eq!(
        (present, expected, missing[0].to_string()),
        (10, 12, "2018-11".into())
    );
    assert_eq!(told(&months(12), Flow::Export), Some(Coverage::Complete));
    assert_eq!(told(&months(12), Flow::Import), None);
}

#[test]
fn a_chapter_and_its_headings_count_once() {
    let records = [
        record("export", "USA", "TOTAL", "2018", 100),
        record("export", "USA", "85", "2018", 70),
        record("export", "USA", "8542", "2018", 40),
        record("export", "USA", "8517", "2018", 25),
    ];
    let of = selection("2018");
    assert_eq!(ask(&records, &of, Axis::Total).total.exports, whole(100));
    let by_product = ask(&records, &of, Axis::Product);
    assert_eq!(by_product.parts.len(), 1);
    assert_eq!(by_product.parts[0].exports, whole(70));
    assert_eq!(by_product.unallocated.unwrap().exports, whole(30));
    let inside = ask(
        &records,
        &of.clone().with_product("85").unwrap(),
        Axis::Product,
    );
    assert_eq!(inside.total.exports, whole(70));
    assert_eq!(inside.parts.len(), 2);
    assert_eq!(inside.unallocated.unwrap().exports, whole(5));
}

#[test]
fn ledger_codes_of_different_lengths_are_all_counted() {
    let records = [
        record("export", "USA", "8542", "2018-03-01", 40),
        record("export", "USA", "870323", "2018-03-01", 25),
        record("export", "USA", "87", "2018-03-02", 5),
        record("export", "JPN", "854231", "2018-03-01", 3),
        record("import", "USA", "2709", "2018-03-01", 13),
    ];
    let of = selection("2018");
    let table = ask(&records, &of, Axis::Product);
    assert_eq!(table.total.balance, whole(60));
    assert_eq!(table.parts.len(), 5);
    assert_eq!(table.unallocated, None);
    let section = ask(&records, &of, Axis::Section);
    assert_eq!(section.total.balance, whole(60));
    assert_eq!(
        section
            .parts
            .iter()
            .map(|row| row.key.as_str())
            .collect::<Vec<_>>(),
        ["XVI", "XVII", "V"]
    );
}

#[test]
fn a_breakdown_by_transport_is_left_out_beside_its_total() {
    let sea = record("import", "WLD", "8542", "2018", 90).with(|r| r.transport = Some("sea"));
    let air = record("import", "WLD", "8542", "2018", 10).with(|r| r.transport = Some("air"));
    let total = record("import", "WLD", "8542", "2018", 100);
    let of = selection("2018");
    assert_eq!(
        ask(&[sea.clone(), air.clone(), total], &of, Axis::Total)
            .total
            .imports,
        whole(100)
    );
    assert_eq!(ask(&[sea, air], &of, Axis::Total).total.imports, whole(100));
}

/// S1.13: 100 in during March, 105 out in June, beside ordinary trade.
#[test]
fn s1_13_bonded_goods_swing_two_quarters_and_leave_their_margin() {
    let bonded = |flow, day: &str, value| {
        record(flow, "KOR", "8542", day, value).with(|r| r.regime = Some("bonded"))
    };
    let records = [
        bonded("import", "2018-03-15", 100),
        bonded("export", "2018-06-20", 105),
        record("export", "USA", "8542", "2018-03-15", 77),
    ];
    let engine = Engine::new(&records, 2);
    let of = selection("2018");
    let levels = resolve(&engine, &of, Axis::Total);
    let plan = transit::plan(
        engine.input(),
        &of,
        &levels,
        Freq::Quarter,
        &Measure::as_reported(),
        &engine.session,
    );
    let crossings = transit::crossings(&engine.run(plan.unwrap())).unwrap();
    let swings = transit::swings(&crossings, Freq::Quarter).unwrap();
    let told: Vec<_> = swings
        .iter()
        .map(|row| (row.period.to_string(), row.balance, row.cumulative))
        .collect();
    let whole = Exact::whole;
    assert_eq!(
        told,
        [
            ("2018-Q1".into(), whole(-100), whole(-100)),
            ("2018-Q2".into(), whole(105), whole(5))
        ]
    );
}

#[test]
fn regimes_are_kept_and_left_out() {
    let with = |regime, value| {
        record("export", "USA", "TOTAL", "2018-01-05", value).with(|r| r.regime = regime)
    };
    let records = [
        with(Some("general"), 5),
        with(Some("processing"), 3),
        with(None, 1),
    ];
    let mut of = selection("2018");
    assert_eq!(ask(&records, &of, Axis::Regime).parts.len(), 3);
    of.exclude = vec!["processing".into()];
    assert_eq!(ask(&records, &of, Axis::Total).total.exports, whole(6));
    of.exclude.clear();
    of.include = vec!["general".into(), "processing".into()];
    assert_eq!(ask(&records, &of, Axis::Total).total.exports, whole(8));
}

/// S1.6: a shipment of 28 December declared on 3 January moves year, not total.
#[test]
fn s1_6_a_shipment_of_28_december_declared_3_january_moves_year_not_total() {
    let day = |text: &str| Period::parse(text).unwrap().days_since_epoch().0;
    let records = [record("export", "USA", "TOTAL", "2019-01-03", 7).with(|r| {
        r.declared_on = Some(day("2019-01-03"));
        r.shipped_on = Some(day("2018-12-28"));
    })];
    let engine = Engine::new(&records, 1);
    let on = |window: &str, timing| {
        let of = Selection {
            timing,
            ..selection(window)
        };
        let plan = Survey::plan(engine.input(), &of).unwrap();
        Survey::read(&engine.run(plan)).unwrap().rows()
    };
    assert_eq!(
        (on("2018", Timing::Shipped), on("2019", Timing::Shipped)),
        (1, 0)
    );
    assert_eq!(
        (on("2018", Timing::Declared), on("2019", Timing::Declared)),
        (0, 1)
    );
    assert_eq!(on("2018..2019", Timing::Settled), 0);
    let of = Selection {
        timing: Timing::Shipped,
        ..selection("2018..2019")
    };
    assert_eq!(
        measured(&engine, &of, Axis::Total, &Measure::as_reported())
            .total
            .exports,
        whole(7)
    );
}

#[test]
fn only_cif_rows_are_divided() {
    let valued = |valuation, value| {
        record("import", "USA", "TOTAL", "2018-01-05", value).with(|r| r.valuation = valuation)
    };
    let records = [
        valued(Some("cif"), 106),
        valued(Some("customs"), 50),
        valued(None, 30),
        record("export", "USA", "TOTAL", "2018-01-05", 200).with(|r| r.valuation = Some("fob")),
    ];
    let engine = Engine::new(&records, 2);
    let margin = || Margin::on_fob("0.06".parse().unwrap(), "test").unwrap();
    let of = selection("2018");
    let at = |target| {
        measured(
            &engine,
            &of,
            Axis::Total,
            &Measure::as_reported().at(target, margin()),
        )
        .total
    };
    assert_eq!(at(Target::AsReported).imports, whole(186));
    assert_eq!(at(Target::Fob).imports, whole(180));
    assert_eq!(at(Target::Fob).exports, whole(200));
    assert_eq!(at(Target::Cif).imports, whole(186));
    assert_eq!(at(Target::Cif).exports, whole(212));
    let cut = resolve(&engine, &of, Axis::Total).total;
    assert!(
        valuation::mixed(&cut)
            .unwrap()
            .en
            .contains("imports cif, customs")
    );
    let left = valuation::untouched(&cut, Target::Fob);
    assert_eq!((left["customs"], left["unstated"], left.len()), (1, 1, 2));
}

#[test]
fn two_currencies_are_refused_until_there_are_rates() {
    let records = [
        record("export", "USA", "TOTAL", "2018-03", 100),
        record("import", "USA", "TOTAL", "2018-03", 700).with(|r| r.currency = Some("CNY")),
    ];
    let engine = Engine::new(&records, 2);
    let of = selection("2018");
    let levels = resolve(&engine, &of, Axis::Total);
    let refusal = one_currency(&levels.total).unwrap_err();
    assert_eq!(refusal.code(), "E-BASIS-CURRENCY");
    let as_reported = Measure::as_reported();
    let plan = balance::plan(
        engine.input(),
        &of,
        &levels,
        Axis::Total,
        &as_reported,
        &engine.session,
    );
    assert_eq!(plan.unwrap_err().code(), "E-BASIS-CURRENCY");
    let mut rates = RateTable::new("USD", RateKind::Average, "test");
    assert_eq!(
        rates.covers(&levels.total).unwrap_err().code(),
        "E-TRADE-RATE-MISSING"
    );
    rates
        .add(
            "CNY",
            Period::parse("2018-03").unwrap(),
            "0.125".parse().unwrap(),
        )
        .unwrap();
    rates.covers(&levels.total).unwrap();
    let total = measured(
        &engine,
        &of,
        Axis::Total,
        &Measure::as_reported().in_currency(rates),
    )
    .total;
    assert_eq!(total.balance, Some("12.5".parse().unwrap()));
}

#[test]
fn customs_value_beside_fas_is_no_mixed_valuation() {
    let valued = |flow, valuation| {
        record(flow, "USA", "TOTAL", "2018", 1).with(|r| r.valuation = Some(valuation))
    };
    let engine = Engine::new(&[valued("export", "fas"), valued("import", "customs")], 1);
    let cut = resolve(&engine, &selection("2018"), Axis::Total).total;
    assert_eq!(valuation::mixed(&cut), None);
}

#[test]
fn too_many_digits_are_an_error_and_never_a_wrap() {
    let largest = 9_999_999_999_999_999_999_999_999_999i128;
    let huge = record("export", "USA", "TOTAL", "2018", 0).with(|r| {
        r.value = Some(largest);
        r.currency = Some("CNY");
    });
    let engine = Engine::new(&[huge.clone(), huge.with(|r| r.flow = "import")], 2);
    let of = selection("2018");
    assert_eq!(
        measured(&engine, &of, Axis::Total, &Measure::as_reported())
            .total
            .balance,
        whole(0)
    );
    let mut rates = RateTable::new("USD", RateKind::Average, "test");
    rates
        .add("CNY", Period::year(2018), Exact::whole(100_000_000_000))
        .unwrap();
    let levels = resolve(&engine, &of, Axis::Total);
    let measure = Measure::as_reported().in_currency(rates);
    let plan = balance::plan(
        engine.input(),
        &of,
        &levels,
        Axis::Total,
        &measure,
        &engine.session,
    )
    .unwrap();
    let refusal = engine.try_run(plan).unwrap_err().to_string();
    assert!(refusal.contains("E-TRADE-OVERFLOW"), "{refusal}");
}

fn any_record() -> impl Strategy<Value = Record> {
    let flow = prop::sample::select(vec!["export", "import"]);
    let partner = prop::sample::select(vec!["USA", "JPN", "KOR"]);
    let product = prop::sample::select(vec!["854231", "870323", "270900"]);
    let value = prop::option::of(-1_000_000_000_000_000_000i128..1_000_000_000_000_000_000);
    (flow, partner, product, 1..13, value).prop_map(|(flow, partner, product, month, value)| {
        record(flow, partner, product, &format!("2018-{month:02}"), 0).with(|r| r.value = value)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// S1.10: every axis sums to the same exports, imports and balance; and the
    /// plan is the kernel at any number of partitions.
    #[test]
    fn s1_10_every_axis_adds_up_and_the_plan_is_the_kernel(records in prop::collection::vec(any_record(), 1..40)) {
        let entry = |r: &Record| Entry {
            key: r.partner.clone(),
            flow: Flow::parse(r.flow).unwrap(),
            value: r.value.map(|digits| Exact::new(digits, 6)),
        };
        let direct = balance::direct(&records.iter().map(entry).collect::<Vec<_>>()).unwrap();
        let of = selection("2018");
        for partitions in [1, 2, 8] {
            let engine = Engine::new(&records, partitions);
            for axis in [Axis::Partner, Axis::Product, Axis::Section, Axis::Regime, Axis::Period] {
                let table = measured(&engine, &of, axis, &Measure::as_reported());
                prop_assert_eq!(&table.unallocated, &None);
                let sides: [fn(&balance::BalanceRow) -> Option<Exact>; 2] = [|r| r.exports, |r| r.imports];
                for side in sides {
                    let parts: Vec<_> = table.parts.iter().filter_map(side).collect();
                    let sum = parts.iter().try_fold(Exact::ZERO, |sum, part| sum.plus(*part)).unwrap();
                    prop_assert_eq!(side(&table.total), (!parts.is_empty()).then_some(sum));
                }
                if axis == Axis::Partner {
                    for row in &direct {
                        let planned = table.parts.iter().find(|part| part.key == row.key).unwrap();
                        prop_assert_eq!((planned.exports, planned.imports, planned.balance), (row.exports, row.imports, row.balance));
                    }
                }
            }
        }
    }
}
