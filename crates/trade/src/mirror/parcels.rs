//! Parcels below the threshold of one side as a cause of a gap.

use triffin_basis::{BasisError, Bilingual};

use crate::Exact;
use crate::exact::AMOUNT_SCALE;
use crate::mirror::cause::{Cause, Part};
use crate::mirror::gap::Reports;

/// The regime that marks parcels of electronic commerce.
pub const REGIME: &str = "ecommerce";

/// `parcels = M_parcels − X_parcels`
///
/// What one side records as electronic commerce and the other does not. The
/// exporter may count a parcel that enters the importer free of declaration,
/// below its threshold: such parcels lower the gap by at most what the exporter
/// records. With records on one side only the other may hold some of them
/// unmarked, so that the bound runs to zero. Without records, `share` of the
/// exporter's report is taken, when the user states one.
///
/// Inputs: parcels of each report, none where none is marked; the reports; the
/// share of the exporter's report that goes in parcels the importer does not
/// count, between 0 and 1.
/// Unit: that of the reports. Sign: negative where only the exporter counts
/// them. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: 000, third point on distorted deficits; 001, third step, on items
/// counted on one side.
pub fn part(
    parcels: &Reports,
    reports: &Reports,
    share: Option<Exact>,
) -> Result<Part, BasisError> {
    let marked = parcels.exporter.is_some() || parcels.importer.is_some();
    if marked {
        let side = |amount: Option<Exact>| amount.unwrap_or(Exact::ZERO);
        let (x, m) = (side(parcels.exporter), side(parcels.importer));
        let why = Bilingual::new(
            format!(
                "regime {REGIME}: exporter {x}, importer {m}; the other side may hold some of it unmarked"
            ),
            format!("监管方式为跨境电商：出口方 {x}，进口方 {m}；另一方可能计入而未标注"),
        );
        return Ok(Part::between(
            Cause::Parcels,
            m.minus(x)?,
            x.negated(),
            m,
            why,
        ));
    }
    match share.zip(reports.exporter) {
        Some((share, exporter)) => {
            let amount = exporter.times(share, AMOUNT_SCALE)?.negated();
            let why = Bilingual::new(
                format!("{share} of the exporter's report, as stated (--parcels)"),
                format!("按给定份额：出口方数字的 {share}（--parcels）"),
            );
            Ok(Part::between(
                Cause::Parcels,
                amount,
                amount,
                Exact::ZERO,
                why,
            ))
        }
        None => Ok(Part::unmeasured(
            Cause::Parcels,
            Bilingual::new(
                "no record is marked as electronic commerce; --parcels states a share",
                "没有标注跨境电商的记录；可用 --parcels 给出份额",
            ),
        )),
    }
}

/// Refuses a share that is not between 0 and 1.
///
/// Errors with `E-MIRROR-PARCELS`.
pub fn checked_share(share: Exact) -> Result<Exact, BasisError> {
    if share.signum() >= 0 && share <= Exact::whole(1) {
        return Ok(share);
    }
    Err(BasisError::new(
        "E-MIRROR-PARCELS",
        format!("{share} is no share of a report"),
        format!("{share} 不是份额"),
    )
    .value(share)
    .expected("0.05 for five per cent", "如 0.05 表示5%"))
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
    fn parcels_only_the_exporter_counts_lower_the_gap() {
        let all = reports(Some(100), Some(90));
        let told = part(&reports(Some(8), None), &all, None).unwrap();
        assert_eq!(told.amount, Some(Exact::whole(-8)));
        assert_eq!(
            (told.low, told.high),
            (Some(Exact::whole(-8)), Some(Exact::ZERO))
        );
        let other = part(&reports(None, Some(3)), &all, None).unwrap();
        assert_eq!(other.amount, Some(Exact::whole(3)));
        let both = part(&reports(Some(8), Some(3)), &all, None).unwrap();
        assert_eq!(both.amount, Some(Exact::whole(-5)));
    }

    #[test]
    fn a_stated_share_is_used_only_without_records() {
        let all = reports(Some(200), Some(190));
        let share = Some("0.05".parse().unwrap());
        let none = Reports::default();
        assert_eq!(
            part(&none, &all, share).unwrap().amount,
            Some(Exact::whole(-10))
        );
        assert_eq!(part(&none, &all, None).unwrap().amount, None);
        assert_eq!(
            part(&reports(Some(8), None), &all, share).unwrap().amount,
            Some(Exact::whole(-8))
        );
        assert!(checked_share("1.5".parse().unwrap()).is_err());
        assert!(checked_share("-0.1".parse().unwrap()).is_err());
    }
}
