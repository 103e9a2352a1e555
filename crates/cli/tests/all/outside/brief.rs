//! `triffin brief`: one page, on the terminal and as a file that needs nothing.

use super::lab::{Lab, only};

#[test]
fn a_page_on_the_terminal_gives_the_balance_its_basis_and_its_source() {
    let lab = Lab::new();
    let page = lab.ok("brief USA-CHN --period 2018");
    for words in [
        "-418.2 bn USD",
        "a deficit",
        "FAS",
        "customs value",
        "US Census Bureau",
        "Alignment",
    ] {
        assert!(page.contains(words), "no {words:?} in\n{page}");
    }
    let chinese = lab.ok("brief USA-CHN --period 2018 --lang zh");
    assert!(chinese.contains("-4,182亿美元"), "亿 for bn in\n{chinese}");
    assert!(
        chinese.contains('亿') && chinese.contains("逆差"),
        "{chinese}"
    );
    let facts = lab.json("brief USA-CHN --period 2018");
    assert_eq!(
        only(&facts)["headline"]["balance"]["value"],
        -418_233_000_000i64
    );
    assert_eq!(
        facts["data"],
        lab.json("brief USA-CHN --period 2018 --lang zh")["data"]
    );
    lab.refused("brief Atlantis", 2, "E-CODE-ECONOMY");
    lab.refused("brief CHN --period 1901", 3, "E-BRIEF-EMPTY");
}

#[test]
fn a_page_as_a_file_stands_alone_in_either_language() {
    let lab = Lab::new();
    for (lang, file) in [("en", "en.html"), ("zh", "zh.html")] {
        assert_eq!(lab.ok(&format!("brief CHN --lang {lang} -o {file}")), "");
        let page = std::fs::read_to_string(lab.path(file)).unwrap();
        assert!(
            page.contains(&format!("<html lang=\"{lang}")),
            "{}",
            &page[..200]
        );
        for outside in [
            "http://",
            "https://",
            "<script src",
            "<link",
            "<img",
            "@import",
            "url(",
        ] {
            assert!(!page.contains(outside), "{file} reaches out with {outside}");
        }
        let (charts, tables) = (page.matches("<svg").count(), page.matches("<table").count());
        assert!(
            charts >= 3 && tables >= charts,
            "{charts} charts, {tables} tables"
        );
        assert!(
            page.contains("@media print"),
            "{file} does not say how it prints"
        );
    }
}

/// A file that would not hold what its name says is refused, and nothing is
/// written.
#[test]
fn a_pdf_is_refused_with_the_way_to_one() {
    let lab = Lab::new();
    lab.refused("brief CHN -o brief.pdf", 2, "E-USAGE-OUTPUT");
    assert!(!lab.path("brief.pdf").exists());
    lab.ok("brief USA-CHN -o brief.txt");
    let text = std::fs::read_to_string(lab.path("brief.txt")).unwrap();
    let folded = lab.ok("brief USA-CHN");
    assert!(
        text.contains("licence") && !folded.contains("licence"),
        "{folded}"
    );
    assert_eq!(text, lab.ok("brief USA-CHN --full"));
}

/// A failed check of the records is a finding.
#[test]
fn failed_checks_end_with_one_under_strict() {
    let lab = Lab::with_ledger();
    let facts = lab.json("brief CHN --period 2018 --source records");
    let checks = only(&facts)["alignment"]["checks"].as_array().unwrap();
    assert!(
        checks.iter().any(|check| check["status"] == "fail"),
        "{checks:#?}"
    );
    assert_eq!(
        lab.run("brief CHN --period 2018 --source records --strict")
            .code,
        1
    );
}
