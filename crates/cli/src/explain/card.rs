//! A system or a term as a card of text.

use triffin_basis::Lang;
use triffin_brief::locale::t;
use unicode_width::UnicodeWidthStr;

use super::{Entry, Found, Term, suggestions};

/// All that was found, terms before systems, or what lies near `query` when
/// nothing was.
pub fn cards(query: &str, found: &Found, lang: Lang) -> String {
    if found.is_empty() {
        let near = suggestions(query).join(", ");
        return t(lang, "explain.none", &[("query", query), ("near", &near)]) + "\n";
    }
    let terms = found.terms.iter().map(|found| term(found, lang));
    let systems = found.systems.iter().map(|found| system(found, lang));
    terms.chain(systems).collect::<Vec<_>>().join("\n")
}

/// The card of a system: its title, then one line a part, then the prose.
pub fn system(entry: &Entry, lang: Lang) -> String {
    let (title, unit, sign) = match lang {
        Lang::En => (entry.title_en, entry.unit, entry.sign),
        // The Chinese unit names the sign too.
        Lang::Zh => (entry.title_zh, entry.unit_zh, None),
    };
    let source = match (lang, entry.source_zh) {
        (Lang::En, _) | (Lang::Zh, "") => entry.source,
        (Lang::Zh, source) => source,
    };
    let parts = [
        ("formula", entry.formula),
        ("unit", unit),
        ("sign", sign.unwrap_or_default()),
        ("source", source),
        ("command", entry.command),
        ("test", entry.test),
        ("code", entry.item),
    ];
    format!("{} {title}\n{}", entry.id, lines(&parts, lang))
}

/// The card of a term: its two names, then symbol, unit and other names.
pub fn term(term: &Term, lang: Lang) -> String {
    let title = match lang {
        Lang::En => format!("{} ({})", term.term, term.zh),
        Lang::Zh => format!("{}（{}）", term.zh, term.term),
    };
    let parts = [
        ("symbol", term.symbol),
        ("unit", term.unit),
        ("names", term.alias),
    ];
    format!("{title}\n{}", lines(&parts, lang))
}

/// `  Formula  B = X − M`, one a line, empty ones left out.
fn lines(parts: &[(&str, &str)], lang: Lang) -> String {
    let labels = parts
        .iter()
        .map(|(key, text)| (t(lang, &format!("explain.{key}"), &[]), *text));
    let labelled: Vec<(String, &str)> = labels.filter(|(_, text)| !text.is_empty()).collect();
    let width = labelled.iter().map(|(label, _)| label.width()).max();
    let width = width.unwrap_or_default();
    labelled
        .iter()
        .map(|(label, text)| format!("  {label}{}  {text}\n", " ".repeat(width - label.width())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn a_system_shows_its_formula_and_unit_in_both_languages() {
        let found = find("S1.2");
        let english = cards("S1.2", &found, Lang::En);
        assert!(english.starts_with("S1.2 Trade balance and its sign\n  Formula  B = X − M"));
        assert!(
            english.contains("\n  Sign     surplus positive\n"),
            "{english}"
        );
        let chinese = cards("S1.2", &found, Lang::Zh);
        assert!(chinese.starts_with("S1.2 贸易差额与顺差、逆差\n  公式  B = X − M"));
        assert!(!chinese.contains("  符号  "), "{chinese}");
    }

    #[test]
    fn a_source_in_words_is_told_in_chinese() {
        let chinese = cards("S6.13", &find("S6.13"), Lang::Zh);
        assert!(chinese.contains("  003 文档第73、109行"), "{chinese}");
    }

    #[test]
    fn a_term_comes_before_the_systems_that_name_it() {
        let text = cards("到岸价", &find("到岸价"), Lang::Zh);
        let (term, system) = (text.find("CIF"), text.find("S1.11"));
        assert!(term.is_some() && term < system, "{text}");
    }

    #[test]
    fn nothing_found_names_what_lies_near() {
        let text = cards("surpuls", &find("surpuls"), Lang::En);
        assert!(
            text.contains("surplus") && text.contains("--list"),
            "{text}"
        );
    }
}
