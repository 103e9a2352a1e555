use triffin_basis::Window;
use triffin_trade::Axis;

use super::*;
use crate::answer::Answer;
use crate::intake::Intake;
use crate::question::OnBasis;

const HEAD: &str = "flow,reporter,partner,product,value,currency,valuation,period,regime,region\n";

/// `lines` of flow, partner, product, value, period, regime, region, all of
/// one reporter, in a store.
fn stored(lines: &[&str]) -> (tempfile::TempDir, Workbench) {
    let folder = tempfile::tempdir().unwrap();
    let bench = Workbench::open(folder.path().join("store")).unwrap();
    let rows = lines.iter().map(|line| {
        let cells: Vec<&str> = line.split(' ').collect();
        let at = |n: usize| cells.get(n).copied().unwrap_or("").replace('-', "");
        let (flow, partner, product, value) = (at(0), at(1), at(2), at(3));
        let (period, regime, region) = (cells[4], at(5), at(6));
        format!("{flow},BRA,{partner},{product},{value},USD,fob,{period},{regime},{region}\n")
    });
    let text = HEAD.to_owned() + &rows.collect::<String>();
    let file = folder.path().join("records.csv");
    std::fs::write(&file, text).unwrap();
    let intake = Intake::on("2026-08-01".parse().unwrap());
    bench.add(&file, &intake, Box::new(|_| ())).unwrap();
    (folder, bench)
}

fn question(window: &str, partner: Option<&str>) -> Question {
    let question = Question::new("BRA", Window::parse(window).unwrap()).unwrap();
    assert_eq!(question.basis, OnBasis::default());
    match partner {
        Some(partner) => question.with_partner(partner).unwrap(),
        None => question,
    }
}

fn asked(lines: &[&str], window: &str, partner: Option<&str>) -> Answer {
    let (_folder, bench) = stored(lines);
    let question = question(window, partner);
    bench
        .balance(&Scope::default(), &question, Axis::Total)
        .unwrap()
}

fn text(answer: &Answer, code: &str) -> Option<String> {
    let note = answer.meta.notes.iter().find(|note| note.code == code)?;
    assert!(note.finding && note.text.en != note.text.zh);
    Some(note.text.en.clone())
}

fn additivity(lines: &[&str], window: &str, partner: Option<&str>) -> GateStatus {
    let (_folder, bench) = stored(lines);
    let question = question(window, partner);
    let checked = bench.checked(&Scope::default(), &question).unwrap();
    let row = checked.rows.iter().find(|row| row.check == "additivity");
    row.unwrap().status
}

#[test]
fn a_sum_of_partners_is_not_set_against_the_world_without_a_word() {
    let mixed = [
        "export USA TOTAL 330 2017",
        "export DEU TOTAL 100 2017",
        "import WLD TOTAL 500 2017",
    ];
    let answer = asked(&mixed, "2017", None);
    let told = text(&answer, PARTNERS).unwrap();
    assert!(
        told.starts_with("imports 2017 are of the world, but exports 2017 have no row"),
        "{told}"
    );
    assert_eq!(additivity(&mixed, "2017", None), GateStatus::Fail);
    let alike = &mixed[..2];
    assert_eq!(text(&asked(alike, "2017", None), PARTNERS), None);
}

#[test]
fn a_period_of_partners_is_not_added_to_one_of_the_world_without_a_word() {
    let mixed = ["export WLD TOTAL 1000 2016", "export USA TOTAL 330 2017"];
    let told = text(&asked(&mixed, "2016..2017", None), PARTNERS).unwrap();
    assert!(
        told.contains("exports 2016 are of the world, but exports 2017"),
        "{told}"
    );
}

#[test]
fn one_chapter_is_not_set_against_all_products_without_a_word() {
    let mixed = ["export WLD TOTAL 1200 2017", "import WLD 01 90 2017"];
    let told = text(&asked(&mixed, "2017", None), PRODUCTS).unwrap();
    assert!(told.contains("but imports 2017 have none"), "{told}");
    assert_eq!(additivity(&mixed, "2017", None), GateStatus::Fail);
}

#[test]
fn a_groups_own_row_against_one_member_names_the_members() {
    let mixed = ["export EU27 TOTAL 700 2018", "import DEU TOTAL 100 2018"];
    let told = text(&asked(&mixed, "2018", Some("EU27")), MEMBERS).unwrap();
    assert!(
        told.contains("imports 2018 hold 1 of 27 members: DEU"),
        "{told}"
    );
    assert!(
        told.contains("exports 2018 are the group's own row"),
        "{told}"
    );
    assert_eq!(additivity(&mixed, "2018", Some("EU27")), GateStatus::Fail);
    let own = ["export EU27 TOTAL 700 2018", "import EU27 TOTAL 100 2018"];
    assert_eq!(text(&asked(&own, "2018", Some("EU27")), MEMBERS), None);
}

#[test]
fn a_row_without_a_regime_beside_its_regimes_is_told() {
    let mixed = [
        "export USA TOTAL 100 2018",
        "export USA TOTAL 60 2018 general",
        "import USA TOTAL 7 2018",
    ];
    assert!(text(&asked(&mixed, "2018", Some("USA")), REGIMES).is_some());
    assert_eq!(additivity(&mixed, "2018", Some("USA")), GateStatus::Fail);
    let apart = ["export USA 01 100 2018", "export USA 02 60 2018 general"];
    assert_eq!(text(&asked(&apart, "2018", Some("USA")), REGIMES), None);
}

#[test]
fn a_record_without_a_value_is_told_and_marked() {
    let answer = asked(
        &[
            "export USA 01 9 2018",
            "import USA 01 - 2018",
            "import USA 02 5 2018",
        ],
        "2018",
        None,
    );
    let told = text(&answer, "W-VALUE-MISSING").unwrap();
    assert!(told.starts_with("records without a value: 1 (exports 0, imports 1)"));
    let flag = answer.rows[0].iter().find(|(name, _)| name == "flag");
    assert_eq!(flag.unwrap().1, crate::Value::text("missing"));
}

#[test]
fn regions_of_one_code_are_parts_of_a_total_that_states_none() {
    let (_folder, bench) = stored(&[
        "export WLD TOTAL 500 2018",
        "export WLD 854232 106 2018 - South",
        "import WLD TOTAL 80 2018",
    ]);
    let balanced = bench
        .balanced(&Scope::default(), &question("2018", None), Axis::Region)
        .unwrap();
    let exports = |key: &str| {
        let rows = balanced.table.rows();
        let row = rows.into_iter().find(|row| row.key == key).unwrap();
        row.exports.unwrap().to_string()
    };
    assert_eq!(exports("South"), "106");
    assert_eq!(exports("unallocated"), "394");
}

#[test]
fn the_year_of_one_partner_does_not_fill_the_months_of_another() {
    let answer = asked(
        &["export USA TOTAL 100 2018", "export CHN TOTAL 3 2018-01"],
        "2018",
        None,
    );
    let told = text(&answer, "W-WINDOW-PARTIAL").unwrap();
    assert!(
        told.starts_with("exports with CHN cover 1 of 12 periods of 2018"),
        "{told}"
    );
}
