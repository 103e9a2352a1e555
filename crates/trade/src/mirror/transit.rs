//! Third economies as a cause of a gap: consignment, re-export, entrepôts.

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Bilingual};

use crate::Exact;
use crate::mirror::cause::{Cause, Part};

/// What the records tell about goods that did not go straight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The importer's imports from the exporter by the third economy they were
    /// consigned from.
    pub consigned: BTreeMap<String, Exact>,
    /// Re-exports by third economies, to the importer, of the exporter's goods.
    pub forwarded: BTreeMap<String, Exact>,
    /// Re-exports by third economies, to the importer, of goods whose origin
    /// they do not state: at most what the exporter sent them.
    pub passing: BTreeMap<String, Exact>,
    /// Goods of other origin in the exporter's exports to the importer.
    pub reexports: Option<Exact>,
}

/// `transit = goods through third economies − re-exports`
///
/// The importer books goods under their origin wherever they come from; the
/// exporter books them under the last destination it knew. What came through a
/// third economy is in the importer's figure and may be missing from the
/// exporter's, which names the entrepôt instead, at the entrepôt's price with
/// its mark-up: at most the whole of it raises the gap. Re-exports of goods
/// that the exporter did not make are in its figure and not in that of an
/// importer that goes by origin: they lower it. The importer's own records are
/// taken before those of the third economy, because both tell of the same
/// goods. Where a third economy re-exports to the importer without stating the
/// origin, nothing is attributed: its re-exports, and what the exporter sent it,
/// bound the cause. What was shipped straight through without being recorded cannot be
/// seen here.
///
/// Unit: that of the reports. Sign: positive where goods reach the importer
/// through third economies. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: United Nations, International Merchandise Trade Statistics: Concepts
/// and Definitions 2010, on partner country: origin, consignment, last known
/// destination.
pub fn part(recorded: &Recorded) -> Result<Part, BasisError> {
    let (through, whose) = if recorded.consigned.is_empty() {
        (&recorded.forwarded, ["re-exported by", "转口自"])
    } else {
        (&recorded.consigned, ["consigned from", "发运自"])
    };
    if through.is_empty() && recorded.reexports.is_none() {
        return unmeasured(recorded);
    }
    let raises = through
        .values()
        .copied()
        .try_fold(Exact::ZERO, Exact::plus)?;
    let lowers = recorded.reexports.unwrap_or(Exact::ZERO);
    let named = |verb: &str, of: &str| -> Vec<String> {
        let third = through
            .iter()
            .map(|(code, amount)| format!("{verb} {code} {amount}"));
        let own = recorded.reexports.map(|amount| format!("{of} {amount}"));
        third.chain(own).collect()
    };
    let why = Bilingual::new(
        format!(
            "at most: {}",
            named(whose[0], "re-exports in the exporter's figure").join(", ")
        ),
        format!("至多：{}", named(whose[1], "出口方数字中的转口").join("，")),
    );
    Ok(Part::between(
        Cause::Transit,
        raises.minus(lowers)?,
        lowers.negated(),
        raises,
        why,
    ))
}

/// Nothing names the exporter's goods: bounded where a third economy re-exports
/// goods that may be its.
fn unmeasured(recorded: &Recorded) -> Result<Part, BasisError> {
    if recorded.passing.is_empty() {
        return Ok(Part::unmeasured(Cause::Transit, nothing_recorded()));
    }
    let passing = &recorded.passing;
    let most = passing
        .values()
        .copied()
        .try_fold(Exact::ZERO, Exact::plus)?;
    let list: Vec<String> = passing
        .iter()
        .map(|(code, amount)| format!("{code} {amount}"))
        .collect();
    let list = list.join(", ");
    let why = Bilingual::new(
        format!("re-exports of unstated origin may hold the exporter's goods, at most: {list}"),
        format!("来源地不明的转口可能含出口方货物，至多：{list}"),
    );
    Ok(Part::unmeasured(Cause::Transit, why).within(Exact::ZERO, most))
}

fn nothing_recorded() -> Bilingual {
    Bilingual::new(
        "no record names a country of consignment, a re-export or a third economy's forwarding",
        "没有记录注明发运国、转口或第三方的转运",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(amount: i128) -> BTreeMap<String, Exact> {
        BTreeMap::from([("HKG".to_owned(), Exact::whole(amount))])
    }

    #[test]
    fn an_entrepot_raises_the_gap_and_re_exports_lower_it() {
        let consigned = Recorded {
            consigned: through(40),
            forwarded: through(44),
            passing: through(60),
            reexports: None,
        };
        let part_of = |recorded: &Recorded| part(recorded).unwrap();
        assert_eq!(part_of(&consigned).amount, Some(Exact::whole(40)));
        assert_eq!(part_of(&consigned).low, Some(Exact::ZERO));
        let both = Recorded {
            reexports: Some(Exact::whole(15)),
            ..consigned
        };
        let told = part_of(&both);
        assert_eq!(told.amount, Some(Exact::whole(25)));
        assert_eq!(
            (told.low, told.high),
            (Some(Exact::whole(-15)), Some(Exact::whole(40)))
        );
        assert!(told.why.en.contains("HKG 40"));
    }

    #[test]
    fn an_origin_not_stated_bounds_and_attributes_nothing() {
        let passing = Recorded {
            passing: through(60),
            ..Recorded::default()
        };
        let told = part(&passing).unwrap();
        assert_eq!(told.amount, None);
        assert_eq!(
            (told.low, told.high),
            (Some(Exact::ZERO), Some(Exact::whole(60)))
        );
    }

    #[test]
    fn the_third_economys_own_records_are_taken_where_the_importer_has_none() {
        let forwarded = Recorded {
            forwarded: through(44),
            ..Recorded::default()
        };
        assert_eq!(part(&forwarded).unwrap().amount, Some(Exact::whole(44)));
        assert_eq!(part(&Recorded::default()).unwrap().amount, None);
    }
}
