//! S7.5: imports that must be bought, exports that can be bought elsewhere.

use triffin_basis::BasisError;

use super::country::{Elasticities, Trade};
use super::refusal::{finite, supply};

/// What prices do to trade, in the unit of trade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// Change of imports at the prices of before.
    pub imports: f64,
    /// Change of exports at the prices of before.
    pub exports: f64,
    /// Change of exports less change of imports.
    pub balance: f64,
}

/// %ΔM = −ε_m·%ΔP_m, %ΔX = −ε_x·%ΔP_x
///
/// The price buyers at home pay for imports rises by the first, the price
/// buyers abroad pay for exports by the second (a currency that rises, or a duty
/// in return). With a low ε_m and a high ε_x exports fall by more than imports.
///
/// Unit: that of trade, at the prices of before. Sign: a fall is negative; an improvement of the balance is positive.
///
/// Errors: `E-TARIFF-NUMBER` for a price change that is no number.
///
/// Source: document 000, lines 255–271 (mechanism three).
///
/// ```
/// use triffin_tariff::mechanisms::{country::{Elasticities, Trade}, elasticity::response};
/// let made = response(&Trade::new(100.0, 100.0)?, &Elasticities::new(0.2, 2.0)?, 0.1, 0.1)?;
/// assert!(made.exports < made.imports && made.balance < 0.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn response(
    trade: &Trade,
    elasticities: &Elasticities,
    import_price: f64,
    export_price: f64,
) -> Result<Response, BasisError> {
    let p_m = finite(
        ("the change of import prices", "进口价格变动"),
        import_price,
    )?;
    let p_x = finite(
        ("the change of export prices", "出口价格变动"),
        export_price,
    )?;
    let imports = -elasticities.import * p_m * trade.imports;
    let exports = -elasticities.export * p_x * trade.exports;
    Ok(Response {
        imports,
        exports,
        balance: exports - imports,
    })
}

/// Elasticities of supply on both sides; endless where prices are given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supply {
    /// e_x, of the country's exports.
    pub exports: f64,
    /// e_m, of what the world sells it.
    pub imports: f64,
}

impl Supply {
    /// Prices given on both sides, as in the Marshall–Lerner condition.
    pub const ENDLESS: Self = Self {
        exports: f64::INFINITY,
        imports: f64::INFINITY,
    };
}

/// Whether a depreciation improves a balance, and by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// ε_m + ε_x, to be above 1 where trade is balanced.
    pub sum: f64,
    /// ε_m + ε_x·X/M, to be above 1 for the balance in home money.
    pub sum_home: f64,
    /// ε_x + ε_m·M/X, to be above 1 for the balance in foreign money; none without exports.
    pub sum_foreign: Option<f64>,
    /// dB ÷ dlnE in home money, for the supply elasticities given.
    pub slope_home: f64,
    /// dB* ÷ dlnE in foreign money at E = 1, for the supply elasticities given.
    pub slope_foreign: f64,
}

impl Condition {
    /// Whether a depreciation improves the balance in home money.
    pub fn holds(&self) -> bool {
        self.slope_home > 0.0
    }
}

/// dB/dlnE = X·ε_x(1 + e_x)/(e_x + ε_x) − M·e_m(1 − ε_m)/(e_m + ε_m)
///
/// The Bickerdike–Robinson–Metzler condition: the change of the balance, in
/// home money, when foreign money becomes dearer. With endless supply it is
/// M·(ε_m + ε_x·X/M − 1), and with balanced trade that is the Marshall–Lerner
/// condition ε_m + ε_x > 1. In foreign money the balance changes by B less,
/// since the balance itself is worth less: dB*/dlnE = dB/dlnE − B.
///
/// Inputs: trade of a year; elasticities of demand without sign; supply.
///
/// Unit: that of trade for a currency whose price rises by one log point times 100. Sign: an improvement is positive.
///
/// Errors: `E-TARIFF-NEGATIVE` for an elasticity below zero.
///
/// Source: Bickerdike 1920; Robinson 1937; Metzler 1948; document 000, lines 255–271.
///
/// ```
/// use triffin_tariff::mechanisms::country::{Elasticities, Trade};
/// use triffin_tariff::mechanisms::elasticity::{Supply, condition};
/// let met = condition(&Trade::new(100.0, 100.0)?, &Elasticities::new(0.6, 0.6)?, &Supply::ENDLESS)?;
/// assert!((met.slope_home - 20.0).abs() < 1e-9 && met.holds());
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn condition(
    trade: &Trade,
    elasticities: &Elasticities,
    given: &Supply,
) -> Result<Condition, BasisError> {
    let (eps_m, eps_x) = (elasticities.import, elasticities.export);
    let e_x = supply(
        ("the export supply elasticity", "出口供给弹性"),
        given.exports,
    )?;
    let e_m = supply(
        ("the supply elasticity of imports", "进口供给弹性"),
        given.imports,
    )?;
    let (x, m) = (trade.exports, trade.imports);
    let slope_home = x * eps_x * exports_value(eps_x, e_x) - m * (1.0 - eps_m) * part(eps_m, e_m);
    Ok(Condition {
        sum: eps_m + eps_x,
        sum_home: eps_m + eps_x * x / m,
        sum_foreign: (x > 0.0).then(|| eps_x + eps_m * m / x),
        slope_home,
        slope_foreign: slope_home - trade.balance(),
    })
}

/// (1 + e)/(e + ε), its limit 1 where supply is endless; nothing where neither
/// side answers, since no price is then found.
fn exports_value(eps: f64, e: f64) -> f64 {
    match e.is_infinite() {
        true => 1.0,
        false if e + eps == 0.0 => 0.0,
        false => (1.0 + e) / (e + eps),
    }
}

/// e/(e + ε), its limit 1 where supply is endless.
fn part(eps: f64, e: f64) -> f64 {
    match e.is_infinite() {
        true => 1.0,
        false if e + eps == 0.0 => 0.0,
        false => e / (e + eps),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Home-money balance when foreign money costs `k` log points more, from
    /// the two markets solved in levels with constant elasticities.
    fn balance_after(trade: &Trade, eps: &Elasticities, supply: &Supply, k: f64) -> f64 {
        let p = eps.export * k / (supply.exports + eps.export);
        let sold = trade.exports * ((1.0 + supply.exports) * p).exp();
        let abroad = -eps.import * k / (supply.imports + eps.import);
        let bought = trade.imports * (k + (1.0 + supply.imports) * abroad).exp();
        sold - bought
    }

    proptest! {
        /// Second derivation: the two markets solved in levels, differentiated numerically.
        #[test]
        fn s7_5_the_slope_is_that_of_both_markets(x in 1.0..9e2f64, m in 1.0..9e2f64, a in 0.05..4.0f64, b in 0.05..4.0f64, ex in 0.1..20.0f64, em in 0.1..20.0f64) {
            let (trade, eps, supply) = (Trade::new(m, x).unwrap(), Elasticities::new(a, b).unwrap(), Supply { exports: ex, imports: em });
            let made = condition(&trade, &eps, &supply).unwrap();
            let h = 1e-5;
            let slope = (balance_after(&trade, &eps, &supply, h) - balance_after(&trade, &eps, &supply, -h)) / (2.0 * h);
            prop_assert!((made.slope_home - slope).abs() < 1e-5 * (x + m));
            let foreign = |k: f64| balance_after(&trade, &eps, &supply, k) * (-k).exp();
            let slope = (foreign(h) - foreign(-h)) / (2.0 * h);
            prop_assert!((made.slope_foreign - slope).abs() < 1e-5 * (x + m));
        }

        /// With endless supply the sign is that of the weighted sum less one.
        #[test]
        fn s7_5_endless_supply_is_marshall_and_lerner(x in 1.0..9e2f64, m in 1.0..9e2f64, a in 0.0..3.0f64, b in 0.0..3.0f64) {
            let made = condition(&Trade::new(m, x).unwrap(), &Elasticities::new(a, b).unwrap(), &Supply::ENDLESS).unwrap();
            prop_assert!((made.slope_home - m * (made.sum_home - 1.0)).abs() < 1e-9 * (m + x));
            let abroad = x * (made.sum_foreign.unwrap() - 1.0);
            prop_assert!((made.slope_foreign - abroad).abs() < 1e-9 * (m + x));
        }
    }

    #[test]
    fn s7_5_with_low_import_and_high_export_elasticity_exports_fall_more() {
        let trade = Trade::new(100.0, 100.0).unwrap();
        let eps = Elasticities::new(0.2, 2.0).unwrap();
        let made = response(&trade, &eps, 0.1, 0.1).unwrap();
        assert!((made.imports + 2.0).abs() < 1e-12 && (made.exports + 20.0).abs() < 1e-12);
        assert!((made.balance + 18.0).abs() < 1e-12);
    }

    #[test]
    fn at_exactly_one_a_depreciation_moves_nothing() {
        let trade = Trade::new(80.0, 80.0).unwrap();
        let made = condition(
            &trade,
            &Elasticities::new(0.4, 0.6).unwrap(),
            &Supply::ENDLESS,
        )
        .unwrap();
        assert!(made.slope_home.abs() < 1e-12 && made.slope_foreign.abs() < 1e-12);
        let none = Supply {
            exports: 0.0,
            imports: 0.0,
        };
        let still = condition(&trade, &Elasticities::new(0.0, 0.0).unwrap(), &none).unwrap();
        assert_eq!(still.slope_home, 0.0);
    }
}
