//! The balance a page leads with, and the basis it stands on.

use triffin_basis::{Bilingual, Period};
use triffin_brief::facts::{Fact, Headline};

use super::lead::{Goods, Lead};
use super::reports::Sides;
use super::valuations::{margin_words, seen_valuations};
use super::{Desk, wording};
use crate::error::{QuestionError, both};

impl Lead {
    /// The headline with its basis; what a reader must know goes to `warnings`.
    pub(crate) fn headline(
        &self,
        desk: &Desk<'_>,
        warnings: &mut Vec<Bilingual>,
    ) -> Result<Option<Headline>, QuestionError> {
        match self {
            Lead::Goods(goods) => {
                let notes = goods.closing.meta.notes.iter();
                let findings = notes.filter(|note| note.finding);
                warnings.extend(findings.map(|note| goods.told(note)));
                warnings.extend(goods.only_product.as_deref().map(one_product));
                Ok(Some(of_goods(desk, goods)?))
            }
            Lead::Account { dataset, period } => Ok(of_account(desk, dataset, *period)),
            Lead::Nothing { .. } => Ok(None),
        }
    }
}

/// Records of a single product are no balance of all goods.
fn one_product(code: &str) -> Bilingual {
    Bilingual::new(
        format!("the records are about product {code} only, not about all goods"),
        format!("这些记录只涉及商品 {code}，并非全部货物"),
    )
}

fn of_goods(desk: &Desk<'_>, goods: &Goods) -> Result<Headline, QuestionError> {
    let Goods {
        report,
        mirrored,
        period,
        closing,
        ..
    } = goods;
    let total = &closing.table.total;
    let sides = goods.seen(Sides {
        exports: total.exports,
        imports: total.imports,
    });
    let (exports_at, imports_at) = seen_valuations(report, *mirrored);
    let mark = |fact: Fact| {
        if *mirrored && fact.value.is_some() {
            fact.flagged(triffin_basis::Flag::Mirror)
        } else {
            fact
        }
    };
    let balance = report.fact(sides.balance()?, *period)?.by(if *mirrored {
        "B = −(X* − M*)"
    } else {
        "B = X − M"
    });
    let balance = mark(balance).on(wording::joined(&exports_at, (" − ", "−"), &imports_at));
    Ok(Headline {
        exports: Some(mark(report.fact(sides.exports, *period)?).on(exports_at)),
        imports: Some(mark(report.fact(sides.imports, *period)?).on(imports_at)),
        to_gdp: desk.trade_to_gdp(goods, &balance)?,
        balance,
        layer: Bilingual::new("goods", "货物"),
        at_hand: desk.topic.partner.is_none() && sums_partners(goods),
        basis: goods_basis(desk, goods),
    })
}

fn goods_basis(desk: &Desk<'_>, goods: &Goods) -> Vec<(Bilingual, Bilingual)> {
    let report = &goods.report;
    let named = |economy: &triffin_basis::Economy| both(|lang| economy.name(lang).to_owned());
    let mut rows = vec![
        (
            Bilingual::new("Reported by", "报告方"),
            named(&report.reporter),
        ),
        (
            Bilingual::new("Currency", "货币"),
            Bilingual::new(
                format!("{}, current prices", report.currency),
                format!("{}，现价", report.currency),
            ),
        ),
        (
            Bilingual::new("Trade system", "贸易制"),
            wording::trade_system(&desk.presence.systems(&report.dataset)),
        ),
        (
            Bilingual::new("Timing", "时点"),
            Bilingual::new("by date declared", "按申报日期"),
        ),
        (
            Bilingual::new("CIF margin", "CIF加成"),
            margin_words(report),
        ),
    ];
    if desk.topic.partner.is_none() {
        let own = report.reporter.code();
        let partners = desk.presence.sums_partners(own, &report.dataset);
        rows.extend(partners.map(|count| coverage(&report.dataset, count)));
    }
    if !goods.others.is_empty() {
        rows.push(chosen(&report.dataset, &goods.others));
    }
    rows
}

/// Whether a counted row is of a partner and not of the world.
fn sums_partners(goods: &Goods) -> bool {
    let mut rows = goods.closing.total.strata().iter();
    rows.any(|row| row.values > 0 && row.partner_level != "world")
}

fn of_account(desk: &Desk<'_>, dataset: &str, period: Period) -> Option<Headline> {
    let curve = desk.observations.of("current_account", dataset)?;
    let basis = Bilingual::new(
        "balance of payments, credits less debits",
        "国际收支口径，贷方减借方净额",
    );
    let balance = curve.at(period)?.on(basis);
    Some(Headline {
        exports: None,
        imports: None,
        to_gdp: desk.to_gdp(&balance),
        layer: Bilingual::new("current account", "经常账户"),
        at_hand: false,
        basis: account_basis(desk, dataset, &balance),
        balance,
    })
}

fn account_basis(desk: &Desk<'_>, dataset: &str, balance: &Fact) -> Vec<(Bilingual, Bilingual)> {
    let unit = &balance.unit;
    vec![
        (
            Bilingual::new("Layer", "口径层"),
            Bilingual::new(
                "goods, services, primary and secondary income",
                "货物、服务、初次收入、二次收入",
            ),
        ),
        (
            Bilingual::new("Currency", "货币"),
            Bilingual::new(format!("{unit}, current prices"), format!("{unit}，现价")),
        ),
        precedence(desk, dataset),
    ]
}

/// Who publishes the current account, and who was passed over.
fn precedence(desk: &Desk<'_>, dataset: &str) -> (Bilingual, Bilingual) {
    let ranked = desk.observations.ranked("current_account");
    let others = ranked.filter(|curve| curve.dataset != dataset);
    let others: Vec<String> = others
        .filter_map(|curve| {
            let (first, last) = curve.span()?;
            Some(format!("{} ({first}–{last})", curve.dataset))
        })
        .collect();
    chosen(dataset, &others)
}

/// The dataset that leads, and those that could have; the page says the rule
/// where it lists its sources.
fn chosen(dataset: &str, others: &[String]) -> (Bilingual, Bilingual) {
    let text = match others {
        [] => Bilingual::new(
            format!("{dataset}, the only one here"),
            format!("{dataset}，此处唯一的一个"),
        ),
        _ => Bilingual::new(
            format!("{dataset}; also in {}; never summed", others.join(", ")),
            format!("{dataset}；另见 {}；从不相加", others.join("、")),
        ),
    };
    (Bilingual::new("Source chosen", "来源选择"), text)
}

/// What a ledger without a row of the world adds up.
fn coverage(dataset: &str, partners: usize) -> (Bilingual, Bilingual) {
    (
        Bilingual::new("Coverage", "覆盖范围"),
        Bilingual::new(
            format!("the {partners} partners in {dataset}; it has no row of the world"),
            format!("{dataset} 中的 {partners} 个伙伴；其中没有“世界”一行"),
        ),
    )
}
