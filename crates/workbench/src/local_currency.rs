//! Which currency a publisher's "local currency unit" is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use triffin_basis::{Currency, Economy, Period, Tender, Unit};

const TABLE: &str = include_str!("../data/local_currencies.csv");

/// A currency with its first year; none for every year.
type Tenders = Vec<(Option<i16>, Currency)>;

/// Currencies by economy.
static TENDERS: LazyLock<BTreeMap<&'static str, Tenders>> = LazyLock::new(|| {
    let mut tenders: BTreeMap<_, Tenders> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split(',');
        let (Some(economy), Some(currency)) = (cells.next(), cells.next()) else {
            continue;
        };
        let from = cells.next().and_then(|year| year.parse().ok());
        if let Some(currency) = Currency::find(currency) {
            tenders.entry(economy).or_default().push((from, currency));
        }
    }
    tenders
});

/// The currency of an economy in a period: the euro once it is a member of the
/// euro area, else what the table says; none where that is not certain.
pub(crate) fn of(economy: Economy, period: Period) -> Option<Currency> {
    let year = period.year_number();
    if is_euro_member(economy, period) {
        return Currency::find("EUR");
    }
    let rows = TENDERS.get(economy.code())?;
    let begun = rows
        .iter()
        .filter(|(from, _)| from.is_none_or(|from| from <= year));
    begun.max_by_key(|(from, _)| *from).map(|row| row.1)
}

/// Whether an economy is in the euro area on the first day of a period.
pub(crate) fn is_euro_member(economy: Economy, period: Period) -> bool {
    Economy::find("EA").is_some_and(|area| area.has_member(economy, period.start()))
}

/// A unit with the local currency named: `LCU per USD` of China is
/// `CNY per USD`, `LCU` is `CNY`. Any other unit, and that of an economy whose
/// currency is not certain, is left as it is.
pub(crate) fn named(unit: Unit, economy: Economy, period: Period) -> Unit {
    let Some(currency) = of(economy, period) else {
        return unit;
    };
    let tender = |tender| match tender {
        Tender::Local => Tender::Of(currency),
        of => of,
    };
    match unit {
        Unit::LocalMoney => Unit::Money(currency),
        Unit::Rate { of, per } => Unit::Rate {
            of: tender(of),
            per: tender(per),
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn unit_of(economy: &str, year: i16) -> String {
        let lcu = Unit::parse("LCU per USD").unwrap().0;
        named(lcu, Economy::parse(economy).unwrap(), Period::year(year)).to_string()
    }

    #[test]
    fn the_local_currency_is_named() {
        assert_eq!(unit_of("CHN", 2018), "CNY per USD");
        assert_eq!(unit_of("TUR", 1995), "TRY per USD");
        assert_eq!(unit_of("EA", 2018), "EUR per USD");
    }

    #[test]
    fn the_euro_holds_from_the_year_of_accession() {
        for (economy, last, old) in [
            ("DEU", 1998, "DEM"),
            ("EST", 2010, "EEK"),
            ("HRV", 2022, "HRK"),
        ] {
            assert_eq!(unit_of(economy, last), format!("{old} per USD"));
            assert_eq!(unit_of(economy, last + 1), "EUR per USD");
        }
    }

    #[test]
    fn a_currency_that_is_not_certain_stays_local() {
        assert_eq!(unit_of("ECU", 1999), "LCU per USD");
        assert_eq!(unit_of("ZWE", 2005), "LCU per USD");
    }

    #[test]
    fn every_row_names_an_economy_and_a_currency_once() {
        let mut seen = BTreeSet::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split(',').collect();
            assert!(
                Economy::find(cells[0]).is_some_and(|e| e.code() == cells[0]),
                "{line}"
            );
            assert!(
                Currency::find(cells[1]).is_some_and(|c| c.code() == cells[1]),
                "{line}"
            );
            assert!(seen.insert((cells[0], cells[2])), "{line}");
        }
        assert!(seen.len() > 160);
    }
}
