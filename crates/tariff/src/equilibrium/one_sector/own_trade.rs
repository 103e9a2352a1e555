//! Purchases at home where the data have only trade between regions.

use triffin_basis::BasisError;

use super::economy::{Economy, shape};

/// How purchases at home follow from value added Y where the share ν of
/// what an importer pays is earned by its own workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OwnTrade {
    /// Xₙₙ = Yₙ − νₙ Mₙ − Σₘ (1 − νₘ) Mₘₙ, from the accounts: value added is
    /// earned on sales at home and abroad and on selling imports. A region
    /// whose accounts leave less than nothing is refused.
    #[default]
    Accounts,
    /// Xₙₙ = max(0, Yₙ − νₙ Mₙ − (1 − νₙ) Σₘ (1 − νₘ) Mₘₙ): the replication
    /// package, which sets what is negative to zero and computes value added
    /// anew from the flows.
    ///
    /// Source: Ignatenko, Lashkaripour, Macedoni and Simonovska 2025,
    /// `main_baseline.m`.
    Printed,
}

impl Economy {
    /// Purchases at home from output: Xₙₙ = outputₙ − Σ exports before duty.
    /// What stands on the diagonal of `flows` is not looked at.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-OWN-TRADE` where a region exports more than it makes;
    /// those of [`Economy::new`].
    pub fn with_output(
        regions: Vec<String>,
        flows: Vec<f64>,
        tariffs: Vec<f64>,
        output: &[f64],
    ) -> Result<Self, BasisError> {
        let none = vec![0.0; regions.len()];
        Self::with_value_added(regions, flows, tariffs, (output, &none), OwnTrade::Accounts)
    }

    /// Purchases at home from value added Y and the shares ν of the closure
    /// [`Endogenous`](crate::equilibrium::Closure::Endogenous), by `rule`.
    /// What stands on the diagonal of `flows` is not looked at.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-OWN-TRADE` where the accounts leave less than nothing;
    /// those of [`Economy::new`].
    pub fn with_value_added(
        regions: Vec<String>,
        mut flows: Vec<f64>,
        tariffs: Vec<f64>,
        (value_added, nu): (&[f64], &[f64]),
        rule: OwnTrade,
    ) -> Result<Self, BasisError> {
        let n = regions.len();
        let square = flows.len() == n * n && tariffs.len() == n * n;
        if !square || value_added.len() != n || nu.len() != n {
            return Err(shape(n, flows.len()));
        }
        let before = |m: usize, i: usize| flows[m * n + i] / (1.0 + tariffs[m * n + i]);
        let mut own = Vec::with_capacity(n);
        for region in 0..n {
            let others = || (0..n).filter(|other| *other != region);
            let imports: f64 = others().map(|i| before(region, i)).sum();
            let earned: f64 = others().map(|m| (1.0 - nu[m]) * before(m, region)).sum();
            let selling = nu[region] * imports;
            own.push(match rule {
                OwnTrade::Accounts => value_added[region] - selling - earned,
                OwnTrade::Printed => {
                    (value_added[region] - selling - (1.0 - nu[region]) * earned).max(0.0)
                }
            });
            if own[region].is_nan() || own[region] < 0.0 {
                return Err(exceeded(
                    &regions[region],
                    value_added[region],
                    selling + earned,
                ));
            }
        }
        for (region, own) in own.into_iter().enumerate() {
            flows[region * n + region] = own;
        }
        Self::new(regions, flows, tariffs)
    }
}

fn exceeded(region: &str, made: f64, abroad: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-TRADE",
        format!("{region} makes {made} and earns {abroad} on trade alone"),
        format!("{region} 的产值为 {made}，仅贸易所得即为 {abroad}"),
    )
    .value(made)
    .expected(
        "output of at least what trade earns, gross of inputs",
        "不小于贸易所得的总产出",
    )
    .remedy(
        "Use gross output, not value added, or leave re-exports out",
        "请用总产出而非增加值，或剔除转口",
    )
}
