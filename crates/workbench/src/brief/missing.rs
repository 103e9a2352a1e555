//! What a reader would look for and does not find, why, and what would bring it.

use triffin_basis::{Bilingual, Lang};
use triffin_brief::facts::{Facts, MissingFact};
use triffin_brief::names::in_sentence;

use super::external::{ITEMS, ratio_known};
use super::lead::Lead;
use super::observations::{Alone, undrawn, untold_changes};
use super::{Desk, gap};
use crate::error::both;

/// Everything missing that the facts do not say already.
pub(crate) fn list(desk: &Desk<'_>, lead: &Lead, facts: &Facts) -> Vec<MissingFact> {
    let mut all = Vec::new();
    all.extend(account(desk, lead));
    all.extend(quantities(lead, facts));
    all.extend(series(desk));
    all.extend(ratio(desk, facts));
    all.extend(untold_changes(&without_change(desk, lead)));
    let undrawn_curves: Vec<_> = super::curves::drawn_indicators()
        .filter_map(|(indicator, name)| desk.observations.not_drawn(indicator, name))
        .collect();
    all.extend(undrawn(&undrawn_curves));
    all
}

/// Items listed without the change that another publisher could tell.
fn without_change<'a>(desk: &'a Desk<'_>, lead: &Lead) -> Vec<Alone<'a>> {
    // The change of what leads has a section of its own.
    let leads = matches!(lead, Lead::Account { .. });
    let items = ITEMS.iter();
    items
        .filter(|item| !(leads && item.indicator == "current_account"))
        .filter_map(|item| {
            let period = desk.listed_period(item.indicator, lead)?;
            let name = item.name();
            desk.observations
                .without_change(item.indicator, name, period)
        })
        .collect()
}

fn account(desk: &Desk<'_>, lead: &Lead) -> Option<MissingFact> {
    if let Lead::Account { dataset, period } = lead {
        let parts = desk.part(dataset, "goods_exports", Some("goods_imports"), *period);
        return parts.is_none().then(|| {
            gap(
                Bilingual::new("Parts of the current account", "经常账户的构成"),
                Bilingual::new(
                    format!("{dataset} has no goods, services and income of this economy for {period}"),
                    format!("{dataset} 没有该经济体 {period} 的货物、服务和收入"),
                ),
                Bilingual::new(
                    "triffin data add a World Bank file with BX.GSR.MRCH.CD, BM.GSR.MRCH.CD and their like",
                    "用 triffin data add 添加含 BX.GSR.MRCH.CD、BM.GSR.MRCH.CD 等指标的世界银行文件",
                ),
            )
        });
    }
    let Lead::Nothing { period } = lead else {
        return None;
    };
    Some(gap(
        Bilingual::new("Current account", "经常账户差额"),
        match &desk.scope.source {
            None => Bilingual::new(
                format!("no publisher in the store has it for {period}"),
                format!("数据仓里没有发布方给出 {period} 的数字"),
            ),
            Some(only) => Bilingual::new(
                format!("{only} does not have it for {period}"),
                format!("{only} 没有 {period} 的数字"),
            ),
        },
        Bilingual::new(
            "triffin data add a file with BN.CAB.XOKA.CD",
            "用 triffin data add 添加含 BN.CAB.XOKA.CD 的文件",
        ),
    ))
}

/// Records without quantities cannot say whether prices or volumes moved.
fn quantities(lead: &Lead, facts: &Facts) -> Option<MissingFact> {
    let Lead::Goods(goods) = lead else {
        return None;
    };
    let split = facts
        .change
        .as_ref()
        .is_some_and(|change| change.effects.is_some());
    (!split && facts.change.is_some()).then(|| {
        let dataset = &goods.report.dataset;
        gap(
            Bilingual::new("Quantity and price effects", "数量效应与价格效应"),
            Bilingual::new(
                format!("{dataset} has no comparable quantities by product"),
                format!("{dataset} 没有按商品的可比数量"),
            ),
            Bilingual::new(
                "triffin data add a file by product with quantities, then triffin trade changes",
                "用 triffin data add 添加按商品且带数量的文件，再用 triffin trade changes",
            ),
        )
    })
}

/// Series nobody in the store publishes for this economy.
fn series(desk: &Desk<'_>) -> Option<MissingFact> {
    let looked_for = [
        "reserves",
        "external_assets",
        "exchange_rate",
        "neer",
        "reer",
        "cpi_inflation",
        "gdp",
    ];
    let own_money =
        |indicator: &str| indicator == "exchange_rate" && desk.topic.reporter.code() == "USA";
    let absent = ITEMS
        .iter()
        .filter(|item| looked_for.contains(&item.indicator) && !own_money(item.indicator));
    let absent: Vec<Bilingual> = absent
        .filter(|item| desk.observations.curve(item.indicator).is_none())
        .map(super::external::Item::name)
        .collect();
    (!absent.is_empty()).then(|| {
        let what = both(|lang| {
            let names: Vec<&str> = absent.iter().map(|name| name.get(lang)).collect();
            names.join(if lang == Lang::En { ", " } else { "、" })
        });
        gap(
            what,
            both(|lang| {
                let name = in_sentence(desk.topic.name(lang), lang);
                match (lang, &desk.scope.source) {
                    (Lang::En, None) => format!("no series of {name} in the store"),
                    (Lang::Zh, None) => format!("数据仓里没有{name}的序列"),
                    (Lang::En, Some(only)) => format!("no series of {name} in {only}"),
                    (Lang::Zh, Some(only)) => format!("{only} 中没有{name}的序列"),
                }
            }),
            Bilingual::new(
                "triffin data add the publisher's file",
                "用 triffin data add 添加发布方的文件",
            ),
        )
    })
}

/// Levels whose year has no GDP.
fn ratio(desk: &Desk<'_>, facts: &Facts) -> Option<MissingFact> {
    let items = facts.external.iter().flat_map(|external| &external.rows);
    let mut without: Vec<String> = items
        .filter(|item| {
            item.level.unit.is_money() && item.to_gdp.is_none() && !ratio_known(desk, &item.level)
        })
        .map(|item| item.level.period.to_string())
        .collect();
    without.sort_unstable();
    without.dedup();
    let last = desk
        .observations
        .curve("gdp")
        .and_then(|curve| curve.span())?
        .1;
    (!without.is_empty()).then(|| {
        let years = without.join(", ");
        gap(
            Bilingual::new(
                format!("Shares of GDP for {years}"),
                format!("{years} 的GDP占比"),
            ),
            Bilingual::new(format!("GDP ends in {last}"), format!("GDP只到 {last}")),
            Bilingual::new(
                "triffin data add a newer file with NY.GDP.MKTP.CD",
                "用 triffin data add 添加较新的 NY.GDP.MKTP.CD 文件",
            ),
        )
    })
}
