//! The money a value is counted in.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::Date;

use crate::currency_table::{AMBIGUOUS, Entry, registry};
use crate::name_key::name_key;
use crate::nearest::nearest;
use crate::redenomination::{Redenomination, ReplacementKind, redenominations};
use crate::table::rows;
use crate::{BasisError, Lang};

/// A currency by its ISO 4217 code, present or past.
///
/// ```
/// use triffin_basis::{Currency, Lang};
/// let yuan = Currency::parse("人民币")?;
/// assert_eq!((yuan.code(), yuan.name(Lang::Zh)), ("CNY", "人民币"));
/// assert_eq!(Currency::parse("US$")?.code(), "USD");
/// assert_eq!(Currency::parse("¥").unwrap_err().code(), "E-CODE-CURRENCY-AMBIGUOUS");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Currency {
    entry: &'static Entry,
}

impl Currency {
    /// The currency a text names: an ISO 4217 code in either case, a sign
    /// (`US$`, `€`, `£`), or an English or Chinese name. Plain `元` and `yuan`
    /// are the Chinese yuan.
    ///
    /// # Errors
    /// `E-CODE-CURRENCY-AMBIGUOUS` for `$`, `¥`, `peso` and other texts that
    /// several currencies go by; `E-CODE-CURRENCY` with the nearest known
    /// codes and names for any other text.
    pub fn parse(text: &str) -> Result<Currency, BasisError> {
        Currency::find(text).ok_or_else(|| match candidates(text.trim()) {
            Some(candidates) => ambiguous(text, &candidates),
            None => unknown(text),
        })
    }

    /// The currency a text names, as [`parse`](Currency::parse) reads it;
    /// `None`, found without looking for the nearest, when there is none.
    pub fn find(text: &str) -> Option<Currency> {
        let entry = registry().find(text.trim())?;
        Some(Currency { entry })
    }

    /// The currency a text names, or why a sign that several currencies go by
    /// names none; an unknown text is `Err(None)`, found without looking for
    /// the nearest.
    pub(crate) fn find_one(text: &str) -> Result<Currency, Option<BasisError>> {
        Currency::find(text).ok_or_else(|| Some(ambiguous(text, &candidates(text.trim())?)))
    }

    /// Every known currency, present ones first.
    pub fn all() -> impl Iterator<Item = Currency> {
        registry().entries().iter().map(|entry| Currency { entry })
    }

    /// The ISO 4217 code, for example `CNY`.
    pub fn code(&self) -> &'static str {
        self.entry.code
    }

    /// The name.
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => &self.entry.en,
            Lang::Zh => self.entry.zh,
        }
    }

    /// Digits of the minor unit: 2 for the dollar's cents, 0 for the yen.
    /// `None` for gold, special drawing rights and the like.
    pub fn minor_digits(&self) -> Option<u8> {
        self.entry.minor
    }

    /// Whether ISO 4217 lists the currency and no other has replaced it.
    pub fn is_current(&self) -> bool {
        self.entry.listed && self.replaced_by().is_none()
    }

    /// Every time the money this currency counts was counted anew: what led
    /// to it and what followed, in order of date.
    pub fn redenominations(&self) -> Vec<&'static Redenomination> {
        let mut chain = self.earlier();
        chain.reverse();
        chain.extend(self.later());
        chain
    }

    /// The redenominations after day `a` and up to day `b`: what a series in
    /// this currency from `a` to `b` must be divided by to be in the unit of
    /// `b`, and multiplied by to be in that of `a`.
    pub fn redenominated_between(&self, a: Date, b: Date) -> Vec<&'static Redenomination> {
        let mut within = self.redenominations();
        within.retain(|change| a < change.date && change.date <= b);
        within
    }

    /// First and last day as money of account, where the tables date them.
    pub fn lifetime(&self) -> (Option<Date>, Option<Date>) {
        let began = redenominations()
            .iter()
            .find(|change| change.counts_anew() && change.new == *self && change.old != *self)
            .map(|change| change.date);
        let ended = self
            .replaced_by()
            .and_then(|change| change.date.yesterday().ok());
        (self.entry.from.or(began), self.entry.until.or(ended))
    }

    /// Refuses a day before the currency began or after it ended.
    ///
    /// # Errors
    /// `E-CODE-CURRENCY-DATE` with the days, and what replaced it at which
    /// rate.
    pub fn check_on(&self, day: Date) -> Result<(), BasisError> {
        let (from, until) = self.lifetime();
        let early = from.is_some_and(|from| day < from);
        let late = until.is_some_and(|until| until < day);
        if early || late {
            Err(self.not_then(day))
        } else {
            Ok(())
        }
    }

    /// The change that ended this currency.
    fn replaced_by(&self) -> Option<&'static Redenomination> {
        redenominations()
            .iter()
            .find(|change| change.old == *self && change.new != *self)
    }

    /// The changes that led to this currency, latest first.
    fn earlier(&self) -> Vec<&'static Redenomination> {
        let mut found = Vec::new();
        let mut unit = *self;
        loop {
            let to_unit = |change: &&Redenomination| change.new == unit && change.counts_anew();
            let (same, other): (Vec<_>, Vec<_>) = redenominations()
                .iter()
                .filter(to_unit)
                .partition(|change| change.old == unit);
            found.extend(same);
            let Some(change) = other.into_iter().next() else {
                return found;
            };
            found.push(change);
            unit = change.old;
        }
    }

    /// The changes after this currency, earliest first; its own recounts are
    /// among [`earlier`](Currency::earlier).
    fn later(&self) -> Vec<&'static Redenomination> {
        let mut found = Vec::new();
        let mut unit = *self;
        while let Some(change) = unit.replaced_by() {
            found.push(change);
            unit = change.new;
            if change.kind == ReplacementKind::Adoption {
                break;
            }
            let recounts = |change: &&Redenomination| change.old == unit && change.new == unit;
            found.extend(redenominations().iter().filter(recounts));
        }
        found
    }

    fn not_then(&self, day: Date) -> BasisError {
        let (from, until) = self.lifetime();
        let shown =
            |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
        let (from, until) = (shown(from), shown(until));
        let (code, en, zh) = (self.code(), &self.entry.en, self.entry.zh);
        let refusal = BasisError::new(
            "E-CODE-CURRENCY-DATE",
            format!("{code} ({en}) is not in use on {day}"),
            format!("{code}（{zh}）在 {day} 未使用"),
        )
        .between("currency", code, day)
        .expected(
            format!("a day from {from} to {until}"),
            format!("{from} 至 {until} 之间的日期"),
        );
        let Some(change) = self.replaced_by() else {
            return refusal;
        };
        let (new, factor, date) = (change.new, change.factor, change.date);
        refusal.remedy(
            format!("From {date} 1 {new} is {factor} {code}"),
            format!("自 {date} 起 1 {new} 折合 {factor} {code}"),
        )
    }
}

/// The currencies an ambiguous text may mean.
fn candidates(text: &str) -> Option<Vec<Currency>> {
    let lower = text.to_lowercase();
    let row = rows(AMBIGUOUS).find(|row| row.cell(0) == lower)?;
    Some(
        row.list(1)
            .filter_map(|code| Currency::parse(code).ok())
            .collect(),
    )
}

fn listed(currencies: &[Currency], lang: Lang) -> String {
    let named = currencies
        .iter()
        .map(|c| format!("{} ({})", c.code(), c.name(lang)));
    named.collect::<Vec<_>>().join(", ")
}

fn ambiguous(text: &str, candidates: &[Currency]) -> BasisError {
    BasisError::new(
        "E-CODE-CURRENCY-AMBIGUOUS",
        format!("\"{text}\" is the name of several currencies"),
        format!("“{text}”可指多种货币"),
    )
    .value(text)
    .expected("an ISO 4217 code", "ISO 4217 代码")
    .remedy(
        format!("Write one of {}", listed(candidates, Lang::En)),
        format!("请写明其中之一：{}", listed(candidates, Lang::Zh)),
    )
}

fn unknown(text: &str) -> BasisError {
    let refusal = BasisError::new(
        "E-CODE-CURRENCY",
        format!("no currency \"{text}\""),
        format!("没有货币“{text}”"),
    )
    .value(text)
    .expected(
        "an ISO 4217 code such as USD, or a name in English or Chinese",
        "ISO 4217 代码（如 USD）或中英文名称",
    );
    let near = near(text);
    if near.is_empty() {
        return refusal;
    }
    refusal.remedy(
        format!("Nearest: {}", listed(&near, Lang::En)),
        format!("相近的有：{}", listed(&near, Lang::Zh)),
    )
}

/// Up to three currencies whose code or name is near `text`.
fn near(text: &str) -> Vec<Currency> {
    let mut near: Vec<Currency> = Vec::new();
    for wanted in [text.trim().to_uppercase(), name_key(text)] {
        for key in nearest(&wanted, registry().keys()) {
            if let Some(currency) = registry().find_key(key).map(|entry| Currency { entry })
                && !near.contains(&currency)
            {
                near.push(currency);
            }
        }
    }
    near.truncate(3);
    near
}

impl PartialEq for Currency {
    fn eq(&self, other: &Self) -> bool {
        self.entry.code == other.entry.code
    }
}

impl Eq for Currency {}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.entry.code.cmp(other.entry.code)
    }
}

impl Hash for Currency {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entry.code.hash(state);
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.entry.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry.code)
    }
}

impl FromStr for Currency {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Currency::parse(text)
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.entry.code)
    }
}

impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Currency::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[path = "currency_tests.rs"]
mod tests;
