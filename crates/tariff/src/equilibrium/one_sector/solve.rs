//! From data to baseline to counterfactual.

use triffin_basis::BasisError;

use super::economy::Economy;
use super::newton::{self, Failed, Found};
use super::parameters::Parameters;
use super::policy::Policy;
use super::system::{System, no_spending};
use super::welfare::Welfare;
use crate::equilibrium::{Closure, Distance, Numeraire, Outcome, Solution};

/// A baseline, what a policy makes of it, and what that is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    /// Flows and tariffs of the baseline: those of the data, or the state
    /// without deficits where the closure starts from there.
    pub economy: Economy,
    /// Baseline and counterfactual, cells in the order of the economy.
    pub outcome: Outcome,
    /// Worth to each region, as factors of the baseline.
    pub welfare: Vec<Welfare>,
}

/// Solves the world after `policy` with exact hat algebra, from a baseline
/// that is solved first.
///
/// Money is in the currency of the data at constant world value added.
/// Sign: a deficit is positive; the balance is its negative.
///
/// # Errors
///
/// Those of [`Parameters::check`]; `E-TARIFF-SHAPE` for a policy made for
/// another economy; `E-TARIFF-ONE-WAY` where deficits are to be zero;
/// `E-TARIFF-SPENDING`; `E-TARIFF-NO-EQUILIBRIUM`, which
/// names the market that does not clear.
///
/// ```
/// use triffin_tariff::equilibrium::one_sector::{Economy, Parameters, Policy, counterfactual};
/// let regions = vec!["Home".to_owned(), "Abroad".to_owned()];
/// let economy = Economy::new(regions, vec![80.0, 20.0, 20.0, 180.0], vec![0.0; 4])?;
/// let mut policy = Policy::none(&economy);
/// policy.rate(&economy, 0, 1, 0.2)?;
/// let solved = counterfactual(&economy, &Parameters::eaton_kortum(4.0), &policy)?;
/// // A small tariff improves the terms of trade of the country that sets it.
/// assert!(solved.outcome.counterfactual.wage[0] > 1.0);
/// assert!(solved.welfare[0].real_income > 1.0 && solved.welfare[1].real_income < 1.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn counterfactual(
    economy: &Economy,
    parameters: &Parameters,
    policy: &Policy,
) -> Result<Counterfactual, BasisError> {
    parameters.check(economy.regions())?;
    if !policy.fits(economy.flows().len()) {
        return Err(other_policy(economy, policy));
    }
    let (baseline, start) = baseline(economy, parameters)?;
    let distance = distance(&baseline, economy);
    let system = System::after(&start, parameters, policy);
    let found = reach(&system, |s| {
        System::after(&start, parameters, &policy.part(start.tariffs(), s))
    })
    .map_err(|failed| no_equilibrium(&start, failed))?;
    let outcome = Outcome {
        counterfactual: state(&system, policy, &found),
        baseline,
        distance,
    };
    Ok(Counterfactual {
        welfare: Welfare::of(&system, &found.point),
        economy: start,
        outcome,
    })
}

/// The equilibrium at base tariffs, and its flows.
pub(in crate::equilibrium) fn baseline(
    economy: &Economy,
    parameters: &Parameters,
) -> Result<(Solution, Economy), BasisError> {
    if parameters.closure == Closure::Zero {
        both_ways(economy)?;
    }
    let still = Policy::none(economy);
    let fixed = match parameters.closure {
        // What the user adds to the deficits is part of the shock.
        Closure::SavingInvestment { .. } | Closure::Zero => {
            &with(parameters, Closure::FixedInWorldOutput)
        }
        _ => parameters,
    };
    let removed = |s: f64| {
        let mut system = System::new(economy, fixed, &still);
        if parameters.closure == Closure::Zero {
            system.transfer(|place| (1.0 - s) * place.transfer);
        }
        system
    };
    let system = removed(1.0);
    let found = reach(&system, removed).map_err(|failed| no_equilibrium(economy, failed))?;
    let solution = state(&system, &still, &found);
    let start = match parameters.closure {
        Closure::Zero => economy.moved(solution.flows.clone(), economy.tariffs().to_vec()),
        _ => economy.clone(),
    };
    Ok((solution, start))
}

/// Trade that balances goes both ways, or not at all.
fn both_ways(economy: &Economy) -> Result<(), BasisError> {
    for (region, name) in economy.regions().iter().enumerate() {
        let (buys, sells) = economy.ways(region);
        if buys != sells {
            return Err(one_way(name, buys));
        }
    }
    Ok(())
}

fn with(parameters: &Parameters, closure: Closure) -> Parameters {
    Parameters {
        closure,
        ..parameters.clone()
    }
}

/// The shortest part of a shock that is tried alone.
const SHORTEST: f64 = 1.0 / 256.0;

/// Solves `system`; where Newton's method fails from the data, `part(s)` of
/// the shock is solved first, s growing to one.
fn reach(system: &System, part: impl Fn(f64) -> System) -> Result<Found, Failed> {
    let still = vec![0.0; system.n + 1];
    let failed = match newton::solve(system, still.clone(), None) {
        Ok(found) => return Ok(found),
        Err(failed) => failed,
    };
    let (mut done, mut size, mut x, mut spent) = (0.0_f64, 0.5_f64, still, 0);
    while done < 1.0 {
        let next = (done + size).min(1.0);
        match newton::solve(&part(next), x.clone(), None) {
            Ok(found) if next == 1.0 => {
                let iterations = found.iterations + spent;
                return Ok(Found {
                    iterations,
                    ..found
                });
            }
            Ok(found) => {
                (done, x, size) = (next, found.x, size * 1.5);
                spent += found.iterations;
            }
            Err(_) if size > SHORTEST => size *= 0.5,
            Err(_) => return Err(failed),
        }
    }
    Err(failed)
}

/// The solution as changes and levels.
pub(in crate::equilibrium) fn state(system: &System, policy: &Policy, found: &Found) -> Solution {
    let (n, point) = (system.n, &found.point);
    let mut flows = Vec::with_capacity(n * n);
    let (mut sold, mut deficit) = (vec![0.0; n], vec![0.0; n]);
    for (region, local) in point.locals.iter().enumerate() {
        for (at, (share, net)) in system.shares(point, region).enumerate() {
            flows.push(share * local.spending);
            sold[at] += net * local.spending;
            if at != region {
                deficit[region] += net * local.spending;
                deficit[at] -= net * local.spending;
            }
        }
    }
    let factors = |log: fn(&super::local::Local) -> f64| -> Vec<f64> {
        point.locals.iter().map(|local| log(local).exp()).collect()
    };
    let levels = |level: fn(&super::local::Local) -> f64| -> Vec<f64> {
        point.locals.iter().map(level).collect()
    };
    let duties = point.locals.iter().zip(&point.duty);
    Solution {
        wage: factors(|local| local.wage),
        labour: factors(|local| local.labour),
        sector_labour: factors(|local| local.labour),
        cost: found.x[..n].iter().map(|x| x.exp()).collect(),
        price: factors(|local| local.price),
        price_index: factors(|local| local.price),
        value_added: levels(|local| local.value_added),
        income: levels(|local| local.spending),
        revenue: duties.map(|(local, duty)| duty * local.spending).collect(),
        deficit,
        expenditure: levels(|local| local.spending),
        output: sold,
        flows,
        tariffs: policy.tariffs().to_vec(),
        residual: point.residual(),
        iterations: found.iterations,
        numeraire: Numeraire::WorldValueAdded,
    }
}

fn distance(baseline: &Solution, economy: &Economy) -> Distance {
    let moved = baseline.wage.iter().map(|wage| (wage - 1.0).abs());
    let larger = |most: (usize, f64), next: (usize, f64)| match next.1 > most.1 {
        true => next,
        false => most,
    };
    let (region, wage) = moved.enumerate().fold((0, 0.0), larger);
    let pairs = baseline.flows.iter().zip(economy.flows());
    let missed: f64 = pairs.map(|(now, was)| (now - was).abs()).sum();
    Distance {
        wage,
        region,
        flows: missed / economy.flows().iter().sum::<f64>(),
    }
}

pub(in crate::equilibrium) fn no_equilibrium(economy: &Economy, failed: Failed) -> BasisError {
    let (market, miss) = match failed {
        Failed::Spending(region) => return no_spending(&economy.regions()[region]),
        Failed::Market(market, miss) => (&economy.regions()[market], miss),
    };
    BasisError::new(
        "E-TARIFF-NO-EQUILIBRIUM",
        format!("the market of {market} does not clear: excess demand {miss:.1e} of value added"),
        format!("{market} 的市场未出清：超额需求为增加值的 {miss:.1e}"),
    )
    .value(format!("{miss:e}"))
    .expected("at most 1e-12", "不超过 1e-12")
    .remedy(
        "Make the shock smaller, or psi and kappa, by which costs fall as output grows",
        "请减小冲击，或减小使成本随产出下降的 psi 与 kappa",
    )
}

fn one_way(region: &str, buys: bool) -> BasisError {
    let (en, zh) = match buys {
        true => ("buys abroad and sells nothing there", "有进口而无出口"),
        false => ("sells abroad and buys nothing there", "有出口而无进口"),
    };
    BasisError::new(
        "E-TARIFF-ONE-WAY",
        format!("{region} {en}: its deficit cannot be zero"),
        format!("{region} {zh}：其逆差不可能为零"),
    )
    .value(region)
    .expected("trade in both directions, or none", "双向贸易，或没有贸易")
    .remedy(
        "Add the missing flows, or keep the deficits of the data",
        "请补充缺少的流量，或保留数据中的逆差",
    )
}

fn other_policy(economy: &Economy, policy: &Policy) -> BasisError {
    let (cells, wanted) = (policy.tariffs().len(), economy.flows().len());
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("the policy has {cells} cells"),
        format!("政策有 {cells} 个单元格"),
    )
    .value(cells)
    .expected(format!("{wanted} cells"), format!("{wanted} 个单元格"))
}
