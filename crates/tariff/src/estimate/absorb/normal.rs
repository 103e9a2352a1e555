//! The normal equations of the outer coefficients, the inner effect
//! eliminated.

use super::layout::Layout;

/// A share of a run's weight that is nothing but rounding: the run lies
/// within the group.
const ROUNDING: f64 = 1e-12;

/// The weights of the rows, and what of the normal equations depends on
/// them alone.
///
/// S = D'W D − D'W E (E'W E)⁻¹ E'W D, with E the zero–one columns of the
/// inner effect and D those of the outer ones.
pub(crate) struct Weighted<'a> {
    pub layout: &'a Layout,
    pub weights: &'a [f64],
    /// One over the weight of each run; zero where it has none.
    pub inner: Vec<f64>,
    /// One over the diagonal of S; zero where it has none.
    pub diagonal: Vec<f64>,
    /// The largest weight of a group over its cell of the diagonal: how many
    /// times rounding is larger in S than in the weights.
    pub contrast: f64,
}

impl<'a> Weighted<'a> {
    /// Sums the weights by group.
    pub fn new(layout: &'a Layout, weights: &'a [f64]) -> Self {
        let mut inner = Vec::with_capacity(layout.starts.len());
        let mut diagonal = vec![0.0; layout.coefficients];
        let mut within = vec![0.0; layout.coefficients];
        let mut whole = vec![0.0; layout.coefficients];
        for run in layout.runs() {
            let weights = &weights[run.clone()];
            let one_over = reciprocal(weights.iter().sum());
            inner.push(one_over);
            let codes = &layout.codes[run.start * layout.outer..run.end * layout.outer];
            for (codes, weight) in codes.chunks_exact(layout.outer.max(1)).zip(weights) {
                for &code in codes {
                    within[code as usize] += weight;
                }
            }
            // What a run shares with a group counts once, however many rows
            // it has.
            for &code in codes {
                let shared = std::mem::take(&mut within[code as usize]);
                whole[code as usize] += shared;
                let rest = 1.0 - shared * one_over;
                if rest > ROUNDING {
                    diagonal[code as usize] += shared * rest;
                }
            }
        }
        let mut contrast: f64 = 1.0;
        for (value, whole) in diagonal.iter_mut().zip(whole) {
            *value = reciprocal(*value);
            contrast = contrast.max(whole * *value);
        }
        Self {
            layout,
            weights,
            inner,
            diagonal,
            contrast,
        }
    }

    /// q = S p for L columns of coefficients side by side.
    pub fn multiply<const L: usize, const M: usize>(
        &self,
        p: &[[f64; L]],
        q: &mut [[f64; L]],
        buffer: &mut [[f64; L]],
    ) {
        self.gather::<L, M>(q, buffer, |codes, _| {
            let mut sum = [0.0; L];
            for &code in codes {
                let term = &p[code as usize];
                for lane in 0..L {
                    sum[lane] += term[lane];
                }
            }
            sum
        });
    }

    /// q = D'W (x − mean of x in the run), and the weighted squares of what
    /// is in the bracket.
    pub fn right_side<const L: usize, const M: usize>(
        &self,
        columns: &[&mut [f64]; L],
        q: &mut [[f64; L]],
        buffer: &mut [[f64; L]],
    ) -> [f64; L] {
        self.gather::<L, M>(q, buffer, |_, row| {
            std::array::from_fn(|lane| columns[lane][row])
        })
    }

    /// Sums what a row gives, less its mean in the run, by outer group.
    fn gather<const L: usize, const M: usize>(
        &self,
        q: &mut [[f64; L]],
        buffer: &mut [[f64; L]],
        of_row: impl Fn(&[u32], usize) -> [f64; L],
    ) -> [f64; L] {
        // M = 0 stands for any number of outer effects.
        let outer = if M == 0 { self.layout.outer } else { M };
        q.fill([0.0; L]);
        let mut squares = [0.0; L];
        for (run, one_over) in self.layout.runs().zip(&self.inner) {
            let weights = &self.weights[run.clone()];
            let codes = &self.layout.codes[run.start * outer..run.end * outer];
            let buffer = &mut buffer[..weights.len()];
            let mut mean = [0.0; L];
            let rows = codes.chunks_exact(outer).zip(weights).zip(&mut *buffer);
            for (row, ((codes, weight), slot)) in run.clone().zip(rows) {
                let value = of_row(codes, row);
                for lane in 0..L {
                    mean[lane] += weight * value[lane];
                }
                *slot = value;
            }
            for value in &mut mean {
                *value *= one_over;
            }
            let rows = codes.chunks_exact(outer).zip(weights).zip(&*buffer);
            for ((codes, weight), slot) in rows {
                let mut part = [0.0; L];
                for lane in 0..L {
                    let left = slot[lane] - mean[lane];
                    part[lane] = weight * left;
                    squares[lane] += part[lane] * left;
                }
                for &code in codes {
                    let sum = &mut q[code as usize];
                    for lane in 0..L {
                        sum[lane] += part[lane];
                    }
                }
            }
        }
        squares
    }

    /// x ← x − D a, less its mean in each run, for the columns wanted; a is
    /// zero for the others.
    pub fn take_off<const L: usize, const M: usize>(
        &self,
        columns: &mut [&mut [f64]; L],
        a: &[[f64; L]],
        wanted: [bool; L],
    ) {
        let outer = if M == 0 { self.layout.outer } else { M };
        for (run, one_over) in self.layout.runs().zip(&self.inner) {
            let weights = &self.weights[run.clone()];
            let codes = &self.layout.codes[run.start * outer..run.end * outer];
            let mut mean = [0.0; L];
            for ((row, codes), weight) in run.clone().zip(codes.chunks_exact(outer)).zip(weights) {
                let mut sum = [0.0; L];
                for &code in codes {
                    let term = &a[code as usize];
                    for lane in 0..L {
                        sum[lane] += term[lane];
                    }
                }
                for lane in 0..L {
                    let left = columns[lane][row] - sum[lane];
                    columns[lane][row] = left;
                    mean[lane] += weight * left;
                }
            }
            for lane in (0..L).filter(|&lane| wanted[lane]) {
                let mean = mean[lane] * one_over;
                for value in &mut columns[lane][run.clone()] {
                    *value -= mean;
                }
            }
        }
    }

    /// x ← x less its mean in each run, where the inner effect is the only one.
    pub fn center(&self, column: &mut [f64]) {
        for (run, one_over) in self.layout.runs().zip(&self.inner) {
            let weights = &self.weights[run.clone()];
            let column = &mut column[run];
            let products = column.iter().zip(weights).map(|(x, weight)| x * weight);
            let mean = products.sum::<f64>() * one_over;
            column.iter_mut().for_each(|x| *x -= mean);
        }
    }
}

fn reciprocal(value: f64) -> f64 {
    if value > 0.0 { 1.0 / value } else { 0.0 }
}
