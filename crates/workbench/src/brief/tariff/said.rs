//! The counterfactual in sentences.

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::counterfactual::{Against, Partner};

use super::{Found, percent};

/// Who sells instead, what the currency takes back, who pays, what the
/// treasury and the people have of it, what becomes of the balance.
pub(super) fn sentences(found: &Found<'_>) -> Vec<Bilingual> {
    let mut said = vec![diverted(found), currency(found)];
    said.extend(paid(found));
    said.extend([revenue(found), welfare(found), balance(found)]);
    said
}

fn diverted(found: &Found<'_>) -> Bilingual {
    let (was, now) = found.diverted.imports;
    let total = percent(now / was);
    let partners = &found.diverted.partners;
    let taxed = partners
        .iter()
        .filter(|partner| Partner::taxed(partner))
        .count();
    let (en, zh) = match found.diverted.diversion.diverted {
        Some(share) => (
            format!(
                "The other suppliers make up {:.1} % of what the taxed lose",
                100.0 * share
            ),
            format!("其他供应方补上被加税方减少额的 {:.1}%", 100.0 * share),
        ),
        None if taxed == 0 => (
            "Its own duties do not rise".to_owned(),
            "该经济体自身未上调关税".to_owned(),
        ),
        None if taxed == partners.len() => (
            "Every supplier is taxed, and none is left to sell instead".to_owned(),
            "全部供应方均被加税，无从替代".to_owned(),
        ),
        None => (
            "The taxed suppliers lose nothing".to_owned(),
            "被加税方销售并未减少".to_owned(),
        ),
    };
    Bilingual::new(
        format!("{en}; imports in total change by {total:+.2} %."),
        format!("{zh}；进口总额变动 {total:+.2}%。"),
    )
}

fn currency(found: &Found<'_>) -> Bilingual {
    let rise = 100.0 * found.offset.rise;
    let (moves, moves_zh) = match rise < 0.0 {
        true => ("fall", "下降"),
        false => ("rise", "上升"),
    };
    let size = rise.abs();
    let (back, back_zh) = match found.offset.share.map(|share| 100.0 * share) {
        None => (String::new(), String::new()),
        Some(share) if share < 0.0 => (
            format!(
                " and take back nothing of the duty: they add {:.1} % of it",
                -share
            ),
            format!("，不抵消关税，反而加上其 {:.1}%", -share),
        ),
        Some(share) => (
            format!(" and take back {share:.1} % of the duty"),
            format!("，抵消关税的 {share:.1}%"),
        ),
    };
    Bilingual::new(
        format!(
            "Its unit costs relative to those of its suppliers, the real exchange rate, {moves} by {size:.2} log points{back}."
        ),
        format!("相对于供应方的单位成本（实际汇率）{moves_zh} {size:.2} 个对数点{back_zh}。"),
    )
}

/// The burden in each numeraire; none where the region's duties stay.
fn paid(found: &Found<'_>) -> Option<Bilingual> {
    let each = found.shares.iter().map(|share| {
        let buyers = 100.0 * share.buyers;
        let (en, zh) = match share.against {
            Against::HomeWage => ("home wages", "本国工资"),
            Against::WorldValueAdded => ("world value added", "世界增加值"),
            Against::ForeignWages => ("foreign wages", "外国工资"),
        };
        (
            format!(
                "in {en} buyers {buyers:.1} %, sellers {:.1} %",
                100.0 - buyers
            ),
            format!("以{zh}计，买方 {buyers:.1}%、卖方 {:.1}%", 100.0 - buyers),
        )
    });
    let (en, zh): (Vec<String>, Vec<String>) = each.unzip();
    (!en.is_empty()).then(|| {
        Bilingual::new(
            format!("Who pays depends on what prices are measured in: {}; importers bear nothing under perfect competition.", en.join("; ")),
            format!("由谁负担取决于计价单位：{}；完全竞争下进口商不承担。", zh.join("；")),
        )
    })
}

fn revenue(found: &Found<'_>) -> Bilingual {
    let (before, after) = found.revenue();
    Bilingual::new(
        format!("Duties bring {after:.2} % of GDP, before {before:.2} %."),
        format!("关税收入占 GDP 的 {after:.2}%，此前为 {before:.2}%。"),
    )
}

fn welfare(found: &Found<'_>) -> Bilingual {
    let (exact, first) = (found.real_income(), found.first_order);
    Bilingual::new(
        format!(
            "Real income changes by {exact:+.3} %; to first order, as papers print it, by {first:+.3} %."
        ),
        format!("实际收入变动 {exact:+.3}%；按论文所报的一阶近似为 {first:+.3}%。"),
    )
}

fn balance(found: &Found<'_>) -> Bilingual {
    let (before, after) = found.balance();
    let closure = found.solved.desk.scenario.deficits.as_str();
    let numeraire = found.solved.numeraire();
    Bilingual::new(
        format!(
            "The balance of trade goes from {before:+.2} to {after:+.2} % of GDP, as the closure {closure} has it; money is measured in {numeraire}."
        ),
        format!(
            "贸易差额占 GDP 由 {before:+.2}% 变为 {after:+.2}%，由封闭规则 {closure} 决定；计价单位为 {numeraire}。"
        ),
    )
}
