//! Conjugate gradients on the normal equations, several columns at a time.

use rayon::prelude::*;

use super::normal::Weighted;

/// How near is near enough for one column.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aim {
    /// The error of what is left, relative to what is left.
    Left(f64),
    /// The error of what is taken off, relative to what is taken off, or
    /// `floor` in absolute terms: for a column that only says where to step.
    Taken { relative: f64, floor: f64 },
}

/// After as many steps without arriving the column stays as it is.
const MOST_STEPS: usize = 20_000;
/// The error is estimated by as many last steps: their gains sum to the
/// squared error of the solution before them, less that of the present one.
const LOOK_BACK: usize = 4;
/// How often a column that is nearly all explained is explained anew.
const MOST_ROUNDS: usize = 3;
/// Below this share of where it began, and below this share of the squares,
/// the residual is rounding. Beyond it the search would drift along the
/// directions without weight, of which effects always have some.
const WORN: f64 = 1e-25;
const ROUNDING: f64 = 1e-29;
/// Fewer cells than this are not worth a second thread.
const WORTH_A_THREAD: usize = 100_000;

/// x ← x − (what the effects explain of x), by weighted least squares, for
/// each column.
///
/// A column's arithmetic is the same whichever columns are beside it, so that
/// results are the same bits at any number of threads. Returns the steps of
/// the slowest column.
pub(crate) fn absorb(weighted: &Weighted, columns: &mut [Vec<f64>], aims: &[Aim]) -> usize {
    if weighted.layout.is_empty() {
        return 0;
    }
    if weighted.layout.outer == 0 {
        columns
            .iter_mut()
            .for_each(|column| weighted.center(column));
        return 0;
    }
    let large = columns.len() * weighted.weights.len() > WORTH_A_THREAD;
    let threads = if large {
        rayon::current_num_threads()
    } else {
        1
    };
    let width = columns.len().div_ceil(threads.max(1)).clamp(1, 4);
    let jobs = columns.chunks_mut(width).zip(aims.chunks(width));
    if threads == 1 {
        return jobs
            .map(|(columns, aims)| side_by_side(weighted, columns, aims))
            .max()
            .unwrap_or(0);
    }
    let jobs: Vec<_> = jobs.collect();
    jobs.into_par_iter()
        .map(|(columns, aims)| side_by_side(weighted, columns, aims))
        .max()
        .unwrap_or(0)
}

fn side_by_side(weighted: &Weighted, columns: &mut [Vec<f64>], aims: &[Aim]) -> usize {
    match columns {
        [a] => by_effects([a], weighted, aims),
        [a, b] => by_effects([a, b], weighted, aims),
        [a, b, c] => by_effects([a, b, c], weighted, aims),
        [a, b, c, d] => by_effects([a, b, c, d], weighted, aims),
        _ => 0,
    }
}

fn by_effects<const L: usize>(
    columns: [&mut Vec<f64>; L],
    weighted: &Weighted,
    aims: &[Aim],
) -> usize {
    let columns = columns.map(Vec::as_mut_slice);
    match weighted.layout.outer {
        1 => solve::<L, 1>(columns, weighted, aims),
        2 => solve::<L, 2>(columns, weighted, aims),
        3 => solve::<L, 3>(columns, weighted, aims),
        _ => solve::<L, 0>(columns, weighted, aims),
    }
}

fn solve<const L: usize, const M: usize>(
    mut columns: [&mut [f64]; L],
    weighted: &Weighted,
    aims: &[Aim],
) -> usize {
    let mut search = Search::<L>::new(weighted);
    let mut wanted = [true; L];
    let mut steps = 0;
    for _ in 0..MOST_ROUNDS {
        let squares = weighted.right_side::<L, M>(&columns, &mut search.r, &mut search.buffer);
        let mut progress: [Progress; L] = std::array::from_fn(|lane| Progress::new(squares[lane]));
        search.begin(wanted, squares);
        while search.active.contains(&true) {
            weighted.multiply::<L, M>(&search.p, &mut search.q, &mut search.buffer);
            let gains = search.step(std::array::from_fn(|lane| progress[lane].room()));
            for lane in 0..L {
                search.active[lane] &= !progress[lane].arrived(gains[lane], aims.get(lane));
            }
            search.turn();
            steps += 1;
        }
        weighted.take_off::<L, M>(&mut columns, &search.a, wanted);
        for (wanted, progress) in wanted.iter_mut().zip(&progress) {
            *wanted &= progress.nearly_all();
        }
        if wanted == [false; L] {
            break;
        }
    }
    steps
}

/// What one column has gained so far.
struct Progress {
    squares: f64,
    gained: f64,
    last: [f64; LOOK_BACK],
    steps: usize,
}

impl Progress {
    fn new(squares: f64) -> Self {
        Self {
            squares,
            gained: 0.0,
            last: [f64::INFINITY; LOOK_BACK],
            steps: 0,
        }
    }

    /// Notes the gain of a step, and whether the aim is reached.
    fn arrived(&mut self, gain: f64, aim: Option<&Aim>) -> bool {
        self.gained += gain;
        self.last[self.steps % LOOK_BACK] = gain;
        self.steps += 1;
        let error: f64 = self.last.iter().sum();
        let enough = match aim {
            Some(&Aim::Left(tolerance)) => tolerance * tolerance * self.room(),
            Some(&Aim::Taken { relative, floor }) => {
                (relative * relative * self.gained).max(floor * floor)
            }
            None => f64::INFINITY,
        };
        gain <= 0.0 || error <= enough || self.steps >= MOST_STEPS
    }

    /// Whether so little is left that it is known to few digits only.
    fn nearly_all(&self) -> bool {
        self.room() < 1e-8 * self.squares
    }

    /// The squares that are left to gain.
    fn room(&self) -> f64 {
        (self.squares - self.gained).max(0.0)
    }
}

/// The state of the conjugate gradients of L columns.
struct Search<'a, const L: usize> {
    preconditioner: &'a [f64],
    /// The share of the squares that is rounding.
    rounding: f64,
    a: Vec<[f64; L]>,
    r: Vec<[f64; L]>,
    p: Vec<[f64; L]>,
    q: Vec<[f64; L]>,
    buffer: Vec<[f64; L]>,
    rz: [f64; L],
    /// Where each column's residual is rounding.
    floor: [f64; L],
    active: [bool; L],
}

impl<'a, const L: usize> Search<'a, L> {
    fn new(weighted: &'a Weighted) -> Self {
        let zeros = || vec![[0.0; L]; weighted.layout.coefficients];
        Self {
            preconditioner: &weighted.diagonal,
            rounding: ROUNDING * weighted.contrast,
            a: zeros(),
            r: zeros(),
            p: zeros(),
            q: zeros(),
            buffer: vec![[0.0; L]; weighted.layout.longest],
            rz: [0.0; L],
            floor: [0.0; L],
            active: [true; L],
        }
    }

    /// a = 0, p = M⁻¹ r.
    fn begin(&mut self, wanted: [bool; L], squares: [f64; L]) {
        self.a.fill([0.0; L]);
        self.rz = [0.0; L];
        let directions = self.p.iter_mut().zip(&self.r).zip(self.preconditioner);
        for ((p, r), &scale) in directions {
            for lane in 0..L {
                p[lane] = scale * r[lane];
                self.rz[lane] += p[lane] * r[lane];
            }
        }
        self.floor =
            std::array::from_fn(|lane| (WORN * self.rz[lane]).max(self.rounding * squares[lane]));
        self.active = std::array::from_fn(|lane| wanted[lane] && self.rz[lane] > self.floor[lane]);
    }

    /// a ← a + γ p, r ← r − γ q; returns how much the squares fall.
    ///
    /// They cannot fall by more than the room there is: a step that promises
    /// more goes along a direction without weight, and is not taken.
    fn step(&mut self, room: [f64; L]) -> [f64; L] {
        let mut pq = [0.0; L];
        for (p, q) in self.p.iter().zip(&self.q) {
            for lane in 0..L {
                pq[lane] += p[lane] * q[lane];
            }
        }
        let gamma: [f64; L] = std::array::from_fn(|lane| {
            let gamma = self.rz[lane] / pq[lane];
            let sound = pq[lane] > 0.0 && gamma * self.rz[lane] <= 1.001 * room[lane];
            if self.active[lane] && sound {
                gamma
            } else {
                0.0
            }
        });
        let vectors = self.a.iter_mut().zip(&mut self.r).zip(&self.p).zip(&self.q);
        for (((a, r), p), q) in vectors {
            for lane in 0..L {
                a[lane] += gamma[lane] * p[lane];
                r[lane] -= gamma[lane] * q[lane];
            }
        }
        std::array::from_fn(|lane| gamma[lane] * self.rz[lane])
    }

    /// p ← M⁻¹ r + β p; a column that has arrived stands still.
    fn turn(&mut self) {
        let mut rz: [f64; L] = [0.0; L];
        for (r, &scale) in self.r.iter().zip(self.preconditioner) {
            for lane in 0..L {
                rz[lane] += scale * r[lane] * r[lane];
            }
        }
        let beta: [f64; L] = std::array::from_fn(|lane| match self.active[lane] {
            true => rz[lane] / self.rz[lane],
            false => 0.0,
        });
        let scales: [f64; L] = std::array::from_fn(|lane| f64::from(u8::from(self.active[lane])));
        for ((p, r), &scale) in self.p.iter_mut().zip(&self.r).zip(self.preconditioner) {
            for lane in 0..L {
                p[lane] = scales[lane] * scale * r[lane] + beta[lane] * p[lane];
            }
        }
        self.rz = rz;
        for ((active, rz), floor) in self.active.iter_mut().zip(rz).zip(self.floor) {
            *active &= rz > floor;
        }
    }
}
