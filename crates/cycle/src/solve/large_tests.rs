//! Blocks too large for a dense factorization, and blocks that fail torn.

use super::*;
use crate::expression::Function;
use crate::model::Model;
use crate::testing::{E, Making};

/// The most unknowns that are solved for densely.
const DENSE: usize = 48;

/// n economies, each of which sells to the next `reach`, in logarithms and levels.
fn world(n: usize, reach: usize) -> Model {
    let mut m = Making::new();
    let demand = m.given("g", 20.0);
    let unknowns: Vec<E> = (0..n).map(|i| m.unknown(&format!("y{i}"), 90.0)).collect();
    for i in 0..n {
        let abroad = (1..=reach).map(|step| {
            let weight = 0.4 / (reach as f64) * (1.0 + 0.1 * ((i * step) % 7) as f64);
            unknowns[(i + step) % n].clone().call(Function::Log) * (10.0 * weight)
        });
        let sum = abroad.fold(demand.clone(), |sum, term| sum + term);
        m.equation(&unknowns[i], sum + unknowns[i].clone().lag() * 0.5);
    }
    m.0
}

fn apart(a: &Path, b: &Path) -> f64 {
    let apart = |(a, b): (&f64, &f64)| (a - b).abs() / b.abs().max(1.0);
    a.values
        .iter()
        .zip(&b.values)
        .map(apart)
        .fold(0.0, f64::max)
}

/// A ring of 300 is solved for one unknown densely or for all sparsely.
#[test]
fn a_large_sparse_block_has_the_solution_of_a_small_dense_one() {
    let model = world(300, 1);
    let torn = Program::compile(&model).unwrap();
    let whole = Program::compile_whole(&model).unwrap();
    assert_eq!(torn.unknowns().collect::<Vec<_>>(), [1]);
    assert_eq!(whole.unknowns().collect::<Vec<_>>(), [300]);
    let run = Run::new(40).shock(&model, "g=25@10..20").unwrap();
    let (small, large) = (torn.run(&run).unwrap(), whole.run(&run).unwrap());
    assert!(apart(&small, &large) < 1e-13, "{}", apart(&small, &large));
    assert!(large.at("y7", 20) > large.at("y7", 9));
}

/// Where tearing does not pay the block stays whole; every equation holds.
#[test]
fn a_block_that_is_not_torn_satisfies_its_equations() {
    let (n, reach) = (120, 40);
    let model = world(n, reach);
    let program = Program::compile(&model).unwrap();
    assert!(program.unknowns().all(|unknowns| unknowns > DENSE));
    let path = program.run(&Run::new(3)).unwrap();
    let y = |i: usize, t: u32| path.at(&format!("y{}", i % n), t).unwrap();
    for i in 0..n {
        let abroad = (1..=reach).map(|step| {
            4.0 / (reach as f64) * (1.0 + 0.1 * ((i * step) % 7) as f64) * y(i + step, 3).ln()
        });
        let right = 20.0 + abroad.sum::<f64>() + 0.5 * y(i, 2);
        assert!((y(i, 3) - right).abs() < 1e-12 * right, "{i}");
    }
}

/// Σ over a ring of x_i − x_{i+1} = 0 leaves the level open.
#[test]
fn a_singular_sparse_block_is_told() {
    let mut m = Making::new();
    let x: Vec<E> = (0..80).map(|i| m.unknown(&format!("x{i}"), 1.0)).collect();
    for i in 0..80 {
        m.equation(&x[i], x[(i + 1) % 80].clone() + 0.0);
    }
    let program = Program::compile_whole(&m.0).unwrap();
    let outcome = program.run(&Run::new(1));
    // 1 = 1 everywhere: no step is needed, but none is known to be unique.
    assert_eq!(outcome.unwrap_err().code(), "E-CYCLE-SINGULAR");
}

/// y, guessed at 10, puts log(y − 50) out of reach; x and z, guessed
/// themselves, do not.
fn unreachable_when_torn() -> Model {
    let mut m = Making::new();
    let (x, y, z) = (
        m.unknown("x", 3.0),
        m.unknown("y", 10.0),
        m.unknown("z", 1.0),
    );
    let c = m.given("c", 50.0);
    m.equation(&x, y.clone() - c.clone());
    m.equation(&z, x.call(Function::Log));
    m.equation(&y, c + 2.0 + z + y.clone() * 0.01);
    m.0
}

/// x = y − 50, y (1 − 0.01) = 52 + log x.
#[test]
fn a_block_that_fails_torn_is_solved_whole() {
    let model = unreachable_when_torn();
    let program = Program::compile(&model).unwrap();
    assert_eq!(program.unknowns().collect::<Vec<_>>(), [1]);
    let mut torn = Machine::<1>::new(&program, 1);
    torn.open(&Run::new(1), &[]).unwrap();
    torn.advance(&Run::new(1), 1);
    assert!(torn.failures[0].is_some());

    let path = program.run(&Run::new(4)).unwrap();
    let y = path.at("y", 4).unwrap();
    assert!((0.99 * y - 52.0 - (y - 50.0).ln()).abs() < 1e-12, "{y}");
    let whole = Program::compile_whole(&model).unwrap();
    let alone = whole.run(&Run::new(4)).unwrap();
    assert_eq!(path.values, alone.values);
    assert!(path.work().evaluations > alone.work().evaluations);
}

/// A lane that is solved again has the bits it has alone; its neighbours keep theirs.
#[test]
fn a_lane_is_solved_again_alone() {
    let model = unreachable_when_torn();
    let program = Program::compile(&model).unwrap();
    let run = Run::new(5);
    let y = model.find("y").unwrap();
    let values = [10.0, 55.0, 20.0, 53.0];
    let mut machine = Machine::<4>::new(&program, 5);
    machine.open(&run, &[(y, values)]).unwrap();
    assert!(machine.finish(&run).iter().all(Option::is_none));
    for (lane, value) in values.into_iter().enumerate() {
        let set = Run::new(5).set(&model, &format!("y={value}")).unwrap();
        let alone = program.run(&set).unwrap();
        assert_eq!(machine.path(lane), alone.values);
        assert_eq!(machine.work[lane], alone.work());
    }
}

/// 0.99 x = log x has no solution: refused with the words of the first attempt.
#[test]
fn a_block_without_a_solution_stays_refused() {
    let model = unreachable_when_torn();
    let program = Program::compile(&model).unwrap();
    let run = Run::new(2).set(&model, "c=-200").unwrap();
    let run = run.set(&model, "y=-300").unwrap();
    let refusal = program.run(&run).unwrap_err();
    let mut torn = Machine::<1>::new(&program, 2);
    torn.open(&run, &[]).unwrap();
    torn.advance(&run, 1);
    let first = torn.refusal(0).unwrap();
    assert_eq!(refusal.to_string(), first.to_string());
}
