//! Tobin's rules of the portfolio demands.

use super::Runs;
use crate::Run;

#[test]
fn portfolio_shares_respond_symmetrically_and_their_responses_sum_to_nothing() {
    let runs = Runs::new();
    let share = |asset: &str| {
        let name = format!("s.US.{asset}");
        let id = runs.model.find(&name).unwrap();
        let path = runs.program.run(&Run::new(1)).unwrap();
        path.value(id, 1).unwrap()
    };
    let assets = ["bill", "note", "bond", "base", "CN", "EA", "EM", "RW"];
    let shares: Vec<f64> = assets.iter().map(|asset| share(asset)).collect();
    let coin = 200.0 / runs.base().at("LW0.US", 1).unwrap();
    // Constants sum to one; stablecoins are the part that earns nothing.
    assert!((shares.iter().sum::<f64>() + coin - 1.0).abs() < 1e-12);
    // d(share of i)/d(return of j), from the equation of the model itself.
    let response = |i: &str, j: &str| {
        let id = runs.model.find(&format!("w.US.{i}")).unwrap();
        let equation = runs
            .model
            .equations
            .iter()
            .find(|e| e.left.as_variable() == Some(id));
        let at = |moved: f64| {
            let value = |variable: crate::VariableId| value_of(&runs, variable, j, moved);
            equation
                .unwrap()
                .right
                .value(1.0, |variable, _| value(variable))
        };
        (at(1e-3) - at(-1e-3)) / 2e-3
    };
    for (i, j) in [
        ("bill", "note"),
        ("note", "bond"),
        ("bond", "EA"),
        ("CN", "RW"),
    ] {
        assert!((response(i, j) - response(j, i)).abs() < 1e-9, "{i} {j}");
        assert!(response(i, i) > 0.0 && response(i, j) < 0.0, "{i} {j}");
    }
}

/// The value of a variable when the expected return of `asset` is `moved`.
fn value_of(runs: &Runs, variable: crate::VariableId, asset: &str, moved: f64) -> f64 {
    let name = &runs.model.variable(variable).name;
    if *name == format!("e.US.{asset}") {
        return moved;
    }
    let mean = ["e.US", "n.US"].contains(&name.as_str());
    if mean || name.starts_with("e.US.") {
        let equation = runs
            .model
            .equations
            .iter()
            .find(|e| e.left.as_variable() == Some(variable));
        return match mean {
            true => equation
                .unwrap()
                .right
                .value(1.0, |inner, _| value_of(runs, inner, asset, moved)),
            false => 0.0,
        };
    }
    if let Some(opening) = runs.model.variable(variable).opening {
        return opening;
    }
    let equation = runs
        .model
        .equations
        .iter()
        .find(|e| e.left.as_variable() == Some(variable));
    equation.map_or(f64::NAN, |e| {
        e.right
            .value(1.0, |inner, _| value_of(runs, inner, asset, moved))
    })
}
