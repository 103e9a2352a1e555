//! CIF and FOB (S1.11): `CIF = FOB × (1 + margin)`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use triffin_basis::{BasisError, Bilingual, Lang, Valuation};

use crate::classification::UNSTATED;
use crate::cut::Cut;
use crate::exact::AMOUNT_SCALE;
use crate::{Exact, Flow};

/// What values are shown at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// As the files report them.
    #[default]
    AsReported,
    /// Free on board: CIF values are divided by 1 + margin.
    Fob,
    /// Cost, insurance, freight: FOB values are multiplied by 1 + margin.
    Cif,
}

impl Target {
    /// Reads the word after `--valuation`.
    pub fn parse(text: &str) -> Option<Target> {
        match text {
            "as-reported" => Some(Target::AsReported),
            "fob" => Some(Target::Fob),
            "cif" => Some(Target::Cif),
            _ => None,
        }
    }

    /// The word after `--valuation`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Target::AsReported => "as-reported",
            Target::Fob => "fob",
            Target::Cif => "cif",
        }
    }

    /// The valuation, as recorded, of the rows that are converted. Customs
    /// value, FAS, mixed and unstated ones never are.
    pub const fn converts(self) -> Option<&'static str> {
        match self {
            Target::AsReported => None,
            Target::Fob => Some("cif"),
            Target::Cif => Some("fob"),
        }
    }
}

/// Freight and insurance as a share of the FOB value, with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// φ in `CIF = FOB (1 + φ)`; 0.06 is six per cent.
    pub of_fob: Exact,
    /// Where the margin is from.
    pub source: String,
}

impl Margin {
    /// A margin φ on the FOB value.
    ///
    /// Errors with `E-TRADE-MARGIN` when it is negative or 1 and more: a
    /// percentage is given as a share.
    pub fn on_fob(of_fob: Exact, source: impl Into<String>) -> Result<Self, BasisError> {
        if of_fob.signum() < 0 || of_fob >= Exact::whole(1) {
            return Err(BasisError::new(
                "E-TRADE-MARGIN",
                format!("a margin of {of_fob} is not a share of the FOB value"),
                format!("加成率 {of_fob} 不是离岸价的份额"),
            )
            .value(of_fob)
            .expected("0.06 for six per cent, below 1", "如 0.06 表示6%，小于1"));
        }
        Ok(Self {
            of_fob,
            source: source.into(),
        })
    }

    /// A margin τ quoted on the CIF value: φ = τ/(1 − τ), to 12 decimals.
    pub fn on_cif(of_cif: Exact, source: impl Into<String>) -> Result<Self, BasisError> {
        let rest = Exact::whole(1).minus(of_cif)?;
        let of_fob = of_cif.over(rest, 12)?.unwrap_or(Exact::whole(1));
        Self::on_fob(of_fob, source)
    }
}

/// `FOB = CIF ÷ (1 + φ)`, rounded half away from zero at six decimals.
pub fn fob_from_cif(cif: Exact, margin: Exact) -> Result<Exact, BasisError> {
    let factor = Exact::whole(1).plus(margin)?;
    Ok(cif.over(factor, AMOUNT_SCALE)?.unwrap_or(cif))
}

/// `CIF = FOB × (1 + φ)`, rounded half away from zero at six decimals.
pub fn cif_from_fob(fob: Exact, margin: Exact) -> Result<Exact, BasisError> {
    fob.times(Exact::whole(1).plus(margin)?, AMOUNT_SCALE)
}

/// What to warn of when values are shown as reported and some carry freight
/// and insurance while others do not; none when they agree or do not say.
pub fn mixed(cut: &Cut) -> Option<Bilingual> {
    let sides = [Flow::Export, Flow::Import].map(|flow| stated(cut, flow));
    let all: BTreeSet<&String> = sides.iter().flatten().collect();
    let freight = |word: &&&String| Valuation::parse(word).and_then(Valuation::carries_freight);
    let with = all.iter().any(|word| freight(&word) != Some(false));
    let without = all.iter().any(|word| freight(&word) == Some(false));
    let unclear = all.iter().any(|word| freight(&word).is_none());
    let codes = |side: &BTreeSet<String>| side.iter().cloned().collect::<Vec<_>>().join(", ");
    let names = |side: &BTreeSet<String>| {
        let names: Vec<&str> = side.iter().map(|code| name_zh(code)).collect();
        names.join("、")
    };
    let [exports, imports] = &sides;
    (with && without || unclear).then(|| {
        Bilingual::new(
            format!(
                "mixed valuation: exports {}; imports {}",
                codes(exports),
                codes(imports)
            ),
            format!(
                "计价口径不一：出口{}；进口{}",
                names(exports),
                names(imports)
            ),
        )
    })
}

/// The Chinese name of a valuation, or of one not stated.
pub fn name_zh(code: &str) -> &str {
    match Valuation::parse(code) {
        Some(valuation) => valuation.label(Lang::Zh),
        None if code == UNSTATED => "未注明",
        None => code,
    }
}

fn stated(cut: &Cut, flow: Flow) -> BTreeSet<String> {
    cut.valuations(flow).into_iter().flatten().collect()
}

/// Rows that a conversion to `target` leaves as they are although they are not
/// at it, by valuation: customs value, FAS, mixed and `unstated` ones.
pub fn untouched(cut: &Cut, target: Target) -> BTreeMap<String, i64> {
    let mut rows = BTreeMap::new();
    let Some(from) = target.converts() else {
        return rows;
    };
    for stratum in cut.strata().iter().filter(|stratum| stratum.values > 0) {
        let valuation = stratum.valuation.as_deref().unwrap_or(UNSTATED);
        if valuation != from && valuation != target.as_str() {
            *rows.entry(valuation.to_owned()).or_default() += stratum.values;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// S1.11: M_cif 110 at 10 % leaves a FOB value of 100, a bias of 10.
    #[test]
    fn s1_11_imports_of_110_at_ten_per_cent_overstate_the_deficit_by_10() {
        let margin = Margin::on_fob("0.10".parse().unwrap(), "test").unwrap();
        let fob = fob_from_cif(Exact::whole(110), margin.of_fob).unwrap();
        assert_eq!(fob, Exact::whole(100));
        let exports = Exact::whole(90);
        let as_reported = exports.minus(Exact::whole(110)).unwrap();
        let aligned = exports.minus(fob).unwrap();
        assert_eq!(aligned.minus(as_reported).unwrap(), Exact::whole(10));
    }

    #[test]
    fn a_margin_on_cif_is_larger_on_fob() {
        let margin = Margin::on_cif("0.2".parse().unwrap(), "test").unwrap();
        assert_eq!(margin.of_fob, "0.25".parse().unwrap());
        assert!(Margin::on_fob("6".parse().unwrap(), "test").is_err());
    }

    proptest! {
        #[test]
        fn there_and_back_is_within_one_last_digit(digits in -1_000_000_000_000i64..1_000_000_000_000, percent in 0i64..100) {
            let fob = Exact::new(digits.into(), 6);
            let margin = Exact::new(percent.into(), 2);
            let back = fob_from_cif(cif_from_fob(fob, margin).unwrap(), margin).unwrap();
            let gap = back.minus(fob).unwrap().magnitude();
            prop_assert!(gap <= Exact::new(1, 6));
        }
    }
}
