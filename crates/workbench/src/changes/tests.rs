//! Changes of several reporters, and of tables with one side.

use std::path::PathBuf;

use triffin_basis::{Lang, Window};
use triffin_trade::Axis;
use triffin_trade::decompose::Method;

use super::{Compared, Rows};
use crate::files::Beneath;
use crate::intake::Intake;
use crate::{Answer, Question, Row, Scope, Workbench};

/// Chapters in one year and headings in the next, partners beside a world,
/// reporters whose rows count alike, units that differ, and one reporter with
/// records in the second year only. Written for these tests.
const RECORDS: &str = "\
flow,reporter,partner,product,period,value,currency,quantity,quantity_unit
export,IDN,USA,01,2016,100,USD,10,kg
export,IDN,USA,0101,2017,60,USD,5,kg
export,IDN,USA,0102,2017,70,USD,5,kg
import,IDN,USA,02,2016,40,USD,4,kg
import,IDN,USA,02,2017,50,USD,5,kg
export,BRA,WLD,TOTAL,2016,1000,USD,,
export,BRA,USA,TOTAL,2016,300,USD,,
export,BRA,USA,TOTAL,2017,330,USD,,
export,BRA,DEU,TOTAL,2017,100,USD,,
import,BRA,WLD,TOTAL,2016,500,USD,,
import,BRA,WLD,TOTAL,2017,510,USD,,
export,FRA,USA,0101,2016,20,USD,10,kg
export,FRA,USA,0101,2017,42,USD,14,kg
export,FRA,DEU,0101,2017,9,USD,3,kg
import,FRA,USA,0202,2016,7,USD,1,t
export,ITA,USA,0101,2016,30,USD,3,kg
import,ITA,USA,0101,2016,5,USD,5,u
import,ITA,USA,0101,2017,8,USD,4,u
import,ITA,DEU,0303,2017,11,USD,,
export,ESP,USA,0101,2017,1,USD,1,kg
";

/// Exports alone of one reporter.
const ONE_SIDED: &str = "\
flow,reporter,partner,product,period,value,currency,quantity,quantity_unit
export,THA,USA,8542,2016,20,USD,10,u
export,THA,USA,8542,2017,42,USD,14,u
export,THA,DEU,8541,2017,9,USD,3,u
";

fn over(texts: &[&str]) -> (tempfile::TempDir, Workbench) {
    let folder = tempfile::tempdir().unwrap();
    let written = texts.iter().enumerate().map(|(at, text)| {
        let path: PathBuf = folder.path().join(format!("{at}.csv"));
        std::fs::write(&path, text).unwrap();
        path
    });
    let paths: Vec<PathBuf> = written.collect();
    let intake = Intake::on("2024-01-01".parse().unwrap());
    let (bench, _) = Workbench::over_files(&paths, &intake, Beneath::Nothing).unwrap();
    (folder, bench)
}

fn window(text: &str) -> Window {
    Window::parse(text).unwrap()
}

fn compared(axis: Axis, method: Method) -> Compared<'static> {
    Compared {
        from: window("2016"),
        axis,
        method,
        concordance: None,
    }
}

fn later() -> Question {
    Question::of_area("", window("2017"))
}

fn of_each(bench: &Workbench, reporters: &[&str], how: &Compared<'_>, shown: Rows) -> Answer {
    let mut question = later();
    question.selection = match reporters {
        [] => question.selection.of_all(),
        named => {
            let named = named.iter().map(|code| (*code).to_owned());
            question.selection.of_each(named.collect())
        }
    };
    bench
        .changes_of_each(&Scope::default(), &question, how, shown)
        .unwrap()
}

fn alone(bench: &Workbench, reporter: &str, how: &Compared<'_>) -> Answer {
    let question = Question::of_area(reporter, window("2017"));
    bench.changes(&Scope::default(), &question, how).unwrap()
}

/// The rows of one reporter, without its name.
fn rows_of(answer: &Answer, reporter: &str) -> Vec<Row> {
    let named = |row: &&Row| told(row, "reporter") == reporter;
    let rows = answer.rows.iter().filter(named);
    rows.map(|row| row[1..].to_vec()).collect()
}

fn told(row: &Row, name: &str) -> String {
    Answer::cell(row, name).plain(Lang::En)
}

fn codes(answer: &Answer) -> Vec<&'static str> {
    answer.meta.notes.iter().map(|note| note.code).collect()
}

#[test]
fn each_of_several_reporters_is_answered_as_it_is_alone() {
    let (_folder, bench) = over(&[RECORDS]);
    for axis in [Axis::Product, Axis::Partner, Axis::Section, Axis::Total] {
        for method in Method::ALL {
            let how = compared(axis, method);
            let all = of_each(&bench, &[], &how, Rows::Keys);
            let named = of_each(&bench, &["ITA", "BRA", "FRA", "IDN"], &how, Rows::Keys);
            assert_eq!(all.rows, named.rows, "{axis:?} {method:?}");
            for reporter in ["BRA", "FRA", "IDN", "ITA"] {
                let alone = alone(&bench, reporter, &how);
                let found = rows_of(&all, reporter);
                assert!(!found.is_empty(), "{reporter}");
                assert_eq!(found, alone.rows, "{reporter} {axis:?} {method:?}");
            }
        }
    }
}

#[test]
fn a_table_of_one_side_does_not_tell_the_change_of_a_balance() {
    let (_folder, bench) = over(&[ONE_SIDED]);
    let how = compared(Axis::Product, Method::Bennet);
    let answer = alone(&bench, "THA", &how);
    let rows = answer.rows.iter().chain(&answer.total);
    for row in rows {
        assert!(Answer::cell(row, "d_imports").is_null(), "{row:?}");
        assert!(Answer::cell(row, "d_balance").is_null(), "{row:?}");
        assert_eq!(told(row, "flag"), "missing");
    }
    // The effects are those of the side that is there.
    let chips = answer.rows.iter().find(|row| told(row, "key") == "8542");
    let chips = chips.unwrap();
    assert_eq!(
        [told(chips, "quantity"), told(chips, "price")],
        ["10", "12"]
    );
    assert!(codes(&answer).contains(&"W-CHANGES-ONE-SIDED"));
}

#[test]
fn a_key_of_one_side_counts_where_the_data_have_both() {
    let (_folder, bench) = over(&[RECORDS]);
    let how = compared(Axis::Product, Method::Bennet);
    let answer = alone(&bench, "IDN", &how);
    let sums = ["d_balance", "d_exports"].map(|name| {
        let cells = answer.rows.iter().map(|row| told(row, name));
        cells
            .filter_map(|text| text.parse::<i64>().ok())
            .sum::<i64>()
    });
    assert_eq!(sums, [20, 30]);
    assert_eq!(told(answer.total.as_ref().unwrap(), "d_balance"), "20");
    assert!(!codes(&answer).contains(&"W-CHANGES-ONE-SIDED"));
}

#[test]
fn a_reporter_of_one_side_leaves_the_sum_of_all_unknown() {
    let (_folder, bench) = over(&[RECORDS, ONE_SIDED]);
    let how = compared(Axis::Product, Method::Bennet);
    let answer = of_each(&bench, &[], &how, Rows::Reporters);
    for row in &answer.rows {
        let unknown = Answer::cell(row, "d_balance").is_null();
        assert_eq!(unknown, told(row, "key") == "THA", "{row:?}");
    }
    let total = answer.total.as_ref().unwrap();
    assert!(Answer::cell(total, "d_balance").is_null());
    let note = answer
        .meta
        .notes
        .iter()
        .find(|note| note.code == "W-CHANGES-ONE-SIDED");
    assert!(note.unwrap().text.en.contains("THA"));
}
