//! The strongly connected components of a graph, in the order of dependence.

/// The components of a graph of `successors`, each after those it leads to.
///
/// Tarjan's algorithm with a stack of its own, so that a chain of a million
/// nodes needs no recursion. Linear in nodes and edges.
///
/// Source: Tarjan 1972, Depth-first search and linear graph algorithms.
///
/// ```
/// use triffin_cycle::blocks::components;
/// // 0 needs 1, 1 and 2 need one another.
/// let needs = [vec![1], vec![2], vec![1]];
/// assert_eq!(components(3, |node| &needs[node]), [vec![1, 2], vec![0]]);
/// ```
pub fn components<'a>(nodes: usize, successors: impl Fn(usize) -> &'a [usize]) -> Vec<Vec<usize>> {
    let mut walk = Walk {
        index: vec![UNSEEN; nodes],
        low: vec![0; nodes],
        held: Vec::new(),
        holds: vec![false; nodes],
        next: 0,
        found: Vec::new(),
    };
    let mut path: Vec<(usize, usize)> = Vec::new();
    for root in 0..nodes {
        if walk.index[root] != UNSEEN {
            continue;
        }
        walk.enter(root);
        path.push((root, 0));
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            if let Some(&to) = successors(node).get(*edge) {
                *edge += 1;
                if walk.index[to] == UNSEEN {
                    walk.enter(to);
                    path.push((to, 0));
                } else if walk.holds[to] {
                    walk.low[node] = walk.low[node].min(walk.index[to]);
                }
            } else {
                path.pop();
                walk.leave(node, path.last().map(|(parent, _)| *parent));
            }
        }
    }
    walk.found
}

const UNSEEN: usize = usize::MAX;

struct Walk {
    index: Vec<usize>,
    low: Vec<usize>,
    held: Vec<usize>,
    holds: Vec<bool>,
    next: usize,
    found: Vec<Vec<usize>>,
}

impl Walk {
    fn enter(&mut self, node: usize) {
        self.index[node] = self.next;
        self.low[node] = self.next;
        self.next += 1;
        self.held.push(node);
        self.holds[node] = true;
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
        if self.low[node] != self.index[node] {
            return;
        }
        let mut component = Vec::new();
        while let Some(member) = self.held.pop() {
            self.holds[member] = false;
            component.push(member);
            if member == node {
                break;
            }
        }
        component.sort_unstable();
        self.found.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_chain_of_a_million_needs_no_recursion() {
        let needs: Vec<Vec<usize>> = (0..1_000_000).map(|node| vec![node + 1]).collect();
        let none: Vec<usize> = Vec::new();
        let found = components(1_000_001, |node| needs.get(node).unwrap_or(&none));
        assert_eq!(found.len(), 1_000_001);
        assert_eq!(found[0], [1_000_000]);
    }

    proptest! {
        /// Against reachability: two nodes share a component where each reaches the other.
        #[test]
        fn members_reach_one_another(edges in prop::collection::vec((0..7_usize, 0..7_usize), 0..20)) {
            let mut needs = vec![Vec::new(); 7];
            let mut reach = [[false; 7]; 7];
            for (node, row) in reach.iter_mut().enumerate() { row[node] = true; }
            for &(from, to) in &edges { needs[from].push(to); reach[from][to] = true; }
            for k in 0..7 { for i in 0..7 { for j in 0..7 {
                reach[i][j] |= reach[i][k] && reach[k][j];
            }}}
            let found = components(7, |node| &needs[node]);
            let mut place = [0; 7];
            for (at, component) in found.iter().enumerate() { for &node in component { place[node] = at; } }
            for i in 0..7 { for j in 0..7 {
                prop_assert_eq!(place[i] == place[j], reach[i][j] && reach[j][i]);
                if reach[i][j] { prop_assert!(place[j] <= place[i]); }
            }}
        }
    }
}
