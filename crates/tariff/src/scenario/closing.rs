//! `[closure]`, `[labour]`, `[scale]`: what closes the model.

use triffin_basis::BasisError;

use super::section::{ByName, Section};

/// What the balances of trade become.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Deficits {
    /// As in the data, in units of world value added.
    FixedInWorldOutput,
    /// None: first solved at the tariffs there were, then from there.
    #[default]
    Zero,
    /// A constant share of each region's value added.
    ShareOfGdp,
    /// They move with trade: the share ν of purchases is earned at the importer.
    Endogenous(ByName),
    /// Saving less investment changes by so much, in the unit of the data.
    SavingInvestment(Vec<(String, f64)>),
}

impl Deficits {
    /// The word in a scenario.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::FixedInWorldOutput => "fixed-in-world-output",
            Self::Zero => "zero",
            Self::ShareOfGdp => "share-of-gdp",
            Self::Endogenous(_) => "endogenous",
            Self::SavingInvestment(_) => "saving-investment",
        }
    }
}

/// Where the revenue of tariffs goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Revenue {
    /// To households, whatever they earn.
    #[default]
    LumpSum,
    /// It lowers the tax on labour income.
    IncomeTax,
}

impl Revenue {
    /// The word in a scenario.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LumpSum => "lump-sum",
            Self::IncomeTax => "income-tax",
        }
    }
}

#[derive(Clone, Copy)]
enum Word {
    Fixed,
    Zero,
    Share,
    Endogenous,
    Saving,
}

const KEYS: [&str; 4] = ["deficits", "nu", "change", "revenue"];
const WORDS: [(&str, Word); 5] = [
    ("fixed-in-world-output", Word::Fixed),
    ("zero", Word::Zero),
    ("share-of-gdp", Word::Share),
    ("endogenous", Word::Endogenous),
    ("saving-investment", Word::Saving),
];

/// Reads `[closure]`.
pub(super) fn closure(root: &Section<'_>) -> Result<(Deficits, Revenue), BasisError> {
    let Some(section) = root.beneath("closure", &KEYS)? else {
        return Ok((Deficits::default(), Revenue::default()));
    };
    let revenue = section.word(
        "revenue",
        &[
            ("lump-sum", Revenue::LumpSum),
            ("income-tax", Revenue::IncomeTax),
        ],
    )?;
    Ok((deficits(&section)?, revenue.unwrap_or_default()))
}

fn deficits(section: &Section<'_>) -> Result<Deficits, BasisError> {
    let word = section.word("deficits", &WORDS)?.unwrap_or(Word::Zero);
    only_with(
        section,
        "nu",
        matches!(word, Word::Endogenous),
        "endogenous",
    )?;
    only_with(
        section,
        "change",
        matches!(word, Word::Saving),
        "saving-investment",
    )?;
    Ok(match word {
        Word::Fixed => Deficits::FixedInWorldOutput,
        Word::Zero => Deficits::Zero,
        Word::Share => Deficits::ShareOfGdp,
        Word::Endogenous => {
            let nu = section.number_by_name("nu")?.ok_or_else(|| {
                section.missing(
                    "nu",
                    "nu = 0.1, or nu = { REGION = share }: the share of purchases earned at the importer",
                    "nu = 0.1 或 nu = { 地区 = 份额 }：购买额中由进口方要素获得的份额",
                )
            })?;
            Deficits::Endogenous(nu)
        }
        Word::Saving => Deficits::SavingInvestment(changes(section)?),
    })
}

/// `change = { USA = 100e9 }`.
fn changes(section: &Section<'_>) -> Result<Vec<(String, f64)>, BasisError> {
    match section.number_by_name("change")? {
        Some(ByName::Each(each)) if !each.is_empty() => Ok(each),
        _ => Err(section.missing(
            "change",
            "change = { REGION = amount }: Δ(S − I) in the unit of the data, + saves more",
            "change = { 地区 = 数额 }：Δ(S − I)，单位同数据，正值为储蓄增加",
        )),
    }
}

/// Refuses a key that says nothing under another closure.
fn only_with(section: &Section<'_>, key: &str, fits: bool, word: &str) -> Result<(), BasisError> {
    match section.get(key) {
        Some(node) if !fits => Err(section.kind(
            key,
            node,
            &format!("no {key} unless deficits = \"{word}\""),
            &format!("仅当 deficits = \"{word}\" 时才有 {key}"),
        )),
        _ => Ok(()),
    }
}

/// `[labour] kappa`: the elasticity of labour supply to the real wage.
pub(super) fn kappa(root: &Section<'_>) -> Result<f64, BasisError> {
    one_number(root, "labour", "kappa")
}

/// `[scale] psi`: the elasticity of productivity to scale.
pub(super) fn psi(root: &Section<'_>) -> Result<f64, BasisError> {
    one_number(root, "scale", "psi")
}

fn one_number(root: &Section<'_>, name: &str, key: &str) -> Result<f64, BasisError> {
    let Some(section) = root.beneath(name, &[key])? else {
        return Ok(0.0);
    };
    let not_below = |number: f64| number >= 0.0;
    let found = section.number_where(key, not_below, "0 or more", "不小于 0 的数")?;
    found.ok_or_else(|| section.missing(key, "an elasticity of 0 or more", "不小于 0 的弹性"))
}
