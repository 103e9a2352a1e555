use crate::{Model, Program, Run, language};

fn model(text: &str) -> Model {
    language::parse(text).unwrap_or_else(|errors| panic!("{errors}"))
}

/// Cagan (1956): m − p = −α (p⁺ − p). With λ = α/(1+α) the price level is
/// p_t = (1 − λ) Σ λ^s m_{t+s}, so that money announced for period 10 moves
/// prices by λ^(10−t) before.
#[test]
fn announced_money_moves_prices_before_it_comes() {
    let model = model(
        "param alpha = 4\nexog m = 0\nexpect next = p\n\
         m - p = -alpha*(next - p)\nvar p\nscenario announced { shock m = 1 from 10 }",
    );
    let program = Program::compile(&model).unwrap();
    let run = Run::new(20).scenario(&model, "announced").unwrap();
    let path = program.run(&run).unwrap();
    let lambda: f64 = 4.0 / 5.0;
    for period in 1..=20 {
        let known = lambda.powi(10 - period.min(10));
        let found = path.at("p", period as u32).unwrap();
        assert!((found - known).abs() < 1e-9, "{period}: {found} {known}");
        let next = lambda.powi(10 - (period + 1).min(10));
        assert!((path.at("next", period as u32).unwrap() - next).abs() < 1e-9);
    }
}

/// Dornbusch (1976) in discrete time, linear: money m, prices q that follow
/// demand, the rate e by uncovered parity.
///
/// i = (q − m)/λ, e⁺ = e + i, q = q₋ + δ (e₋ − q₋).
/// The map of (q, e) is [[1 − δ, δ], [1/λ, 1]] about m; its stable root is
/// μ = (2 − δ − √(δ² + 4 δ/λ))/2 and on the saddle path e − m = (μ − 1 + δ)/δ · (q − m).
#[test]
fn the_exchange_rate_overshoots_onto_the_saddle_path() {
    let (delta, lambda): (f64, f64) = (0.3, 2.0);
    let model = model(
        "param delta = 0.3, lambda = 2\nexog m = 0\nexpect later = e\n\
         i = (q - m)/lambda\ne = later - i\nq = q[-1] + delta*(e[-1] - q[-1])\n\
         init q = 0, e = 0\nscenario money { shock m = 1 from 1 }",
    );
    let program = Program::compile(&model).unwrap();
    let run = Run::new(30).scenario(&model, "money").unwrap();
    let path = program.run(&run).unwrap();
    let root = (2.0 - delta - (delta * delta + 4.0 * delta / lambda).sqrt()) / 2.0;
    let slope = (root - 1.0 + delta) / delta;
    // Prices of period 1 are of before the news.
    for period in 1..=30_u32 {
        let q = -root.powi(period as i32 - 1);
        let (price, rate) = (path.at("q", period).unwrap(), path.at("e", period).unwrap());
        assert!((price - 1.0 - q).abs() < 1e-7, "{period}: {price}");
        assert!((rate - 1.0 - slope * q).abs() < 1e-7, "{period}: {rate}");
    }
    assert!(path.at("e", 1).unwrap() > 1.0, "it overshoots");
}

/// Where nothing uses an expectation, one solution is enough.
#[test]
fn expectations_that_do_not_matter_cost_nothing() {
    let text = |regime: &str| {
        format!("exog regime = {regime}\nexpect next = x\nx = 1 + if(regime, 0.5*next, 0)")
    };
    let run = |regime: &str| {
        let model = model(&text(regime));
        Program::compile(&model).unwrap().run(&Run::new(3)).unwrap()
    };
    assert_eq!(run("0").at("x", 3), Some(1.0));
    assert_eq!(run("0").at("next", 3), Some(0.0));
    assert!((run("1").at("x", 3).unwrap() - 2.0).abs() < 1e-9);
}

/// x = 2 x⁺ + 1 has no path that is bounded but x = −1; x = x⁺ + 1 has none.
#[test]
fn a_model_without_a_path_is_refused() {
    let run = |text: &str| {
        let model = model(text);
        Program::compile(&model).unwrap().run(&Run::new(5))
    };
    let steady = run("expect next = x\nx = 2*next + 1").map(|path| path.at("x", 5));
    assert!(steady.is_err() || (steady.unwrap().unwrap() + 1.0).abs() < 1e-6);
    let refused = run("expect next = x\nx = next + 1").unwrap_err();
    let codes = ["E-CYCLE-EXPECT", "E-CYCLE-HORIZON"];
    assert!(codes.contains(&refused.code()), "{refused}");
}

#[test]
fn draws_and_steady_states_of_expectations_are_refused() {
    let model = model("param a = 0.5\nexpect next = x\nx = a*next + 1");
    let program = Program::compile(&model).unwrap();
    let refused = program.steady(&Run::new(3)).unwrap_err();
    assert_eq!(refused.code(), "E-CYCLE-EXPECT-GIVEN");
    assert_eq!(
        language::print(&model),
        language::print(&self::model(&language::print(&model)))
    );
}
