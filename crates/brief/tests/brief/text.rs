//! The terminal page.

use triffin_basis::Lang;
use triffin_brief::facts::Facts;
use triffin_brief::terminal::{Page, render};
use unicode_width::UnicodeWidthStr;

use crate::sample;

fn page(facts: &Facts, lang: Lang) -> String {
    render(facts, lang, Page::default())
}

#[test]
fn the_page_in_english() {
    insta::assert_snapshot!(page(&sample::us_china(), Lang::En));
}

#[test]
fn the_page_in_chinese() {
    insta::assert_snapshot!(page(&sample::us_china(), Lang::Zh));
}

#[test]
fn the_page_with_partners_in_english() {
    insta::assert_snapshot!(page(&sample::with_partners(), Lang::En));
}

#[test]
fn the_page_with_partners_in_chinese() {
    insta::assert_snapshot!(page(&sample::with_partners(), Lang::Zh));
}

#[test]
fn the_full_page_in_english() {
    insta::assert_snapshot!(full(Lang::En));
}

#[test]
fn the_full_page_in_chinese() {
    insta::assert_snapshot!(full(Lang::Zh));
}

fn full(lang: Lang) -> String {
    let page = Page {
        full: true,
        ..Page::default()
    };
    render(&sample::with_partners(), lang, page)
}

#[test]
fn one_page_is_one_page() {
    for facts in [sample::us_china(), sample::with_partners()] {
        for lang in [Lang::En, Lang::Zh] {
            let text = page(&facts, lang);
            assert!(text.lines().count() <= 60, "{text}");
            for line in text.lines() {
                assert!(line.width() <= 100, "{} columns: {line}", line.width());
                assert_eq!(line, line.trim_end(), "trailing blanks");
            }
        }
    }
}

#[test]
fn a_narrow_terminal_is_kept() {
    for lang in [Lang::En, Lang::Zh] {
        let narrow = Page {
            width: 72,
            ..Page::default()
        };
        let text = render(&sample::with_partners(), lang, narrow);
        let widest = text.lines().map(UnicodeWidthStr::width).max();
        assert!(widest <= Some(72), "{widest:?} columns:\n{text}");
    }
}

#[test]
fn no_width_is_too_small_or_too_large() {
    for width in [0, 1, 7, 30, 400] {
        for lang in [Lang::En, Lang::Zh] {
            let page = Page {
                width,
                ..Page::default()
            };
            let balance = match lang {
                Lang::En => "-418.2",
                Lang::Zh => "-4,182",
            };
            assert!(render(&sample::with_partners(), lang, page).contains(balance));
        }
    }
}

#[test]
fn the_largest_values_are_drawn_without_a_fall() {
    let mut facts = sample::us_china();
    if let Some(change) = &mut facts.change {
        change.opening.value = Some(triffin_basis::Decimal::MIN);
        change.closing.value = Some(triffin_basis::Decimal::MAX);
    }
    let page = triffin_brief::html::render(&facts, Lang::En);
    assert!(!page.contains("NaN") && !page.contains(">inf"));
}

#[test]
fn colour_only_adds_colour() {
    let coloured = Page {
        colour: true,
        ..Page::default()
    };
    let facts = sample::with_partners();
    let text = render(&facts, Lang::En, coloured);
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    let bare: Vec<_> = plain.lines().map(str::trim_end).collect();
    let asked = page(&facts, Lang::En);
    assert_eq!(bare, asked.lines().collect::<Vec<_>>());
    assert!(!asked.contains('\u{1b}'));
}

#[test]
fn a_section_without_facts_is_not_there() {
    let mut facts = sample::us_china();
    facts.change = None;
    facts.alignment = None;
    facts.external = None;
    facts.series.clear();
    facts.missing.clear();
    let text = page(&facts, Lang::En);
    assert!(text.contains("The balance"));
    for absent in ["change", "comparable", "other half", "Over time", "missing"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
}

#[test]
fn a_missing_side_is_said_with_its_reason_and_has_no_balance() {
    let facts = sample::one_sided();
    let en = page(&facts, Lang::En);
    assert!(en.contains("no data (not reported"), "{en}");
    let zh = page(&facts, Lang::Zh);
    assert!(zh.contains("无数据（未报告"), "{zh}");
    assert!(!en.contains("deficit.") && !en.contains("surplus."));
}
