//! Multilateral resistances.

use faer::Mat;
use faer::linalg::solvers::Solve;
use triffin_basis::BasisError;

use super::table::GravityTable;

/// Inward and outward resistance of every region, the reference importer's
/// inward one being one.
#[derive(Clone, Debug, PartialEq)]
pub struct Resistances {
    /// Πᵢ: outward, what sellers bear.
    pub outward: Vec<f64>,
    /// Pⱼ: inward, what buyers bear.
    pub inward: Vec<f64>,
    /// Πᵢ^(σ−1).
    pub(super) outward_power: Vec<f64>,
    /// Pⱼ^(σ−1).
    pub(super) inward_power: Vec<f64>,
    /// Largest relative miss of the two systems.
    pub residual: f64,
    /// Steps it took.
    pub iterations: usize,
}

/// Relative miss at which the systems count as solved.
const SOLVED: f64 = 1e-13;
const STEPS: usize = 100;

/// Pⱼ^(1−σ) = Σᵢ tᵢⱼ^(1−σ) sᵢ Πᵢ^(σ−1), Πᵢ^(1−σ) = Σⱼ tᵢⱼ^(1−σ) eⱼ Pⱼ^(σ−1)
///
/// `costs` are t^(1−σ) by pair, positive; `sigma` is the elasticity of
/// substitution; `reference` the importer whose P is one.
///
/// The two systems balance the matrix tᵢⱼ^(1−σ) sᵢ eⱼ to row sums s and
/// column sums e. Its logarithmic scalings minimise a convex function, so
/// that Newton's method with halved steps arrives from anywhere.
///
/// # Errors
///
/// `E-TARIFF-GRAVITY-RESISTANCE` where it does not settle;
/// `E-TARIFF-SIGMA` for σ ≤ 1; `E-TARIFF-SHAPE`.
///
/// Source: Anderson and van Wincoop 2003, equations 12–13; Knight 2008 for
/// the balancing.
pub fn resistances(
    table: &GravityTable,
    costs: &[f64],
    sigma: f64,
    reference: usize,
) -> Result<Resistances, BasisError> {
    let n = table.regions().len();
    check(n, costs, sigma, reference)?;
    let shares = |amounts: &[f64]| -> Vec<f64> {
        let sum: f64 = amounts.iter().sum();
        amounts.iter().map(|amount| amount / sum).collect()
    };
    let mut scaling = Scaling {
        n,
        costs,
        s: shares(table.output()),
        e: shares(table.expenditure()),
        u: vec![0.0; n],
        v: vec![0.0; n],
    };
    let (mut steps, mut miss) = (0, f64::INFINITY);
    while steps < STEPS && miss > SOLVED {
        steps += 1;
        scaling.sweep();
        miss = scaling.newton();
    }
    if miss.is_nan() || miss > 1e-10 {
        return Err(unsettled(miss));
    }
    Ok(scaling.result(sigma, reference, miss, steps))
}

/// Row scalings exp(u), column scalings exp(v).
struct Scaling<'a> {
    n: usize,
    costs: &'a [f64],
    s: Vec<f64>,
    e: Vec<f64>,
    u: Vec<f64>,
    v: Vec<f64>,
}

impl Scaling<'_> {
    /// One pass over columns, then rows, after which rows are balanced.
    fn sweep(&mut self) {
        let n = self.n;
        let sold: Vec<f64> = self
            .s
            .iter()
            .zip(&self.u)
            .map(|(s, u)| s * u.exp())
            .collect();
        for j in 0..n {
            let sum: f64 = (0..n).map(|i| self.costs[i * n + j] * sold[i]).sum();
            self.v[j] = -sum.ln();
        }
        self.balance_rows();
    }

    /// A Newton step on the columns with the rows kept in balance; gives
    /// the largest relative miss of the columns before it.
    ///
    /// With K the balanced matrix, (diag(c) − Kᵀ diag(1/s) K) dv = e − c;
    /// the last unknown is held, since a common factor is free.
    fn newton(&mut self) -> f64 {
        let n = self.n;
        let k = Mat::from_fn(n, n, |i, j| {
            self.costs[i * n + j] * self.s[i] * self.e[j] * (self.u[i] + self.v[j]).exp()
        });
        let sums: Vec<f64> = (0..n).map(|j| (0..n).map(|i| k[(i, j)]).sum()).collect();
        let misses = sums
            .iter()
            .zip(&self.e)
            .map(|(sum, e)| (sum / e - 1.0).abs());
        let miss = misses.fold(0.0, f64::max);
        if miss <= SOLVED || !miss.is_finite() {
            return miss;
        }
        let scaled = Mat::from_fn(n, n - 1, |i, j| k[(i, j)] / self.s[i].sqrt());
        let mut hessian = -(scaled.transpose() * &scaled);
        for j in 0..n - 1 {
            hessian[(j, j)] += sums[j];
        }
        let gap = Mat::from_fn(n - 1, 1, |j, _| self.e[j] - sums[j]);
        let step = hessian.partial_piv_lu().solve(&gap);
        let longest = (0..n - 1).fold(0.0_f64, |most, j| most.max(step[(j, 0)].abs()));
        // Far away a full step can overshoot; the sweep that follows brings
        // back what a shortened one misses.
        let part = (1.0 / longest).min(1.0);
        if longest.is_finite() {
            for j in 0..n - 1 {
                self.v[j] += part * step[(j, 0)];
            }
            self.balance_rows();
        }
        miss
    }

    fn balance_rows(&mut self) {
        let n = self.n;
        let bought: Vec<f64> = self
            .e
            .iter()
            .zip(&self.v)
            .map(|(e, v)| e * v.exp())
            .collect();
        for i in 0..n {
            let row = &self.costs[i * n..(i + 1) * n];
            let sum: f64 = row
                .iter()
                .zip(&bought)
                .map(|(cost, bought)| cost * bought)
                .sum();
            self.u[i] = -sum.ln();
        }
    }

    fn result(mut self, sigma: f64, reference: usize, miss: f64, steps: usize) -> Resistances {
        let held = self.v[reference];
        self.v.iter_mut().for_each(|v| *v -= held);
        self.u.iter_mut().for_each(|u| *u += held);
        let root = |log: &[f64]| log.iter().map(|x| (x / (sigma - 1.0)).exp()).collect();
        Resistances {
            outward: root(&self.u),
            inward: root(&self.v),
            outward_power: self.u.iter().map(|u| u.exp()).collect(),
            inward_power: self.v.iter().map(|v| v.exp()).collect(),
            residual: miss,
            iterations: steps,
        }
    }
}

fn check(n: usize, costs: &[f64], sigma: f64, reference: usize) -> Result<(), BasisError> {
    if !sigma.is_finite() || sigma <= 1.0 {
        return Err(BasisError::new(
            "E-TARIFF-SIGMA",
            format!("sigma is {sigma}"),
            format!("sigma 为 {sigma}"),
        )
        .value(sigma)
        .expected("> 1", "> 1"));
    }
    if costs.len() == n * n && reference < n {
        return Ok(());
    }
    Err(BasisError::new(
        "E-TARIFF-SHAPE",
        format!(
            "{} costs and reference {reference} for {n} regions",
            costs.len()
        ),
        format!("{n} 个地区有 {} 个成本，基准为 {reference}", costs.len()),
    )
    .value(costs.len())
    .expected((n * n).to_string(), (n * n).to_string()))
}

fn unsettled(miss: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-GRAVITY-RESISTANCE",
        format!("multilateral resistances miss by {miss:e}"),
        format!("多边阻力的误差为 {miss:e}"),
    )
    .value(format!("{miss:e}"))
    .expected("at most 1e-10", "不超过 1e-10")
    .remedy(
        "Look for costs that differ by many orders of magnitude",
        "请检查相差多个数量级的成本",
    )
}
