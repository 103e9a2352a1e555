//! What a good is for: Broad Economic Categories and the use classes of the
//! national accounts.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::table::{Row, rows};

pub(crate) const BEC4: &str = include_str!("../data/bec4.csv");

/// The class of goods in the System of National Accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UseClass {
    /// Used for years to produce other goods: machines, lorries.
    Capital,
    /// Used up in producing other goods: materials, parts, fuel.
    Intermediate,
    /// Used by households.
    Consumption,
}

impl UseClass {
    /// Every class.
    pub const ALL: [UseClass; 3] = [
        UseClass::Capital,
        UseClass::Intermediate,
        UseClass::Consumption,
    ];

    /// The word stored in a column and printed in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            UseClass::Capital => "capital",
            UseClass::Intermediate => "intermediate",
            UseClass::Consumption => "consumption",
        }
    }

    /// The class a word stands for: its [`as_str`](UseClass::as_str), its name
    /// in either language, or another name that records give it.
    pub fn parse(text: &str) -> Option<UseClass> {
        let word = text.trim().to_lowercase();
        let names =
            |class: UseClass| [class.as_str(), class.label(Lang::En), class.label(Lang::Zh)];
        UseClass::ALL
            .into_iter()
            .find(|class| names(*class).contains(&word.as_str()))
            .or(match word.as_str() {
                "consumer" | "consumer goods" | "消费" | "消费货物" | "消费类" => {
                    Some(UseClass::Consumption)
                }
                "capital good" | "investment goods" | "资本" | "资本货物" | "投资品" => {
                    Some(UseClass::Capital)
                }
                "intermediates"
                | "intermediate inputs"
                | "中间"
                | "中间货物"
                | "中间投入品"
                | "中间产品" => Some(UseClass::Intermediate),
                _ => None,
            })
    }

    /// The name a reader sees.
    pub fn label(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, UseClass::Capital) => "capital goods",
            (Lang::En, UseClass::Intermediate) => "intermediate goods",
            (Lang::En, UseClass::Consumption) => "consumption goods",
            (Lang::Zh, UseClass::Capital) => "资本品",
            (Lang::Zh, UseClass::Intermediate) => "中间品",
            (Lang::Zh, UseClass::Consumption) => "消费品",
        }
    }
}

/// The use class of a category of BEC revision 4, at any level, an asterisk
/// of the publisher ignored.
///
/// `None` for 51 (passenger cars), 321 (motor spirit) and 7, which serve more
/// than one use, for a category whose parts fall in different classes, and for
/// a code that is none.
///
/// Source: United Nations, Statistical Papers M 53 Rev. 4 (2002).
pub fn use_class(code: &str) -> Option<UseClass> {
    static CLASSES: LazyLock<HashMap<&'static str, UseClass>> = LazyLock::new(|| {
        let codes = rows(BEC4).map(|row| row.cell(0));
        codes
            .filter_map(|code| Some((code, shared_class(code)?)))
            .collect()
    });
    CLASSES.get(bare(code)).copied()
}

/// The class all basic categories at or below `code` are in.
fn shared_class(code: &str) -> Option<UseClass> {
    let mut classes = basic_categories(code).map(|row| UseClass::parse(row.cell(1)));
    let first = classes.next()?;
    classes.all(|class| class == first).then_some(first)?
}

/// The title of a category of BEC revision 4; `None` for a code that is none.
pub fn bec_title(code: &str, lang: Lang) -> Option<&'static str> {
    let code = bare(code);
    let row = rows(BEC4).find(|row| row.cell(0) == code)?;
    Some(match lang {
        Lang::En => row.cell(2),
        Lang::Zh => row.cell(3),
    })
}

/// Whether BEC revision 4 has a category of this code.
pub(crate) fn is_bec_code(code: &str) -> bool {
    rows(BEC4).any(|row| row.cell(0) == bare(code))
}

/// The code without blanks and the asterisk some tables append.
pub(crate) fn bare(code: &str) -> &str {
    code.trim().trim_end_matches('*')
}

/// The categories of the lowest level at or below `code`.
fn basic_categories(code: &str) -> impl Iterator<Item = Row> {
    let below = move |row: &Row| !code.is_empty() && row.cell(0).starts_with(code);
    rows(BEC4).filter(below).filter(|row| {
        let deeper = |other: Row| other.cell(0).len() > row.cell(0).len();
        !rows(BEC4).any(|other| other.cell(0).starts_with(row.cell(0)) && deeper(other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::assert_table;

    fn basic_in(class: UseClass) -> Vec<&'static str> {
        let basic = rows(BEC4).map(|row| row.cell(0));
        let alone = |code: &&str| basic_categories(code).count() == 1;
        basic
            .filter(alone)
            .filter(|code| use_class(code) == Some(class))
            .collect()
    }

    #[test]
    fn the_nineteen_basic_categories_fall_in_the_published_classes() {
        assert_table::<String>(BEC4, 4, &[]);
        assert_eq!(basic_in(UseClass::Capital), vec!["41", "521"]);
        assert_eq!(
            basic_in(UseClass::Intermediate),
            vec!["111", "121", "21", "22", "31", "322", "42", "53"]
        );
        assert_eq!(
            basic_in(UseClass::Consumption),
            vec!["112", "122", "522", "61", "62", "63"]
        );
    }

    #[test]
    fn passenger_cars_motor_spirit_and_other_goods_are_in_no_class() {
        for code in [
            "51", "321", "7", "1", "3", "32", "4", "5", "52", "", "99", "x",
        ] {
            assert_eq!(use_class(code), None, "{code}");
        }
    }

    #[test]
    fn a_higher_category_has_the_class_all_its_parts_share() {
        assert_eq!(use_class("2"), Some(UseClass::Intermediate));
        assert_eq!(use_class("6"), Some(UseClass::Consumption));
        assert_eq!(use_class("41*"), Some(UseClass::Capital));
        assert_eq!(use_class(" 521* "), Some(UseClass::Capital));
    }

    #[test]
    fn a_class_goes_by_several_words() {
        for (text, class) in [
            ("消费品", UseClass::Consumption),
            ("consumption", UseClass::Consumption),
            ("Consumer goods", UseClass::Consumption),
            ("资本品", UseClass::Capital),
            ("中间投入品", UseClass::Intermediate),
        ] {
            assert_eq!(UseClass::parse(text), Some(class), "{text}");
        }
        assert_eq!(UseClass::parse("gifts"), None);
    }

    #[test]
    fn every_category_has_two_titles() {
        for row in rows(BEC4) {
            let title = |lang| bec_title(row.cell(0), lang).unwrap();
            assert!(title(Lang::En).is_ascii() && !title(Lang::Zh).is_ascii());
            assert!(row.cell(1).is_empty() || UseClass::parse(row.cell(1)).is_some());
        }
        assert_eq!(bec_title("8", Lang::En), None);
    }
}
