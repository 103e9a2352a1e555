//! What production uses.

/// Share of one input in the cost of one sector of one region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Position of the region.
    pub region: u32,
    /// Position of the sector that uses the input.
    pub using: u32,
    /// Position of the sector the input is bought from.
    pub input: u32,
    /// γₙᵏʲ: its share in the cost of a unit of output.
    pub share: f64,
}

/// Cost shares of inputs by region × using sector, kept where not zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    sectors: usize,
    /// The use of row r = region × sectors + using is start[r]..start[r + 1].
    start: Vec<usize>,
    input: Vec<u32>,
    share: Vec<f64>,
}

impl Inputs {
    /// Puts `inputs` in order and leaves those of zero out; an input that is
    /// there twice comes back as the error.
    pub(super) fn new(
        regions: usize,
        sectors: usize,
        mut inputs: Vec<Input>,
    ) -> Result<Self, Input> {
        inputs.sort_by_key(Input::cell);
        let twice = inputs
            .windows(2)
            .find(|pair| pair[0].cell() == pair[1].cell());
        if let Some(pair) = twice {
            return Err(pair[0]);
        }
        let mut kept = Self {
            sectors,
            start: vec![0; regions * sectors + 1],
            input: Vec::with_capacity(inputs.len()),
            share: Vec::with_capacity(inputs.len()),
        };
        for input in inputs.into_iter().filter(|input| input.share != 0.0) {
            kept.start[input.region as usize * sectors + input.using as usize + 1] += 1;
            kept.input.push(input.input);
            kept.share.push(input.share);
        }
        for row in 0..regions * sectors {
            kept.start[row + 1] += kept.start[row];
        }
        Ok(kept)
    }

    /// The inputs of one sector of one region: position of the input's
    /// sector, and its share in cost.
    pub fn of(&self, region: usize, using: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let row = region * self.sectors + using;
        let range = self.start[row]..self.start[row + 1];
        let inputs = self.input[range.clone()]
            .iter()
            .map(|input| *input as usize);
        inputs.zip(self.share[range].iter().copied())
    }

    /// How many shares are not zero.
    pub fn len(&self) -> usize {
        self.share.len()
    }

    /// Whether nothing is used but labour.
    pub fn is_empty(&self) -> bool {
        self.share.is_empty()
    }

    /// Divides the shares of a row.
    pub(super) fn divide(&mut self, row: usize, by: f64) {
        for share in &mut self.share[self.start[row]..self.start[row + 1]] {
            *share /= by;
        }
    }
}

impl Input {
    fn cell(&self) -> (u32, u32, u32) {
        (self.region, self.using, self.input)
    }
}
