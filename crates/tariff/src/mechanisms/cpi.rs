//! What a duty does to consumer prices: bought directly, and through inputs.

use faer::Mat;
use faer::linalg::solvers::Solve;
use triffin_basis::BasisError;

use super::refusal::{at_least_zero, finite, shape, unsolved};

/// What an economy makes of what, and what consumers buy.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// A_d, row after row: domestic product of the row in one unit of output of the column.
    pub domestic: Vec<f64>,
    /// A_m, row after row: imported product of the row in one unit of output of the column.
    pub imported: Vec<f64>,
    /// Part of consumption spent on each product made at home.
    pub bought_domestic: Vec<f64>,
    /// Part of consumption spent on each product made abroad.
    pub bought_imported: Vec<f64>,
}

/// Consumer prices by path, as shares of the level before.
#[derive(Clone, Debug, PartialEq)]
pub struct Cpi {
    /// Σ w_m·π_m, imports that consumers buy.
    pub direct: f64,
    /// Σ w_d·π_d, home products that imports go into.
    pub indirect: f64,
    /// Both together.
    pub total: f64,
    /// π_d, the rise of each home product.
    pub domestic: Vec<f64>,
}

/// π_d = (I − A_d′)⁻¹·A_m′·π_m; ΔCPI = w_m·π_m + w_d·π_d
///
/// Costs of inputs are passed on in full along every chain of production, with
/// fixed input coefficients, and value added in money does not answer.
///
/// Inputs: shares of output and of consumption; π_m, the rise of the price of
/// each imported product (duty × pass-through less what the currency takes off).
///
/// Unit: shares of one. Sign: a rise of consumer prices is positive.
///
/// Errors: `E-TARIFF-SHAPE` where the tables do not fit, `E-TARIFF-NEGATIVE` for a share below zero, `E-TARIFF-NO-SOLUTION` where a product takes its whole value of inputs.
///
/// Source: Leontief 1951; Miller and Blair 2009, Input–Output Analysis, §2.6; document 000, lines 292–300.
///
/// ```
/// use triffin_tariff::mechanisms::cpi::{Inputs, cpi};
/// let one = Inputs { domestic: vec![0.5], imported: vec![0.1], bought_domestic: vec![0.8], bought_imported: vec![0.2] };
/// let made = cpi(&one, &[0.10])?;
/// assert!((made.direct - 0.02).abs() < 1e-12 && (made.indirect - 0.016).abs() < 1e-12);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn cpi(inputs: &Inputs, rise: &[f64]) -> Result<Cpi, BasisError> {
    let n = checked(inputs, rise)?;
    // A_m′·π_m: what imported inputs add to the cost of each product.
    let pushed = Mat::from_fn(n, 1, |column, _| {
        (0..n)
            .map(|row| {
                entry(&inputs.imported, n, row, column) * rise.get(row).copied().unwrap_or_default()
            })
            .sum::<f64>()
    });
    let leontief = Mat::from_fn(n, n, |i, j| {
        f64::from(u8::from(i == j)) - entry(&inputs.domestic, n, j, i)
    });
    let made = leontief.partial_piv_lu().solve(&pushed);
    let domestic: Vec<f64> = (0..n).map(|i| made[(i, 0)]).collect();
    if domestic.iter().any(|rise| !rise.is_finite()) {
        return Err(whole(n));
    }
    let dot = |weights: &[f64], rises: &[f64]| -> f64 {
        weights.iter().zip(rises).map(|(w, p)| w * p).sum()
    };
    let direct = dot(&inputs.bought_imported, rise);
    let indirect = dot(&inputs.bought_domestic, &domestic);
    Ok(Cpi {
        direct,
        indirect,
        total: direct + indirect,
        domestic,
    })
}

/// The entry of a table stored row after row.
fn entry(table: &[f64], n: usize, row: usize, column: usize) -> f64 {
    table.get(row * n + column).copied().unwrap_or_default()
}

fn checked(inputs: &Inputs, rise: &[f64]) -> Result<usize, BasisError> {
    let n = rise.len();
    let fits = n > 0
        && [&inputs.domestic, &inputs.imported]
            .iter()
            .all(|table| table.len() == n * n)
        && [&inputs.bought_domestic, &inputs.bought_imported]
            .iter()
            .all(|list| list.len() == n);
    if !fits {
        return Err(shape(
            format!(
                "{n} products, tables of {} and {} entries",
                inputs.domestic.len(),
                inputs.imported.len()
            ),
            format!(
                "{n} 种产品，投入表分别有 {} 与 {} 项",
                inputs.domestic.len(),
                inputs.imported.len()
            ),
            n,
        ));
    }
    let tables = inputs.domestic.iter().chain(&inputs.imported);
    let shares = tables
        .chain(&inputs.bought_domestic)
        .chain(&inputs.bought_imported);
    for share in shares {
        at_least_zero(
            ("a share of inputs or of consumption", "投入或消费份额"),
            *share,
        )?;
    }
    for change in rise {
        finite(("the rise of an import price", "进口价格涨幅"), *change)?;
    }
    value_added(inputs, n)
}

/// Every product must add value to its inputs.
fn value_added(inputs: &Inputs, n: usize) -> Result<usize, BasisError> {
    let columns = (0..n).map(|column| {
        (0..n)
            .map(|row| {
                entry(&inputs.domestic, n, row, column) + entry(&inputs.imported, n, row, column)
            })
            .sum::<f64>()
    });
    match columns.into_iter().position(|sum| sum >= 1.0) {
        Some(column) => Err(whole(column + 1)),
        None => Ok(n),
    }
}

fn whole(place: usize) -> BasisError {
    let (en, zh) = (
        format!("product {place} takes its whole value of inputs, so that no value is added"),
        format!("第 {place} 种产品的投入占其全部产值，没有增加值"),
    );
    unsolved(
        (&en, &zh),
        place,
        (
            "Give inputs that add up to less than one",
            "请使各项投入之和小于一",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_pass_through_no_price_moves_and_the_paths_add_up() {
        let two = Inputs {
            domestic: vec![0.1, 0.3, 0.2, 0.1],
            imported: vec![0.05, 0.1, 0.0, 0.2],
            bought_domestic: vec![0.5, 0.3],
            bought_imported: vec![0.15, 0.05],
        };
        assert_eq!(cpi(&two, &[0.0, 0.0]).unwrap().total, 0.0);
        let made = cpi(&two, &[0.1, 0.2]).unwrap();
        assert_eq!(made.total, made.direct + made.indirect);
        assert!((made.direct - 0.025).abs() < 1e-15);
    }

    #[test]
    fn tables_that_do_not_fit_and_products_without_value_added_are_refused() {
        let one = |d: f64, m: f64| Inputs {
            domestic: vec![d],
            imported: vec![m],
            bought_domestic: vec![1.0],
            bought_imported: vec![0.0],
        };
        let code = |inputs: &Inputs, rise: &[f64]| cpi(inputs, rise).unwrap_err().code();
        assert_eq!(code(&one(0.5, 0.5), &[0.1]), "E-TARIFF-NO-SOLUTION");
        assert_eq!(code(&one(-0.5, 0.5), &[0.1]), "E-TARIFF-NEGATIVE");
        assert_eq!(code(&one(0.5, 0.1), &[0.1, 0.2]), "E-TARIFF-SHAPE");
        assert_eq!(code(&one(0.5, 0.1), &[f64::NAN]), "E-TARIFF-NUMBER");
    }

    proptest! {
        /// Second derivation: round after round of costs passed on (Neumann series).
        #[test]
        fn the_inverse_is_the_sum_over_rounds(d in prop::collection::vec(0.0..0.2f64, 9), m in prop::collection::vec(0.0..0.1f64, 9), rise in prop::collection::vec(-0.3..0.5f64, 3)) {
            let inputs = Inputs { domestic: d.clone(), imported: m.clone(), bought_domestic: vec![0.3; 3], bought_imported: vec![0.03; 3] };
            let made = cpi(&inputs, &rise).unwrap();
            let mut step: Vec<f64> = (0..3).map(|j| (0..3).map(|i| m[i * 3 + j] * rise[i]).sum()).collect();
            let mut sum = step.clone();
            for _ in 0..300 {
                step = (0..3).map(|j| (0..3).map(|i| d[i * 3 + j] * step[i]).sum()).collect();
                sum.iter_mut().zip(&step).for_each(|(sum, step)| *sum += step);
            }
            for (made, by_rounds) in made.domestic.iter().zip(&sum) {
                prop_assert!((made - by_rounds).abs() < 1e-12);
            }
        }
    }
}
