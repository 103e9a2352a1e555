//! What a gap is made of (S11.2): `gap = Σ causes + unexplained`.

use serde::Serialize;
use triffin_basis::{BasisError, Bilingual, Lang};

use crate::Exact;

/// Why two reports of one flow differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Freight and insurance in one report and not in the other.
    CifFob,
    /// Goods that reach the importer through a third economy, and re-exports.
    Transit,
    /// Goods that leave in one window and arrive in the next.
    Timing,
    /// Conversion of currencies at other rates.
    Valuation,
    /// Parcels below the threshold of one side.
    Parcels,
    /// Imports declared below their value.
    ImportUnderreporting,
    /// Exports declared above their value.
    ExportOverreporting,
}

/// Which way a cause moves the gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moves {
    /// It makes the importer's report the larger.
    Raises,
    /// It makes the exporter's report the larger.
    Lowers,
    /// Either way.
    Either,
}

impl Cause {
    /// Every cause, those that records can measure first.
    pub const ALL: [Cause; 7] = [
        Self::CifFob,
        Self::Transit,
        Self::Timing,
        Self::Valuation,
        Self::Parcels,
        Self::ImportUnderreporting,
        Self::ExportOverreporting,
    ];

    /// The key in `explained`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CifFob => "cif_fob",
            Self::Transit => "transit",
            Self::Timing => "timing",
            Self::Valuation => "valuation",
            Self::Parcels => "parcels",
            Self::ImportUnderreporting => "import_underreporting",
            Self::ExportOverreporting => "export_overreporting",
        }
    }

    /// Which way the cause moves the gap, importer's report less exporter's.
    pub const fn moves(self) -> Moves {
        match self {
            Self::CifFob | Self::Transit | Self::Timing | Self::Valuation => Moves::Either,
            Self::Parcels => Moves::Either,
            Self::ImportUnderreporting | Self::ExportOverreporting => Moves::Lowers,
        }
    }

    /// The rule of its sign.
    pub const fn rule(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::CifFob, Lang::En) => "raises the gap where imports are CIF and exports are not",
            (Self::CifFob, Lang::Zh) => "进口为到岸价而出口不是时，使差异增大",
            (Self::Transit, Lang::En) => {
                "goods consigned through a third economy raise it; re-exports in the exporter's figures lower it"
            }
            (Self::Transit, Lang::Zh) => "经第三方运抵的货物使其增大；出口方数字中的转口使其减小",
            (Self::Timing, Lang::En) => {
                "raises it where more left just before the window than at its end"
            }
            (Self::Timing, Lang::Zh) => "时间窗之前启运多于窗末启运时，使其增大",
            (Self::Valuation, Lang::En) => "either way, with the rates the two sides convert at",
            (Self::Valuation, Lang::Zh) => "方向不定，取决于双方折算所用汇率",
            (Self::Parcels, Lang::En) => {
                "lowers it where only the exporter counts them, raises it where only the importer does"
            }
            (Self::Parcels, Lang::Zh) => "仅出口方计入时使其减小，仅进口方计入时使其增大",
            (Self::ImportUnderreporting, Lang::En) => "lowers the importer's report and so the gap",
            (Self::ImportUnderreporting, Lang::Zh) => "压低进口方数字，从而使差异减小",
            (Self::ExportOverreporting, Lang::En) => {
                "raises the exporter's report and lowers the gap"
            }
            (Self::ExportOverreporting, Lang::Zh) => "抬高出口方数字，使差异减小",
        }
    }
}

/// What one cause does to a gap, as far as the records tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The cause.
    pub cause: Cause,
    /// The part of the gap; none when the records cannot measure it.
    pub amount: Option<Exact>,
    /// The least it can be; none when nothing bounds it.
    pub low: Option<Exact>,
    /// The most it can be; none when nothing bounds it.
    pub high: Option<Exact>,
    /// What was measured, or why it was not.
    pub why: Bilingual,
}

impl Part {
    /// A cause measured to one amount.
    pub fn measured(cause: Cause, amount: Exact, why: Bilingual) -> Self {
        Self::between(cause, amount, amount, amount, why)
    }

    /// A cause measured within bounds; `amount` is put inside them.
    pub fn between(cause: Cause, amount: Exact, low: Exact, high: Exact, why: Bilingual) -> Self {
        Self {
            cause,
            amount: Some(amount),
            low: Some(low.min(amount)),
            high: Some(high.max(amount)),
            why,
        }
    }

    /// A cause the records do not measure.
    pub fn unmeasured(cause: Cause, why: Bilingual) -> Self {
        Self {
            cause,
            amount: None,
            low: None,
            high: None,
            why,
        }
    }

    /// The same with bounds that are known although the amount is not.
    #[must_use]
    pub fn within(mut self, low: Exact, high: Exact) -> Self {
        self.low = Some(low.min(high));
        self.high = Some(high.max(low));
        self
    }
}

/// A gap in its causes and the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribution {
    /// One part a cause.
    pub parts: Vec<Part>,
    /// What no measured cause accounts for; none when there is no gap.
    pub unexplained: Option<Exact>,
}

/// `gap = Σ causes + unexplained`
///
/// The rest after every measured cause, to the last digit; a cause that is not
/// measured takes nothing from it. False declarations cannot be seen in
/// records: they are bounded by the rest they could account for, imports
/// declared too low and exports declared too high by a negative one. Errors
/// with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the gap. Sign: a positive part makes the importer's report the
/// larger.
///
/// Source: 000, causes of distorted deficits; 001, third step, consistency
/// checks.
pub fn attribute(gap: Option<Exact>, mut parts: Vec<Part>) -> Result<Attribution, BasisError> {
    let explained = parts
        .iter()
        .filter_map(|part| part.amount)
        .try_fold(Exact::ZERO, Exact::plus)?;
    let unexplained = gap.map(|gap| gap.minus(explained)).transpose()?;
    let hidden = [Cause::ImportUnderreporting, Cause::ExportOverreporting];
    parts.extend(hidden.map(|cause| undeclared(cause, unexplained)));
    Ok(Attribution { parts, unexplained })
}

fn undeclared(cause: Cause, rest: Option<Exact>) -> Part {
    let why = Bilingual::new(
        "records do not show it; a negative unexplained rest is the most it can be, where nothing else hides in that rest",
        "记录中看不出；若未解释部分为负，至多为该数额，且以其中别无他因为前提",
    );
    let part = Part::unmeasured(cause, why);
    match rest {
        Some(rest) => part.within(rest.min(Exact::ZERO), Exact::ZERO),
        None => part,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn why() -> Bilingual {
        Bilingual::same("test")
    }

    #[test]
    fn s11_2_a_cause_not_measured_takes_nothing_from_the_rest() {
        let parts = vec![
            Part::measured(Cause::CifFob, Exact::whole(6), why()),
            Part::unmeasured(Cause::Timing, why()),
        ];
        let attributed = attribute(Some(Exact::whole(10)), parts).unwrap();
        assert_eq!(attributed.unexplained, Some(Exact::whole(4)));
        let none = attribute(None, Vec::new()).unwrap();
        assert_eq!(none.unexplained, None);
        assert!(none.parts.iter().all(|part| part.low.is_none()));
    }

    /// Imports declared too low and exports declared too high both make the
    /// importer's report the smaller: they bound a negative rest only.
    #[test]
    fn false_declarations_are_bounded_by_a_negative_rest() {
        for (gap, low) in [(-30, -30), (30, 0)] {
            let attributed = attribute(Some(Exact::whole(gap)), Vec::new()).unwrap();
            for part in &attributed.parts {
                assert_eq!(part.amount, None);
                assert_eq!(part.cause.moves(), Moves::Lowers);
                assert_eq!(
                    (part.low, part.high),
                    (Some(Exact::whole(low)), Some(Exact::ZERO))
                );
            }
        }
    }

    proptest! {
        #[test]
        fn causes_and_the_rest_are_the_gap(gap in any::<i64>(), of in prop::collection::vec(prop::option::of(any::<i32>()), 0..5)) {
            let gap = Exact::new(gap.into(), 6);
            let parts: Vec<Part> = of
                .into_iter()
                .zip(Cause::ALL)
                .map(|(amount, cause)| match amount {
                    Some(n) => Part::measured(cause, Exact::new(n.into(), 3), why()),
                    None => Part::unmeasured(cause, why()),
                })
                .collect();
            let attributed = attribute(Some(gap), parts).unwrap();
            let sum = attributed
                .parts
                .iter()
                .filter_map(|part| part.amount)
                .chain(attributed.unexplained)
                .try_fold(Exact::ZERO, Exact::plus)
                .unwrap();
            prop_assert_eq!(sum, gap);
        }
    }
}
