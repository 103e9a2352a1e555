//! Derivatives of the equations of a one-sector world.

use faer::linalg::matmul::matmul;
use faer::linalg::solvers::{PartialPivLu, Solve};
use faer::{Accum, Mat, Par};

use super::system::{Point, System};

/// The factored derivatives ∂ excess / ∂ x at a point.
#[derive(Clone, Debug)]
pub(in crate::equilibrium) struct Jacobian {
    lu: PartialPivLu<f64>,
}

impl Jacobian {
    /// Forms and factors the matrix: one product of two N × N matrices and
    /// one factorisation.
    pub(in crate::equilibrium) fn at(system: &System, point: &Point) -> Self {
        Self {
            lu: matrix(system, point).partial_piv_lu(),
        }
    }

    /// J⁻¹ b.
    pub(in crate::equilibrium) fn solve(&self, b: &[f64]) -> Vec<f64> {
        column(&self.lu.solve(one(b)))
    }

    /// J⁻ᵀ b.
    pub(in crate::equilibrium) fn solve_transpose(&self, b: &[f64]) -> Vec<f64> {
        column(&self.lu.solve_transpose(one(b)))
    }
}

/// How one region answers to the costs of others: log E' and log L̂ by
/// log âₖ are share · λ'ₙₖ + net · mₙₖ, from the answers to S and r.
#[derive(Clone, Copy)]
struct Answer {
    share: f64,
    net: f64,
}

impl Answer {
    fn new(by: [f64; 4], theta: f64, duty: f64) -> Self {
        let [_, by_sum, by_duty, _] = by;
        Self {
            share: -theta * (by_sum + (1.0 - duty) * by_duty),
            net: theta * by_duty,
        }
    }
}

/// The (N + 1) × (N + 1) matrix; its last row is that of the numeraire, its
/// last column that of the shift of the closure.
fn matrix(system: &System, point: &Point) -> Mat<f64> {
    let n = system.n;
    let (sales, answers) = tables(system, point);
    let mut all = Mat::zeros(n + 1, n + 1);
    matmul(
        all.as_mut().submatrix_mut(0, 0, n, n),
        Accum::Replace,
        sales.transpose(),
        &answers,
        1.0,
        Par::Seq,
    );
    for region in 0..n {
        buyers(system, point, &sales, region, &mut all);
        purchases(system, point, region, &mut all);
        numeraire(system, point, region, &mut all);
    }
    for market in 0..n {
        let value_added = point.locals[market].value_added;
        for unknown in 0..n {
            all[(market, unknown)] /= value_added;
        }
        all[(market, n)] /= value_added;
        wages(system, point, market, &mut all);
    }
    for closed in (0..n).filter(|region| system.closed[*region]) {
        hold(&mut all, closed);
    }
    all
}

/// Holds the wage of a region whose market any wage clears.
fn hold(all: &mut Mat<f64>, region: usize) {
    for unknown in 0..all.ncols() {
        all[(region, unknown)] = f64::from(u8::from(unknown == region));
    }
}

/// What each importer pays abroad to each exporter's factors, and by how
/// much (in logarithms) that answers to every cost, less the part on the
/// diagonal.
fn tables(system: &System, point: &Point) -> (Mat<f64>, Mat<f64>) {
    let n = system.n;
    let (mut sales, mut answers) = (Mat::zeros(n, n), Mat::zeros(n, n));
    for (region, local) in point.locals.iter().enumerate() {
        let answer = Answer::new(local.spending_by, system.theta, point.duty[region]);
        let each = (1.0 - system.places[region].nu) * local.spending;
        for (at, (share, net)) in system.shares(point, region).enumerate() {
            sales[(region, at)] = if at == region { 0.0 } else { each * net };
            answers[(region, at)] = (system.theta + answer.share) * share + answer.net * net;
        }
    }
    (sales, answers)
}

/// What does not go through the product: own spending of each buyer, and
/// sales that fall with the seller's cost.
fn buyers(system: &System, point: &Point, sales: &Mat<f64>, region: usize, all: &mut Mat<f64>) {
    let n = system.n;
    let by = point.locals[region].spending_by;
    for market in 0..n {
        all[(market, region)] += sales[(region, market)] * by[0];
        all[(market, n)] += sales[(region, market)] * by[3];
    }
    all[(region, region)] -= system.theta * point.earned[region];
}

/// What a region buys abroad, less what its own factors earn by selling it.
fn purchases(system: &System, point: &Point, region: usize, all: &mut Mat<f64>) {
    let (n, local, theta) = (system.n, &point.locals[region], system.theta);
    let answer = Answer::new(local.spending_by, theta, point.duty[region]);
    let spent = (1.0 - system.places[region].nu) * local.spending;
    let abroad = point.abroad[region];
    for (at, (share, net)) in system.shares(point, region).enumerate() {
        let spending = abroad * (answer.share * share + answer.net * net);
        let bought = if at == region { 0.0 } else { net };
        all[(region, at)] -= spent * (spending - theta * (bought - abroad * share));
    }
    all[(region, region)] -= spent * abroad * local.spending_by[0];
    all[(region, n)] -= spent * abroad * local.spending_by[3];
}

/// Own value added: a share of it is received, and excess demand is divided
/// by it.
fn wages(system: &System, point: &Point, region: usize, all: &mut Mat<f64>) {
    let n = system.n;
    let by_value = system.places[region].share - point.shift - point.excess[region];
    for (at, by) in value_added(system, point, region).enumerate() {
        all[(region, at)] += by_value * by;
    }
    all[(region, region)] += by_value * value_added_own(system, point, region);
    let labour = point.locals[region].labour_by[3];
    all[(region, n)] += by_value * (1.0 + system.places[region].psi) * labour - 1.0;
}

fn numeraire(system: &System, point: &Point, region: usize, all: &mut Mat<f64>) {
    let n = system.n;
    let world: f64 = point.locals.iter().map(|local| system.size(local)).sum();
    let size = system.size(&point.locals[region]) / world;
    for (at, by) in value_added(system, point, region).enumerate() {
        all[(n, at)] += size * by;
    }
    all[(n, region)] += size * value_added_own(system, point, region);
    let labour = point.locals[region].labour_by[3];
    all[(n, n)] += size * (1.0 + system.places[region].psi) * labour;
}

/// ∂ log Y' by every cost, less [`value_added_own`] on the diagonal.
fn value_added<'a>(
    system: &'a System,
    point: &'a Point,
    region: usize,
) -> impl Iterator<Item = f64> + 'a {
    let by = point.locals[region].labour_by;
    let answer = Answer::new(by, system.theta, point.duty[region]);
    let more = 1.0 + system.places[region].psi;
    let shares = system.shares(point, region);
    shares.map(move |(share, net)| more * (answer.share * share + answer.net * net))
}

fn value_added_own(system: &System, point: &Point, region: usize) -> f64 {
    1.0 + (1.0 + system.places[region].psi) * point.locals[region].labour_by[0]
}

fn one(b: &[f64]) -> Mat<f64> {
    Mat::from_fn(b.len(), 1, |row, _| b[row])
}

fn column(solved: &Mat<f64>) -> Vec<f64> {
    (0..solved.nrows()).map(|row| solved[(row, 0)]).collect()
}
