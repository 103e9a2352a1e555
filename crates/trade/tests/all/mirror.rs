//! Pairs of reports: the plan against the kernel, and what must not be paired.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::StringArray;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use proptest::prelude::*;
use triffin_basis::Window;
use triffin_trade::mirror::distance::{distance, weight};
use triffin_trade::mirror::flows::{self, Grid, Pair};
use triffin_trade::mirror::routes::{self, Between};
use triffin_trade::mirror::shares::{self, Share};
use triffin_trade::valuation::{Margin, Target};
use triffin_trade::{Measure, Survey};

use crate::records::{Engine, Record, batch, record};

/// A report: who, which side, of whom, of what, how much.
type Report = (&'static str, &'static str, &'static str, &'static str, i128);

fn told_by(reports: &[Report], change: impl Fn(&mut Record)) -> RecordBatch {
    let records: Vec<Record> = reports
        .iter()
        .map(|(_, flow, partner, product, value)| {
            record(flow, partner, product, "2018", *value).with(&change)
        })
        .collect();
    let whole = batch(&records);
    let at = whole.schema().index_of("reporter").unwrap();
    let mut columns = whole.columns().to_vec();
    let reporters: StringArray = reports.iter().map(|report| Some(report.0)).collect();
    columns[at] = Arc::new(reporters);
    RecordBatch::try_new(whole.schema(), columns).unwrap()
}

fn pairs(records: &RecordBatch, partitions: usize, measure: &Measure) -> Vec<Pair> {
    let engine = Engine::over(records, partitions);
    let window = Window::parse("2018").unwrap();
    let survey = Grid::survey(engine.input(), &window).unwrap();
    let survey = Survey::read(&engine.run(survey)).unwrap();
    let Some(grid) = Grid::choose(&survey) else {
        return Vec::new();
    };
    let registry: &dyn FunctionRegistry = &engine.session;
    let plan = flows::plan(
        engine.input(),
        &window,
        (&grid, &Share::all()),
        measure,
        registry,
    )
    .unwrap();
    flows::pairs(&engine.run(plan)).unwrap()
}

/// The same from the reports in memory.
fn direct(reports: &[Report]) -> Vec<Pair> {
    let mut flows: BTreeMap<(&str, &str, &str), [Option<f64>; 2]> = BTreeMap::new();
    for (reporter, flow, partner, product, value) in reports {
        let (key, side) = match *flow {
            "export" => ((*reporter, *partner, *product), 0),
            _ => ((*partner, *reporter, *product), 1),
        };
        let slot = &mut flows.entry(key).or_default()[side];
        *slot = Some(slot.unwrap_or(0.0) + *value as f64);
    }
    let mut pairs: BTreeMap<(String, String), Pair> = BTreeMap::new();
    for ((exporter, importer, _), [x, m]) in flows {
        let (Some(x), Some(m)) = (x, m) else { continue };
        let (Some(w), Some(d)) = (weight(x, m), distance(x, m)) else {
            continue;
        };
        let pair = pairs
            .entry((exporter.to_owned(), importer.to_owned()))
            .or_insert_with(|| Pair {
                exporter: exporter.to_owned(),
                importer: importer.to_owned(),
                flows: 0,
                weight: 0.0,
                moment: 0.0,
            });
        pair.flows += 1;
        pair.weight += w;
        pair.moment += w * d;
    }
    pairs.into_values().collect()
}

#[test]
fn only_economies_with_two_reports_of_a_flow_are_paired() {
    let reports = [
        ("CHN", "export", "USA", "850440", 100_000),
        ("USA", "import", "CHN", "850440", 120_000),
        ("USA", "import", "CHN", "850450", 120_000),
        ("CHN", "export", "WLD", "850440", 900_000),
        ("USA", "import", "WLD", "850440", 900_000),
        ("CHN", "export", "CHN", "850440", 5_000),
        ("CHN", "import", "CHN", "850440", 5_000),
        ("USA", "export", "CHN", "850440", 900),
        ("CHN", "import", "USA", "850440", 70_000),
    ];
    let found = pairs(&told_by(&reports, |_| {}), 2, &Measure::as_reported());
    let [pair] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (pair.exporter.as_str(), pair.importer.as_str()),
        ("CHN", "USA")
    );
    assert_eq!(pair.flows, 1);
    let expected = 120_000f64.ln() * 1.2f64.ln();
    assert!((pair.moment - expected).abs() < 1e-5, "{pair:?}");
}

#[test]
fn freight_is_taken_out_of_cif_imports_before_they_are_compared() {
    let reports = [
        ("CHN", "export", "USA", "850440", 100_000),
        ("USA", "import", "CHN", "850440", 110_000),
    ];
    let margin = Margin::on_fob("0.10".parse().unwrap(), "test").unwrap();
    let fob = Measure::as_reported().at(Target::Fob, margin);
    let cif = |record: &mut Record| {
        record.valuation = Some(if record.flow == "import" {
            "cif"
        } else {
            "fob"
        });
    };
    let agree = pairs(&told_by(&reports, cif), 1, &fob);
    assert_eq!(agree[0].moment, 0.0);
    let customs = |record: &mut Record| record.valuation = Some("customs");
    assert!(pairs(&told_by(&reports, customs), 1, &fob)[0].moment > 1.0);
}

/// Totals and their details in one file: one level is taken, the fullest.
#[test]
fn flows_are_compared_at_one_level() {
    let reports = [
        ("CHN", "export", "USA", "TOTAL", 300_000),
        ("USA", "import", "CHN", "TOTAL", 300_000),
        ("CHN", "export", "USA", "850440", 100_000),
        ("USA", "import", "CHN", "850440", 100_000),
        ("CHN", "export", "USA", "850450", 200_000),
        ("USA", "import", "CHN", "850450", 200_000),
    ];
    let found = pairs(&told_by(&reports, |_| {}), 2, &Measure::as_reported());
    assert_eq!(found[0].flows, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_plan_is_the_kernel_at_any_number_of_partitions(
        of in prop::collection::vec((0usize..4, 0usize..4, 0usize..3, any::<bool>(), 1i128..10_000_000), 0..60),
    ) {
        const CODES: [&str; 4] = ["CHN", "DEU", "JPN", "USA"];
        const PRODUCTS: [&str; 3] = ["010121", "850440", "999999"];
        let reports: Vec<Report> = of
            .into_iter()
            .filter(|(a, b, ..)| a != b)
            .map(|(a, b, product, export, value)| {
                (CODES[a], if export { "export" } else { "import" }, CODES[b], PRODUCTS[product], value)
            })
            .collect();
        let records = told_by(&reports, |_| {});
        let found = pairs(&records, 1, &Measure::as_reported());
        let expected = direct(&reports);
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert_eq!((&found.exporter, &found.importer, found.flows), (&expected.exporter, &expected.importer, expected.flows));
            prop_assert!((found.weight - expected.weight).abs() < 1e-4);
            prop_assert!((found.moment - expected.moment).abs() < 1e-4);
        }
        for partitions in [2, 8] {
            prop_assert_eq!(&pairs(&records, partitions, &Measure::as_reported()), &found);
        }
    }
}

/// Routes by the plan and by hand: only FOB exports against CIF imports.
#[test]
fn a_route_is_the_median_of_its_flows() {
    let reports = [
        ("CHN", "export", "USA", "850440", 100_000),
        ("USA", "import", "CHN", "850440", 110_000),
        ("CHN", "export", "USA", "850450", 100_000),
        ("USA", "import", "CHN", "850450", 120_000),
        ("CHN", "export", "USA", "090111", 100_000),
        ("USA", "import", "CHN", "090111", 900_000),
        ("CHN", "export", "USA", "090112", 900),
        ("USA", "import", "CHN", "090112", 900),
        ("USA", "export", "JPN", "850440", 50_000),
        ("JPN", "import", "USA", "850440", 70_000),
    ];
    let records = told_by(&reports, |record| {
        // What goes to Japan is told customs value: no freight to see.
        let word = match (record.flow, record.value) {
            ("import", Some(value)) if value == 70_000 * 1_000_000 => "customs",
            ("import", _) => "cif",
            _ => "fob",
        };
        record.valuation = Some(word);
    });
    let routes = |between| {
        let engine = Engine::over(&records, 2);
        let window = Window::parse("2018").unwrap();
        let survey = Grid::survey(engine.input(), &window).unwrap();
        let grid = Grid::choose(&Survey::read(&engine.run(survey)).unwrap()).unwrap();
        assert!(grid.spans_freight() && grid.by_product());
        let registry: &dyn FunctionRegistry = &engine.session;
        let measure = Measure::as_reported();
        let plan = routes::plan(
            engine.input(),
            &window,
            (&grid, &Share::all()),
            between,
            &measure,
            registry,
        );
        routes::routes(&engine.run(plan.unwrap())).unwrap()
    };
    let found = routes(Between::Exporters);
    let [route] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (
            route.exporter.as_str(),
            route.importer.as_str(),
            route.flows
        ),
        ("CHN", "USA", 3)
    );
    assert!((route.log_ratio - 1.2f64.ln()).abs() < 1e-6, "{route:?}");
    let sections: Vec<(String, i64)> = routes(Between::Sections)
        .into_iter()
        .map(|route| (route.exporter, route.flows))
        .collect();
    assert_eq!(sections, [("II".to_owned(), 1), ("XVI".to_owned(), 2)]);
}

/// However small the shares, their pairs are those of the whole.
#[test]
fn the_pairs_of_the_shares_are_those_of_the_whole() {
    let codes = ["CHN", "USA", "JPN", "DEU"];
    let mut reports = Vec::new();
    for exporter in codes {
        for importer in codes.into_iter().filter(|code| *code != exporter) {
            reports.push((exporter, "export", importer, "850440", 100_000));
            reports.push((importer, "import", exporter, "850440", 120_000));
        }
    }
    let records = told_by(&reports, |_| {});
    let engine = Engine::over(&records, 2);
    let window = Window::parse("2018").unwrap();
    let survey = Grid::survey(engine.input(), &window).unwrap();
    let grid = Grid::choose(&Survey::read(&engine.run(survey)).unwrap()).unwrap();
    let counted = engine.run(shares::plan(engine.input(), &window, &grid).unwrap());
    let parts = shares::shares(&counted, 12).unwrap();
    assert_eq!(parts.len(), 2);
    let measure = Measure::as_reported();
    let registry: &dyn FunctionRegistry = &engine.session;
    let of = |share: &Share| {
        let plan = flows::plan(engine.input(), &window, (&grid, share), &measure, registry);
        flows::pairs(&engine.run(plan.unwrap())).unwrap()
    };
    let mut found: Vec<Pair> = parts.iter().flat_map(of).collect();
    found.sort_by(|a, b| (&a.exporter, &a.importer).cmp(&(&b.exporter, &b.importer)));
    assert_eq!(found, of(&Share::all()));
    assert_eq!(found.len(), 12);
}
