//! Group numbers by place: where keys are few, a row's codes say where its
//! group's number is, and nothing is hashed.

use super::keys::Codes;

/// Most places of a grid: a few megabytes.
const MOST: usize = 1 << 20;
/// Places that are made at once, however few rows there are.
const FEW: usize = 1 << 12;
/// Places a row is worth: each has to be cleared once.
const PER_ROW: usize = 64;

/// The group of every combination of codes that rows alike in all other keys
/// may have.
#[derive(Debug)]
pub(super) struct Grid<const N: usize> {
    /// The codes of the keys in which rows are alike.
    alike: [u32; N],
    /// The other keys, and how many codes each has room for.
    sides: Vec<(usize, usize)>,
    /// The group of each place and one; nothing where none is known.
    groups: Vec<u32>,
    /// Rows met with these keys alike.
    rows: usize,
    /// Room to work in: the place of each row.
    places: Vec<u32>,
}

impl<const N: usize> Grid<N> {
    /// Of no rows yet.
    pub(super) fn new() -> Self {
        Self {
            alike: [0; N],
            sides: Vec::new(),
            groups: Vec::new(),
            rows: 0,
            places: Vec::new(),
        }
    }

    /// Replaces `numbers` by the group of each of some rows, which are `alike`
    /// but in the keys `varying`; a group not met before is what `find` finds
    /// for its codes. False where these rows have too many places.
    pub(super) fn number(
        &mut self,
        alike: &[u32; N],
        varying: &[(usize, Codes)],
        numbers: &mut Vec<usize>,
        mut find: impl FnMut(&[u32; N]) -> usize,
    ) -> bool {
        if !self.fits(alike, varying) {
            return false;
        }
        self.place(varying);
        numbers.clear();
        for (row, place) in self.places.iter().enumerate() {
            // proof: codes are below their sides, so a place is in the grid.
            let group = &mut self.groups[*place as usize];
            if *group == 0 {
                let mut key = *alike;
                for (at, codes) in varying {
                    key[*at] = codes.codes[row];
                }
                *group = find(&key) as u32 + 1;
            }
            numbers.push(*group as usize - 1);
        }
        true
    }

    /// Makes room for rows; false where they need too much.
    fn fits(&mut self, alike: &[u32; N], varying: &[(usize, Codes)]) -> bool {
        let keys = || varying.iter().map(|(at, _)| *at);
        let same = self.alike == *alike && keys().eq(self.sides.iter().map(|(at, _)| *at));
        if !same {
            self.alike = *alike;
            self.sides = keys().map(|at| (at, 0)).collect();
            self.rows = 0;
        }
        let rows = varying.first().map_or(0, |(_, codes)| codes.codes.len());
        self.rows = self.rows.saturating_add(rows);
        let below = varying.iter().map(|(_, codes)| codes.below as usize);
        let roomy = below
            .clone()
            .zip(&self.sides)
            .all(|(below, (_, size))| below <= *size);
        if same && roomy {
            return true;
        }
        // Room for codes to come, so that it is not made anew with each.
        let sizes: Vec<usize> = below.map(usize::next_power_of_two).collect();
        let places = sizes.iter().copied().fold(1, usize::saturating_mul);
        if places > MOST || places > FEW.max(self.rows.saturating_mul(PER_ROW)) {
            return false;
        }
        for ((_, side), size) in self.sides.iter_mut().zip(sizes) {
            *side = size;
        }
        self.groups.clear();
        self.groups.resize(places, 0);
        true
    }

    /// The place of each row: its codes as the digits of a number.
    fn place(&mut self, varying: &[(usize, Codes)]) {
        self.places.clear();
        for ((_, codes), (_, size)) in varying.iter().zip(&self.sides) {
            let codes = codes.codes.iter();
            if self.places.is_empty() {
                self.places.extend(codes);
                continue;
            }
            let size = *size as u32;
            for (place, code) in self.places.iter_mut().zip(codes) {
                *place = *place * size + code;
            }
        }
    }
}
