//! `triffin brief`: one page, on the terminal and as a file that needs nothing.

use super::lab::{Lab, only, row};

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

/// Three economies and one good, made up; the United States puts 20 points on
/// what it buys from China.
const DUTY: &str = r#"
title = "Twenty points on one supplier"
title_zh = "对一个供应方加征 20 个百分点"
model = "one-sector"
[data]
matrix = """
name,United States,CHN,Rest
United States,900,120,130
CHN,50,700,90
Rest,70,100,1500
"""
[elasticity]
theta = 4
[closure]
deficits = "share-of-gdp"
[[shock]]
importer = "United States"
exporter = "CHN"
add = "20%"
"#;

#[test]
fn a_scenario_gives_the_page_its_section_of_tariffs() {
    let lab = Lab::new();
    lab.write("duty.toml", DUTY);
    let facts = lab.json("brief USA --scenario duty.toml");
    let told = &facts["data"][0]["tariff"];
    let solved = lab.json("tariff solve duty.toml");
    let levels = &row(&solved, "region", "United States");
    let effect = |name: &str, key: &str| {
        let all = told["effects"].as_array().unwrap();
        let found = all.iter().find(|one| one["name"]["en"] == name).unwrap();
        found[key].as_f64().unwrap()
    };
    for (name, key, column) in [
        ("Real income, exact", "value", "real_income"),
        ("Welfare, first order", "value", "welfare_linear"),
        ("Imports", "value", "imports"),
        ("Balance of trade", "before", "balance_to_gdp_before"),
        ("Balance of trade", "value", "balance_to_gdp"),
    ] {
        let known = levels[column].as_f64().unwrap();
        assert!((effect(name, key) - known).abs() < 1e-9, "{name} {known}");
    }
    let suppliers = told["suppliers"].as_array().unwrap();
    let sum = |key: &str| {
        suppliers
            .iter()
            .map(|one| one[key].as_f64().unwrap())
            .sum::<f64>()
    };
    assert!((sum("before") - 100.0).abs() < 1e-9 && (sum("after") - 100.0).abs() < 1e-9);
    let china = suppliers.iter().find(|one| one["name"] == "CHN").unwrap();
    assert!(china["after"].as_f64().unwrap() < china["before"].as_f64().unwrap());
    assert!((china["duty"].as_f64().unwrap() - 20.0).abs() < 1e-9);

    for (lang, title, words) in [
        (
            "en",
            "If the tariff came: Twenty points on one supplier",
            ["take back", "Who pays", "share-of-gdp"],
        ),
        (
            "zh",
            "若加征关税：对一个供应方加征 20 个百分点",
            ["抵消关税", "由谁负担", "share-of-gdp"],
        ),
    ] {
        let words_on = |page: &str| {
            // Lines are wrapped where the page ends.
            let flat = |text: &str| text.split_whitespace().collect::<String>();
            let page = flat(page);
            assert!(page.contains(&flat(title)), "{page}");
            words
                .iter()
                .for_each(|word| assert!(page.contains(&flat(word)), "{word} {page}"));
        };
        words_on(&lab.ok(&format!("brief USA --scenario duty.toml --lang {lang}")));
        words_on(&lab.ok(&format!(
            "brief USA --scenario duty.toml --full --lang {lang}"
        )));
        lab.ok(&format!(
            "brief USA --scenario duty.toml --lang {lang} -o page.html"
        ));
        words_on(&std::fs::read_to_string(lab.path("page.html")).unwrap());
    }
    assert!(lab.json("brief USA")["data"][0]["tariff"].is_null());
    lab.refused("brief JPN --scenario duty.toml", 2, "E-BRIEF-SCENARIO");
    lab.refused("brief USA --scenario three-regions", 2, "E-BRIEF-SCENARIO");
    lab.refused("brief USA --scenario nothing", 2, "E-TARIFF-NO-SCENARIO");
}
