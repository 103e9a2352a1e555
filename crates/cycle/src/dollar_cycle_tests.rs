//! What the dollar-cycle model must hold: its accounts close, its baseline
//! repeats itself, and each scenario moves as theory has it.

use crate::accounts::{State, balance_sheet, holders, revaluation, transactions};
use crate::language::parse;
use crate::library::DOLLAR_CYCLE;
use crate::model::Model;
use crate::{Path, Program, Run};

const PERIODS: u32 = 10;
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
        self.run(Run::new(PERIODS))
    }

    fn scenario(&self, name: &str) -> Path {
        self.run(Run::new(PERIODS).scenario(&self.model, name).unwrap())
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
    let (path, again) = (runs.base(), runs.base());
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

#[test]
fn spending_leaks_abroad_and_comes_back_as_reserves_or_as_a_dearer_renminbi() {
    let runs = Runs::new();
    let (base, pegged) = (runs.base(), runs.scenario("loop"));
    let spent = 0.01 * base.at("Y0.US", 1).unwrap() * base.at("trend", IMPACT).unwrap();
    let leak = -above(&pegged, &base, "ca.US", IMPACT);
    assert!(leak > 0.0 && leak < spent, "{leak} of {spent}");
    assert!(above(&pegged, &base, "R.CN", IMPACT) > 0.0);
    assert!(above(&pegged, &base, "R.CN", PERIODS) > above(&pegged, &base, "R.CN", IMPACT));
    assert_eq!(above(&pegged, &base, "xr.CN", PERIODS), 0.0);
    let (calm, floating) = (runs.scenario("float_only"), runs.scenario("loop_float"));
    assert!(above(&floating, &calm, "xr.CN", IMPACT) < 0.0);
    assert!(above(&floating, &calm, "res.CN", IMPACT).abs() < 1e-6);
}

#[test]
fn the_current_accounts_of_the_world_and_its_discrepancy_sum_to_nothing() {
    let runs = Runs::new();
    for path in [runs.base(), runs.scenario("tariff")] {
        for period in 1..=PERIODS {
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

#[test]
fn reserves_that_leave_the_dollar_raise_yields_and_lower_it() {
    let runs = Runs::new();
    let (base, path) = (runs.base(), runs.scenario("diversification"));
    assert!(above(&path, &base, "y.note", IMPACT) > 0.0);
    assert!(
        above(&path, &base, "xr.EA", IMPACT) < 0.0,
        "the euro costs more dollars"
    );
    assert!(above(&path, &base, "p.gold", IMPACT) > 0.0);
}

#[test]
fn official_sales_move_yields_as_far_as_cited_and_private_buyers_return_a_part() {
    let runs = Runs::new();
    let (base, path) = (runs.base(), runs.scenario("official_sales"));
    let dollars = |period| -> f64 {
        ["CN", "EA"]
            .iter()
            .map(|e| path.at(&format!("{e}.cb.base.US"), period).unwrap())
            .sum()
    };
    // Per 900 bn, a ninth of the effect of 100 bn found for 1994-2007.
    let scaled = |period| above(&path, &base, "y.note", period) * 900.0 / dollars(period) * 1e4;
    let (first, later) = (scaled(IMPACT), scaled(IMPACT + 1));
    assert!((25.0..=60.0).contains(&first), "{first} bp");
    assert!(
        (15.0..=30.0).contains(&later) && later < first,
        "{later} bp"
    );
    let weaker = above(&path, &base, "xr.EA", IMPACT) / base.at("xr.EA", IMPACT).unwrap();
    assert!(
        weaker.abs() < 0.01,
        "the proceeds stay in dollars: {weaker}"
    );
}

#[test]
fn interest_rises_with_the_ladder_and_debits_income() {
    let runs = Runs::new();
    let (base, path) = (runs.base(), runs.scenario("rollover"));
    let coupon = |period| above(&path, &base, "note.coupon", period);
    assert!(coupon(IMPACT) > 0.0 && coupon(IMPACT) < 0.003);
    assert!(coupon(IMPACT + 1) > coupon(IMPACT) && coupon(PERIODS) > 0.006);
    assert!(coupon(PERIODS) < above(&path, &base, "y.note", PERIODS));
    assert!(above(&path, &base, "ca.US", IMPACT + 1) < 0.0);
    assert!(above(&path, &base, "D.US", PERIODS) > 0.0);
}

#[test]
fn a_tariff_lifts_the_dollar_and_lowers_trade_and_retaliation_undoes_the_first() {
    let runs = Runs::new();
    let (base, alone) = (runs.base(), runs.scenario("tariff"));
    let both = runs.scenario("tariff_retaliation");
    for name in ["xr.EA", "xr.EM", "xr.RW"] {
        let (alone, both) = (
            above(&alone, &base, name, IMPACT),
            above(&both, &base, name, IMPACT),
        );
        assert!(alone > 0.0 && both < alone, "{name}: {alone} {both}");
    }
    for name in ["X.US", "M.US"] {
        assert!(above(&alone, &base, name, IMPACT) < 0.0, "{name}");
    }
    assert!(above(&both, &alone, "X.US", IMPACT) < 0.0);
    // ΔCA = Δ(S − I): households, firms, government and central bank.
    let saved: f64 = ["hh", "firm", "gov", "cb"]
        .iter()
        .map(|sector| above(&alone, &base, &format!("US.{sector}.lending"), IMPACT))
        .sum();
    assert!((above(&alone, &base, "ca.US", IMPACT) - saved).abs() < 1e-8);
}

#[test]
fn stablecoins_demand_bills_in_proportion_to_what_they_do_not_displace() {
    let runs = Runs::new();
    let rule = runs.scenario("rule_only");
    let yields: Vec<f64> = ["stablecoins", "stablecoins_half", "stablecoins_displaced"]
        .iter()
        .map(|name| above(&runs.scenario(name), &rule, "y.bill", IMPACT))
        .collect();
    assert!(yields[0] < yields[1] && yields[1] < 0.0, "{yields:?}");
    assert!((yields[1] / yields[0] - 0.5).abs() < 0.05, "{yields:?}");
    assert!(yields[2].abs() < 1e-10, "{yields:?}");
}

#[test]
fn a_sudden_stop_turns_the_current_account_and_ends_in_depreciation() {
    let runs = Runs::new();
    let (base, path) = (runs.scenario("em_defends"), runs.scenario("sudden_stop"));
    let first = 3;
    assert!(above(&path, &base, "R.EM", first) < 0.0);
    let output: Vec<f64> = (first..=first + 3)
        .map(|t| above(&path, &base, "y.EM", t))
        .collect();
    let account: Vec<f64> = (first..=PERIODS)
        .map(|t| above(&path, &base, "ca.EM", t))
        .collect();
    let held: Vec<f64> = (first..=PERIODS)
        .filter_map(|t| path.at("held.EM", t))
        .collect();
    let rate: Vec<f64> = (first..=PERIODS)
        .map(|t| above(&path, &base, "xr.EM", t))
        .collect();
    let reserves: Vec<f64> = (first..=PERIODS)
        .map(|t| above(&path, &base, "R.EM", t))
        .collect();
    let told = format!("{output:?} {account:?} {held:?} {rate:?} {reserves:?}");
    assert!(output[0] < 0.0, "{told}");
    assert!(account[0] > 0.0, "{told}");
    let ends = (first..=PERIODS).find(|period| path.at("held.EM", *period) == Some(0.0));
    let ends = ends.unwrap_or_else(|| panic!("no point of no return: {told}"));
    assert!(
        base.at("held.EM", ends) == Some(1.0),
        "without the stop the peg holds longer"
    );
    assert!(above(&path, &base, "xr.EM", ends) > 0.0, "{told}");
}

#[test]
fn spending_raises_yields_and_purchases_lower_them_and_the_dollar() {
    let runs = Runs::new();
    let (base, fiscal, qe) = (runs.base(), runs.scenario("fiscal"), runs.scenario("qe"));
    for name in ["y.bill", "y.note", "y.bond"] {
        assert!(above(&fiscal, &base, name, IMPACT) > 0.0, "{name}");
        assert!(above(&qe, &base, name, IMPACT) < 0.0, "{name}");
    }
    for name in ["xr.EA", "xr.RW"] {
        assert!(above(&qe, &base, name, IMPACT) < 0.0, "{name}");
    }
}

#[test]
fn a_revaluation_costs_the_surplus_and_the_central_bank() {
    let runs = Runs::new();
    let (base, path) = (runs.base(), runs.scenario("revaluation"));
    assert!(above(&path, &base, "ca.CN", IMPACT + 1) < 0.0);
    // A tenth of the reserves in dollars, in renminbi.
    let reserves = base.at("R.CN", IMPACT - 1).unwrap() * base.at("xr.CN", IMPACT - 1).unwrap();
    let loss = -above(&path, &base, "CN.cb.worth", IMPACT);
    assert!(
        loss > 0.05 * reserves && loss < 0.15 * reserves,
        "{loss} of {reserves}"
    );
}

#[test]
fn direct_investment_both_ways_nets_out_on_impact() {
    let runs = Runs::new();
    let (base, path) = (runs.base(), runs.scenario("symmetric_fdi"));
    for name in ["ca.US", "ca.EA"] {
        assert!(above(&path, &base, name, IMPACT).abs() < 1.0, "{name}");
    }
    let income = |path: &Path| {
        let own = path.at("div.EA", IMPACT + 2).unwrap() - path.at("div.US", IMPACT + 2).unwrap();
        own * path.at("fdi.EA", IMPACT + 2).unwrap()
    };
    assert_eq!(income(&base), 0.0);
    assert!(income(&path) != 0.0);
}
