//! Units of the World Economic Outlook in our form.

use crate::codes;

/// The unit of a concept from the two columns the list of concepts has:
/// `U.S. dollars`, `Billions` is `bn USD`. What is not known stays as it is.
pub fn unit(unit: &str, scale: &str) -> String {
    let base = match unit {
        "U.S. dollars" => "USD",
        "National currency" => "LCU",
        "Percent change" | "Percent" => "%",
        "Index" => "index",
        "Persons" => "person",
        "National currency per current international dollar" => "LCU per international dollar",
        "Purchasing power parity; international dollars" => "international dollars",
        "Purchasing power parity; 2011 international dollar" => "international dollars of 2011",
        other => other,
    };
    let base = match base.strip_prefix("Percent of ") {
        Some(of) => format!("% of {of}"),
        None => base.to_owned(),
    };
    let scaled = match scale {
        "Billions" => format!("bn {base}"),
        "Millions" => format!("mn {base}"),
        "Thousands" => format!("thousand {base}"),
        _ => base,
    };
    codes::unit(&scaled).unwrap_or(match scaled.is_empty() {
        true => codes::unstated_unit(),
        false => scaled,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_outlook_are_units() {
        for (words, scale, ours) in [
            ("U.S. dollars", "Billions", "bn USD"),
            ("U.S. dollars", "Units", "USD"),
            ("National currency", "Billions", "bn LCU"),
            ("Percent of GDP", "", "% of GDP"),
            ("Percent change", "", "%"),
            ("Index", "", "index"),
            ("Persons", "Millions", "mn person"),
            ("", "", "unit not stated"),
        ] {
            assert_eq!(unit(words, scale), ours);
        }
    }
}
