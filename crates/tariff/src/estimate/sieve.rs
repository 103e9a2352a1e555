//! Rows that an effect alone decides: groups without trade, and rows alone
//! in a group.

use super::factors::Factor;
use super::fit::Reason;

/// Which rows are out, and why.
///
/// A group of an effect in which y is zero throughout has an effect of minus
/// infinity: its rows are separated. A row alone in a group is fitted by the
/// group's effect whatever the coefficients. Taking either out can make more
/// of the other, so it goes on until nothing is found.
pub(crate) fn sieve(y: &[f64], effects: &[Factor], what: Sieve) -> Vec<Option<Reason>> {
    let mut state = State::new(y, effects);
    loop {
        let before = state.left;
        if what.zeros {
            state.take_zeros(y);
        }
        if what.singletons {
            state.take_singletons(y);
        }
        if state.left == before {
            return state.out;
        }
    }
}

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sieve {
    /// Groups without a positive y.
    pub zeros: bool,
    /// Rows alone in a group.
    pub singletons: bool,
}

struct State<'a> {
    effects: &'a [Factor],
    out: Vec<Option<Reason>>,
    left: usize,
    /// By effect and group: rows, rows with a positive y, and the exclusive
    /// or of the rows' places, which is the place of the last one left.
    groups: Vec<Vec<Group>>,
}

#[derive(Clone, Copy, Default)]
struct Group {
    rows: u32,
    positive: u32,
    places: u32,
}

impl<'a> State<'a> {
    fn new(y: &[f64], effects: &'a [Factor]) -> Self {
        let mut groups: Vec<Vec<Group>> = Vec::new();
        for effect in effects {
            let mut of_effect = vec![Group::default(); effect.groups];
            for ((place, &code), &y) in (0..).zip(&effect.codes).zip(y) {
                let group = &mut of_effect[code as usize];
                group.rows += 1;
                group.positive += u32::from(y > 0.0);
                group.places ^= place;
            }
            groups.push(of_effect);
        }
        Self {
            effects,
            out: vec![None; y.len()],
            left: y.len(),
            groups,
        }
    }

    fn take_zeros(&mut self, y: &[f64]) {
        let idle = |group: &Group| group.rows > 0 && group.positive == 0;
        if !self.groups.iter().flatten().any(idle) {
            return;
        }
        for place in 0..y.len() {
            let is_idle = self
                .effects
                .iter()
                .zip(&self.groups)
                .any(|(effect, groups)| idle(&groups[effect.codes[place] as usize]));
            if is_idle && self.out[place].is_none() {
                self.take(place, y, Reason::Separated);
            }
        }
    }

    fn take_singletons(&mut self, y: &[f64]) {
        let alone = |group: &Group| (group.rows == 1).then_some(group.places as usize);
        let mut queue: Vec<usize> = self.groups.iter().flatten().filter_map(alone).collect();
        while let Some(place) = queue.pop() {
            if self.out[place].is_some() {
                continue;
            }
            self.take(place, y, Reason::Singleton);
            for (effect, groups) in self.effects.iter().zip(&self.groups) {
                queue.extend(alone(&groups[effect.codes[place] as usize]));
            }
        }
    }

    fn take(&mut self, place: usize, y: &[f64], reason: Reason) {
        self.out[place] = Some(reason);
        self.left -= 1;
        for (effect, groups) in self.effects.iter().zip(&mut self.groups) {
            let group = &mut groups[effect.codes[place] as usize];
            group.rows -= 1;
            group.positive -= u32::from(y[place] > 0.0);
            group.places ^= place as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Sieve = Sieve {
        zeros: true,
        singletons: true,
    };

    fn factor(codes: &[u32]) -> Factor {
        let groups = codes.iter().max().map_or(0, |&code| code as usize + 1);
        Factor {
            codes: codes.to_vec(),
            groups,
        }
    }

    #[test]
    fn a_group_without_trade_is_separated() {
        let out = sieve(&[0.0, 0.0, 1.0, 0.0], &[factor(&[0, 0, 1, 1])], BOTH);
        let separated = Some(Reason::Separated);
        assert_eq!(out, [separated, separated, None, None]);
    }

    #[test]
    fn a_singleton_makes_the_next_one() {
        // Row 0 is alone in group 0 of the first effect; without it row 1 is
        // alone in group 0 of the second, and so on down the chain.
        let first = factor(&[0, 1, 1, 2, 2]);
        let second = factor(&[0, 0, 1, 1, 2]);
        let out = sieve(&[1.0; 5], &[first, second], BOTH);
        assert_eq!(out, [Some(Reason::Singleton); 5]);
    }

    #[test]
    fn a_singleton_with_trade_can_leave_a_group_without() {
        let first = factor(&[0, 1, 1, 1]);
        let second = factor(&[0, 0, 0, 1]);
        let out = sieve(&[2.0, 0.0, 0.0, 3.0], &[first, second], BOTH);
        let separated = Some(Reason::Separated);
        let singleton = Some(Reason::Singleton);
        assert_eq!(out, [singleton, separated, separated, singleton]);
    }

    #[test]
    fn only_what_is_asked_for_is_taken() {
        let effects = [factor(&[0, 1, 1])];
        let zeros = Sieve {
            singletons: false,
            ..BOTH
        };
        assert_eq!(sieve(&[1.0; 3], &effects, zeros), [None; 3]);
        let singletons = Sieve {
            zeros: false,
            ..BOTH
        };
        let out = sieve(&[1.0, 0.0, 0.0], &effects, singletons);
        assert_eq!(out, [Some(Reason::Singleton), None, None]);
    }
}
