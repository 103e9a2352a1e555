//! The dollar cycle where exchange rates are expected as they come about, over
//! a horizon short enough for every test run.

use super::supposed::Supposed;
use crate::library::DOLLAR_CYCLE;
use crate::{Program, Run, language};

const HORIZON: u32 = 6;

#[test]
fn a_currency_is_expected_to_move_as_it_then_does() {
    let model = language::parse(DOLLAR_CYCLE.text).unwrap_or_else(|errors| panic!("{errors}"));
    let program = Program::compile(&model).unwrap_or_else(|error| panic!("{error}"));
    let run = |names: &[&str]| {
        let begun = Run::new(HORIZON);
        names
            .iter()
            .fold(begun, |run, name| run.scenario(&model, name).unwrap())
    };
    let run = run(&["expect_consistent", "tariff"]);
    let mut supposed = Supposed {
        horizon: HORIZON,
        values: vec![0.0; model.expectations.len() * HORIZON as usize],
    };
    let path = supposed
        .agree(&program, &run)
        .unwrap_or_else(|error| panic!("{error}"));
    let at = |name: &str, period| path.at(name, period).unwrap_or(f64::NAN);
    // The last period expects what no period of the run tells.
    for period in 1..HORIZON {
        let comes = (at("xr.EA", period + 1) / at("xr.EA", period)).ln();
        let expected = at("xe.EA", period);
        assert!(
            (expected - comes).abs() < 1e-7,
            "{period}: {expected} {comes}"
        );
    }
    assert!(at("xe.EA", 1).abs() > 1e-6, "nothing is expected to move");
}
