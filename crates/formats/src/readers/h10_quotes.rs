//! Which way round an H.10 file quotes, and in which currency.
//!
//! The release gives most currencies as units for one dollar, and five (AUD,
//! EUR, GBP, IEP, NZD) as dollars for one unit. Republished files turn the
//! five over, and say so nowhere: only the figures tell.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use triffin_basis::Period;

/// A country of the release, and what its rate quotes from a period on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The release's name of the country.
    pub country: &'static str,
    /// ISO 3166 alpha-3, `EA` for the euro area.
    pub economy: &'static str,
    /// ISO 4217.
    pub currency: &'static str,
    from: Option<Period>,
}

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.skip(1).map(|line| line.split(',').collect())
}

static CURRENCIES: LazyLock<Vec<Quoted>> = LazyLock::new(|| {
    let row = |cells: Vec<&'static str>| match cells[..] {
        [country, economy, currency, from] => Some(Quoted {
            country,
            economy,
            currency,
            from: Period::parse(from).ok(),
        }),
        _ => None,
    };
    lines(include_str!("../../data/h10_currencies.csv"))
        .filter_map(row)
        .collect()
});

/// US dollars for one unit, by currency and year.
static DOLLARS: LazyLock<BTreeMap<(&'static str, i16), f64>> = LazyLock::new(|| {
    let row = |cells: Vec<&'static str>| match cells[..] {
        [currency, year, rate] => Some(((currency, year.parse().ok()?), rate.parse().ok()?)),
        _ => None,
    };
    lines(include_str!("../../data/h10_dollars_per_unit.csv"))
        .filter_map(row)
        .collect()
});

/// What the rate of a country quotes in a period, and whether this is the
/// first period of a new currency; `None` for a country not in the release.
pub fn quoted(country: &str, period: Period) -> Option<(&'static Quoted, bool)> {
    let of_country = CURRENCIES
        .iter()
        .filter(|q| q.country.eq_ignore_ascii_case(country));
    let mut begun = of_country.filter(|q| q.from.is_none_or(|from| from.start() <= period.start()));
    let quoted = begun.next_back()?;
    let changes = quoted.from.is_some_and(|from| period.contains(&from));
    Some((quoted, changes))
}

/// Which way round a rate is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Units of the currency for one US dollar.
    PerDollar,
    /// US dollars for one unit of the currency.
    DollarsPer,
    /// The figures do not tell.
    Unknown,
}

/// Gathers the rates of the five currencies the release quotes in dollars.
#[derive(Debug, Default)]
pub struct Votes {
    sums: BTreeMap<&'static str, Sums>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    cross: f64,
    square: f64,
    rows: f64,
}

impl Votes {
    /// Counts a rate of a year.
    pub fn see(&mut self, currency: &'static str, year: i16, rate: f64) {
        let Some(reference) = DOLLARS.get(&(currency, year)) else {
            return;
        };
        if rate > 0.0 {
            let sums = self.sums.entry(currency).or_default();
            sums.cross += rate.ln() * reference.ln();
            sums.square += reference.ln().powi(2);
            sums.rows += 1.0;
        }
    }

    /// Which way round the file quotes a currency.
    ///
    /// The logarithm of a rate and that of the known dollar price have slope
    /// +1 when both quote dollars and −1 when the file is turned over. Rates
    /// too near to one tell nothing.
    pub fn direction(&self, currency: &str) -> Direction {
        const NEAR_ONE: f64 = 0.06;
        const CLEAR: f64 = 0.5;
        if !DOLLARS.keys().any(|(known, _)| *known == currency) {
            return Direction::PerDollar;
        }
        let Some(sums) = self.sums.get(currency) else {
            return Direction::Unknown;
        };
        if sums.square < sums.rows * NEAR_ONE * NEAR_ONE {
            return Direction::Unknown;
        }
        match sums.cross / sums.square {
            slope if slope > CLEAR => Direction::DollarsPer,
            slope if slope < -CLEAR => Direction::PerDollar,
            _ => Direction::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_tell_which_way_round_they_quote() {
        let direction = |rate: f64| {
            let mut votes = Votes::default();
            votes.see("GBP", 2018, rate);
            votes.direction("GBP")
        };
        assert_eq!(direction(1.336), Direction::DollarsPer);
        assert_eq!(direction(1.0 / 1.336), Direction::PerDollar);
        assert_eq!(direction(1.0), Direction::Unknown);
        assert_eq!(Votes::default().direction("EUR"), Direction::Unknown);
        assert_eq!(Votes::default().direction("CNY"), Direction::PerDollar);
    }

    #[test]
    fn a_new_currency_breaks_the_series_once() {
        let at = |text: &str| {
            let (quoted, changes) = quoted("Venezuela", Period::parse(text).unwrap()).unwrap();
            (quoted.currency, changes)
        };
        assert_eq!(at("2018-08"), ("VEF", false));
        assert_eq!(at("2018-09"), ("VES", true));
        assert_eq!(at("2018-10"), ("VES", false));
        assert_eq!(at("2021-11"), ("VED", true));
    }

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(CURRENCIES.len(), 36);
        assert!(DOLLARS.len() > 200 && DOLLARS.values().all(|rate| *rate > 0.2 && *rate < 3.0));
    }
}
