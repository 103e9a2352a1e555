//! A term of welfare by sector and by partner.

use std::collections::BTreeMap;

/// One term of one region's welfare, from one sector and one partner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// Whose welfare.
    pub region: usize,
    /// With whom it trades; itself where the good is bought at home.
    pub partner: usize,
    /// In what.
    pub sector: usize,
    /// Terms of trade, as a share of the region's income.
    pub terms_of_trade: f64,
    /// Volume of trade, as a share of the region's income.
    pub volume: f64,
}

/// How contributions are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By region and sector.
    Sector,
    /// By region and partner.
    Partner,
    /// By region, partner and sector.
    Both,
}

/// Contributions, one a region, partner and sector that trade.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Contributions(pub Vec<Contribution>);

impl Contributions {
    /// Added up over what `by` does not name: `partner` is the region
    /// itself by sector, `sector` is zero by partner. In the order of
    /// regions, then partners, then sectors.
    pub fn by(&self, by: By) -> Vec<Contribution> {
        let mut sums: BTreeMap<(usize, usize, usize), Contribution> = BTreeMap::new();
        for part in &self.0 {
            let (partner, sector) = match by {
                By::Sector => (part.region, part.sector),
                By::Partner => (part.partner, 0),
                By::Both => (part.partner, part.sector),
            };
            let none = Contribution {
                partner,
                sector,
                terms_of_trade: 0.0,
                volume: 0.0,
                ..*part
            };
            let sum = sums.entry((part.region, partner, sector)).or_insert(none);
            sum.terms_of_trade += part.terms_of_trade;
            sum.volume += part.volume;
        }
        sums.into_values().collect()
    }

    /// Terms of trade and volume by region, added up.
    pub fn totals(&self, regions: usize) -> (Vec<f64>, Vec<f64>) {
        let (mut terms, mut volume) = (vec![0.0; regions], vec![0.0; regions]);
        for part in &self.0 {
            terms[part.region] += part.terms_of_trade;
            volume[part.region] += part.volume;
        }
        (terms, volume)
    }
}
