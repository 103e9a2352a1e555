//! The published models against another program's trajectories, and the
//! textbook's own numbers.
//!
//! Source: Godley and Lavoie 2007, Monetary Economics; equations as
//! transcribed in kennt/monetary-economics, trajectories by an independent
//! solver at 15 digits.

use crate::import::json;
use crate::model::Model;
use crate::test_data;
use crate::{Path, Program, Run};

fn published(name: &str) -> Option<Model> {
    let text = test_data::read(&format!("sfc/models/{name}.json"))?;
    Some(json::read(&text).unwrap().model)
}

fn run(model: &Model, periods: u32, shocks: &[&str]) -> Path {
    let program = Program::compile(model).unwrap();
    let mut run = Run::new(periods);
    for shock in shocks {
        run = run.shock(model, shock).unwrap();
    }
    program.run(&run).unwrap()
}

/// The largest relative difference to the trajectory, in any variable of any period.
fn furthest(text: &str, path: &Path) -> (f64, String) {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').skip(1).collect();
    let (mut most, mut place) = (0.0, String::new());
    for line in lines {
        let mut cells = line.split(',');
        let period: u32 = cells.next().unwrap().parse().unwrap();
        for (variable, cell) in names.iter().zip(cells) {
            let known: f64 = cell.parse().unwrap();
            let found = path.at(variable, period);
            let found = found.unwrap_or_else(|| panic!("no {variable} in {period}"));
            // A flow that nets to zero is known to the rounding of its terms.
            let apart = (found - known).abs() / known.abs().max(1e-2);
            if apart > most {
                (most, place) = (
                    apart,
                    format!("{variable} in {period}: {found} for {known}"),
                );
            }
        }
    }
    (most, place)
}

fn follows_the_trajectory(name: &str) {
    let Some(model) = published(name) else { return };
    let text = test_data::read(&format!("sfc/trajectories/{name}__baseline.csv")).unwrap();
    let periods = text.lines().count() as u32 - 2;
    assert!(periods >= 40, "{periods}");
    let (most, place) = furthest(&text, &run(&model, periods, &[]));
    assert!(most < 1e-9, "{name}: {place}");
    let whole = Program::compile_whole(&model).unwrap();
    let (most, place) = furthest(&text, &whole.run(&Run::new(periods)).unwrap());
    assert!(most < 1e-9, "{name} untorn: {place}");
}

#[test]
fn every_published_model_follows_its_trajectory() {
    for name in ["SIM", "PC", "LP", "OPEN", "BMW", "OPENFLEX"] {
        follows_the_trajectory(name);
    }
}

#[test]
fn the_textbook_states_are_reached() {
    let cases: [(&str, &[&str], u32, &str, f64); 10] = [
        ("SIM", &[], 1, "Y", 38.4615),
        ("SIM", &[], 3, "Y", 55.9399),
        ("SIM", &[], 200, "Y", 100.0),
        ("SIM", &["Gd=25@1"], 200, "Y", 125.0),
        ("PC", &[], 400, "Y", 106.486486),
        ("PC", &[], 400, "V", 86.486486),
        ("PC", &["Rbar=0.035@1"], 400, "Y", 110.0901),
        ("OPEN", &["muS=0.20781@1"], 400, "YN", 110.1368),
        ("OPEN", &["muS=0.20781@1"], 400, "YS", 102.8362),
        ("BMW", &["alpha0=28@1"], 400, "Y", 224.0),
    ];
    for (name, shocks, period, variable, known) in cases {
        let Some(model) = published(name) else { return };
        let found = run(&model, period, shocks).at(variable, period).unwrap();
        assert!(
            (found - known).abs() < 5e-4,
            "{name} {shocks:?}: {variable} {found} for {known}"
        );
    }
}

#[test]
fn a_fall_of_british_exports_moves_the_exchange_rate() {
    let Some(model) = published("OPENFLEX") else {
        return;
    };
    let path = run(&model, 100, &["eps0=-2.2@10"]);
    let (rate, output) = (path.at("XRUK", 100).unwrap(), path.at("YkUK", 100).unwrap());
    assert!((rate - 0.777575).abs() < 5e-7, "{rate}");
    assert!((output - 99.3885).abs() < 5e-5, "{output}");
}

/// A slowdown of the solver shows here.
#[test]
fn the_work_of_openflex_is_pinned() {
    let Some(model) = published("OPENFLEX") else {
        return;
    };
    let program = Program::compile(&model).unwrap();
    let work = program.run(&Run::new(100)).unwrap().work();
    assert_eq!(program.unknowns().collect::<Vec<_>>(), [7]);
    assert_eq!(work.solves, 100);
    assert_eq!(work.factorizations, 1);
    assert!(work.evaluations <= 320, "{work:?}");
    let instructions = program.schedule.code.len();
    assert!(instructions <= 700, "{instructions}");
}
