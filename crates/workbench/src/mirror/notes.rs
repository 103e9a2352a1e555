//! What a reader of a mirror comparison must know.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{BasisError, Flag, Lang};
use triffin_trade::mirror::balance_gap::turns as turns_of;
use triffin_trade::mirror::cause::Cause;
use triffin_trade::mirror::common::Kept;
use triffin_trade::mirror::gap::Direction;
use triffin_trade::valuation::Margin;
use triffin_trade::{Axis, Exact, Flow};

use super::freight::Freight;
use super::read::Read;
use super::reliability::margin_words;
use super::side::{Side, two_publishers};
use super::{Mirror, Mirrored, flows};
use crate::answer::{Meta, Note};
use crate::measured::describe_rates;
use crate::reach::of_ends;
use crate::workbench::Scope;

/// What the amounts mean, before anything is computed.
pub(super) fn meta(scope: &Scope, asked: &Mirror, sides: &[Side; 2], reads: &[Read; 2]) -> Meta {
    let mut meta = Meta {
        formula: Some("gap = M − X = Σ causes + unexplained; gap_pct = 100·gap / X"),
        ..scope.meta("S11.1")
    };
    for dataset in sides.iter().filter_map(|side| side.dataset.as_ref()) {
        let valued_by = dataset.valued_by.as_ref();
        let valued_by = valued_by.map(|(source, note)| (source, Some(note)));
        for (source, note) in [(&dataset.source, None)].into_iter().chain(valued_by) {
            if !meta.sources.contains(source) {
                meta.sources.push(source.clone());
                meta.notes.extend(note.cloned());
            }
        }
    }
    meta.notes.extend(two_publishers(sides));
    for measured in reads.iter().filter_map(|read| read.measured.as_ref()) {
        describe_rates(&mut meta, measured);
    }
    let basis = &mut meta.basis;
    basis.insert("a", asked.a.clone());
    basis.insert("b", asked.b.clone());
    basis.insert("period", asked.window.to_string());
    basis.insert("layer", "goods".to_owned());
    if let Some(product) = &asked.product {
        basis.insert("product", product.clone());
    }
    let stated = [
        ("valuation_a_exports", 0, Flow::Export),
        ("valuation_a_imports", 0, Flow::Import),
        ("valuation_b_exports", 1, Flow::Export),
        ("valuation_b_imports", 1, Flow::Import),
    ];
    for (name, index, flow) in stated {
        basis.extend(reads[index].valuation(flow).map(|words| (name, words)));
    }
    meta
}

/// The margins in force and the coefficients they come from.
pub(super) fn margin(
    meta: &mut Meta,
    asked: &Mirror,
    freight: &Freight,
    reads: &[Read; 2],
    margins: &[Margin; 2],
) {
    let [out, back] = margins.each_ref().map(margin_words);
    if out == back {
        meta.basis.insert("cif_margin", out);
    } else {
        meta.basis.insert("cif_margin_a_to_b", out);
        meta.basis.insert("cif_margin_b_to_a", back);
    }
    let product = asked.asked_product(reads);
    meta.notes.extend(freight.told(&asked.a, &asked.b, product));
}

/// What a flow is called, in English and in Chinese.
pub(super) fn side_words(flow: Flow) -> [&'static str; 2] {
    match flow {
        Flow::Export => ["exports", "出口"],
        Flow::Import => ["imports", "进口"],
    }
}

/// Periods that one side published and the other did not, and periods
/// published in part.
pub(super) fn periods(asked: &Mirror, reads: &[Read; 2], kept: &[Kept; 2]) -> Vec<Note> {
    let mut notes = Vec::new();
    for (direction, kept) in Direction::ALL.into_iter().zip(kept) {
        let [from, to] = asked.ends(direction);
        if !kept.dropped.is_empty() {
            let list = shortened(kept.dropped.iter().map(ToString::to_string).collect());
            notes.push(Note::warning(
                "W-MIRROR-PERIODS",
                format!(
                    "{from} to {to}: only one side reports {list}; both are compared without it"
                ),
                format!("{from} 至 {to}：{list} 仅一方有报告；双方均按不含该期比较"),
            ));
        }
        for (index, flow) in flows(direction) {
            let missing = reads[index].reported(flow).gaps_within(kept);
            if missing.is_empty() {
                continue;
            }
            let who = [&asked.a, &asked.b][index];
            let [side, side_zh] = side_words(flow);
            let list = shortened(missing.iter().map(ToString::to_string).collect());
            notes.push(Note::warning(
                "W-WINDOW-PARTIAL",
                format!("{who}'s {side} lack {list}: the two reports do not cover the same time"),
                format!("{who} 的{side_zh}缺 {list}：两份报告所含时间不同"),
            ));
        }
    }
    notes
}

fn shortened(periods: Vec<String>) -> String {
    match periods.as_slice() {
        [first, .., last] if periods.len() > 6 => format!("{first} … {last}"),
        _ => periods.join(", "),
    }
}

/// Directions that one side reports alone, or none.
pub(super) fn one_sided(asked: &Mirror, totals: &[Mirrored; 2]) -> Vec<Note> {
    let mut notes = Vec::new();
    for flow in totals {
        let [from, to] = asked.ends(flow.direction);
        let (en, zh) = match (flow.reports.exporter, flow.reports.importer) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => (
                format!(
                    "{from} reports no exports to {to} in the data: the figure is {to}'s alone, there is no gap, and nothing is taken as zero"
                ),
                format!(
                    "数据中没有 {from} 对 {to} 出口的报告：数字仅来自 {to}，无从计算差异，也不当作零"
                ),
            ),
            (Some(_), None) => (
                format!(
                    "{to} reports no imports from {from} in the data: the figure is {from}'s alone, there is no gap, and nothing is taken as zero"
                ),
                format!(
                    "数据中没有 {to} 自 {from} 进口的报告：数字仅来自 {from}，无从计算差异，也不当作零"
                ),
            ),
            (None, None) => (
                format!("neither side reports goods from {from} to {to}"),
                format!("双方都没有 {from} 至 {to} 的货物报告"),
            ),
        };
        notes.push(Note::warning("W-MIRROR-ONE-SIDED", en, zh));
    }
    notes
}

/// Periods between which the gap of the balance changes its sign.
pub(super) fn turns(asked: &Mirror, rows: &[Mirrored]) -> Result<Vec<Note>, BasisError> {
    if asked.by != Axis::Period {
        return Ok(Vec::new());
    }
    let mut gaps: BTreeMap<&str, [Option<Exact>; 2]> = BTreeMap::new();
    for row in rows {
        if let Some(key) = &row.key {
            gaps.entry(key).or_default()[row.direction as usize] = row.reports.gap()?;
        }
    }
    let mut of_balance = Vec::new();
    for (period, gap) in gaps {
        if let [Some(out), Some(back)] = gap {
            of_balance.push((period, out.plus(back)?));
        }
    }
    let turns = turns_of(&of_balance);
    if turns.is_empty() {
        return Ok(Vec::new());
    }
    let list = |and: &str, joint: &str| {
        let each = turns.iter().map(|(from, to)| format!("{from}{and}{to}"));
        each.collect::<Vec<_>>().join(joint)
    };
    let (en, zh) = (list(" and ", ", "), list(" 与 ", "、"));
    Ok(vec![Note::remark(
        "N-MIRROR-TURN",
        format!(
            "the gap of the balance changes its sign between {en}: causes that explain one sign do not explain the other"
        ),
        format!("差额的差异在 {zh} 之间变号：能解释一种符号的原因不能解释另一种"),
    )])
}

/// A published table without a row of all products: its sum is no total.
pub(super) fn coverage(asked: &Mirror, reads: &[Read; 2]) -> Vec<Note> {
    let sides = [&asked.a, &asked.b].into_iter().zip(reads);
    let partial = sides.filter(|(_, read)| {
        let there = read.currency.is_some();
        there && read.published && !read.all_products && asked.product.is_none()
    });
    let note = |(reporter, _)| {
        Note::warning(
            "W-COVERAGE-PRODUCTS",
            format!(
                "{reporter}'s dataset has no row of all products: what is compared is the sum of the products it holds, not all goods"
            ),
            format!("{reporter} 的数据集没有“全部商品”一行：比较的是其中商品之和，并非全部货物"),
        )
    };
    partial.map(note).collect()
}

/// Ends of a direction of which one tells all products and the other some.
pub(super) fn reach(asked: &Mirror, reads: &[Read; 2]) -> Vec<Note> {
    let of = |direction: Direction| {
        let [x, m] = flows(direction).map(|(index, _)| reads[index].counted.as_ref());
        let note = of_ends(asked.product.as_deref(), x?, m?)?;
        let [from, to] = asked.ends(direction);
        Some(Note::warning(
            note.code,
            format!("{from} to {to}: {}", note.text.en),
            format!("{from} 至 {to}：{}", note.text.zh),
        ))
    };
    Direction::ALL.into_iter().filter_map(of).collect()
}

/// Records that are marked as other than observed.
pub(super) fn flagged(reporter: &str, flags: &[String]) -> Option<Note> {
    let marked: Vec<Flag> = flags
        .iter()
        .filter_map(|word| Flag::parse(word))
        .filter(|flag| *flag != Flag::Observed)
        .collect();
    if marked.is_empty() {
        return None;
    }
    let list = |lang, between: &str| {
        let words: Vec<&str> = marked.iter().map(|flag| flag.label(lang)).collect();
        words.join(between)
    };
    Some(Note::remark(
        "N-MIRROR-FLAGGED",
        format!(
            "some of {reporter}'s records are marked: {}",
            list(Lang::En, ", ")
        ),
        format!("{reporter} 的部分记录带有标记：{}", list(Lang::Zh, "、")),
    ))
}

/// Codes of two classifications, which are not the same goods.
pub(super) fn classifications(asked: &Mirror, axis: Axis, reads: &[Read; 2]) -> Option<Note> {
    let [a, b] = reads.each_ref().map(|read| &read.systems);
    if axis != Axis::Product || a.is_empty() || b.is_empty() || a == b {
        return None;
    }
    let words = |systems: &BTreeSet<String>| systems.iter().cloned().collect::<Vec<_>>().join("+");
    let (a, b) = (words(a), words(b));
    Some(Note::warning(
        "W-MIRROR-CLASSIFICATION",
        format!(
            "{} reports by {a}, {} by {b}: a code need not mean the same goods",
            asked.a, asked.b
        ),
        format!(
            "{} 按 {a} 报告，{} 按 {b} 报告：同一编码未必是同一商品",
            asked.a, asked.b
        ),
    ))
}

/// A margin given where no record is CIF.
pub(super) fn margin_unused(asked: &Mirror, totals: &[Mirrored; 2]) -> Option<Note> {
    let margin = asked.basis.cif_margin?;
    let used = totals.iter().any(|flow| {
        let parts = &flow.attribution.parts;
        parts.iter().any(|part| {
            part.cause == Cause::CifFob && part.amount.is_some_and(|n| n != Exact::ZERO)
        })
    });
    (!used).then(|| {
        Note::remark(
            "N-MARGIN-UNUSED",
            format!("the margin {margin} explains nothing here: no imports that state CIF stand against exports without freight"),
            format!("差率 {margin} 在此不起作用：没有注明到岸价的进口与不含运保费的出口相对"),
        )
    })
}
