//! The other half: the external account, position and prices of the economy.

use triffin_basis::{Bilingual, Decimal, Freq, Lang, Period, Unit};
use triffin_brief::facts::{ExternalItem, Fact, Facts};
use triffin_brief::numerals::Numerals;

use super::Desk;
use super::change::{difference, year_before};
use super::lead::Lead;
use super::ratio::percent_of;

/// Decimals a rate of change is carried with.
const PERCENT_DECIMALS: u32 = 8;

/// One item: where it stands in the series, and how it is read.
pub(crate) struct Item {
    pub(crate) indicator: &'static str,
    debit: Option<&'static str>,
    en: &'static str,
    zh: &'static str,
    convention: (&'static str, &'static str),
    to_gdp: bool,
}

impl Item {
    /// Its name in both languages.
    pub(crate) fn name(&self) -> Bilingual {
        Bilingual::new(self.en, self.zh)
    }
}

const fn item(
    indicator: &'static str,
    debit: Option<&'static str>,
    names: (&'static str, &'static str),
    convention: (&'static str, &'static str),
    to_gdp: bool,
) -> Item {
    Item {
        indicator,
        debit,
        en: names.0,
        zh: names.1,
        convention,
        to_gdp,
    }
}

const SURPLUS: (&str, &str) = ("+ surplus", "＋为顺差");
const STOCK: (&str, &str) = ("end of year", "年末存量");
const UP: (&str, &str) = ("up = appreciation", "上升=升值");

/// What the section lists, in reading order.
pub(crate) const ITEMS: [Item; 19] = [
    item(
        "current_account",
        None,
        ("Current account", "经常账户差额"),
        SURPLUS,
        true,
    ),
    item(
        "goods_exports",
        Some("goods_imports"),
        ("Goods (BoP)", "货物（国际收支）"),
        SURPLUS,
        true,
    ),
    item(
        "services_exports",
        Some("services_imports"),
        ("Services", "服务"),
        SURPLUS,
        true,
    ),
    item(
        "primary_income",
        None,
        ("Primary income", "初次收入净额"),
        SURPLUS,
        true,
    ),
    item(
        "secondary_income",
        None,
        ("Secondary income", "二次收入净额"),
        SURPLUS,
        true,
    ),
    item(
        "capital_account",
        None,
        ("Capital account", "资本账户"),
        SURPLUS,
        true,
    ),
    item(
        "financial_account",
        None,
        ("Financial account", "金融账户"),
        ("+ lending", "＋为对外净贷出"),
        true,
    ),
    item(
        "reserves",
        None,
        ("Official reserves", "官方储备"),
        ("with gold", "存量，含黄金"),
        true,
    ),
    item(
        "reserves_excl_gold",
        None,
        ("Reserves ex gold", "官方储备（不含黄金）"),
        ("without gold", "存量，不含黄金"),
        true,
    ),
    item(
        "external_assets",
        None,
        ("Ext. assets", "对外资产"),
        ("ex gold", "年末，不含黄金"),
        true,
    ),
    item(
        "external_liabilities",
        None,
        ("Ext. liabilities", "对外负债"),
        STOCK,
        true,
    ),
    item(
        "niip_excl_gold",
        None,
        ("Net pos. ex gold", "净头寸（不含黄金）"),
        ("assets − liab.", "资产−负债"),
        true,
    ),
    item(
        "niip_official",
        None,
        ("Net pos. official", "净头寸（官方）"),
        ("with gold", "官方公布，含黄金"),
        true,
    ),
    item(
        "fdi_inflows_to_gdp",
        None,
        ("FDI inflows", "外国直接投资流入"),
        ("net inflow", "净流入"),
        false,
    ),
    item(
        "exchange_rate",
        None,
        ("Exchange rate", "汇率"),
        ("up = weaker", "上升=本币贬值"),
        false,
    ),
    item(
        "neer",
        None,
        ("Nominal eff. rate", "名义有效汇率"),
        UP,
        false,
    ),
    item("reer", None, ("Real eff. rate", "实际有效汇率"), UP, false),
    item(
        "cpi_inflation",
        None,
        ("Consumer prices", "消费者价格涨幅"),
        ("% a year", "年涨幅"),
        false,
    ),
    item(
        "gdp",
        None,
        ("GDP", "国内生产总值"),
        ("current prices", "现价"),
        false,
    ),
];

/// Parts of the current account, which the change lists too, and variants of
/// another item.
const DETAILS: [&str; 7] = [
    "goods_exports",
    "services_exports",
    "primary_income",
    "secondary_income",
    "capital_account",
    "niip_excl_gold",
    "fdi_inflows_to_gdp",
];

/// The rows that have a figure.
pub(crate) fn rows(desk: &Desk<'_>, lead: &Lead) -> Vec<ExternalItem> {
    let leads =
        |item: &Item| matches!(lead, Lead::Account { .. }) && item.indicator == "current_account";
    let shown = ITEMS
        .iter()
        .filter(|item| !leads(item))
        .filter(|item| item.indicator != "reserves_excl_gold" || desk.has_no("reserves"));
    shown.filter_map(|item| desk.item(item, lead)).collect()
}

impl Desk<'_> {
    fn has_no(&self, indicator: &str) -> bool {
        self.external_period(indicator).is_none()
    }

    /// Why the official net position is not the assets less the liabilities
    /// beside it, with the amount; nothing where the two agree.
    ///
    /// `gap = NIIP official − (A − L)`: monetary gold, which the estimate of A
    /// leaves out, and what the authority values otherwise.
    pub(crate) fn position_gap(&self, facts: &Facts) -> Option<Bilingual> {
        let level = |indicator: &str| {
            let rows = facts.external.iter().flat_map(|external| &external.rows);
            let name = ITEMS
                .iter()
                .find(|item| item.indicator == indicator)?
                .name();
            rows.map(|row| (&row.name, &row.level))
                .find(|(named, _)| **named == name)
                .map(|(_, level)| level)
        };
        let (official, own) = (level("niip_official")?, level("niip_excl_gold")?);
        if official.period != own.period {
            return None;
        }
        let gap = difference(own, official)?;
        gap.value.filter(|gap| !gap.is_zero())?;
        let year = gap.period;
        let said = |lang| Numerals::plain(lang).signed(&gap);
        Some(Bilingual::new(
            format!(
                "The official net position of {year} differs from assets less liabilities by {}: it counts gold, at the authority's own valuation.",
                said(Lang::En)
            ),
            format!(
                "{year}年官方净头寸与“资产−负债”相差{}：前者含黄金，并按本国当局的估值。",
                said(Lang::Zh)
            ),
        ))
    }

    /// The period an item is shown for: the one asked for or a pair's own, else
    /// the latest there is.
    fn external_period(&self, indicator: &str) -> Option<Period> {
        match self.asked {
            Some(asked) => {
                let year = asked.parent(Freq::Year).unwrap_or(asked);
                self.observations.figure(indicator, year).map(|_| year)
            }
            None => self.observations.latest(indicator),
        }
    }

    /// The period an item is listed for beside a lead.
    pub(crate) fn listed_period(&self, indicator: &str, lead: &Lead) -> Option<Period> {
        match lead {
            Lead::Goods(goods) => Some(goods.period.parent(Freq::Year).unwrap_or(goods.period)),
            _ => self.external_period(indicator),
        }
    }

    fn item(&self, item: &Item, lead: &Lead) -> Option<ExternalItem> {
        let period = self.listed_period(item.indicator, lead)?;
        let dataset = &self.observations.answering(item.indicator, period)?.dataset;
        let level = self.part(dataset, item.indicator, item.debit, period)?;
        let before = year_before(period)
            .and_then(|base| self.part(dataset, item.indicator, item.debit, base));
        Some(ExternalItem {
            name: item.name(),
            change: before.and_then(|before| change(&before, &level)),
            to_gdp: if item.to_gdp {
                self.to_gdp(&level)
            } else {
                None
            },
            level,
            convention: Some(Bilingual::new(item.convention.0, item.convention.1)),
            detail: DETAILS.contains(&item.indicator),
        })
    }
}

/// A difference for amounts, percentage points for percentages, per cent for
/// rates and indices; none across a break of the unit or the definition.
fn change(before: &Fact, level: &Fact) -> Option<Fact> {
    let moved = difference(before, level)?;
    if level.flag == triffin_basis::Flag::Break {
        return None;
    }
    match level.unit {
        Unit::Rate { .. } | Unit::Index { .. } => {
            let share = moved
                .value?
                .checked_mul(Decimal::ONE_HUNDRED)?
                .checked_div(before.value?)?;
            Some(
                Fact {
                    value: Some(share.round_dp(PERCENT_DECIMALS).normalize()),
                    unit: Unit::Percent,
                    ..moved
                }
                .by("100 × (x_t / x_{t−1} − 1)"),
            )
        }
        Unit::Percent | Unit::PercentOf(_) => Some(
            Fact {
                unit: Unit::PercentagePoint,
                ..moved
            }
            .by("x_t − x_{t−1}"),
        ),
        _ => Some(moved.by("x_t − x_{t−1}")),
    }
}

/// Whether a ratio to GDP could be had for an amount of this economy.
pub(crate) fn ratio_known(desk: &Desk<'_>, level: &Fact) -> bool {
    desk.observations
        .figure("gdp", level.period)
        .is_some_and(|gdp| percent_of(level, &gdp).is_some())
}
