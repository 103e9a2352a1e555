//! The HTML page.

use triffin_basis::{Bilingual, Lang};
use triffin_brief::html::render;

use crate::sample;

/// The tags of a document in order, without their attributes' values; `style`
/// has text only.
fn tags(page: &str) -> Vec<String> {
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let (before, rest) = body.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let mut tags = Vec::new();
    for part in [before, after] {
        for piece in part.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            assert!(!text.contains('>'), "a bare > in {text}");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            tags.push(tag.to_owned());
        }
    }
    tags
}

fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for facts in [
        sample::us_china(),
        sample::with_partners(),
        sample::one_sided(),
    ] {
        pages.push(render(&facts, Lang::En));
        pages.push(render(&facts, Lang::Zh));
    }
    pages
}

#[test]
fn every_element_is_closed_in_order() {
    for page in pages() {
        let mut open: Vec<String> = Vec::new();
        for tag in tags(&page) {
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(tag.split_whitespace().next().unwrap().to_owned());
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_is_run() {
    for page in pages() {
        let lower = page.to_lowercase();
        for forbidden in [
            "<script", "<link", "src=", "@import", "url(", "http", "<img",
        ] {
            assert!(!lower.contains(forbidden), "{forbidden}");
        }
        for tag in tags(&page) {
            if let Some((_, target)) = tag.split_once("href=\"") {
                assert!(target.starts_with('#'), "{tag}");
            }
        }
    }
}

#[test]
fn every_footnote_leads_to_a_source() {
    for page in pages() {
        for target in page.split("href=\"#").skip(1) {
            let id = target.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}

#[test]
fn ids_are_unique() {
    for page in pages() {
        let mut ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}

#[test]
fn each_picture_states_title_unit_and_source_and_has_its_data_behind() {
    let page = render(&sample::with_partners(), Lang::En);
    let pictures: Vec<&str> = page.split("<figure").skip(1).collect();
    assert_eq!(pictures.len(), 3);
    for picture in pictures {
        let (svg, behind) = picture.split_once("</svg>").unwrap();
        for said in [
            "<title ",
            "<desc ",
            "bn USD",
            "Source: US Census Bureau [1]",
        ] {
            assert!(svg.contains(said), "{said} in {svg}");
        }
        assert!(behind.contains("<details>") && behind.contains("<table>"));
        assert!(behind.contains("scope=\"col\"") && behind.contains("scope=\"row\""));
    }
}

#[test]
fn every_digit_is_on_the_page() {
    let page = render(&sample::us_china(), Lang::En);
    assert!(page.contains("−418,233,000,000"));
    assert!(page.contains("B = X − M"));
    assert!(page.contains("the balance is <span class=\"q\">−418.2 bn USD,</span> a deficit"));
    let page = render(&sample::us_china(), Lang::Zh);
    assert!(page.contains("差额为<span class=\"q\">−4,182亿美元，</span>即逆差"));
}

#[test]
fn a_name_cannot_break_the_page() {
    let mut facts = sample::us_china();
    facts.subject.partner = Some(Bilingual::same("<b>\"A\" & 'B'</b>"));
    let page = render(&facts, Lang::En);
    assert!(page.contains("&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;"));
    tags(&page);
}

#[test]
fn the_language_is_declared() {
    assert!(render(&sample::us_china(), Lang::En).contains("<html lang=\"en\">"));
    assert!(render(&sample::us_china(), Lang::Zh).contains("<html lang=\"zh-Hans\">"));
}
