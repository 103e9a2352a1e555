//! S7.8: whether balances by product kept their sign, and what set the taxed apart.

use statrs::distribution::{ContinuousCDF, StudentsT};
use triffin_basis::BasisError;

use super::refusal::{finite, shape, unsolved};

/// A product's balances, one a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Exports less imports in each period; none where a side is missing.
    pub balances: Vec<Option<f64>>,
    /// Whether a duty fell on it; none where that is not known.
    pub treated: Option<bool>,
}

/// How many products kept their sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Persistence {
    /// Products with a balance in every period.
    pub counted: usize,
    /// Of them those whose balance has one sign throughout, and not zero.
    pub same_sign: usize,
    /// `same_sign` over `counted`; none without one.
    pub share: Option<f64>,
    /// Products left out because a period is missing.
    pub left_out: usize,
}

/// N{j: sign B_j the same in every period} ÷ N{j}
///
/// A product with a period missing is left out and counted as such. A balance of
/// zero has no sign and keeps none. A sign that stays says nothing of the effect
/// of a duty: for that the taxed are compared with the untaxed.
///
/// Unit: a share of one. Sign: none.
///
/// Errors: `E-TARIFF-SHAPE` for fewer than two periods or products of unlike length, `E-TARIFF-NUMBER` for a balance that is no number.
///
/// Source: document 002, §2.5 and figure 4.
///
/// ```
/// use triffin_tariff::mechanisms::persistence::{Product, persistence};
/// let kept = Product { balances: vec![Some(2.0), Some(3.0), Some(2.5)], treated: Some(true) };
/// let turned = Product { balances: vec![Some(-1.0), Some(1.0), Some(1.0)], treated: None };
/// assert_eq!(persistence(&[kept, turned])?.share, Some(0.5));
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn persistence(products: &[Product]) -> Result<Persistence, BasisError> {
    checked(products)?;
    let whole: Vec<Vec<f64>> = products
        .iter()
        .filter_map(|product| product.balances.iter().copied().collect())
        .collect();
    let same = whole.iter().filter(|balances| {
        balances.iter().all(|balance| *balance > 0.0)
            || balances.iter().all(|balance| *balance < 0.0)
    });
    let (counted, same_sign) = (whole.len(), same.count());
    Ok(Persistence {
        counted,
        same_sign,
        share: (counted > 0).then(|| same_sign as f64 / counted as f64),
        left_out: products.len() - counted,
    })
}

fn checked(products: &[Product]) -> Result<usize, BasisError> {
    let periods = products.first().map_or(0, |product| product.balances.len());
    if periods < 2
        || products
            .iter()
            .any(|product| product.balances.len() != periods)
    {
        return Err(shape(
            format!("{} products with {periods} periods", products.len()),
            format!("{} 种产品、{periods} 个时期", products.len()),
            periods,
        ));
    }
    for balance in products
        .iter()
        .flat_map(|product| product.balances.iter().flatten())
    {
        finite(("a balance", "差额"), *balance)?;
    }
    Ok(periods)
}

/// Products of one side at the start, and how their balances moved together.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Products counted.
    pub products: usize,
    /// Sum of balances in each period.
    pub totals: Vec<f64>,
}

/// Balances of the products that began in surplus, and of those that began in deficit
///
/// Only products with a balance in every period are summed, so that a total
/// moves because balances move.
///
/// # Errors
/// As [`persistence`].
pub fn sides(products: &[Product]) -> Result<[Side; 2], BasisError> {
    let periods = checked(products)?;
    let side = |surplus: bool| {
        let mut side = Side {
            products: 0,
            totals: vec![0.0; periods],
        };
        for product in products {
            let whole: Option<Vec<f64>> = product.balances.iter().copied().collect();
            let Some(balances) = whole.filter(|balances| {
                balances.first().is_some_and(|first| match surplus {
                    true => *first > 0.0,
                    false => *first < 0.0,
                })
            }) else {
                continue;
            };
            side.products += 1;
            side.totals
                .iter_mut()
                .zip(balances)
                .for_each(|(total, balance)| *total += balance);
        }
        side
    };
    Ok([side(true), side(false)])
}

/// A group's mean change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Products in it.
    pub products: usize,
    /// Mean of after less before.
    pub change: f64,
    /// Standard deviation of that change between products.
    pub sd: f64,
}

/// What set the taxed products apart from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The taxed.
    pub treated: Group,
    /// The others.
    pub control: Group,
    /// Change of the taxed less change of the others.
    pub estimate: f64,
    /// Its standard error, with unequal variances.
    pub std_error: f64,
    /// Degrees of freedom (Welch–Satterthwaite); none where nothing varies.
    pub df: Option<f64>,
    /// Two-sided p-value; none where nothing varies.
    pub p: Option<f64>,
    /// Products left out: a period missing or not known whether taxed.
    pub left_out: usize,
}

/// DiD = Δ̄_treated − Δ̄_control, Δ_j = mean B_j after − mean B_j before
///
/// Each product is one observation, so that its balances in several years do not
/// count as several. The estimate is the effect of the duty where both groups
/// would have moved alike without it, and where trade did not move from one to
/// the other.
///
/// Inputs: products; places of the periods before and after, counted from zero.
///
/// Unit: that of the balances. Sign: an improvement of the taxed beside the others is positive.
///
/// Errors: `E-TARIFF-SHAPE` for a period that is not there, `E-TARIFF-NO-SOLUTION` for a group of fewer than two products.
///
/// Source: Ashenfelter and Card 1985; Bertrand, Duflo and Mullainathan 2004 for one change a unit; Welch 1947.
pub fn difference(
    products: &[Product],
    before: &[usize],
    after: &[usize],
) -> Result<Difference, BasisError> {
    let periods = checked(products)?;
    if before.is_empty()
        || after.is_empty()
        || before.iter().chain(after).any(|place| *place >= periods)
    {
        return Err(shape(
            "the periods before and after must be among those of the data".to_owned(),
            "前后时期必须在数据之内".to_owned(),
            periods,
        ));
    }
    let mut changes = [Vec::new(), Vec::new()];
    let mut left_out = 0;
    for product in products {
        let mean = |places: &[usize]| -> Option<f64> {
            let picked: Option<Vec<f64>> = places
                .iter()
                .map(|place| product.balances.get(*place).copied().flatten())
                .collect();
            picked.map(|values| values.iter().sum::<f64>() / values.len() as f64)
        };
        match (product.treated, mean(before), mean(after)) {
            (Some(true), Some(before), Some(after)) => changes[0].push(after - before),
            (Some(false), Some(before), Some(after)) => changes[1].push(after - before),
            _ => left_out += 1,
        }
    }
    let [treated, control] = changes.map(|changes| Group::of(&changes));
    welch(treated?, control?, left_out)
}

impl Group {
    fn of(changes: &[f64]) -> Result<Self, BasisError> {
        if changes.len() < 2 {
            return Err(too_few(changes.len()));
        }
        let n = changes.len() as f64;
        let mean = changes.iter().sum::<f64>() / n;
        let squares: f64 = changes.iter().map(|change| (change - mean).powi(2)).sum();
        Ok(Self {
            products: changes.len(),
            change: mean,
            sd: (squares / (n - 1.0)).sqrt(),
        })
    }
}

fn welch(treated: Group, control: Group, left_out: usize) -> Result<Difference, BasisError> {
    let part = |group: &Group| group.sd * group.sd / group.products as f64;
    let (a, b) = (part(&treated), part(&control));
    let std_error = (a + b).sqrt();
    let estimate = treated.change - control.change;
    let freedom = |group: &Group, part: f64| part * part / (group.products as f64 - 1.0);
    let df =
        (std_error > 0.0).then(|| (a + b).powi(2) / (freedom(&treated, a) + freedom(&control, b)));
    Ok(Difference {
        treated,
        control,
        estimate,
        std_error,
        df,
        p: df.and_then(|df| two_sided(estimate / std_error, df)),
        left_out,
    })
}

/// The chance of a t this far from zero.
pub(super) fn two_sided(t: f64, df: f64) -> Option<f64> {
    let distribution = StudentsT::new(0.0, 1.0, df).ok()?;
    Some(2.0 * distribution.sf(t.abs()))
}

fn too_few(products: usize) -> BasisError {
    unsolved(
        (
            "a group of fewer than two products has no spread",
            "不足两种产品的组没有离散度",
        ),
        products,
        (
            "Mark at least two products as taxed and two as not",
            "请至少标出两种加税与两种未加税的产品",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn product(balances: &[f64], treated: Option<bool>) -> Product {
        Product {
            balances: balances.iter().copied().map(Some).collect(),
            treated,
        }
    }

    #[test]
    fn s7_8_a_missing_period_is_left_out_and_zero_has_no_sign() {
        let hole = Product {
            balances: vec![Some(1.0), None, Some(1.0)],
            treated: None,
        };
        let products = [
            product(&[1.0, 2.0, 1.5], None),
            product(&[1.0, 0.0, 1.0], None),
            hole,
        ];
        let made = persistence(&products).unwrap();
        assert_eq!((made.counted, made.same_sign, made.left_out), (2, 1, 1));
        assert!(persistence(&[]).is_err() && persistence(&[product(&[1.0], None)]).is_err());
    }

    /// 002, §2.5: surpluses grew in 2018 and fell a little in 2019, deficits shrank in 2019;
    /// both signs stay, and the net of both says nothing of the duty.
    #[test]
    fn s7_8_signs_stay_while_balances_move() {
        let products = [
            product(&[100.0, 110.0, 105.0], None),
            product(&[-40.0, -41.0, -30.0], None),
        ];
        assert_eq!(persistence(&products).unwrap().share, Some(1.0));
        let [surplus, deficit] = sides(&products).unwrap();
        assert_eq!(surplus.totals, [100.0, 110.0, 105.0]);
        assert_eq!(deficit.totals, [-40.0, -41.0, -30.0]);
    }

    /// By hand: treated changes −4, −6 and −8, others 1 and 3: −6 − 2 = −8,
    /// error √(4/3 + 2/2); Welch's degrees of freedom (7/3)²/((4/3)²/2 + 1²/1) = 49/17.
    #[test]
    fn s7_8_the_difference_is_that_of_mean_changes() {
        let products = [
            product(&[10.0, 6.0], Some(true)),
            product(&[10.0, 4.0], Some(true)),
            product(&[20.0, 12.0], Some(true)),
            product(&[5.0, 6.0], Some(false)),
            product(&[5.0, 8.0], Some(false)),
            product(&[5.0, 8.0], None),
        ];
        let made = difference(&products, &[0], &[1]).unwrap();
        assert!((made.estimate + 8.0).abs() < 1e-12);
        assert!((made.std_error - (7.0f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!((made.df.unwrap() - 49.0 / 17.0).abs() < 1e-12);
        assert!(made.p.unwrap() < 0.05 && made.left_out == 1);
        assert!(difference(&products[..4], &[0], &[1]).is_err());
        assert!(difference(&products, &[0], &[2]).is_err());
    }

    /// For n and n units the chance of t with 2 degrees is known: 1 − |t|/√(2 + t²).
    #[test]
    fn the_chance_of_t_is_the_closed_form_at_two_degrees() {
        for t in [0.0, 0.7, -2.5, 12.0] {
            let known = 1.0 - f64::abs(t) / (2.0 + t * t).sqrt();
            assert!((two_sided(t, 2.0).unwrap() - known).abs() < 1e-10);
        }
    }

    proptest! {
        /// Second derivation: the interaction of the least-squares regression of B on
        /// treated, after and both, by cell means.
        #[test]
        fn s7_8_the_difference_is_the_interaction_of_cells(t in prop::collection::vec((-9.0..9.0f64, -9.0..9.0f64), 2..6), c in prop::collection::vec((-9.0..9.0f64, -9.0..9.0f64), 2..6)) {
            let mut products = Vec::new();
            products.extend(t.iter().map(|(a, b)| product(&[*a, *b], Some(true))));
            products.extend(c.iter().map(|(a, b)| product(&[*a, *b], Some(false))));
            let mean = |cells: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64| cells.iter().map(pick).sum::<f64>() / cells.len() as f64;
            let cells = (mean(&t, |x| x.1) - mean(&c, |x| x.1)) - (mean(&t, |x| x.0) - mean(&c, |x| x.0));
            let made = difference(&products, &[0], &[1]).unwrap();
            prop_assert!((made.estimate - cells).abs() < 1e-9);
        }
    }
}
