//! The gap of a flow that both ends report: `gap = M − X`.

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;

/// Which way goods go between the two economies asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the first economy to the second.
    AToB,
    /// From the second economy to the first.
    BToA,
}

impl Direction {
    /// Both directions.
    pub const ALL: [Direction; 2] = [Self::AToB, Self::BToA];

    /// The word in an answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AToB => "a_to_b",
            Self::BToA => "b_to_a",
        }
    }
}

/// What the two ends of a flow report, in one currency over one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reports {
    /// X, the exporter's exports; none when it has no such record.
    pub exporter: Option<Exact>,
    /// M, the importer's imports; none when it has no such record.
    pub importer: Option<Exact>,
}

impl Reports {
    /// `gap = M − X`
    ///
    /// The importer's report less the exporter's; none when a report is not
    /// there. Errors with `E-TRADE-OVERFLOW`.
    ///
    /// Unit: that of the two reports. Sign: positive when the importer reports
    /// more.
    ///
    /// Source: 000, third point on distorted deficits, for flows instead of
    /// balances.
    pub fn gap(&self) -> Result<Option<Exact>, BasisError> {
        self.exporter
            .zip(self.importer)
            .map(|(exporter, importer)| importer.minus(exporter))
            .transpose()
    }

    /// `M / X`; none when a report is not there or the exporter's is zero.
    pub fn ratio(&self) -> Option<f64> {
        let (exporter, importer) = self.exporter.zip(self.importer)?;
        importer.ratio(exporter)
    }

    /// `100 · (M − X) / X`, per cent of the exporter's report.
    ///
    /// None as for [`Reports::ratio`]. Errors with `E-TRADE-OVERFLOW`.
    pub fn gap_pct(&self) -> Result<Option<f64>, BasisError> {
        let gap = self.gap()?;
        Ok(gap.zip(self.exporter).and_then(|(gap, exporter)| {
            let share = gap.ratio(exporter)?;
            Some(100.0 * share)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reports(exporter: Option<i128>, importer: Option<i128>) -> Reports {
        Reports {
            exporter: exporter.map(Exact::whole),
            importer: importer.map(Exact::whole),
        }
    }

    #[test]
    fn a_report_that_is_not_there_leaves_no_gap() {
        for one_sided in [reports(None, Some(5)), reports(Some(5), None)] {
            assert_eq!(one_sided.gap().unwrap(), None);
            assert_eq!(one_sided.gap_pct().unwrap(), None);
            assert_eq!(one_sided.ratio(), None);
        }
        let nothing_sent = reports(Some(0), Some(5));
        assert_eq!(nothing_sent.gap().unwrap(), Some(Exact::whole(5)));
        assert_eq!(nothing_sent.ratio(), None);
    }

    /// UN Comtrade totals of 2018: what the US reports from Brazil over what
    /// Brazil reports to the US.
    #[test]
    fn the_ratio_is_importer_over_exporter() {
        let trade = reports(Some(29_093_175_404), Some(32_286_167_963));
        let ratio = trade.ratio().unwrap();
        assert_eq!(format!("{ratio:.6}"), "1.109751");
        let pct = trade.gap_pct().unwrap().unwrap();
        assert!((pct - 100.0 * (ratio - 1.0)).abs() < 1e-9);
    }
}
