//! Every area code and name in the publishers' files, where they are there.

use super::*;
use crate::real_files::column;

fn unresolved(cells: Vec<String>) -> Vec<String> {
    let known = |cell: &String| cell.is_empty() || Economy::parse(cell).is_ok();
    cells.into_iter().filter(|cell| !known(cell)).collect()
}

#[test]
fn every_comtrade_number_is_known() {
    for file in ["codes/comtrade_reporter.csv", "codes/comtrade_partner.csv"] {
        assert_eq!(unresolved(column(file, 1)), Vec::<String>::new());
    }
}

#[test]
fn every_world_bank_code_is_known() {
    let file = "macro/Metadata_Country_API_3_DS2_en_csv_v2_3060949.csv";
    let mut codes = column(file, 0);
    // The notes of this file run over several lines.
    codes.retain(|code| code.len() == 3);
    assert_eq!(unresolved(codes), Vec::<String>::new());
}

#[test]
fn every_h10_country_is_known() {
    assert_eq!(
        unresolved(column("fx/fed_h10_monthly.csv", 1)),
        Vec::<String>::new()
    );
}

#[test]
fn every_code_of_the_world_economic_outlook_is_known() {
    let file = "macro/weo_apr2019/ddf--datapoints--bca--by--country--year.csv";
    assert_eq!(unresolved(column(file, 1)), Vec::<String>::new());
}

#[test]
fn a_comtrade_number_means_the_area_comtrade_names() {
    let file = "codes/comtrade_partner.csv";
    for number in column(file, 1) {
        let area = Economy::find_in_comtrade(&number).unwrap();
        assert!(area.code() != "MCO", "{number}");
    }
}
