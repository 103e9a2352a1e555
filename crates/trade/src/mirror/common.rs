//! The periods of a window that both ends report.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{BasisError, Freq, Period};

use crate::Exact;

/// One end's report of a flow, period by period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// Amounts by period, all of one frequency or several.
    pub by_period: BTreeMap<Period, Exact>,
    /// Whether it is a publisher's table, where a period without a row was not
    /// published, and not a ledger, where it is a period without trade.
    pub published: bool,
}

impl Reported {
    /// The coarsest frequency among the periods, never finer than the month:
    /// a day without a record is a day without trade.
    fn freq(&self) -> Option<Freq> {
        let coarsest = self.by_period.keys().map(Period::freq).min()?;
        Some(coarsest.min(Freq::Month))
    }

    /// The sum over periods inside `kept`; none when there is no report.
    ///
    /// Errors with `E-TRADE-OVERFLOW`.
    pub fn over(&self, kept: &Kept) -> Result<Option<Exact>, BasisError> {
        let inside = self
            .by_period
            .iter()
            .filter(|(period, _)| kept.holds(period))
            .map(|(_, amount)| *amount);
        let mut total = None;
        for amount in inside {
            total = Some(total.unwrap_or(Exact::ZERO).plus(amount)?);
        }
        Ok(total)
    }

    fn at(&self, freq: Freq) -> BTreeSet<Period> {
        let of = |period: &Period| period.parent(freq).unwrap_or(*period);
        self.by_period.keys().map(of).collect()
    }

    /// Published periods of `kept` with fewer of their finer parts than they
    /// have: the parts that are not there.
    pub fn gaps_within(&self, kept: &Kept) -> Vec<Period> {
        let Some(finest) = self.by_period.keys().map(Period::freq).max() else {
            return Vec::new();
        };
        if !self.published || finest == Freq::Day {
            return Vec::new();
        }
        let covered = |part: &Period| self.by_period.keys().any(|have| have.contains(part));
        let whole: BTreeSet<Period> = match &kept.only {
            Some(only) => only.clone(),
            None => self.at(kept.grain.unwrap_or(finest)),
        };
        whole
            .iter()
            .flat_map(|period| period.parts(finest))
            .filter(|part| !covered(part))
            .collect()
    }
}

/// The periods over which two reports are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The frequency they are compared at; none when nothing is.
    pub grain: Option<Freq>,
    /// Only these; none is the whole window.
    pub only: Option<BTreeSet<Period>>,
    /// Periods of the window that one end reports and the other does not.
    pub dropped: BTreeSet<Period>,
}

impl Kept {
    /// Whether records of `period` are compared.
    pub fn holds(&self, period: &Period) -> bool {
        match &self.only {
            None => true,
            Some(only) => only.iter().any(|kept| kept.contains(period)),
        }
    }

    /// Whether nothing is left to compare.
    pub fn is_empty(&self) -> bool {
        self.only.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

/// The periods both ends report, at the coarser of their frequencies.
///
/// A year that one end did not publish is no year without trade: it is left
/// out of both. A ledger is taken to hold all there is, so that it limits
/// nothing. With one report, or none, nothing is compared and nothing is left
/// out.
pub fn common(exporter: &Reported, importer: &Reported) -> Kept {
    let (Some(left), Some(right)) = (exporter.freq(), importer.freq()) else {
        return Kept::default();
    };
    let grain = left.min(right);
    let (x, m) = (exporter.at(grain), importer.at(grain));
    let limits = |side: &Reported, own: &BTreeSet<Period>, all: &BTreeSet<Period>| {
        if side.published {
            own.clone()
        } else {
            all.clone()
        }
    };
    let all: BTreeSet<Period> = x.union(&m).copied().collect();
    let only: BTreeSet<Period> = limits(exporter, &x, &all)
        .intersection(&limits(importer, &m, &all))
        .copied()
        .collect();
    let dropped: BTreeSet<Period> = all.difference(&only).copied().collect();
    Kept {
        grain: Some(grain),
        only: (!dropped.is_empty()).then_some(only),
        dropped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(published: bool, rows: &[(&str, i128)]) -> Reported {
        Reported {
            by_period: rows
                .iter()
                .map(|(period, n)| (Period::parse(period).unwrap(), Exact::whole(*n)))
                .collect(),
            published,
        }
    }

    #[test]
    fn a_year_one_end_did_not_publish_is_left_out_of_both() {
        let x = reported(true, &[("2016", 10), ("2017", 20), ("2018", 30)]);
        let m = reported(true, &[("2017", 22), ("2018", 33)]);
        let kept = common(&x, &m);
        assert_eq!(x.over(&kept).unwrap(), Some(Exact::whole(50)));
        assert_eq!(m.over(&kept).unwrap(), Some(Exact::whole(55)));
        assert_eq!(kept.dropped, BTreeSet::from([Period::year(2016)]));
        let elsewhere = reported(true, &[("2015", 1)]);
        assert!(common(&x, &elsewhere).is_empty());
        assert_eq!(x.over(&common(&x, &elsewhere)).unwrap(), None);
    }

    #[test]
    fn months_meet_years_and_a_month_that_is_not_there_is_named() {
        let x = reported(true, &[("2018-01", 1), ("2018-02", 2)]);
        let m = reported(true, &[("2018", 9)]);
        let kept = common(&x, &m);
        assert_eq!((kept.grain, &kept.only), (Some(Freq::Year), &None));
        let gaps = x.gaps_within(&kept);
        assert_eq!(gaps.len(), 10);
        assert_eq!(gaps[0].to_string(), "2018-03");
        assert!(m.gaps_within(&kept).is_empty());
    }

    #[test]
    fn a_ledger_limits_nothing() {
        let x = reported(false, &[("2018-03-05", 1)]);
        let m = reported(true, &[("2018-03", 2), ("2018-04", 3)]);
        assert_eq!(common(&x, &m).only, None);
        assert!(x.gaps_within(&Kept::default()).is_empty());
        let nothing = Reported::default();
        assert_eq!(common(&x, &nothing), Kept::default());
    }
}
