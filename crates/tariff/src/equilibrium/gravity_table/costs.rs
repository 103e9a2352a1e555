//! Trade costs from estimated coefficients.

use triffin_basis::BasisError;

/// A cost variable: its coefficient, and its values by pair before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct CostTerm {
    /// Name of the column.
    pub name: String,
    /// Its estimate β, the semi-elasticity of trade.
    pub coefficient: f64,
    /// Values in the order of the pairs, as observed.
    pub before: Vec<f64>,
    /// Values after the policy.
    pub after: Vec<f64>,
}

/// tᵢⱼ^(1−σ) = exp(Σ β xᵢⱼ) before and after, by pair.
///
/// # Errors
///
/// `E-TARIFF-SHAPE` (terms of different length), `E-TARIFF-GRAVITY-COST` (a
/// cost that is zero, infinite or no number), with the column and the row.
pub fn trade_costs(terms: &[CostTerm]) -> Result<(Vec<f64>, Vec<f64>), BasisError> {
    let pairs = terms.first().map_or(0, |term| term.before.len());
    let fits = |term: &CostTerm| term.before.len() == pairs && term.after.len() == pairs;
    if let Some(term) = terms.iter().find(|term| !fits(term)) {
        return Err(uneven(&term.name, term.before.len(), pairs));
    }
    let cost = |values: fn(&CostTerm) -> &[f64]| -> Result<Vec<f64>, BasisError> {
        (0..pairs).map(|pair| one(terms, values, pair)).collect()
    };
    Ok((cost(|term| &term.before)?, cost(|term| &term.after)?))
}

fn one(
    terms: &[CostTerm],
    values: fn(&CostTerm) -> &[f64],
    pair: usize,
) -> Result<f64, BasisError> {
    let sum: f64 = terms
        .iter()
        .map(|term| term.coefficient * values(term)[pair])
        .sum();
    let cost = sum.exp();
    if cost.is_finite() && cost > 0.0 {
        return Ok(cost);
    }
    let wrong = |term: &&CostTerm| !(term.coefficient * values(term)[pair]).is_finite();
    let name = terms
        .iter()
        .find(wrong)
        .map_or("…", |term| term.name.as_str());
    Err(no_cost(name, pair, sum))
}

fn uneven(name: &str, found: usize, pairs: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("{name} has {found} values for {pairs} pairs"),
        format!("{name} 有 {found} 个值，而国家对有 {pairs} 个"),
    )
    .value(found)
    .expected(pairs.to_string(), pairs.to_string())
}

fn no_cost(name: &str, pair: usize, sum: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-GRAVITY-COST",
        format!("the cost of pair {} is exp({sum}), by {name}", pair + 1),
        format!("第 {} 个国家对的成本为 exp({sum})，源于 {name}", pair + 1),
    )
    .value(sum)
    .expected("a positive number", "正数")
    .remedy(
        "Scale the column, or leave out rows without a value",
        "请调整该列的单位，或略去缺值的行",
    )
}
