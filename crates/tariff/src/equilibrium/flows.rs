//! Who buys what from whom.

/// One flow: what an importer spends on an exporter's goods of one sector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Position of the importer among the regions.
    pub importer: u32,
    /// Position of the exporter among the regions.
    pub exporter: u32,
    /// Position of the sector.
    pub sector: u32,
    /// Expenditure, duty included, in the currency of the data.
    pub value: f64,
    /// Ad valorem rate in force: 0.1 is 10 %.
    pub tariff: f64,
}

impl Flow {
    fn cell(&self) -> (u32, u32, u32) {
        (self.sector, self.importer, self.exporter)
    }
}

/// Expenditure by importer × exporter × sector, kept where it is not zero.
///
/// A *market* is an importer and a sector, in the order of sectors, then
/// importers; its entries are in the order of exporters. What differs by
/// entry elsewhere (new tariffs, new flows) is a slice in the order of
/// [`Flows::iter`].
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    regions: usize,
    /// Market m has the entries start[m]..start[m + 1].
    start: Vec<usize>,
    exporter: Vec<u32>,
    value: Vec<f64>,
    tariff: Vec<f64>,
}

impl Flows {
    /// Puts `flows` in order and leaves those of zero out; a cell that is
    /// there twice comes back as the error.
    pub(super) fn new(regions: usize, sectors: usize, mut flows: Vec<Flow>) -> Result<Self, Flow> {
        flows.sort_by_key(|flow| (flow.sector, flow.importer, flow.exporter));
        let twice = flows
            .windows(2)
            .find(|pair| pair[0].cell() == pair[1].cell());
        if let Some(pair) = twice {
            return Err(pair[0]);
        }
        let mut kept = Self {
            regions,
            start: vec![0; regions * sectors + 1],
            exporter: Vec::with_capacity(flows.len()),
            value: Vec::with_capacity(flows.len()),
            tariff: Vec::with_capacity(flows.len()),
        };
        for flow in flows.into_iter().filter(|flow| flow.value != 0.0) {
            let market = flow.sector as usize * regions + flow.importer as usize;
            kept.start[market + 1] += 1;
            kept.exporter.push(flow.exporter);
            kept.value.push(flow.value);
            kept.tariff.push(flow.tariff);
        }
        for market in 0..regions * sectors {
            kept.start[market + 1] += kept.start[market];
        }
        Ok(kept)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether nothing is traded.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// How many markets there are: regions × sectors.
    pub fn markets(&self) -> usize {
        self.start.len() - 1
    }

    /// The entries of one importer in one sector.
    pub fn market(&self, importer: usize, sector: usize) -> std::ops::Range<usize> {
        let market = sector * self.regions + importer;
        self.start[market]..self.start[market + 1]
    }

    /// The exporter of every entry.
    pub fn exporters(&self) -> &[u32] {
        &self.exporter
    }

    /// Expenditure of every entry, duty included.
    pub fn values(&self) -> &[f64] {
        &self.value
    }

    /// The tariff of every entry in the data.
    pub fn tariffs(&self) -> &[f64] {
        &self.tariff
    }

    /// Where the entry of a cell is, if anything is traded there.
    pub fn position(&self, importer: usize, exporter: usize, sector: usize) -> Option<usize> {
        let market = self.market(importer, sector);
        let exporters = &self.exporter[market.clone()];
        let found = exporters.binary_search(&u32::try_from(exporter).ok()?);
        found.ok().map(|at| market.start + at)
    }

    /// The entry at a position of a market that is known.
    pub(super) fn at(&self, at: usize, importer: usize, sector: usize) -> Flow {
        Flow {
            importer: importer as u32,
            exporter: self.exporter[at],
            sector: sector as u32,
            value: self.value[at],
            tariff: self.tariff[at],
        }
    }

    /// Every entry: sectors, then importers, then exporters.
    pub fn iter(&self) -> impl Iterator<Item = Flow> + '_ {
        (0..self.markets()).flat_map(move |market| {
            let (importer, sector) = (market % self.regions, market / self.regions);
            let entries = self.start[market]..self.start[market + 1];
            entries.map(move |at| self.at(at, importer, sector))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(importer: u32, exporter: u32, sector: u32, value: f64) -> Flow {
        Flow {
            importer,
            exporter,
            sector,
            value,
            tariff: 0.1,
        }
    }

    #[test]
    fn flows_are_ordered_and_zeros_left_out() {
        let (a, b) = (flow(0, 1, 0, 2.0), flow(1, 0, 1, 3.0));
        let flows = Flows::new(2, 2, vec![b, a, flow(1, 1, 0, 0.0)]).unwrap();
        assert_eq!(flows.len(), 2);
        assert_eq!(flows.position(1, 0, 1), Some(1));
        assert_eq!(flows.position(1, 1, 0), None);
        assert_eq!(flows.values(), [2.0, 3.0]);
        assert_eq!(flows.iter().collect::<Vec<_>>(), [a, b]);
    }

    #[test]
    fn a_cell_that_is_there_twice_is_refused() {
        let (a, b) = (flow(0, 1, 0, 2.0), flow(0, 1, 0, 3.0));
        assert_eq!(Flows::new(2, 2, vec![a, b]), Err(a));
    }
}
