//! Briefs of the figures the program carries.

use std::sync::LazyLock;

use triffin_basis::{Decimal, Flag, Lang, Period};
use triffin_brief::document::{Block, compose};
use triffin_brief::facts::{CheckStatus, Fact, Facts};
use triffin_brief::numerals::Numerals;
use triffin_brief::terminal;
use triffin_store::AsOf;

mod precedence;
mod published;
mod recycling;

use super::Topic;
use crate::{QuestionError, Scope, Workbench};

/// A store of its own with these files in it, each a name and a text.
fn stored(files: &[(&str, &str)]) -> (tempfile::TempDir, Workbench) {
    let folder = tempfile::tempdir().unwrap();
    let bench = Workbench::open(folder.path().join("store")).unwrap();
    let intake = crate::intake::Intake::on("2026-08-01".parse().unwrap());
    for (name, text) in files {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        bench.add(&file, &intake, Box::new(|_| ())).unwrap();
    }
    (folder, bench)
}

/// The facts of a topic in a store, from one dataset or from all.
fn facts_of(bench: &Workbench, topic: &str, period: Option<&str>, source: Option<&str>) -> Facts {
    let scope = Scope {
        source: source.map(str::to_owned),
        ..Scope::default()
    };
    let period = period.map(|text| Period::parse(text).unwrap());
    bench
        .brief(&scope, &Topic::parse(topic).unwrap(), period)
        .unwrap()
}

static BENCH: LazyLock<Workbench> =
    LazyLock::new(|| Workbench::open("/nonexistent/triffin-store").unwrap());

fn asked(topic: &str, period: Option<&str>, scope: &Scope) -> Result<Facts, QuestionError> {
    let period = period.map(|text| Period::parse(text).unwrap());
    BENCH.brief(scope, &Topic::parse(topic)?, period)
}

fn brief(topic: &str, period: Option<&str>) -> Facts {
    asked(topic, period, &Scope::default()).unwrap()
}

fn value(fact: &Fact) -> Decimal {
    fact.value.unwrap()
}

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The published figures of the US Census for trade in goods with China.
#[test]
fn us_china_2018_is_as_the_census_publishes_it() {
    let facts = brief("USA-CHN", Some("2018"));
    let headline = facts.headline.unwrap();
    assert_eq!(value(&headline.exports.unwrap()), money("120281300000"));
    assert_eq!(value(&headline.imports.unwrap()), money("538514300000"));
    assert_eq!(value(&headline.balance), money("-418233000000"));
    assert!(
        facts.warnings.is_empty(),
        "no CIF margin applies: {:?}",
        facts.warnings
    );
    let checks = facts.alignment.unwrap().checks;
    assert_eq!(checks.len(), 8);
    assert!(checks.iter().all(|check| check.status == CheckStatus::Pass));
}

#[test]
fn the_change_closes_on_its_rows() {
    for (topic, period) in [
        ("USA-CHN", "2018"),
        ("CHN", "2018"),
        ("CHN-KOR", "2017-05"),
        ("RUS", "2020"),
    ] {
        let change = brief(topic, Some(period)).change.unwrap();
        let sum: Decimal = change.rows.iter().map(|row| value(&row.delta)).sum();
        assert!(change.rows.len() > 1, "{topic}");
        assert_eq!(sum, value(&change.delta), "{topic}");
        assert_eq!(
            value(&change.closing) - value(&change.opening),
            sum,
            "{topic}"
        );
    }
}

#[test]
fn a_year_is_the_sum_of_its_months() {
    let facts = brief("USA-CHN", None);
    let of = |chart: &str| {
        let mut found = facts
            .series
            .iter()
            .filter(|one| one.chart.en == chart && one.title.en == "Balance");
        found.next_back().unwrap()
    };
    let (years, months) = (of("Goods trade by year"), of("Goods trade by month"));
    assert_eq!(years.points.len(), 19);
    for year in &years.points {
        let parts = months
            .points
            .iter()
            .filter(|month| year.period.contains(&month.period));
        let sum: Decimal = parts.map(|month| month.value.unwrap()).sum();
        assert_eq!(year.value, Some(sum), "{}", year.period);
    }
    assert_eq!(facts.period, Period::year(2019));
    assert_eq!(
        years.points.last().unwrap().value,
        facts.headline.unwrap().balance.value
    );
}

/// What China's partners report is China's balance with the other sign.
#[test]
fn a_mirror_turns_the_sides_and_the_sign() {
    let (own, mirror) = (brief("USA-CHN", None), brief("CHN-USA", None));
    let (own, mirror) = (own.headline.unwrap(), mirror.headline.unwrap());
    assert_eq!(value(&own.balance), -value(&mirror.balance));
    assert_eq!(
        own.exports.unwrap().value,
        mirror.imports.as_ref().unwrap().value
    );
    assert_eq!(mirror.balance.flag, Flag::Mirror);
    let row = brief("CHN", Some("2019")).partners.unwrap().rows.remove(0);
    assert_eq!(
        (row.name.en.as_str(), row.balance.value),
        ("United States", mirror.balance.value)
    );
}

/// Japan values its imports CIF: they are China's exports, and every word of
/// the page about them says exports.
#[test]
fn a_mirror_speaks_from_the_economy_it_is_about() {
    let mirror = brief("CHN-JPN", Some("2018"));
    let own = brief("JPN-CHN", Some("2018"));
    let found = |facts: &Facts, name: &str| {
        let checks = facts.alignment.clone().unwrap().checks;
        checks.into_iter().find(|c| c.name.en == name).unwrap()
    };
    let (theirs, ours) = (found(&own, "CIF and FOB"), found(&mirror, "CIF and FOB"));
    assert!(theirs.detail.en.starts_with("imports (cif)"), "{theirs:?}");
    assert!(ours.detail.en.starts_with("exports (cif)"), "{ours:?}");
    assert!(ours.detail.zh.starts_with("出口"), "{ours:?}");
    assert_eq!(
        value(&theirs.amount.unwrap()),
        -value(&ours.amount.unwrap())
    );
    let said: Vec<&str> = mirror.warnings.iter().map(|w| w.en.as_str()).collect();
    assert!(
        said.iter().any(|w| w.contains("exports CIF; imports FOB")),
        "{said:?}"
    );
}

/// Yen at each month's average rate, against the year at the year's average:
/// the two differ by how trade falls over the year, not by more.
#[test]
fn a_partner_in_another_currency_is_converted_and_says_so() {
    let partners = brief("CHN", Some("2018")).partners.unwrap();
    let japan = partners
        .rows
        .iter()
        .find(|row| row.name.en == "Japan")
        .unwrap();
    let own = brief("JPN-CHN", Some("2018")).headline.unwrap().balance;
    let yen_for_a_dollar = value(&own) / -value(&japan.balance);
    assert!(
        yen_for_a_dollar > Decimal::from(109) && yen_for_a_dollar < Decimal::from(112),
        "{yen_for_a_dollar}"
    );
    assert_eq!(
        (
            own.unit.to_string().as_str(),
            japan.balance.unit.to_string().as_str()
        ),
        ("JPY", "USD")
    );
    let (basis, formula) = (
        &japan.balance.basis.en,
        japan.balance.formula.as_ref().unwrap(),
    );
    assert!(basis.contains("CIF") && basis.contains("JPY"), "{basis}");
    assert!(formula.en.contains("rate of each month"), "{formula:?}");
}

#[test]
fn every_figure_names_a_source_that_is_described() {
    for topic in [
        "CHN", "USA", "DEU", "TUR", "VNM", "EA", "USA-CHN", "CHN-JPN",
    ] {
        let facts = brief(topic, None);
        let each = facts.each();
        assert!(!each.is_empty(), "{topic}");
        for fact in each.iter().filter(|fact| fact.value.is_some()) {
            assert!(!fact.sources.is_empty(), "{topic}: {fact:?}");
            for key in &fact.sources {
                assert!(
                    facts.sources.iter().any(|source| source.key == *key),
                    "{topic}: {key}"
                );
            }
        }
    }
}

/// Every economy of the starter set has a brief.
#[test]
fn each_economy_of_the_starter_set_has_a_brief() {
    let listed = BENCH
        .store()
        .sql("SELECT DISTINCT economy FROM series", &AsOf::now())
        .unwrap();
    let mut economies = Vec::new();
    for batch in &listed.batches {
        let codes = triffin_trade::columns::Texts::of(batch, "economy").unwrap();
        economies.extend((0..batch.num_rows()).map(|row| codes.owned(row)));
    }
    assert!(economies.len() >= 20, "{economies:?}");
    for economy in economies {
        let facts = brief(&economy, None);
        assert!(facts.external.is_some(), "{economy}");
        assert!(
            facts.missing.iter().all(|gap| gap.remedy.is_some()),
            "{economy}"
        );
    }
}

#[test]
fn the_current_account_is_one_publishers_and_says_which() {
    let headline = brief("CHN", Some("2018")).headline.unwrap();
    assert!(headline.exports.is_none() && headline.imports.is_none());
    assert_eq!(headline.balance.sources.len(), 1);
    let said: Vec<&str> = headline
        .basis
        .iter()
        .map(|(_, value)| value.en.as_str())
        .collect();
    assert!(
        said.iter()
            .any(|text| text.contains("starter-ewn") && text.contains("never summed")),
        "{said:?}"
    );
}

#[test]
fn a_question_without_data_is_refused_and_says_what_there_is() {
    let scope = Scope::default();
    let code = |topic, period| asked(topic, period, &scope).map(|_| ()).unwrap_err();
    let late = code("USA-CHN", Some("2020"));
    assert_eq!((late.code, late.unavailable), ("E-BRIEF-EMPTY", true));
    assert!(late.message.en.contains("2001-01 to 2019-12"), "{late}");
    assert_eq!(code("FRA-DEU", None).code, "E-BRIEF-EMPTY");
    assert_eq!(code("NGA", None).code, "E-BRIEF-EMPTY");
}

#[test]
fn a_reading_of_the_past_sees_no_later_release() {
    let at = |day: &str| Scope {
        at: AsOf {
            date: Some(day.parse().unwrap()),
            ..AsOf::now()
        },
        ..Scope::default()
    };
    assert_eq!(
        asked("CHN", None, &at("2000-01-01")).unwrap_err().code,
        "E-BRIEF-EMPTY"
    );
    let facts = asked("CHN", None, &at("2023-06-30")).unwrap();
    assert!(
        facts
            .sources
            .iter()
            .all(|source| source.released.as_deref() <= Some("2023-06-30"))
    );
    // The World Bank's account came out in 2024; until then the estimate leads.
    assert!(facts.headline.unwrap().balance.sources[0].starts_with("starter-ewn/"));
}

/// Both languages have the same blocks, and no phrase is left without its words.
#[test]
fn both_languages_say_as_much() {
    for topic in ["CHN", "USA-CHN", "DEU"] {
        let facts = brief(topic, None);
        let shape = |lang| {
            let document = compose(&facts, Numerals::plain(lang));
            let blocks = |blocks: &[Block]| {
                blocks
                    .iter()
                    .map(std::mem::discriminant)
                    .collect::<Vec<_>>()
            };
            document
                .sections
                .iter()
                .map(|s| (s.id, blocks(&s.blocks)))
                .collect::<Vec<_>>()
        };
        assert_eq!(shape(Lang::En), shape(Lang::Zh), "{topic}");
        for lang in [Lang::En, Lang::Zh] {
            let page = terminal::render(&facts, lang, terminal::Page::default());
            assert!(
                !page.contains("brief.") && !page.contains(['{', '}']),
                "{page}"
            );
        }
    }
}

/// Records by product with quantities: the world leads, partners have shares,
/// and rows and effects both close on the change although products cover a part.
#[test]
fn an_economys_own_records_lead_and_split_by_product() {
    let text =
        "flow,reporter,partner,product,period,value,currency,valuation,quantity,quantity_unit
export,CHN,WLD,TOTAL,2022,1000,USD,fob,,
import,CHN,WLD,TOTAL,2022,900,USD,fob,,
export,CHN,USA,TOTAL,2022,400,USD,fob,,
import,CHN,USA,TOTAL,2022,200,USD,fob,,
export,CHN,WLD,TOTAL,2021,800,USD,fob,,
import,CHN,WLD,TOTAL,2021,850,USD,fob,,
export,CHN,WLD,010121,2022,100,USD,fob,10,t
export,CHN,WLD,010121,2021,80,USD,fob,9,t
";
    let (_folder, bench) = stored(&[("records.csv", text)]);
    let facts = facts_of(&bench, "CHN", None, None);
    assert_eq!(value(&facts.headline.unwrap().balance), Decimal::from(100));
    let partners = facts.partners.unwrap();
    assert_eq!(
        value(partners.rows[0].share.as_ref().unwrap()),
        Decimal::from(200)
    );
    assert_eq!(value(&partners.rest.unwrap().balance), Decimal::from(-100));
    let change = facts.change.unwrap();
    let rows: Decimal = change.rows.iter().map(|row| value(&row.delta)).sum();
    let e = change.effects.unwrap();
    let effects = [&e.quantity, &e.price, &e.entry, &e.exit, &e.residual].map(value);
    assert_eq!(rows, Decimal::from(150));
    assert_eq!(effects.iter().sum::<Decimal>(), Decimal::from(150));
    assert_eq!(effects[0] + effects[1], Decimal::from(20));
}

/// The page fits on a screen unless every reason is asked for.
#[test]
fn one_page_is_one_screen_and_the_full_page_holds_more() {
    for topic in ["CHN", "USA", "USA-CHN", "CHN-JPN"] {
        let facts = brief(topic, None);
        for lang in [Lang::En, Lang::Zh] {
            let lines = |full| {
                let page = terminal::Page {
                    full,
                    ..terminal::Page::default()
                };
                terminal::render(&facts, lang, page).lines().count()
            };
            assert!(lines(false) <= 60, "{topic}: {} lines", lines(false));
            assert!(lines(true) > lines(false), "{topic}");
        }
    }
}
