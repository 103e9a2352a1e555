//! Names a brief gives to things, in both languages.

use triffin_basis::{Bilingual, Lang, TradeSystem, Valuation};

use crate::error::both;

/// `exports FOB`-style names of valuations: `FAS`; what a file does not say is
/// said to be unstated.
pub(super) fn valuation(words: &[String]) -> Bilingual {
    listed(words, |word, lang| {
        Valuation::parse(word).map(|v| v.label(lang))
    })
}

/// Names of trade systems.
pub(super) fn trade_system(words: &[&str]) -> Bilingual {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    listed(&words, |word, lang| {
        TradeSystem::parse(word).map(|v| v.label(lang))
    })
}

fn listed(words: &[String], label: impl Fn(&str, Lang) -> Option<&'static str>) -> Bilingual {
    if words.is_empty() {
        return Bilingual::new("not stated", "未注明");
    }
    both(|lang| {
        let unstated = match lang {
            Lang::En => "not stated",
            Lang::Zh => "未注明",
        };
        let names: Vec<&str> = words
            .iter()
            .map(|word| label(word, lang).unwrap_or(unstated))
            .collect();
        names.join(if lang == Lang::En { ", " } else { "、" })
    })
}

/// The name of a layer or check of the alignment report.
pub(super) fn check(check: &str) -> Bilingual {
    let (en, zh) = match check {
        "currency" => ("Currency", "币种"),
        "price" => ("Price basis", "价格口径"),
        "boundary" => ("Boundary", "统计边界"),
        "timing" => ("Timing", "时点"),
        "cif_fob" => ("CIF and FOB", "CIF与FOB"),
        "one_sided" => ("One-sided regimes", "单边贸易方式"),
        "transit" => ("Transit and re-exports", "转口与过境"),
        "additivity" => ("Additivity", "可加性"),
        other => return Bilingual::same(other),
    };
    Bilingual::new(en, zh)
}

/// Joins two texts of both languages.
pub(super) fn joined(left: &Bilingual, mark: (&str, &str), right: &Bilingual) -> Bilingual {
    Bilingual::new(
        format!("{}{}{}", left.en, mark.0, right.en),
        format!("{}{}{}", left.zh, mark.1, right.zh),
    )
}
