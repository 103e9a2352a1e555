//! `[elasticity]`: how strongly trade answers to its cost.

use triffin_basis::BasisError;

use super::section::{ByName, Section};

/// What the coefficient on ln(1 + τ) was estimated on, and so what it says.
///
/// Values without the duty fall by the duty too: −(1 + θ). Values with it: −θ.
///
/// ```
/// use triffin_tariff::scenario::TradeValues;
/// assert_eq!(TradeValues::ExDuty.theta(-5.0), 4.0);
/// assert_eq!(TradeValues::DutyInclusive.theta(-5.0), 5.0);
/// ```
///
/// Source: Caliendo and Parro (2015), equation 23; Head and Mayer (2014), §3.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradeValues {
    /// Customs values: the coefficient is −(1 + θ).
    ExDuty,
    /// Values as the buyer pays them: the coefficient is −θ.
    DutyInclusive,
}

impl TradeValues {
    /// θ of a coefficient on ln(1 + τ).
    pub fn theta(self, coefficient: f64) -> f64 {
        match self {
            Self::ExDuty => -coefficient - 1.0,
            Self::DutyInclusive => -coefficient,
        }
    }

    /// The word in a scenario.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExDuty => "ex-duty",
            Self::DutyInclusive => "duty-inclusive",
        }
    }
}

/// Where θ comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Theta {
    /// As it stands in the scenario.
    Given(ByName),
    /// From coefficients on ln(1 + τ) in the scenario.
    Coefficient(ByName, TradeValues),
    /// From a term of saved estimates (`term, estimate, std_error`).
    Estimates {
        /// The file that `triffin tariff estimate -o` wrote.
        file: String,
        /// The term on ln(1 + τ).
        term: String,
        /// What it was estimated on.
        values: TradeValues,
    },
    /// From the table of sectors; a coefficient needs to be told what it is of.
    Sectors(Option<TradeValues>),
}

/// The trade elasticity and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Elasticity {
    /// θ, or what it follows from.
    pub theta: Theta,
    /// Its standard error.
    pub std_error: Option<ByName>,
    /// φ by region, one sector: trade falls with (1 + τ)^(−θ φ).
    pub phi: Option<ByName>,
}

const KEYS: [&str; 8] = [
    "theta",
    "sigma",
    "coefficient",
    "estimates",
    "term",
    "std_error",
    "trade_values",
    "phi",
];

impl Elasticity {
    pub(super) fn of(root: &Section<'_>) -> Result<Self, BasisError> {
        let Some(section) = root.beneath("elasticity", &KEYS)? else {
            return Ok(Self {
                theta: Theta::Sectors(None),
                std_error: None,
                phi: None,
            });
        };
        let values = section.word(
            "trade_values",
            &[
                ("ex-duty", TradeValues::ExDuty),
                ("duty-inclusive", TradeValues::DutyInclusive),
            ],
        )?;
        let theta = one_way(&section, values)?;
        Ok(Self {
            theta,
            std_error: section.number_by_name("std_error")?,
            phi: section.number_by_name("phi")?,
        })
    }
}

/// θ in one of the ways there are, and not in two.
fn one_way(section: &Section<'_>, values: Option<TradeValues>) -> Result<Theta, BasisError> {
    let ways = ["theta", "sigma", "coefficient", "estimates"];
    let given: Vec<&str> = ways
        .into_iter()
        .filter(|way| section.get(way).is_some())
        .collect();
    if given.len() > 1 {
        return Err(twice(section, &given));
    }
    let told = || {
        values.ok_or_else(|| {
            section.missing(
                "trade_values",
                "\"ex-duty\" where trade was measured without the duty (the coefficient is −(1 + θ)), \"duty-inclusive\" where with it (−θ)",
                "贸易额不含关税时为 \"ex-duty\"（系数为 −(1 + θ)），含关税时为 \"duty-inclusive\"（−θ）",
            )
        })
    };
    if let Some(theta) = section.number_by_name("theta")? {
        return Ok(Theta::Given(theta));
    }
    if let Some(sigma) = section.number_by_name("sigma")? {
        return Ok(Theta::Given(less_one(sigma)));
    }
    if let Some(coefficient) = section.number_by_name("coefficient")? {
        return Ok(Theta::Coefficient(coefficient, told()?));
    }
    let Some(file) = section.text("estimates")? else {
        return Ok(Theta::Sectors(values));
    };
    let term = section.text("term")?.ok_or_else(|| {
        section.missing(
            "term",
            "the term on ln(1 + tariff) in the estimates",
            "估计结果中 ln(1 + 关税) 的项名",
        )
    })?;
    Ok(Theta::Estimates {
        file,
        term,
        values: told()?,
    })
}

/// θ = σ − 1.
fn less_one(sigma: ByName) -> ByName {
    match sigma {
        ByName::All(sigma) => ByName::All(sigma - 1.0),
        ByName::Each(each) => ByName::Each(
            each.into_iter()
                .map(|(name, sigma)| (name, sigma - 1.0))
                .collect(),
        ),
    }
}

fn twice(section: &Section<'_>, given: &[&str]) -> BasisError {
    let list = given.join(", ");
    BasisError::new(
        "E-TARIFF-SCENARIO-TWICE",
        format!("line {}: [elasticity] gives {list}", section.line()),
        format!("第 {} 行：[elasticity] 同时给出 {list}", section.line()),
    )
    .value(list)
    .expected(
        "one of theta, sigma, coefficient, estimates",
        "theta、sigma、coefficient、estimates 之一",
    )
}
