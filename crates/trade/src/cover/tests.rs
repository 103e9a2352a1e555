//! Publishing totals on top of facts changes no total.

use std::collections::BTreeMap;

use proptest::prelude::*;
use triffin_basis::{Freq, Period};

use super::*;

/// A row in memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    period: Period,
    partner: &'static str,
    product: String,
    detail: [Option<&'static str>; 3],
}

fn row(period: &str, partner: &'static str, product: &str) -> Row {
    Row {
        period: Period::parse(period).unwrap(),
        partner,
        product: product.to_owned(),
        detail: [None; 3],
    }
}

impl Row {
    fn by(mut self, transport: &'static str) -> Self {
        self.detail[2] = Some(transport);
        self
    }

    fn place(&self) -> Place<'_> {
        Place {
            period: self.period,
            partner: self.partner,
            partner_level: match self.partner {
                "WLD" => "world",
                "EU27" | "NAC" => "group",
                _ => "economy",
            },
            product_system: "HS",
            product_level: match self.product.as_str() {
                "TOTAL" => 0,
                code => code.len() as i64,
            },
            product: &self.product,
            detail: self.detail,
            part: false,
        }
    }
}

fn verdicts(rows: &[(Row, i128)], rule: Rule) -> Vec<Verdict> {
    let rows: Vec<_> = rows
        .iter()
        .map(|(row, value)| (row.place(), Some(*value)))
        .collect();
    cover(&rows, rule)
}

fn total(rows: &[(Row, i128)], rule: Rule) -> i128 {
    let verdicts = verdicts(rows, rule);
    let counted = rows.iter().zip(verdicts).filter(|(_, left)| left.is_none());
    counted.map(|((_, value), _)| value).sum()
}

#[test]
fn a_partner_that_comes_only_by_transport_counts_beside_one_with_a_total() {
    let rows = [
        (row("2018", "USA", "8542"), 100),
        (row("2018", "USA", "8542").by("sea"), 60),
        (row("2018", "USA", "8542").by("air"), 40),
        (row("2018", "JPN", "8542").by("sea"), 7),
        (row("2018", "JPN", "8542").by("air"), 5),
    ];
    assert_eq!(total(&rows, Rule::Whole), 112);
    assert_eq!(verdicts(&rows, Rule::Whole)[1], Some(Unused::Breakdown));
}

#[test]
fn a_partner_that_comes_only_by_month_counts_beside_one_with_a_year() {
    let rows = [
        (row("2018", "USA", "TOTAL"), 100),
        (row("2018-01", "USA", "TOTAL"), 30),
        (row("2018-Q1", "JPN", "85"), 6),
        (row("2018-01", "JPN", "85"), 5),
        (row("2018-07", "JPN", "85"), 3),
        (row("2018-07", "JPN", "84"), 2),
    ];
    assert_eq!(total(&rows, Rule::Whole), 111);
    let why: Vec<_> = verdicts(&rows, Rule::Whole);
    assert_eq!(why[1], Some(Unused::OtherFrequency));
    assert_eq!(why[3], Some(Unused::OtherFrequency));
}

/// The world in one chapter beside partners in all: no row holds another, and
/// the cover that tells more trade is taken.
#[test]
fn of_covers_that_meet_in_part_the_fuller_one_is_taken() {
    let mut rows = vec![
        (row("2018", "WLD", "85"), 10),
        (row("2018", "USA", "TOTAL"), 60),
        (row("2018", "JPN", "TOTAL"), 30),
    ];
    assert_eq!(total(&rows, Rule::Whole), 90);
    assert_eq!(verdicts(&rows, Rule::Whole)[0], Some(Unused::Overlap));
    rows[0].1 = 400;
    assert_eq!(total(&rows, Rule::Whole), 400);
    let months = (1..=12).map(|m| (row(&format!("2018-{m:02}"), "WLD", "TOTAL"), 25));
    let year = [(row("2018", "USA", "TOTAL"), 60)];
    let rows: Vec<_> = months.chain(year).collect();
    assert_eq!(total(&rows, Rule::Whole), 300);
    assert_eq!(total(&rows[10..], Rule::Whole), 60);
}

#[test]
fn a_group_holds_its_members_and_nobody_else() {
    let rows = [
        (row("2018", "EU27", "TOTAL"), 50),
        (row("2018", "DEU", "TOTAL"), 20),
        (row("2018", "DEU", "85"), 9),
        (row("2018", "GBR", "85"), 4),
        (row("2018", "USA", "TOTAL"), 30),
        // Its members are not listed: it may hold the United States.
        (row("2018", "NAC", "TOTAL"), 35),
    ];
    assert_eq!(total(&rows, Rule::Whole), 84);
    assert_eq!(total(&rows, Rule::Partners), 54);
    let why = verdicts(&rows, Rule::Whole);
    assert_eq!(why[1], Some(Unused::OtherLevel));
    assert_eq!(why[5], Some(Unused::Overlap));
}

#[test]
fn a_missing_whole_leaves_out_nobody() {
    let (whole, part) = (row("2018", "WLD", "TOTAL"), row("2018", "USA", "TOTAL"));
    let rows = [(whole.place(), None), (part.place(), Some(5))];
    assert_eq!(cover(&rows, Rule::Whole), [Some(Unused::OtherLevel), None]);
    assert_eq!(cover(&rows[..1], Rule::Whole), [None]);
}

#[test]
fn two_records_at_one_place_are_both_counted() {
    let rows = [
        (row("2018-03-01", "USA", "8542"), 3),
        (row("2018-03-01", "USA", "8542"), 4),
    ];
    assert_eq!(total(&rows, Rule::Whole), 7);
}

#[test]
fn the_longest_codes_are_taken_for_quantities() {
    let rows = [
        (row("2018", "USA", "85"), 10),
        (row("2018", "USA", "854231"), 6),
        (row("2018", "JPN", "85"), 5),
    ];
    assert_eq!(total(&rows, Rule::Leaves), 11);
    assert_eq!(verdicts(&rows, Rule::Leaves)[0], Some(Unused::NestedCode));
    assert_eq!(total(&rows, Rule::Whole), 15);
}

/// The totals of a fact along every axis: itself and all that hold it.
fn wholes(fact: &Row) -> Vec<Row> {
    let mut rows = Vec::new();
    let freqs = [Freq::Year, Freq::Quarter, Freq::Month];
    let partners: &[&'static str] = match fact.partner {
        "DEU" => &["WLD", "EU27", "DEU"],
        "USA" => &["WLD", "USA"],
        _ => &["WLD", "JPN"],
    };
    for period in freqs.map(|freq| fact.period.parent(freq).unwrap()) {
        for partner in partners {
            for level in [0, 2, 4, 6] {
                for stated in 0..8 {
                    let product = match level {
                        0 => "TOTAL".to_owned(),
                        level => fact.product[..level].to_owned(),
                    };
                    let axis = |at: usize| fact.detail[at].filter(|_| stated >> at & 1 == 1);
                    let detail = [axis(0), axis(1), axis(2)];
                    rows.push(Row {
                        period,
                        partner,
                        product,
                        detail,
                    });
                }
            }
        }
    }
    rows.dedup();
    rows
}

fn any_fact() -> impl Strategy<Value = (Row, i128)> {
    let code = |codes: &'static [&'static str]| prop::sample::select(codes).prop_map(Some);
    let detail = (
        code(&["KOR", "VNM"]),
        code(&["C01", "C02"]),
        code(&["sea", "air"]),
    );
    (
        1..13i32,
        prop::sample::select(&["USA", "DEU", "JPN"][..]),
        prop::sample::select(&["854231", "854232", "851712", "870323"][..]),
        detail,
        1..1_000_000i128,
    )
        .prop_map(|(month, partner, product, (p2, procedure, mode), value)| {
            let mut fact = row(&format!("2018-{month:02}"), partner, product);
            fact.detail = [p2, procedure, mode];
            (fact, value)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// S1.10: any totals published on top of a ledger of facts, any subset of
    /// them on any axis, leave the total unchanged to the last digit.
    #[test]
    fn s1_10_totals_published_on_top_change_no_total(
        facts in prop::collection::vec(any_fact(), 1..10),
        choice in prop::collection::vec(any::<prop::sample::Index>(), 0..30),
    ) {
        let facts: BTreeMap<Row, i128> = facts.into_iter().collect();
        let mut sums: BTreeMap<Row, i128> = BTreeMap::new();
        for (fact, value) in &facts {
            for whole in wholes(fact) {
                *sums.entry(whole).or_default() += value;
            }
        }
        let sums: Vec<_> = sums.into_iter().filter(|(row, _)| !facts.contains_key(row)).collect();
        let expected: i128 = facts.values().sum();
        let mut rows: BTreeMap<Row, i128> = facts;
        rows.extend(choice.iter().map(|at| at.get(&sums).clone()));
        let rows: Vec<_> = rows.into_iter().collect();
        for rule in Rule::ALL {
            let told = total(&rows, rule);
            if rule == Rule::Whole {
                prop_assert_eq!(told, expected);
            } else {
                prop_assert!(told <= expected);
            }
        }
    }

    /// No two counted rows hold one fact, and every fact is in a counted row.
    #[test]
    fn every_fact_is_told_once(
        facts in prop::collection::vec(any_fact(), 1..6),
        choice in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let facts: BTreeMap<Row, i128> = facts.into_iter().collect();
        let wholes_of: Vec<_> = facts.keys().map(wholes).collect();
        let all: Vec<Row> = wholes_of.iter().flatten().cloned().collect();
        let mut rows: BTreeMap<Row, i128> = facts.clone();
        for at in &choice {
            rows.entry(at.get(&all).clone()).or_insert(0);
        }
        let rows: Vec<_> = rows.into_iter().collect();
        let verdicts = verdicts(&rows, Rule::Whole);
        for holders in &wholes_of {
            let counted = rows.iter().zip(&verdicts).filter(|((row, _), left)| {
                left.is_none() && holders.contains(row)
            });
            prop_assert_eq!(counted.count(), 1);
        }
    }
}
