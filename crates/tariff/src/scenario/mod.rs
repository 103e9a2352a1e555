//! A counterfactual as a text: `SCENARIO.toml`.
//!
//! ```text
//! text ─► tree (values with their lines) ─► section (known keys, kinds) ─► Scenario
//!                                                                            │
//!                     names of the data ─► select (groups, *, !name) ────────┴─► cells
//! ```
//!
//! The scenario names files and reads none; who reads them hands the names
//! found there to [`Selector::places`]. Every key is described in
//! `docs/reference/tariff-scenario.md`.
//!
//! ```
//! use triffin_tariff::scenario::{Change, Deficits, Scenario};
//!
//! let scenario = Scenario::parse(
//!     r#"
//!     model = "one-sector"
//!     [data]
//!     matrix = "trade.csv"
//!     [elasticity]
//!     theta = 4
//!     [closure]
//!     deficits = "share-of-gdp"
//!     [[shock]]
//!     importer = "USA"
//!     exporter = ["*", "!CAN"]
//!     add = "10%"
//!     "#,
//! )?;
//! assert_eq!(scenario.deficits, Deficits::ShareOfGdp);
//! assert_eq!(scenario.shocks[0].tariff, Some(Change::Add(0.1)));
//!
//! let slip = Scenario::parse("model = \"one-sectr\"").unwrap_err();
//! assert!(slip.to_string().contains("Did you mean one-sector?"));
//! # Ok::<(), triffin_basis::BasisError>(())
//! ```

mod closing;
mod data;
mod elasticity;
mod gravity;
mod sampling;
mod section;
mod select;
mod shock;
#[cfg(test)]
mod tests;
mod tree;

pub use closing::{Deficits, Revenue};
pub use data::{Data, Duties, MatrixRows, OwnTrade, TableKind};
pub use elasticity::{Elasticity, Theta, TradeValues};
pub use gravity::Gravity;
pub use sampling::Sampling;
pub use section::ByName;
pub use select::{Group, Selector, place};
pub use shock::{Change, RateFile, Shock};

use triffin_basis::{BasisError, Bilingual};

use section::Section;

/// Which model answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Many sectors that use each other's goods: Caliendo and Parro (2015).
    ManySector,
    /// One sector: Armington, Eaton and Kortum, Krugman by trade elasticity.
    OneSector,
}

impl Model {
    /// The word in a scenario.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ManySector => "many-sector",
            Self::OneSector => "one-sector",
        }
    }
}

/// A counterfactual, as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is about.
    pub title: Option<Bilingual>,
    /// Which model answers.
    pub model: Model,
    /// The tables.
    pub data: Data,
    /// How a table of pairs is estimated, where the data are one.
    pub gravity: Option<Gravity>,
    /// θ.
    pub elasticity: Elasticity,
    /// What the balances become.
    pub deficits: Deficits,
    /// Where the revenue goes.
    pub revenue: Revenue,
    /// Elasticity of labour supply to the real wage; 0 is a fixed supply.
    pub kappa: f64,
    /// Elasticity of productivity to scale; 0 is constant returns.
    pub psi: f64,
    /// Names that stand for several.
    pub groups: Vec<Group>,
    /// What changes, in order.
    pub shocks: Vec<Shock>,
    /// Draws of the elasticities.
    pub draws: Option<Sampling>,
}

const KEYS: [&str; 12] = [
    "title",
    "title_zh",
    "model",
    "data",
    "gravity",
    "elasticity",
    "closure",
    "labour",
    "scale",
    "groups",
    "shock",
    "draws",
];

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// `E-TARIFF-SCENARIO-TOML`, `-KEY`, `-VALUE`, `-WORD`, `-MISSING`,
    /// `-TWICE`, each with the line and what was expected.
    pub fn parse(text: &str) -> Result<Self, BasisError> {
        let tree = tree::read(text.strip_prefix('\u{feff}').unwrap_or(text))?;
        let root = Section::of("the scenario", &tree, &KEYS)?;
        let model = model(&root)?;
        let (deficits, revenue) = closing::closure(&root)?;
        Ok(Self {
            title: title(&root)?,
            model,
            data: Data::of(&root)?,
            gravity: Gravity::of(&root)?,
            elasticity: Elasticity::of(&root)?,
            deficits,
            revenue,
            kappa: closing::kappa(&root)?,
            psi: closing::psi(&root)?,
            groups: groups(&root)?,
            shocks: Shock::all(&root)?,
            draws: Sampling::of(&root)?,
        })
    }
}

fn model(root: &Section<'_>) -> Result<Model, BasisError> {
    let words = [Model::ManySector, Model::OneSector].map(|model| (model.as_str(), model));
    root.word("model", &words)?.ok_or_else(|| {
        root.missing(
            "model",
            "\"many-sector\" or \"one-sector\"",
            "\"many-sector\" 或 \"one-sector\"",
        )
    })
}

fn title(root: &Section<'_>) -> Result<Option<Bilingual>, BasisError> {
    let (en, zh) = (root.text("title")?, root.text("title_zh")?);
    Ok(match (en, zh) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(Bilingual::same(one)),
        (Some(en), Some(zh)) => Some(Bilingual::new(en, zh)),
    })
}

/// `[groups] NAFTA = ["Canada", "Mexico", "USA"]`.
fn groups(root: &Section<'_>) -> Result<Vec<Group>, BasisError> {
    let Some(table) = root.table("groups")? else {
        return Ok(Vec::new());
    };
    let keys: Vec<&str> = table
        .entries
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    let section = Section::of("[groups]", table, &keys)?;
    let group = |name: &&str| {
        let members = section.names(name)?.unwrap_or_default();
        Ok(Group {
            name: (*name).to_owned(),
            members,
        })
    };
    keys.iter().map(group).collect()
}
