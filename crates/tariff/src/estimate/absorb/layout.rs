//! Effects arranged for one pass over the rows.

use super::super::factors::Factor;

/// The groups of every effect, for rows sorted by the effect with the most
/// groups.
///
/// That effect, the *inner* one, is eliminated: its groups are runs of rows.
/// What is solved for are the coefficients of the others, the *outer* ones,
/// numbered one effect after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Where each run of the inner effect starts; one more at the end.
    pub starts: Vec<u32>,
    /// The outer coefficients of each row, `outer` of them, row after row.
    pub codes: Vec<u32>,
    /// How many outer effects there are.
    pub outer: usize,
    /// How many outer coefficients there are.
    pub coefficients: usize,
    /// The longest run of the inner effect.
    pub longest: usize,
}

impl Layout {
    /// The order that sorts rows by the effect with the most groups, rows of
    /// one group as they came; none where they lie so already.
    pub fn order(effects: &[Factor]) -> Option<Vec<u32>> {
        let inner = &effects[inner(effects)?];
        if inner.codes.is_sorted() {
            return None;
        }
        let mut next = vec![0_u32; inner.groups + 1];
        for &code in &inner.codes {
            next[code as usize + 1] += 1;
        }
        for group in 0..inner.groups {
            next[group + 1] += next[group];
        }
        let mut order = vec![0_u32; inner.codes.len()];
        for (row, &code) in (0..).zip(&inner.codes) {
            let place = &mut next[code as usize];
            order[*place as usize] = row;
            *place += 1;
        }
        Some(order)
    }

    /// The layout of effects whose rows are sorted as [`Layout::order`] says.
    pub fn of(effects: &[Factor]) -> Self {
        let Some(inner) = inner(effects) else {
            return Self::default();
        };
        let rows = effects[inner].codes.len();
        let starts = runs(&effects[inner]);
        let longest = starts.windows(2).map(|run| run[1] - run[0]).max();
        let mut layout = Self {
            longest: longest.unwrap_or(0) as usize,
            starts,
            codes: vec![0; rows * (effects.len() - 1)],
            outer: effects.len() - 1,
            coefficients: 0,
        };
        let others = effects.iter().enumerate().filter(|(at, _)| *at != inner);
        for (lane, (_, effect)) in others.enumerate() {
            let first = layout.coefficients as u32;
            let places = layout.codes.iter_mut().skip(lane).step_by(layout.outer);
            for (place, code) in places.zip(&effect.codes) {
                *place = first + code;
            }
            layout.coefficients += effect.groups;
        }
        layout
    }

    /// Whether there is an effect at all.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The rows of each run of the inner effect.
    pub fn runs(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        self.starts
            .windows(2)
            .map(|run| run[0] as usize..run[1] as usize)
    }
}

fn inner(effects: &[Factor]) -> Option<usize> {
    (0..effects.len()).max_by_key(|&at| (effects[at].groups, usize::MAX - at))
}

fn runs(inner: &Factor) -> Vec<u32> {
    let mut starts = Vec::with_capacity(inner.groups + 1);
    let mut last = u32::MAX;
    for (row, &code) in (0..).zip(&inner.codes) {
        if code != last {
            starts.push(row);
            last = code;
        }
    }
    starts.push(inner.codes.len() as u32);
    starts
}
