//! The best tariff from observed shares alone.

use triffin_basis::BasisError;

use crate::equilibrium::Closure;
use crate::equilibrium::one_sector::{Economy, Parameters};

/// tᵢ = 1 / ((1 + δᵢ θ) φᵢ − 1),
/// δᵢ = Σₙ (1 − νₙ) Xₙᵢ (1 − λₙᵢ) / ((1 − νᵢ) Σₖ Xᵢₖ), n and k ≠ i
///
/// The uniform tariff that would be best for region i if its own wage were
/// all that moves, from the shares in force: exports Xₙᵢ, which are a share
/// λₙᵢ of what n spends, over imports. Exact between two countries at the
/// shares of the optimum itself (Gros 1987); [`super::optimal`] needs
/// neither assumption. Trade is taken before duty.
///
/// Output: a rate by region, 0.25 is 25 %. Errors: those of
/// [`Parameters::check`]; `E-TARIFF-NO-OPTIMUM` for a region whose formula
/// has no positive value (nothing is bought or sold abroad).
///
/// Source: Ignatenko, Lashkaripour, Macedoni and Simonovska 2025,
/// proposition 1 and `main_baseline.m`; Lashkaripour 2021.
///
/// ```
/// use triffin_tariff::equilibrium::one_sector::{Economy, Parameters};
/// use triffin_tariff::equilibrium::optimal::from_shares;
/// let regions = vec!["Small".to_owned(), "World".to_owned()];
/// let economy = Economy::new(regions, vec![7e-6, 3e-6, 3e-6, 1.0], vec![0.0; 4])?;
/// let rates = from_shares(&economy, &Parameters::eaton_kortum(4.0))?;
/// assert!((rates[0] - 0.25).abs() < 1e-5);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn from_shares(economy: &Economy, parameters: &Parameters) -> Result<Vec<f64>, BasisError> {
    parameters.check(economy.regions())?;
    let (trade, spent) = (economy.imports(), economy.expenditure());
    let n = economy.regions().len();
    let nu = |region: usize| match &parameters.closure {
        Closure::Endogenous { nu } => nu[region],
        _ => 0.0,
    };
    let rate = |region: usize| {
        let others = || (0..n).filter(|other| *other != region);
        let bought: f64 = others().map(|k| trade[region * n + k]).sum();
        let sold = others().map(|m| {
            let flow = m * n + region;
            (1.0 - nu(m)) * trade[flow] * (1.0 - economy.flows()[flow] / spent[m])
        });
        let delta = sold.sum::<f64>() / ((1.0 - nu(region)) * bought);
        let phi = parameters.phi.get(region).copied().unwrap_or(1.0);
        let rate = 1.0 / ((1.0 + delta * parameters.theta) * phi - 1.0);
        match rate.is_finite() && rate > 0.0 {
            true => Ok(rate),
            false => Err(no_rate(&economy.regions()[region], rate)),
        }
    };
    (0..n).map(rate).collect()
}

fn no_rate(region: &str, rate: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-OPTIMUM",
        format!("the shares of {region} give a best tariff of {rate}"),
        format!("{region} 的份额给出的最优关税为 {rate}"),
    )
    .value(rate)
    .expected(
        "trade in both directions, and phi of 1 or more",
        "双向贸易，且 phi 不小于 1",
    )
    .remedy(
        "Search for the tariff through the equilibrium instead",
        "请改为通过均衡搜索最优关税",
    )
}
