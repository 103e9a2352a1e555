//! Whom a number is about: an economy, a group of them, or the world.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::Date;

use crate::economy_table::{Entry, registry};
use crate::name_key::name_key;
use crate::nearest::nearest;
use crate::{BasisError, Lang, group};

/// What kind of area a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EconomyKind {
    /// A present economy: a code of ISO 3166-1, or Kosovo.
    Economy,
    /// Several economies under one code, such as `EU27` or `OECD`.
    Group,
    /// All economies: `WLD`.
    World,
    /// An economy that no longer exists, such as `SUN`.
    Historical,
    /// An area that is no economy: bunkers, areas not specified …
    Special,
}

/// An economy or an area that takes its place in a table, by its code.
///
/// The code is ISO 3166-1 alpha-3, alpha-3 of ISO 3166-3 for economies of the
/// past, `WLD` for the world, `EU27`, `EA20`, `OECD` … for groups, and the
/// publisher's own code for special areas. Two areas are equal when their
/// codes are; an economy never equals a group it belongs to.
///
/// ```
/// use triffin_basis::{Economy, Lang};
/// let china = Economy::parse("156")?;
/// assert_eq!(china, Economy::parse("China,P.R.: Mainland")?);
/// assert_eq!((china.code(), china.name(Lang::Zh)), ("CHN", "中国"));
/// let united_kingdom = Economy::parse("GBR")?;
/// let union = Economy::parse("EU")?;
/// assert!(union.has_member(united_kingdom, "2020-01-31".parse().unwrap()));
/// assert!(!union.has_member(united_kingdom, "2020-02-01".parse().unwrap()));
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Economy {
    entry: &'static Entry,
}

impl Economy {
    /// The area a text names: alpha-3 or alpha-2 in either case, the ISO 3166
    /// or UN Comtrade number, an English or Chinese name in any of the ways
    /// publishers write it, or a group's code.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` with the nearest known names.
    pub fn parse(text: &str) -> Result<Economy, BasisError> {
        Economy::find(text).ok_or_else(|| unknown(text))
    }

    /// The area a text names, as [`parse`](Economy::parse) reads it; `None`,
    /// found without looking for the nearest, when there is none.
    pub fn find(text: &str) -> Option<Economy> {
        registry().find(text.trim()).map(Economy::of)
    }

    /// The area a number, code or name means in UN Comtrade; as
    /// [`find`](Economy::find) but for the numbers that Comtrade gives to
    /// another area than ISO 3166-1.
    ///
    /// Source: UN Statistics Division, Comtrade list of partners (2024).
    ///
    /// ```
    /// use triffin_basis::Economy;
    /// let area = |text| Economy::find_in_comtrade(text).map(|area| area.code());
    /// assert_eq!((area("492"), area("250")), (Some("_EU"), Some("FRA")));
    /// assert_eq!(Economy::find("492").map(|area| area.code()), Some("MCO"));
    /// ```
    pub fn find_in_comtrade(text: &str) -> Option<Economy> {
        let text = text.trim();
        registry()
            .find_in_comtrade(text)
            .map(Economy::of)
            .or_else(|| Economy::find(text))
    }

    /// The one economy, present or past, a text names.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` when the text names nothing, or the world, a group or
    /// a special area.
    pub fn parse_single(text: &str) -> Result<Economy, BasisError> {
        Economy::parse(text)?.single()
    }

    /// Every known area: economies, past economies, groups, special areas.
    pub fn all() -> impl Iterator<Item = Economy> {
        registry().entries().iter().map(Economy::of)
    }

    /// The code, for example `CHN`, `EU27`, `WLD`.
    pub fn code(&self) -> &'static str {
        self.entry.code
    }

    /// ISO 3166-1 alpha-2, or the alpha-2 once held; `None` when there was none.
    pub fn alpha2(&self) -> Option<&'static str> {
        self.entry.alpha2
    }

    /// The number of ISO 3166-1, or of UN Comtrade where ISO has none.
    pub fn numeric(&self) -> Option<u16> {
        self.entry.numeric
    }

    /// The short name.
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.entry.en,
            Lang::Zh => self.entry.zh,
        }
    }

    /// What kind of area the code stands for.
    pub fn kind(&self) -> EconomyKind {
        self.entry.kind
    }

    /// This area, when it is one economy, present or past.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` for the world, a group or a special area.
    pub fn single(self) -> Result<Economy, BasisError> {
        match self.kind() {
            EconomyKind::Economy | EconomyKind::Historical => Ok(self),
            _ => Err(self.not_single()),
        }
    }

    /// The members of a group on the day `on`, by code.
    ///
    /// `EU`, `EA`, `ASEAN` … change; `EU15`, `EA19` … have the same members on
    /// any day. `None` when the area is no group, or one whose publisher's
    /// list is not carried here.
    pub fn members(&self, on: Date) -> Option<Vec<Economy>> {
        let codes = group::members(self.entry.code, self.entry.composition?, on);
        let members = codes.into_iter().filter_map(|code| registry().find(code));
        Some(members.map(Economy::of).collect())
    }

    /// Whether `economy` is a member of this group on the day `on`. False when
    /// the list of members is not known.
    pub fn has_member(&self, economy: Economy, on: Date) -> bool {
        self.members(on)
            .is_some_and(|members| members.contains(&economy))
    }

    /// What became of an economy of the past: its successors, or the parts it
    /// was reported for. Empty for any other area.
    pub fn successors(&self) -> Vec<Economy> {
        let codes = self.entry.successors.iter();
        codes
            .filter_map(|code| registry().find(code))
            .map(Economy::of)
            .collect()
    }

    /// First and last day as a statistical territory, where the table dates
    /// them.
    pub fn lifetime(&self) -> (Option<Date>, Option<Date>) {
        (self.entry.from, self.entry.until)
    }

    /// Refuses a day on which an economy of the past did not exist.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY-DATE` with the dates and the successors.
    pub fn check_on(&self, day: Date) -> Result<(), BasisError> {
        let early = self.entry.from.is_some_and(|from| day < from);
        let late = self.entry.until.is_some_and(|until| until < day);
        if early || late {
            Err(self.not_then(day))
        } else {
            Ok(())
        }
    }

    fn of(entry: &'static Entry) -> Economy {
        Economy { entry }
    }

    fn not_single(self) -> BasisError {
        let (code, en, zh) = (self.code(), self.entry.en, self.entry.zh);
        BasisError::new(
            "E-CODE-ECONOMY",
            format!("{code} ({en}) is not one economy"),
            format!("{code}（{zh}）不是单个经济体"),
        )
        .value(code)
        .expected(
            "one economy, such as CHN or USA",
            "单个经济体，例如 CHN 或 USA",
        )
    }

    fn not_then(&self, day: Date) -> BasisError {
        let date =
            |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
        let (from, until) = (date(self.entry.from), date(self.entry.until));
        let (code, en, zh) = (self.code(), self.entry.en, self.entry.zh);
        let successors = self.entry.successors.join(", ");
        BasisError::new(
            "E-CODE-ECONOMY-DATE",
            format!("{code} ({en}) does not exist on {day}"),
            format!("{code}（{zh}）在 {day} 不存在"),
        )
        .between("economy", code, day)
        .expected(
            format!("a day from {from} to {until}"),
            format!("{from} 至 {until} 之间的日期"),
        )
        .remedy(
            format!("Successors: {successors}"),
            format!("继承者：{successors}"),
        )
    }
}

fn unknown(text: &str) -> BasisError {
    let refusal = BasisError::new(
        "E-CODE-ECONOMY",
        format!("no economy \"{text}\""),
        format!("没有经济体“{text}”"),
    )
    .value(text)
    .expected(
        "an ISO 3166 code, a name in English or Chinese, or a group such as EU27, EA20, WLD",
        "ISO 3166 代码、中英文名称，或 EU27、EA20、WLD 等组别代码",
    );
    let near = near(text);
    if near.is_empty() {
        return refusal;
    }
    let listed = |lang: Lang| {
        let names: Vec<String> = near
            .iter()
            .map(|e| format!("{} ({})", e.code(), e.name(lang)))
            .collect();
        names.join(", ")
    };
    refusal.remedy(
        format!("Nearest: {}", listed(Lang::En)),
        format!("相近的有：{}", listed(Lang::Zh)),
    )
}

/// Up to three areas whose code or name is near `text`.
fn near(text: &str) -> Vec<Economy> {
    let keys = [text.trim().to_uppercase(), name_key(text)];
    let mut near: Vec<Economy> = Vec::new();
    for entry in keys.iter().flat_map(|key| nearest(key, registry().keys())) {
        if let Some(entry) = registry().find_key(entry).map(Economy::of)
            && !near.contains(&entry)
        {
            near.push(entry);
        }
    }
    near.truncate(3);
    near
}

impl PartialEq for Economy {
    fn eq(&self, other: &Self) -> bool {
        self.entry.code == other.entry.code
    }
}

impl Eq for Economy {}

impl PartialOrd for Economy {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Economy {
    fn cmp(&self, other: &Self) -> Ordering {
        self.entry.code.cmp(other.entry.code)
    }
}

impl Hash for Economy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entry.code.hash(state);
    }
}

impl fmt::Display for Economy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.entry.code)
    }
}

impl fmt::Debug for Economy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry.code)
    }
}

impl FromStr for Economy {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Economy::parse(text)
    }
}

impl serde::Serialize for Economy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.entry.code)
    }
}

impl<'de> serde::Deserialize<'de> for Economy {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Economy::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[path = "economy_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "economy_real_tests.rs"]
mod real_tests;
