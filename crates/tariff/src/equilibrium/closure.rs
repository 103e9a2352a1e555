//! What becomes of a deficit.

use std::fmt;

use triffin_basis::{BasisError, Bilingual};

/// D'ₙ as a formula, with Σₙ D'ₙ = 0.
///
/// Dₙ is the deficit of the data: imports less exports, both without duty.
/// The balance printed is −D'. A static model has no saving decision, so a
/// closure is an assumption; every output names it. World value added is
/// held, so that an amount of money means a share of world output.
///
/// Source: Dekle, Eaton and Kortum 2007 (fixed); Caliendo and Parro 2015,
/// section 5 (fixed and zero); Ossa 2014 (zero first); Ignatenko,
/// Lashkaripour, Macedoni and Simonovska 2025 (endogenous).
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Closure {
    /// D'ₙ = Dₙ, as a share of world value added.
    #[default]
    FixedInWorldOutput,
    /// D'ₙ = 0: the deficits of the data are removed at base tariffs first,
    /// and the counterfactual starts from there.
    Zero,
    /// D'ₙ = (δₙ − δ̄) VA'ₙ, with δₙ = Dₙ / VAₙ of the data and δ̄ the mean
    /// of δ with the weights VA', the one shift that keeps ΣD' = 0.
    ShareOfGdp,
    /// D'ₙ = Tₙ + νₙ Σᵢ M'ₙᵢ − Σₘ νₘ M'ₘₙ: of what importer m pays before
    /// duty, the share νₘ is earned by m's own factors (selling costs at
    /// the destination), so that deficits move with trade. Tₙ is what the
    /// data leave, a fixed share of world value added.
    Endogenous {
        /// Share of purchases earned at the importer, by region, 0 ≤ ν < 1.
        nu: Vec<f64>,
    },
    /// D'ₙ = Dₙ − Δ(S − I)ₙ, where the user supplies Δ(S − I).
    SavingInvestment {
        /// Change of saving less investment, by region, in the currency of
        /// the data at constant world value added; sums to zero.
        change: Vec<f64>,
    },
}

/// Δ(S − I) may miss zero by this much of the largest change.
const BALANCED: f64 = 1e-9;

impl Closure {
    /// The name in outputs and scenario files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::FixedInWorldOutput => "fixed-in-world-output",
            Self::Zero => "zero",
            Self::ShareOfGdp => "share-of-gdp",
            Self::Endogenous { .. } => "endogenous",
            Self::SavingInvestment { .. } => "saving-investment",
        }
    }

    /// What is assumed, in a sentence.
    pub fn title(&self) -> Bilingual {
        match self {
            Self::FixedInWorldOutput => Bilingual::new(
                "deficits fixed as shares of world output",
                "逆差占世界产出的份额不变",
            ),
            Self::Zero => Bilingual::new(
                "deficits zero, removed at base tariffs first",
                "逆差为零（先在基期关税下消除）",
            ),
            Self::ShareOfGdp => Bilingual::new(
                "deficits constant shares of GDP, up to one common shift",
                "逆差占 GDP 的份额不变（仅有一个共同平移）",
            ),
            Self::Endogenous { .. } => Bilingual::new(
                "deficits endogenous: a share nu of purchases is earned at the importer",
                "逆差内生：购买额的 nu 份额由进口方要素获得",
            ),
            Self::SavingInvestment { .. } => Bilingual::new(
                "deficits moved by the stated change in saving less investment",
                "逆差按给定的储蓄减投资变化而变",
            ),
        }
    }

    /// Whether the lists fit `regions` and their sums and ranges hold.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-CLOSURE`: a list of another length, a share ν outside
    /// [0, 1), changes of saving less investment that do not sum to zero.
    pub fn check(&self, regions: &[String]) -> Result<(), BasisError> {
        match self {
            Self::Endogenous { nu } => {
                long_enough(nu, regions)?;
                match nu.iter().position(|nu| !(0.0..1.0).contains(nu)) {
                    Some(at) => Err(nu_out_of_range(&regions[at], nu[at])),
                    None => Ok(()),
                }
            }
            Self::SavingInvestment { change } => {
                long_enough(change, regions)?;
                let (sum, largest) = change.iter().fold((0.0, 0.0_f64), |(sum, largest), x| {
                    (sum + x, largest.max(x.abs()))
                });
                if sum.abs() <= BALANCED * largest {
                    Ok(())
                } else {
                    Err(unbalanced(sum))
                }
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Closure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Changes of saving less investment that sum to zero: those not stated
/// take up the rest in proportion to value added.
///
/// Errors: [`Closure::check`] refuses the result where every region is
/// stated and the sum is not zero.
pub fn spread(stated: &[Option<f64>], value_added: &[f64]) -> Vec<f64> {
    let sum: f64 = stated.iter().flatten().sum();
    let open = stated.iter().zip(value_added);
    let free: f64 = open
        .clone()
        .filter_map(|(x, va)| x.is_none().then_some(va))
        .sum();
    open.map(|(x, va)| x.unwrap_or(-sum * va / free)).collect()
}

fn long_enough(list: &[f64], regions: &[String]) -> Result<(), BasisError> {
    if list.len() == regions.len() {
        return Ok(());
    }
    Err(BasisError::new(
        "E-TARIFF-CLOSURE",
        "the closure does not have one number a region",
        "封闭规则并非每个地区一个数值",
    )
    .value(list.len())
    .expected(
        format!("{} numbers", regions.len()),
        format!("{} 个数值", regions.len()),
    ))
}

fn nu_out_of_range(region: &str, nu: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-CLOSURE",
        format!("nu of {region} is no share: {nu}"),
        format!("{region} 的 nu 不是份额：{nu}"),
    )
    .value(nu)
    .expected("0 ≤ nu < 1", "0 ≤ nu < 1")
}

fn unbalanced(sum: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-CLOSURE",
        format!("the changes of saving less investment sum to {sum}"),
        format!("储蓄减投资的变化合计为 {sum}"),
    )
    .value(sum)
    .expected(
        "zero: one region's lending is another's borrowing",
        "零：一地的净贷出即他地的净借入",
    )
    .remedy(
        "Leave a region out to let it take up the rest",
        "略去某一地区即可由其承担余额",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_stated_takes_up_the_rest() {
        let change = spread(&[Some(30.0), None, None], &[100.0, 40.0, 20.0]);
        assert_eq!(change, [30.0, -20.0, -10.0]);
        let regions = ["A", "B", "C"].map(str::to_owned);
        let closure = Closure::SavingInvestment { change };
        assert!(closure.check(&regions).is_ok());
        let open = Closure::SavingInvestment {
            change: vec![1.0, 0.0, 0.0],
        };
        let error = open.check(&regions).unwrap_err();
        assert_eq!(error.code(), "E-TARIFF-CLOSURE");
    }

    #[test]
    fn a_share_of_one_is_refused_with_its_region() {
        let closure = Closure::Endogenous { nu: vec![0.2, 1.0] };
        let error = closure.check(&["A".into(), "B".into()]).unwrap_err();
        assert!(error.to_string().contains("nu of B"));
    }
}
