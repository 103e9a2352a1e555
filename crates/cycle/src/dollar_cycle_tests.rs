//! What the dollar-cycle model must hold: its accounts close, its baseline
//! repeats itself, and each scenario moves as theory has it.

mod portfolio;
mod scenarios;
mod signs;

use crate::accounts::{State, balance_sheet, holders, revaluation, transactions};
use crate::language::parse;
use crate::library::DOLLAR_CYCLE;
use crate::model::Model;
use crate::{Path, Program, Run};

const PERIODS: u32 = 100;
/// The period in which the long run is looked at.
const LONG: u32 = 40;
/// The period in which most scenarios begin.
const IMPACT: u32 = 2;

struct Runs {
    model: Model,
    program: Program,
}

impl Runs {
    fn new() -> Self {
        let model = parse(DOLLAR_CYCLE.text).unwrap_or_else(|errors| panic!("{errors}"));
        let program = Program::compile(&model).unwrap_or_else(|error| panic!("{error}"));
        Self { model, program }
    }

    fn base(&self) -> Path {
        self.run(Run::new(LONG))
    }

    /// The path of a scenario; the baseline for the empty name.
    fn scenario(&self, name: &str) -> Path {
        match name {
            "" => self.base(),
            name => self.run(Run::new(LONG).scenario(&self.model, name).unwrap()),
        }
    }

    fn run(&self, run: Run) -> Path {
        self.program
            .run(&run)
            .unwrap_or_else(|error| panic!("{error}"))
    }
}

/// How far a variable is above the other path in a period.
fn above(path: &Path, other: &Path, name: &str, period: u32) -> f64 {
    let value = |path: &Path| {
        path.at(name, period)
            .unwrap_or_else(|| panic!("{name} {period}"))
    };
    value(path) - value(other)
}

#[test]
fn the_opening_and_every_period_close_and_the_baseline_repeats_itself() {
    let runs = Runs::new();
    let [path, again] = [0, 1].map(|_| runs.run(Run::new(PERIODS)));
    for period in 0..=PERIODS {
        for place in 0..runs.model.variables.len() {
            let id = crate::VariableId::new(place);
            assert_eq!(path.value(id, period), again.value(id, period));
        }
    }
    let accounts = runs.model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let opening = balance_sheet(&State::new(accounts, 0, &value));
    // To the cent: amounts are in billions.
    assert!(
        opening.largest_gap() < 1e-11 * opening.scale(),
        "{}",
        opening.largest_gap()
    );
    for period in [1, 2, PERIODS] {
        let state = State::new(accounts, period, &value);
        for matrix in [
            balance_sheet(&state),
            transactions(&state).unwrap(),
            revaluation(&state).unwrap(),
        ] {
            assert!(matrix.closes(), "{period}: {}", matrix.largest_gap());
        }
    }
}

#[test]
fn the_opening_shows_the_cited_figures() {
    let runs = Runs::new();
    let path = runs.base();
    let accounts = runs.model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let state = State::new(accounts, 0, &value);
    let mut foreign = 0.0;
    for instrument in ["bill", "note", "bond"] {
        let held = holders(&state, instrument).unwrap();
        let abroad = held
            .iter()
            .filter(|holder| !holder.sector.starts_with("US.") && holder.sector != "Issuer");
        foreign += abroad.map(|holder| holder.units).sum::<f64>();
    }
    // CRS RS22331: foreign holdings of 9.2 tn, December 2025.
    assert!((foreign - 9200.0).abs() < 1e-9, "{foreign}");
    // JEC, April 2025: an average rate of 3.354 %.
    let rate = path.at("rate0", 1).unwrap();
    assert!((rate - 0.033_54).abs() < 0.001, "{rate}");
    let [cited, derived, assumed] = accounts.origins(&runs.model);
    assert!(cited.cells > 0 && derived.cells > 0 && assumed.cells > 0);
    assert!((cited.of_cells + derived.of_cells + assumed.of_cells - 1.0).abs() < 1e-12);
}

#[test]
fn the_current_accounts_of_the_world_and_its_discrepancy_sum_to_nothing() {
    let runs = Runs::new();
    for path in [runs.base(), runs.scenario("tariff")] {
        for period in 1..=LONG {
            let names = [
                "ca.US",
                "ca.CN",
                "ca.EA",
                "ca.EM",
                "ca.RW",
                "World.gap.lending",
                "Issuer.lending",
            ];
            let sum: f64 = names
                .iter()
                .map(|name| path.at(name, period).unwrap())
                .sum();
            assert!(sum.abs() < 1e-7, "{period}: {sum}");
        }
    }
}

/// A hundred years without a shock: output and prices stay near trend,
/// reserves above nothing and the target of EM kept, debt settled.
#[test]
fn the_baseline_is_a_path_one_can_live_on_for_a_hundred_years() {
    let runs = Runs::new();
    let path = runs.run(Run::new(PERIODS));
    let at = |name: &str, period| path.at(name, period).unwrap();
    for economy in ["US", "CN", "EA", "EM", "RW"] {
        let of = |name: &str, period| at(&format!("{name}.{economy}"), period);
        for period in 1..=PERIODS {
            let output = of("y", period) / of("Y0", 1) / at("trend", period);
            assert!(
                (0.85..1.15).contains(&output),
                "{economy} {period}: {output}"
            );
            let price = of("PY", period);
            assert!((0.7..1.4).contains(&price), "{economy} {period}: {price}");
        }
        let debt = |period| of("D", period) / of("Y", period);
        let drift = debt(PERIODS) - debt(PERIODS - 10);
        assert!(drift.abs() < 0.01, "{economy}: {drift}");
        if economy == "US" {
            continue;
        }
        for period in 1..=PERIODS {
            let reserves = of("R", period) / of("R0", 1) / at("trend", period);
            assert!(reserves > 0.9, "{economy} {period}: {reserves}");
            let target = economy != "EM" || reserves < 1.1;
            assert!(target, "{period}: {reserves}");
        }
    }
    for name in ["y.bill", "y.note", "y.bond"] {
        assert!((0.03..0.06).contains(&at(name, PERIODS)), "{name}");
    }
    assert_eq!(path.seen(), []);
}
