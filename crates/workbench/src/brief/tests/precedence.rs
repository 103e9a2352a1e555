//! Which records lead, which periods there are, and what `--source` leaves out.

use super::*;

const HEAD: &str = "flow,reporter,partner,product,period,value,currency,valuation\n";

fn ledger(rows: &str) -> String {
    format!("{HEAD}{rows}")
}

#[test]
fn a_quarter_has_partners_and_they_are_the_sum_of_its_months() {
    let of = |period: &str| {
        let rows = brief("CHN", Some(period)).partners.unwrap().rows;
        let usa = rows.into_iter().find(|row| row.name.en == "United States");
        value(&usa.unwrap().balance)
    };
    let months: Decimal = ["2018-07", "2018-08", "2018-09"].map(of).into_iter().sum();
    assert_eq!(of("2018-Q3"), months);
    let year: Decimal = ["2018-Q1", "2018-Q2", "2018-Q3", "2018-Q4"]
        .map(of)
        .into_iter()
        .sum();
    assert_eq!(of("2018"), year);
}

#[test]
fn a_period_out_of_range_is_told_the_periods_there_are() {
    let error = asked("CHN", Some("1901"), &Scope::default()).unwrap_err();
    for words in ["in 1901", "1990 to 20", "2001-01 to 2019-12"] {
        assert!(error.message.en.contains(words), "no {words:?} in {error}");
    }
}

#[test]
fn a_source_restricts_the_page_and_says_what_it_leaves_out() {
    for (topic, source) in [
        ("CHN", "starter-ewn"),
        ("CHN", "japan-mof"),
        ("USA-CHN", "us-census-ft900"),
    ] {
        let facts = facts_of(&BENCH, topic, None, Some(source));
        let figures = facts.each().into_iter().flat_map(|fact| &fact.sources);
        let curves = facts.series.iter().flat_map(|one| &one.sources);
        for key in figures.chain(curves) {
            assert!(
                key.starts_with(&format!("{source}/")),
                "{topic} {source}: {key}"
            );
        }
        let note = facts.notes.iter().find(|note| note.en.starts_with("Only"));
        assert!(
            note.unwrap().en.contains("starter-world-bank"),
            "{:?}",
            facts.notes
        );
    }
    let scope = Scope {
        source: Some("korea-customs".into()),
        ..Scope::default()
    };
    let error = asked("USA-CHN", None, &scope).unwrap_err();
    assert!(error.message.en.contains("us-census-ft900"), "{error}");
}

/// A ledger about one product says nothing of a country's goods trade, nor of
/// a pair's where its customs office does.
#[test]
fn a_ledger_of_one_product_never_leads_as_the_total() {
    let rows = "export,CHN,USA,8542,2018,5,USD,fob\nimport,CHN,USA,8542,2018,9,USD,cif
export,CHN,JPN,8542,2018,5,USD,fob\nimport,CHN,JPN,8542,2018,9,USD,cif\n";
    let (_folder, bench) = stored(&[("own.csv", &ledger(rows))]);
    let whole = facts_of(&bench, "CHN", Some("2018"), None);
    assert_eq!(whole.headline.clone().unwrap().layer.en, "current account");
    let usa = whole.partners.unwrap().rows.into_iter();
    let usa = usa
        .into_iter()
        .find(|row| row.name.en == "United States")
        .unwrap();
    assert_eq!(value(&usa.balance), money("418233000000"));
    let note = whole
        .notes
        .iter()
        .find(|note| note.en.starts_with("Answered"));
    assert!(note.unwrap().en.contains("records"), "{:?}", whole.notes);
    let pair = facts_of(&bench, "CHN-USA", Some("2018"), None);
    assert_eq!(
        value(&pair.headline.unwrap().balance),
        money("418233000000")
    );
    // Asked alone it may answer, and says what it is about.
    let alone = facts_of(&bench, "CHN-USA", Some("2018"), Some("records"));
    assert!(
        alone
            .warnings
            .iter()
            .any(|w| w.en.contains("product 8542 only")),
        "{:?}",
        alone.warnings
    );
}

#[test]
fn a_ledger_of_one_partner_is_no_total() {
    let rows = "export,CHN,PER,10,2018,5,USD,fob\nimport,CHN,PER,20,2018,9,USD,fob\n";
    let (_folder, bench) = stored(&[("own.csv", &ledger(rows))]);
    let facts = facts_of(&bench, "CHN", Some("2018"), None);
    assert_eq!(facts.headline.unwrap().layer.en, "current account");
}

#[test]
fn a_broad_ledger_leads_and_says_what_it_covers() {
    let rows = "export,CHN,PER,10,2018,5,USD,fob\nimport,CHN,PER,20,2018,9,USD,fob
export,CHN,CHL,10,2018,7,USD,fob\nimport,CHN,CHL,20,2018,1,USD,fob\n";
    let (_folder, bench) = stored(&[("own.csv", &ledger(rows))]);
    let headline = facts_of(&bench, "CHN", Some("2018"), None)
        .headline
        .unwrap();
    assert_eq!(value(&headline.balance), Decimal::from(2));
    assert!(headline.at_hand, "two partners are not the world");
    let coverage = headline
        .basis
        .iter()
        .find(|(name, _)| name.en == "Coverage");
    assert!(
        coverage.unwrap().1.en.contains("2 partners"),
        "{:?}",
        headline.basis
    );
    // A year it does not have is answered by the series.
    let facts = facts_of(&bench, "CHN", Some("2010"), None);
    assert_eq!(facts.headline.unwrap().layer.en, "current account");
}

/// A vintage is cited where a figure of the page is from it.
#[test]
fn a_vintage_no_figure_is_from_is_not_cited() {
    let first =
        ledger("export,PER,CHL,TOTAL,2018,5,USD,fob\nimport,PER,CHL,TOTAL,2018,9,USD,fob\n");
    let second =
        ledger("export,PER,BOL,TOTAL,2018,7,USD,fob\nimport,PER,BOL,TOTAL,2018,1,USD,fob\n");
    let (_folder, bench) = stored(&[("a.csv", &first), ("b.csv", &second)]);
    let cited = |topic: &str| facts_of(&bench, topic, None, Some("records")).sources.len();
    assert_eq!(
        (cited("PER-CHL"), cited("PER-BOL"), cited("PER")),
        (1, 1, 2)
    );
}
