//! How dollars come back: what finances the issuer of the reserve currency
//! (S6.21), and where a surplus goes (S6.3, S6.9).

use triffin_basis::{Basis, Bilingual, Decimal, Flag, Freq, Period, Quantity, Unit};
use triffin_brief::facts::{ExternalItem, Fact, Recycling, SourceFact};
use triffin_cycle::treasury::amounts::Flow;
use triffin_cycle::treasury::figures::{self, Figure};
use triffin_cycle::treasury::recycling::recycling;
use triffin_cycle::treasury::twin::{Accounts, twin};

use super::Desk;
use super::change::{difference, year_before};
use crate::error::QuestionError;

/// The economy whose government's debt the others hold as reserves.
const ISSUER: &str = "USA";
/// Decimals a percentage is carried with.
const PERCENT_DECIMALS: u32 = 8;

/// Holders with a cited holding of Treasuries: its figure, and the one of a year before.
const HOLDERS: [(&str, &str, Option<&str>); 5] = [
    ("CHN", "china-2026-03", Some("china-2025-03")),
    ("JPN", "japan-2026-03", None),
    ("GBR", "uk-2026-03", None),
    ("CYM", "cayman-2026-03", None),
    ("BEL", "belgium-2026-03", None),
];

/// The section of an economy, and the cited sources it stands on; none for a
/// pair, and none for an economy that neither issues nor has a surplus.
///
/// # Errors
/// When the amounts of the accounts do not stand on one basis.
pub(crate) fn section(desk: &Desk<'_>) -> Result<Option<Told>, QuestionError> {
    if desk.topic.partner.is_some() {
        return Ok(None);
    }
    let mut told = Told::default();
    match desk.topic.reporter.code() == ISSUER {
        true => told.issuer(desk)?,
        false => told.surplus(desk)?,
    }
    Ok((!told.section.rows.is_empty()).then_some(told))
}

/// The section while it is written.
pub(crate) struct Told {
    /// Its rows and notes.
    pub section: Recycling,
    /// Sources that are in no dataset of the store.
    pub sources: Vec<SourceFact>,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            section: Recycling {
                issuer: false,
                rows: Vec::new(),
                notes: Vec::new(),
            },
            sources: Vec::new(),
        }
    }
}

impl Told {
    fn issuer(&mut self, desk: &Desk<'_>) -> Result<(), QuestionError> {
        self.section.issuer = true;
        if let Some(parts) = Parts::of(desk) {
            let made = twin(&parts.accounts()?)?;
            let fact = |flow: &Flow| parts.fact(flow.value());
            if let (Some(financing), Some(beside)) = (&made.financing, &made.beside) {
                self.row(
                    ("Financing received", "所得净融资"),
                    fact(financing).by("F = −(CA + KA + E&O)"),
                    ("+ received", "＋为所得"),
                );
                self.row(
                    ("Deficit of trade", "贸易逆差"),
                    fact(&made.opposite)
                        .by_words(Bilingual::new("−(goods + services)", "−（货物＋服务）")),
                    ("+ deficit", "＋为逆差"),
                );
                self.row(
                    ("Beside trade", "贸易之外"),
                    fact(beside).by("I + KA + E&O"),
                    ("+ surplus", "＋为顺差"),
                );
                self.section.notes.push(Bilingual::new(
                    "The deficit of trade and the financing are equal and opposite only where income, capital account and errors add up to nothing.",
                    "仅当收入、资本账户与误差合计为零时，贸易逆差与融资才数额相等。",
                ));
            }
        }
        for (figure, names) in [
            ("foreign-2025", ("Treasuries held abroad", "外国持有美债")),
            (
                "foreign-official-2025",
                ("of it official holders", "其中官方持有"),
            ),
            (
                "interest-foreigners-2025",
                ("Interest paid on them", "所付利息"),
            ),
        ] {
            let figure = figures::named(figure)?;
            if let Some(fact) = self.cited(desk, figure)? {
                self.row(names, fact, ("market value", "市值"));
            }
        }
        Ok(())
    }

    fn surplus(&mut self, desk: &Desk<'_>) -> Result<(), QuestionError> {
        let Some(surplus) = desk.yearly("current_account") else {
            return Ok(());
        };
        if surplus.value.is_none_or(|value| value <= Decimal::ZERO) {
            return Ok(());
        }
        let change = desk.reserve_change(surplus.period);
        let lent = match &change {
            Some(change) if change.unit == surplus.unit => {
                Some(recycling(&flow(&surplus)?, Some(&flow(change)?), None)?)
            }
            _ => None,
        };
        self.row(
            ("Surplus to place", "待运用的顺差"),
            surplus.clone(),
            ("+ surplus", "＋为顺差"),
        );
        let (Some(change), Some(lent)) = (change, lent) else {
            return self.holding(desk);
        };
        let from = |fact: Fact| {
            let keys = surplus.sources.iter().chain(&change.sources);
            keys.fold(fact, |fact, key| fact.from_source(key))
        };
        let period = surplus.period;
        if let Some(share) = &lent.reserve_share {
            let value = share
                .percent()?
                .value()
                .round_dp(PERCENT_DECIMALS)
                .normalize();
            let fact = from(Fact::new(value, Unit::Percent, period)).by("100 · ΔR / CA");
            self.row(
                ("into reserves, %", "进入储备，%"),
                fact,
                ("of the surplus", "占顺差"),
            );
        }
        self.row(
            ("into reserves", "进入储备"),
            change.clone(),
            ("with valuation", "含估值变动"),
        );
        if let Some(private) = &lent.private {
            let fact = Fact::new(private.value().normalize(), surplus.unit.clone(), period);
            let fact = from(fact).by("CA − ΔR");
            self.row(
                ("into other claims", "形成其他债权"),
                fact,
                ("net lending", "净贷出"),
            );
        }
        self.section.notes.push(Bilingual::new(
            "A surplus is lent abroad whole, by identity; the rows say by whom. The change of reserves is that of a stock and holds changes of price.",
            "按恒等式，顺差全部贷给国外；各行说明由谁贷出。储备变动是存量之差，含估值变动。",
        ));
        self.holding(desk)
    }

    /// Treasuries held through this economy, where a figure is cited.
    fn holding(&mut self, desk: &Desk<'_>) -> Result<(), QuestionError> {
        let code = desk.topic.reporter.code();
        let Some((_, now, before)) = HOLDERS.iter().find(|(holder, ..)| *holder == code) else {
            return Ok(());
        };
        let Some(level) = self.cited(desk, figures::named(now)?)? else {
            return Ok(());
        };
        let before = match before {
            Some(name) => self.cited(desk, figures::named(name)?)?,
            None => None,
        };
        let change = before.and_then(|before| difference(&before, &level));
        self.section.rows.push(ExternalItem {
            change: change.map(|moved| moved.by("x_t − x_{t−1}")),
            ..item(
                ("Treasuries held", "持有美债"),
                level,
                ("by custodian", "按托管地"),
            )
        });
        Ok(())
    }

    fn row(&mut self, names: (&str, &str), level: Fact, convention: (&str, &str)) {
        self.section.rows.push(item(names, level, convention));
    }

    /// A cited figure as a fact, its source among those of the page; none
    /// where the page is of one dataset, of another year or of an earlier day.
    fn cited(&mut self, desk: &Desk<'_>, figure: &Figure) -> Result<Option<Fact>, QuestionError> {
        let Ok(period) = Period::parse(&figure.period) else {
            return Ok(None);
        };
        if !desk.may_cite(period) {
            return Ok(None);
        }
        let amount = triffin_basis::parse_amount(&figure.text)?;
        let key = format!("treasury/{}", figure.name);
        if self.sources.iter().all(|source| source.key != key) {
            self.sources.push(SourceFact {
                key: key.clone(),
                publisher: figure.source(),
                dataset: figure.title(),
                vintage: figure.period.clone(),
                released: None,
                licence: Some(Bilingual::new(&figure.licence, "公有领域（美国联邦作品）")),
            });
        }
        Ok(Some(
            Fact::new(amount.value, amount.unit, period).from_source(key),
        ))
    }
}

fn item(names: (&str, &str), level: Fact, convention: (&str, &str)) -> ExternalItem {
    ExternalItem {
        name: Bilingual::new(names.0, names.1),
        level,
        change: None,
        to_gdp: None,
        convention: Some(Bilingual::new(convention.0, convention.1)),
        detail: true,
    }
}

/// The accounts of the issuer in the latest year that has all of them.
struct Parts {
    current: Fact,
    income: [Fact; 2],
    capital: Fact,
    errors: Fact,
}

impl Parts {
    fn of(desk: &Desk<'_>) -> Option<Self> {
        let current = desk.yearly("current_account")?;
        let at = |indicator| desk.observations.figure(indicator, current.period);
        Some(Self {
            income: [at("primary_income")?, at("secondary_income")?],
            capital: at("capital_account")?,
            errors: at("errors_omissions")?,
            current,
        })
    }

    fn accounts(&self) -> Result<Accounts, QuestionError> {
        let income = flow(&self.income[0])?.plus(&flow(&self.income[1])?)?;
        let trade = flow(&self.current)?.plus(&income.negated())?;
        Ok(Accounts {
            trade,
            income: Some(income),
            capital: Some(flow(&self.capital)?),
            errors: Some(flow(&self.errors)?),
            financial: None,
        })
    }

    fn fact(&self, value: Decimal) -> Fact {
        let fact = Fact::new(
            value.normalize(),
            self.current.unit.clone(),
            self.current.period,
        );
        let parts = [&self.current, &self.capital, &self.errors];
        let keys = parts
            .into_iter()
            .chain(&self.income)
            .flat_map(|part| &part.sources);
        keys.fold(fact, |fact, key| fact.from_source(key))
    }
}

/// A fact of a year as a flow.
fn flow(fact: &Fact) -> Result<Flow, QuestionError> {
    let missing = fact.value.is_none();
    let basis = Basis {
        flag: if missing { Flag::Missing } else { fact.flag },
        ..Basis::of(fact.unit.clone())
    };
    Ok(Quantity::new(fact.value.unwrap_or_default(), basis)?)
}

impl Desk<'_> {
    /// Whether a figure that is in no dataset may stand on the page.
    fn may_cite(&self, period: Period) -> bool {
        let known = self.scope.at.date.is_none_or(|date| period.end() <= date);
        let asked = self.asked.is_none_or(|asked| asked.contains(&period));
        self.scope.source.is_none() && known && asked
    }

    /// The figure of a year: that asked for, else the latest there is.
    fn yearly(&self, indicator: &str) -> Option<Fact> {
        let year = match self.asked {
            Some(asked) => asked.parent(Freq::Year).unwrap_or(asked),
            None => self.latest_year(indicator)?,
        };
        self.observations
            .figure(indicator, year)
            .filter(|fact| fact.value.is_some())
    }

    fn latest_year(&self, indicator: &str) -> Option<Period> {
        let mut ranked = self.observations.ranked(indicator);
        ranked.find_map(super::observations::Curve::latest_recorded)
    }

    /// Reserves at the end of the year less those at the end of the year before.
    fn reserve_change(&self, year: Period) -> Option<Fact> {
        let at = |year| self.observations.figure("reserves", year);
        let moved = difference(&at(year_before(year)?)?, &at(year)?)?;
        Some(moved.by("ΔR = R_t − R_{t−1}"))
    }
}
