//! The words of a table: what its columns are called, and what the codes in its
//! cells mean. JSON, CSV and Parquet keep the codes.

use triffin_basis::gate::GateStatus;
use triffin_basis::{
    Flag, Freq, Lang, Layer, Period, PriceBasis, Regime, Timing, TradeSystem, Unit, Valuation,
};
use triffin_brief::locale::phrases;
use triffin_trade::balance::Status;
use triffin_trade::checks;

/// The name of a column or of a basis attribute; its own name when no phrase
/// has it, as the columns of a query have none.
pub fn heading(name: &str, lang: Lang) -> String {
    phrase("column", name, lang).unwrap_or_else(|| name.to_owned())
}

/// The name of a basis attribute: its own where a column of the same name means
/// something else, else that of the column.
pub fn attribute(name: &str, lang: Lang) -> String {
    phrase("attribute", name, lang).unwrap_or_else(|| heading(name, lang))
}

/// A formula; its symbols are the same in both languages.
pub fn formula(text: &str, lang: Lang) -> String {
    phrase("formula", text, lang).unwrap_or_else(|| text.to_owned())
}

/// A cell or basis value of that column as a reader sees it. Several codes are
/// joined by `+`; what stands before a colon is told as it is.
pub fn word(column: &str, text: &str, lang: Lang) -> String {
    let at = text.rfind([':', '：']).filter(|_| column == "what");
    let (lead, code) = match at {
        Some(at) => text.split_at(at + text[at..].chars().next().map_or(0, char::len_utf8)),
        None => ("", text),
    };
    let space = &code[..code.len() - code.trim_start().len()];
    let words: Vec<String> = code
        .trim_start()
        .split('+')
        .map(|code| label(column, code, lang).unwrap_or_else(|| code.to_owned()))
        .collect();
    format!("{lead}{space}{}", words.join("+"))
}

fn label(column: &str, code: &str, lang: Lang) -> Option<String> {
    let known = match column {
        "valuation"
        | "valuation_exports"
        | "valuation_imports"
        | "valuation_a_exports"
        | "valuation_a_imports"
        | "valuation_b_exports"
        | "valuation_b_imports" => Valuation::parse(code).map(|known| known.label(lang)),
        "regime" => Regime::parse(code).map(|known| known.label(lang)),
        "trade_system" => TradeSystem::parse(code).map(|known| known.label(lang)),
        "timing" => Timing::parse(code).map(|known| known.label(lang)),
        "layer" => Layer::parse(code).map(|known| known.label(lang)),
        "flag" => Flag::parse(code).map(|known| known.label(lang)),
        "status" => status(code, lang),
        "check" | "what" => checks::name(code, lang),
        "freq" => letter(code).map(|known| known.label(lang)),
        // Keys are codes and names of publishers but for what sums leave.
        "key" => return phrase("key", code, lang),
        _ => None,
    };
    known
        .map(str::to_owned)
        .or_else(|| unit(column, code, lang))
        .or_else(|| in_chinese(column, code).filter(|_| lang == Lang::Zh))
        .or_else(|| told(column).then(|| phrase("word", code, lang))?)
}

fn told(column: &str) -> bool {
    TOLD.contains(&column) || column.starts_with("valuation_")
}

/// Columns whose codes have a phrase under `word`. The others hold names and
/// texts of publishers and documents, which stay as they are.
const TOLD: [&str; 35] = [
    "account",
    "action",
    "asset",
    "axis",
    "cause",
    "course",
    "depth",
    "direction",
    "flow",
    "formula",
    "indicator",
    "instrument",
    "kind",
    "licence",
    "links",
    "liquidity",
    "measure",
    "method",
    "moves",
    "nature",
    "origin",
    "partner",
    "partner_level",
    "regime",
    "relation",
    "rule",
    "safety",
    "scenario",
    "sector",
    "severity",
    "timing",
    "unit",
    "valuation",
    "verdict",
    "what",
];

fn status(code: &str, lang: Lang) -> Option<&'static str> {
    let balance = [Status::Surplus, Status::Deficit, Status::Balanced]
        .into_iter()
        .find(|status| status.label(Lang::En) == code)
        .map(|status| status.label(lang));
    balance.or_else(|| GateStatus::parse(code).map(|status| status.label(lang)))
}

fn letter(code: &str) -> Option<Freq> {
    let mut letters = code.chars();
    let first = letters.next()?;
    letters.next().is_none().then(|| Freq::from_letter(first))?
}

/// A basis value that is a phrase and no code.
fn in_chinese(column: &str, text: &str) -> Option<String> {
    match column {
        "cif_margin" | "cif_margin_a_to_b" | "cif_margin_b_to_a" => {
            let (share, source) = text.split_once(" of FOB ")?;
            Some(format!("离岸价的 {share} {source}"))
        }
        "price" => {
            let base = text.strip_prefix("constant ")?;
            let base = Period::parse(base).ok()?;
            Some(PriceBasis::Constant(base).label(Lang::Zh))
        }
        _ => None,
    }
}

/// A unit in Chinese; in English it is told as published.
fn unit(column: &str, text: &str, lang: Lang) -> Option<String> {
    if column != "unit" || lang == Lang::En {
        return None;
    }
    let (unit, scale) = Unit::parse(text).ok()?;
    Some(unit.with_scale(scale, lang))
}

fn phrase(section: &str, key: &str, lang: Lang) -> Option<String> {
    phrases(lang).get(&format!("{section}.{key}")).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_and_names_stay() {
        for (column, code, told) in [
            ("status", "deficit", "逆差（入超）"),
            ("status", "pass", "通过"),
            ("valuation_b_exports", "unstated", "未注明"),
            ("cause", "cif_fob", "到岸价与离岸价"),
            ("valuation_imports", "cif+customs", "到岸价+海关估价"),
            ("unit", "mn USD", "百万美元"),
            ("unit", "CNY per USD", "人民币/1美元"),
            ("flag", "observed", "实测"),
            ("what", "剔除：outside_window", "剔除：窗口之外"),
            ("what", "one_sided", "只计入一侧"),
            ("price", "constant 2017", "2017 不变价"),
            (
                "cif_margin",
                "0.1 of FOB (--cif-margin)",
                "离岸价的 0.1 (--cif-margin)",
            ),
            ("item", "general", "general"),
            ("key", "CHN", "CHN"),
            ("key", "total", "合计"),
            ("key", "unallocated", "未分配"),
        ] {
            assert_eq!(word(column, code, Lang::Zh), told, "{column}");
        }
        assert_eq!(word("unit", "mn USD", Lang::En), "mn USD");
        assert_eq!(heading("d_balance", Lang::En), "change in balance");
    }
}
