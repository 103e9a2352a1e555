//! Which few variables of a block, once guessed, leave the others explicit.

use std::collections::BTreeSet;

use crate::blocks::components;

/// How a block is solved: guess the tears, compute the chain, compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tearing {
    /// Places of the variables Newton's method solves for.
    pub(crate) tears: Vec<usize>,
    /// Places of the others, each after those its equation uses.
    pub(crate) chain: Vec<usize>,
}

/// At most this many variables are solved for by a dense factorization.
const TEARS: usize = 48;
/// At most this many derivatives of the chain by the tears are formed.
const DERIVATIVES: usize = 200_000;

impl Tearing {
    /// Tears a block whose variable in place v uses those in `uses[v]`;
    /// those in `implicit` are not given by an explicit equation. `None`
    /// where too many tears are needed for tearing to pay.
    ///
    /// Source: Levy and Low 1988, A contraction algorithm for finding small
    /// cycle cutsets; where no contraction applies, the variable with most
    /// uses times users is torn.
    pub(crate) fn of(uses: &[Vec<usize>], implicit: &[bool]) -> Option<Self> {
        let size = uses.len();
        let most = TEARS.min(DERIVATIVES / size.max(1));
        let mut cut = Cut::new(uses, implicit);
        while let Some(tear) = cut.next(most) {
            cut.tear(tear);
        }
        if cut.torn.iter().filter(|torn| **torn).count() > most {
            return None;
        }
        let open: Vec<Vec<usize>> = uses
            .iter()
            .map(|used| used.iter().copied().filter(|&u| !cut.torn[u]).collect())
            .collect();
        let order = components(size, |v| &open[v]);
        let chain = order.into_iter().flatten().filter(|&v| !cut.torn[v]);
        Some(Self {
            chain: chain.collect(),
            tears: (0..size).filter(|&v| cut.torn[v]).collect(),
        })
    }

    /// Every variable is solved for.
    pub(crate) fn none(size: usize) -> Self {
        Self {
            tears: (0..size).collect(),
            chain: Vec::new(),
        }
    }
}

/// The graph that is left while it is contracted.
struct Cut {
    into: Vec<BTreeSet<usize>>,
    out: Vec<BTreeSet<usize>>,
    torn: Vec<bool>,
    alive: BTreeSet<usize>,
    open: Vec<usize>,
}

impl Cut {
    fn new(uses: &[Vec<usize>], implicit: &[bool]) -> Self {
        let size = uses.len();
        let mut cut = Self {
            into: vec![BTreeSet::new(); size],
            out: vec![BTreeSet::new(); size],
            torn: implicit.to_vec(),
            alive: (0..size).filter(|&v| !implicit[v]).collect(),
            open: (0..size).filter(|&v| !implicit[v]).collect(),
        };
        for (v, used) in uses.iter().enumerate().filter(|(v, _)| !implicit[*v]) {
            for &u in used.iter().filter(|&&u| !implicit[u]) {
                cut.into[v].insert(u);
                cut.out[u].insert(v);
            }
        }
        cut
    }

    /// Contracts while it can; then the variable to tear, if any is left.
    /// Gives up silently once more than `most` are torn.
    fn next(&mut self, most: usize) -> Option<usize> {
        let mut torn = self.torn.iter().filter(|torn| **torn).count();
        while let Some(v) = self.open.pop() {
            if !self.alive.contains(&v) {
                continue;
            }
            if self.into[v].contains(&v) {
                self.tear(v);
                torn += 1;
            } else if self.into[v].len() <= 1 || self.out[v].len() <= 1 {
                self.bypass(v);
            }
            if torn > most {
                return None;
            }
        }
        if torn > most {
            return None;
        }
        let weight = |v: &&usize| self.into[**v].len() * self.out[**v].len();
        self.alive.iter().rev().max_by_key(weight).copied()
    }

    fn tear(&mut self, v: usize) {
        self.torn[v] = true;
        self.remove(v);
    }

    /// Joins what `v` uses to what uses it and drops `v`.
    fn bypass(&mut self, v: usize) {
        let (into, out) = (self.into[v].clone(), self.out[v].clone());
        self.remove(v);
        for &u in &into {
            for &w in &out {
                self.out[u].insert(w);
                self.into[w].insert(u);
            }
        }
    }

    fn remove(&mut self, v: usize) {
        self.alive.remove(&v);
        for u in std::mem::take(&mut self.into[v]) {
            self.out[u].remove(&v);
            self.open.push(u);
        }
        for w in std::mem::take(&mut self.out[v]) {
            self.into[w].remove(&v);
            self.open.push(w);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ring_needs_one_tear() {
        let uses: Vec<Vec<usize>> = (0..50).map(|v| vec![(v + 49) % 50]).collect();
        let tearing = Tearing::of(&uses, &[false; 50]).unwrap();
        assert_eq!(tearing.tears.len(), 1);
        assert_eq!(tearing.chain.len(), 49);
    }

    #[test]
    fn where_every_variable_uses_every_other_tearing_does_not_pay() {
        let uses: Vec<Vec<usize>> = (0..60)
            .map(|v| (0..60).filter(|&u| u != v).collect())
            .collect();
        assert_eq!(Tearing::of(&uses, &[false; 60]), None);
    }

    proptest! {
        /// Every variable of the chain uses only tears and earlier ones.
        #[test]
        fn the_chain_is_explicit(edges in prop::collection::vec((0..9_usize, 0..9_usize), 0..40),
                                 implicit in prop::collection::vec(any::<bool>(), 9)) {
            let mut uses = vec![Vec::new(); 9];
            for (v, u) in edges {
                if v != u && !uses[v].contains(&u) { uses[v].push(u); }
            }
            let tearing = Tearing::of(&uses, &implicit).unwrap();
            prop_assert_eq!(tearing.tears.len() + tearing.chain.len(), 9);
            for (at, &v) in tearing.chain.iter().enumerate() {
                prop_assert!(!implicit[v]);
                for u in &uses[v] {
                    prop_assert!(tearing.tears.contains(u) || tearing.chain[..at].contains(u));
                }
            }
        }
    }
}
