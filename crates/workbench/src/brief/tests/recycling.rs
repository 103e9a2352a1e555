//! How dollars come back: the rows agree with one another.

use triffin_basis::Unit;
use triffin_brief::facts::Recycling;

use super::*;

fn row(section: &Recycling, name: &str) -> Option<Fact> {
    let found = section.rows.iter().find(|row| row.name.en == name);
    found.map(|row| row.level.clone())
}

fn figure(section: &Recycling, name: &str) -> Decimal {
    let found = row(section, name).unwrap_or_else(|| panic!("no {name:?} in {section:?}"));
    value(&found)
}

/// F = −(CA + KA + E&O) and the deficit of trade −(CA − I) differ by what is
/// beside trade.
#[test]
fn the_issuer_is_financed_by_its_deficit_less_what_is_beside_trade() {
    let section = brief("USA", None).recycling.unwrap();
    assert!(section.issuer);
    let at = |name| figure(&section, name);
    assert!(at("Financing received") > Decimal::ZERO);
    let beside = at("Beside trade");
    assert_eq!(at("Financing received"), at("Deficit of trade") - beside);
    assert!(at("of it official holders") < at("Treasuries held abroad"));
}

#[test]
fn a_surplus_goes_into_reserves_and_other_claims_and_nowhere_else() {
    let section = brief("CHN", None).recycling.unwrap();
    assert!(!section.issuer);
    let at = |name| figure(&section, name);
    let (surplus, reserves) = (at("Surplus to place"), at("into reserves"));
    assert!(surplus > Decimal::ZERO);
    assert_eq!(reserves + at("into other claims"), surplus);
    let share = row(&section, "into reserves, %").unwrap();
    assert_eq!(share.unit, Unit::Percent);
    let again = value(&share) * surplus / money("100");
    // The share is carried with eight decimals of a percent.
    assert!((again - reserves).abs() <= surplus.abs() * money("0.000000001"));
}

#[test]
fn neither_a_pair_nor_a_deficit_country_has_the_section() {
    assert!(brief("USA-CHN", None).recycling.is_none());
    let economy = brief("GBR", Some("2022"));
    let rows = economy.recycling.map(|section| section.rows);
    let surplus = rows
        .iter()
        .flatten()
        .any(|row| row.name.en == "Surplus to place");
    assert!(!surplus, "the United Kingdom has no surplus");
}

#[test]
fn a_page_of_one_dataset_cites_nothing_from_outside_it() {
    let facts = facts_of(&BENCH, "USA", None, Some("starter-world-bank"));
    let cited = facts.recycling.iter().flat_map(|section| &section.rows);
    for row in cited {
        let outside = row
            .level
            .sources
            .iter()
            .any(|key| key.starts_with("treasury/"));
        assert!(!outside, "{:?}", row.name);
    }
}
