//! What a good of the Harmonized System is for, through Broad Economic
//! Categories.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::bec::{UseClass, use_class};
use crate::table::rows;

pub(crate) const HS_BEC4: &str = include_str!("../data/hs_bec4.csv");

/// Subheadings of one edition and the class of each; `None` for those in no
/// single class.
type Classes = HashMap<u32, Option<UseClass>>;

/// Editions of the Harmonized System that the table covers.
const EDITIONS: [&str; 2] = ["2012", "2017"];

static TABLES: LazyLock<[Classes; 2]> = LazyLock::new(|| EDITIONS.map(load));

/// use class(HS subheading) = use class(BEC rev. 4 categories it corresponds
/// to), where all of them share one
///
/// `system` is `HS2012`, `HS2017`, or `HS` where the edition is not stated;
/// codes have six digits or more, of which six count, or four. A heading of
/// four digits has a class when all its subheadings share it.
///
/// `None` for passenger cars (BEC 51), motor spirit (321) and other goods (7),
/// for a code whose categories or subheadings fall in different classes, for
/// chapters and totals, for other editions, and, where the edition is not
/// stated, for a code the two editions class differently.
///
/// Source: United Nations Statistics Division, correspondence tables HS 2012
/// and HS 2017 to BEC Rev. 4; United Nations, Statistical Papers M 53 Rev. 4.
///
/// ```
/// use triffin_basis::{UseClass, hs_use_class};
/// assert_eq!(hs_use_class("HS2012", "010121"), Some(UseClass::Capital));
/// assert_eq!(hs_use_class("HS", "870323"), None);
/// ```
pub fn hs_use_class(system: &str, code: &str) -> Option<UseClass> {
    let [of_2012, of_2017] = &*TABLES;
    match system {
        "HS2012" => class_in(of_2012, code)?,
        "HS2017" => class_in(of_2017, code)?,
        "HS" => match (class_in(of_2012, code), class_in(of_2017, code)) {
            (Some(one), Some(other)) => one.filter(|class| Some(*class) == other),
            (only, None) | (None, only) => only?,
        },
        _ => None,
    }
}

/// The class of a code in one edition; the outer `None` when it has none.
fn class_in(classes: &Classes, code: &str) -> Option<Option<UseClass>> {
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match code.len() {
        4 => heading(classes, code.parse().ok()?),
        6.. => classes.get(&code.get(..6)?.parse().ok()?).copied(),
        _ => None,
    }
}

/// The class all subheadings of a heading share.
fn heading(classes: &Classes, heading: u32) -> Option<Option<UseClass>> {
    let below = |last: u32| classes.get(&(heading * 100 + last)).copied();
    let mut found = (0..100).filter_map(below);
    let first = found.next()?;
    Some(first.filter(|class| found.all(|other| other == Some(*class))))
}

fn load(edition: &str) -> Classes {
    let mut classes = Classes::new();
    let of_edition =
        rows(HS_BEC4).filter(|row| matches!(row.cell(0), "both") || row.cell(0) == edition);
    for row in of_edition {
        let class = shared(row.list(1));
        for code in row.cell(2).split(' ').flat_map(subheadings) {
            classes.insert(code, class);
        }
    }
    classes
}

/// The class that categories of BEC share.
fn shared(mut categories: impl Iterator<Item = &'static str>) -> Option<UseClass> {
    let first = use_class(categories.next()?)?;
    categories
        .all(|category| use_class(category) == Some(first))
        .then_some(first)
}

/// The numbers of `0101.2129`: 10121 and 10129.
fn subheadings(gathered: &'static str) -> impl Iterator<Item = u32> {
    let (heading, ends) = gathered.split_once('.').unwrap_or((gathered, ""));
    let pairs = (0..ends.len() / 2).filter_map(move |pair| ends.get(pair * 2..pair * 2 + 2));
    pairs.filter_map(move |end| format!("{heading}{end}").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_every_subheading_of_the_two_editions() {
        let [of_2012, of_2017] = &*TABLES;
        // 5,205 and 5,386 in the published tables, two of 2012 without a category.
        assert_eq!((of_2012.len(), of_2017.len()), (5203, 5386));
        for row in rows(HS_BEC4) {
            assert!(matches!(row.cell(0), "both" | "2012" | "2017"));
            assert!(
                row.list(1)
                    .all(|code| crate::bec_title(code, crate::Lang::En).is_some())
            );
        }
    }

    #[test]
    fn a_code_has_the_class_of_its_category() {
        for (system, code, class) in [
            ("HS2012", "010121", Some(UseClass::Capital)),
            ("HS2017", "01012100", Some(UseClass::Capital)),
            ("HS", "010129", Some(UseClass::Intermediate)),
            ("HS", "610910", Some(UseClass::Consumption)),
            ("HS", "260111", Some(UseClass::Intermediate)),
            ("HS", "2601", Some(UseClass::Intermediate)),
            // Passenger cars, motor spirit, arms.
            ("HS", "870323", None),
            ("HS2017", "271012", None),
            ("HS", "930200", None),
            // Integrated circuits: parts in 2012, several categories in 2017.
            ("HS2012", "854231", Some(UseClass::Intermediate)),
            ("HS2017", "854231", None),
            ("HS", "854231", None),
            // A heading with subheadings of two classes, a chapter, another edition.
            ("HS", "0101", None),
            ("HS", "26", None),
            ("HS1992", "010129", None),
            ("HS", "000000", None),
            ("HS", "TOTAL", None),
            ("SITC4", "0101", None),
        ] {
            assert_eq!(hs_use_class(system, code), class, "{system} {code}");
        }
    }

    #[test]
    fn the_publishers_tables_say_the_same() {
        for (edition, file) in [
            ("HS2012", "codes/HS2012_to_BEC.csv"),
            ("HS2017", "codes/HS2017_to_BEC.csv"),
        ] {
            let mut categories: HashMap<String, Vec<String>> = HashMap::new();
            for line in crate::real_files::lines(file) {
                let cells: Vec<&str> = line.split(',').collect();
                let code = cells[0].trim_start_matches('\u{feff}').to_owned();
                categories
                    .entry(code)
                    .or_default()
                    .push(cells[1].to_owned());
            }
            for (code, categories) in categories {
                let classes: Vec<_> = categories.iter().map(|c| use_class(c)).collect();
                let one = classes[0].filter(|_| classes.iter().all(|c| *c == classes[0]));
                assert_eq!(hs_use_class(edition, &code), one, "{edition} {code}");
            }
        }
    }
}
