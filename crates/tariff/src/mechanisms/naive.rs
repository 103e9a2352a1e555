//! S7.1: what a duty seems to do to the balance, and what it does in the long run.

use triffin_basis::BasisError;

use super::country::Duty;
use super::refusal::{at_least_zero, finite, positive};

/// ΔB_naive = τ·c·ε·M
///
/// The duty raises the price of the covered imports in full, buyers answer with
/// one elasticity, nobody else sells more, and nothing else moves.
///
/// Inputs: the duty, imports M of a year at customs value, and the elasticity of
/// import demand without its sign.
///
/// Unit: that of imports. Sign: an improvement of the balance is positive.
///
/// Errors: `E-TARIFF-NEGATIVE` for imports of zero or below or an elasticity below zero.
///
/// Source: document 000, lines 223–227 (the logic that seems simple).
///
/// ```
/// use triffin_tariff::mechanisms::{country::Duty, naive::naive};
/// let improvement = naive(3_000.0, &Duty::new(0.10, 0.5)?, 1.2)?;
/// assert!((improvement - 180.0).abs() < 1e-9);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn naive(imports: f64, duty: &Duty, elasticity: f64) -> Result<f64, BasisError> {
    let imports = positive(("imports", "进口"), imports)?;
    let elasticity = at_least_zero(("the import demand elasticity", "进口需求弹性"), elasticity)?;
    Ok(duty.average() * elasticity * imports)
}

/// How saving and investment change, in one unit of money a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Saving {
    /// ΔS_p, private saving.
    pub private_saving: f64,
    /// ΔI_p, private investment.
    pub private_investment: f64,
    /// ΔT, taxes; the duty's revenue is one where it is not given back.
    pub taxes: f64,
    /// ΔG, spending of the government, its investment included.
    pub spending: f64,
}

/// ΔB = Δ(S_p − I_p) + Δ(T − G)
///
/// The balance of the current account is what a country saves beyond what it
/// invests. A duty that leaves saving and investment where they were leaves the
/// balance where it was.
///
/// Unit: that of the amounts. Sign: an improvement of the balance is positive.
///
/// Errors: `E-TARIFF-NUMBER` for what is no number.
///
/// Source: document 000, lines 274–280; IMF 2009, Balance of Payments Manual 6, §14.5.
///
/// ```
/// use triffin_tariff::mechanisms::naive::{Saving, long_run};
/// assert_eq!(long_run(&Saving::default())?, 0.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn long_run(saving: &Saving) -> Result<f64, BasisError> {
    let private = finite(("private saving", "私人储蓄"), saving.private_saving)?
        - finite(
            ("private investment", "私人投资"),
            saving.private_investment,
        )?;
    let public =
        finite(("taxes", "税收"), saving.taxes)? - finite(("spending", "支出"), saving.spending)?;
    Ok(private + public)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Second derivation: the slope at no duty of M·(1 + τ)^(−ε) on the covered part.
        #[test]
        fn s7_1_the_naive_change_is_the_slope_of_constant_elasticity_demand(m in 1.0..5e3f64, e in 0.0..4.0f64, c in 0.0..1.0f64) {
            let h = 1e-6;
            let fall = c * m * (1.0 - (1.0f64 + h).powf(-e));
            let linear = naive(m, &Duty::new(h, c).unwrap(), e).unwrap();
            prop_assert!((fall - linear).abs() <= 1e-5 * linear.max(1e-12));
        }

        /// The identity: Y = C + I + G + B and S_p = Y − T − C give B = S_p − I_p + T − G.
        #[test]
        fn s7_1_the_long_run_is_the_identity_of_accounts(y in -9.0..9.0f64, c in -9.0..9.0f64, i in -9.0..9.0f64, g in -9.0..9.0f64, t in -9.0..9.0f64) {
            let made = long_run(&Saving { private_saving: y - t - c, private_investment: i, taxes: t, spending: g }).unwrap();
            prop_assert!((made - (y - c - i - g)).abs() < 1e-12);
        }
    }

    #[test]
    fn s7_1_with_saving_and_investment_fixed_the_long_run_is_nothing() {
        assert_eq!(long_run(&Saving::default()).unwrap(), 0.0);
        let kept = Saving {
            taxes: 5.0,
            ..Saving::default()
        };
        assert_eq!(long_run(&kept).unwrap(), 5.0);
        assert!(
            naive(
                -1.0,
                &Duty {
                    rise: 0.1,
                    coverage: 1.0
                },
                1.0
            )
            .is_err()
        );
    }
}
