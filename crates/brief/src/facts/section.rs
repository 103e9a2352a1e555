//! The sections of a brief as facts.

use serde::Serialize;
use triffin_basis::{Bilingual, Decimal, Economy, Flag, Lang, Period, Unit, number};

use super::fact::{Fact, as_text};

/// Whose balance: an economy with the world, or with one partner.
#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    /// Code of the economy, `CHN`.
    pub reporter_code: String,
    /// Its name.
    pub reporter: Bilingual,
    /// Code of the partner; `None` for all partners together.
    pub partner_code: Option<String>,
    /// The partner's name; `None` for all partners together.
    pub partner: Option<Bilingual>,
}

impl Subject {
    /// One economy with all its partners.
    pub fn economy(reporter: &Economy) -> Self {
        Self {
            reporter_code: reporter.code().to_owned(),
            reporter: named(reporter),
            partner_code: None,
            partner: None,
        }
    }

    /// One economy with one partner.
    pub fn pair(reporter: &Economy, partner: &Economy) -> Self {
        Self {
            partner_code: Some(partner.code().to_owned()),
            partner: Some(named(partner)),
            ..Self::economy(reporter)
        }
    }

    /// `CHN` or `USA-CHN`.
    pub fn code(&self) -> String {
        match &self.partner_code {
            Some(partner) => format!("{}-{partner}", self.reporter_code),
            None => self.reporter_code.clone(),
        }
    }
}

fn named(economy: &Economy) -> Bilingual {
    Bilingual::new(economy.name(Lang::En), economy.name(Lang::Zh))
}

/// The balance and the basis it is stated on.
#[derive(Clone, Debug, Serialize)]
pub struct Headline {
    /// X; missing when that side is not there, never zero. `None` when the
    /// layer is published as a balance alone, as a current account is.
    pub exports: Option<Fact>,
    /// M; as `exports`.
    pub imports: Option<Fact>,
    /// B = X − M, surplus positive.
    pub balance: Fact,
    /// What is balanced: goods, goods and services, current account.
    pub layer: Bilingual,
    /// Whether a side is the sum of the partners at hand, with no row of the
    /// world: it is then not said to be with the world.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_hand: bool,
    /// The basis, attribute by attribute: (name, value).
    pub basis: Vec<(Bilingual, Bilingual)>,
    /// The balance over GDP in per cent.
    pub to_gdp: Option<Fact>,
}

/// The balance by partner.
#[derive(Clone, Debug, Serialize)]
pub struct Partners {
    /// Largest first, in whichever order the question ranked them.
    pub rows: Vec<PartnerRow>,
    /// What no partner accounts for; `None` when nothing is left.
    pub rest: Option<PartnerRow>,
    /// All partners.
    pub total: Option<PartnerRow>,
    /// How the rows come to be comparable: who reports them, what was converted.
    pub notes: Vec<Bilingual>,
}

/// One partner.
#[derive(Clone, Debug, Serialize)]
pub struct PartnerRow {
    /// The partner's name.
    pub name: Bilingual,
    /// Exports to it.
    pub exports: Fact,
    /// Imports from it.
    pub imports: Fact,
    /// Exports minus imports.
    pub balance: Fact,
    /// Its share of the total balance in per cent.
    pub share: Option<Fact>,
}

/// What moved the balance between two periods.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The balance of the first period.
    pub opening: Fact,
    /// The balance of the last period.
    pub closing: Fact,
    /// `closing − opening`.
    pub delta: Fact,
    /// What the rows are: partners, products, exports and imports.
    pub by: Bilingual,
    /// Contributions; they sum to `delta`.
    pub rows: Vec<ChangeRow>,
    /// Quantity, price, entry, exit and residual, when quantities exist.
    pub effects: Option<Effects>,
}

/// One contribution to a change of the balance.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRow {
    /// What contributes.
    pub name: Bilingual,
    /// Its effect on the balance.
    pub delta: Fact,
}

/// The five effects on the balance; they sum to the change.
#[derive(Clone, Debug, Serialize)]
pub struct Effects {
    /// The decomposition's name: Bennet, LMDI, Laspeyres.
    pub method: String,
    /// Effect of changed quantities.
    pub quantity: Fact,
    /// Effect of changed prices.
    pub price: Fact,
    /// Effect of items only the last period has.
    pub entry: Fact,
    /// Effect of items only the first period has.
    pub exit: Fact,
    /// What has no comparable quantity.
    pub residual: Fact,
}

/// The alignment report.
#[derive(Clone, Debug, Serialize)]
pub struct Alignment {
    /// One row a layer or check.
    pub checks: Vec<Check>,
}

/// One layer or check of the alignment.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Whose records it looked at, where a brief has several reports.
    pub of: Option<Bilingual>,
    /// Its name.
    pub name: Bilingual,
    /// The system it belongs to, `S1.11`.
    pub system: String,
    /// Its verdict.
    pub status: CheckStatus,
    /// What it moves the balance by; `None` when it moves nothing.
    pub amount: Option<Fact>,
    /// What was found.
    pub detail: Bilingual,
}

/// The verdict of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Nothing to correct.
    Pass,
    /// Corrected; the amount says by how much.
    Adjusted,
    /// Not aligned.
    Fail,
    /// Nothing to compare with.
    NotCheckable,
}

impl CheckStatus {
    /// The word in JSON and in phrase keys.
    pub fn as_str(self) -> &'static str {
        match self {
            CheckStatus::Pass => "pass",
            CheckStatus::Adjusted => "adjusted",
            CheckStatus::Fail => "fail",
            CheckStatus::NotCheckable => "not_checkable",
        }
    }
}

/// The other half of the entry.
#[derive(Clone, Debug, Serialize)]
pub struct External {
    /// One row an item, in reading order.
    pub rows: Vec<ExternalItem>,
}

/// One item of the other half: its level, change and ratio.
#[derive(Clone, Debug, Serialize)]
pub struct ExternalItem {
    /// Its name.
    pub name: Bilingual,
    /// Its level.
    pub level: Fact,
    /// Its change since the period before, in its own unit or in per cent.
    pub change: Option<Fact>,
    /// Its ratio to GDP in per cent.
    pub to_gdp: Option<Fact>,
    /// How to read its sign: `up = appreciation`.
    pub convention: Option<Bilingual>,
    /// True for a part or a variant of another item: a folded page leaves it out.
    pub detail: bool,
}

/// How dollars come back: what finances the issuer of the reserve currency, or
/// where the surplus of an economy goes.
#[derive(Clone, Debug, Serialize)]
pub struct Recycling {
    /// True for the issuer, false for an economy with a surplus.
    pub issuer: bool,
    /// One row an item, in reading order.
    pub rows: Vec<ExternalItem>,
    /// What the rows do and do not say.
    pub notes: Vec<Bilingual>,
}

/// A curve.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// The curve's name in the picture.
    pub title: Bilingual,
    /// What its values count.
    pub unit: Unit,
    /// Its points in time order; a missing one breaks the line.
    pub points: Vec<Point>,
    /// Keys into [`Facts::sources`](super::Facts::sources).
    pub sources: Vec<String>,
    /// The picture's title: curves with the same one and the same unit share
    /// a picture.
    pub chart: Bilingual,
    /// True for what a table already says, or says finer: a folded page leaves
    /// the picture out.
    pub detail: bool,
}

/// One point of a curve.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// Its period.
    pub period: Period,
    /// Its value in single units; `None` when missing.
    #[serde(serialize_with = "number::json_or_null")]
    pub value: Option<Decimal>,
    /// Its status.
    #[serde(serialize_with = "as_text")]
    pub flag: Flag,
    /// True when the period is not fully covered.
    pub partial: bool,
}

/// One release of one dataset.
#[derive(Clone, Debug, Serialize)]
pub struct SourceFact {
    /// The key facts name it by.
    pub key: String,
    /// Who publishes it.
    pub publisher: Bilingual,
    /// The dataset's title.
    pub dataset: Bilingual,
    /// The vintage's id.
    pub vintage: String,
    /// The day it was released, when known.
    pub released: Option<String>,
    /// Its licence, when known.
    pub licence: Option<Bilingual>,
}

/// Something a reader would look for and that is not here.
#[derive(Clone, Debug, Serialize)]
pub struct MissingFact {
    /// What is missing.
    pub what: Bilingual,
    /// Why.
    pub why: Bilingual,
    /// What would bring it: a command, a file.
    pub remedy: Option<Bilingual>,
}
