//! Commodity codes as publishers write them, to the codes we keep.

/// A commodity code, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The code with its leading zeros, `TOTAL` for all products.
    pub code: String,
    /// `HS`, `HS2012`, `SITC4`, `BEC4`, `other` …
    pub system: &'static str,
    /// Digits of the code; 0 for `TOTAL`.
    pub level: i32,
}

impl Product {
    /// A product that a record does not state.
    pub fn unstated() -> Self {
        Self {
            code: "unstated".to_owned(),
            system: "other",
            level: 8,
        }
    }
}

/// The classification of a publisher's name for it: `H4`, `HS 2012`, `SITC4`.
pub fn system(text: &str) -> Option<&'static str> {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    Some(match plain.as_str() {
        "HS" => "HS",
        "H0" | "HS1992" | "HS88" | "HS92" => "HS1992",
        "H1" | "HS1996" | "HS96" => "HS1996",
        "H2" | "HS2002" | "HS02" => "HS2002",
        "H3" | "HS2007" | "HS07" => "HS2007",
        "H4" | "HS2012" | "HS12" => "HS2012",
        "H5" | "HS2017" | "HS17" => "HS2017",
        "H6" | "HS2022" | "HS22" => "HS2022",
        "S1" | "SITC1" | "SITCREV1" => "SITC1",
        "S2" | "SITC2" | "SITCREV2" => "SITC2",
        "S3" | "SITC3" | "SITCREV3" => "SITC3",
        "S4" | "SITC4" | "SITCREV4" => "SITC4",
        "B4" | "BEC" | "BEC4" | "BECREV4" => "BEC4",
        "B5" | "BEC5" | "BECREV5" => "BEC5",
        "OTHER" | "OWN" => "other",
        _ => return None,
    })
}

/// The product of a code under a stated classification, or under the one its
/// shape shows: an even number of digits is HS. `None` when the code cannot
/// belong to the classification stated; an HS code with an odd number of
/// digits has usually lost its leading zero in a spreadsheet.
pub fn product(code: &str, stated: Option<&'static str>) -> Option<Product> {
    const ALL: [&str; 6] = ["", "TOTAL", "AG0", "ALL", "总额", "合计"];
    let code = code.trim();
    if ALL.iter().any(|all| code.eq_ignore_ascii_case(all)) {
        return Some(Product {
            code: "TOTAL".to_owned(),
            system: stated.unwrap_or("HS"),
            level: 0,
        });
    }
    let digits: String = code.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    let numeric = digits.bytes().all(|b| b.is_ascii_digit());
    let hs_shaped = numeric && digits.len().is_multiple_of(2) && (2..=12).contains(&digits.len());
    match stated {
        Some(system) if system.starts_with("HS") => hs_shaped.then_some((digits, system)),
        Some(system) if numeric && system != "other" => Some((digits, system)),
        Some(system) => Some((code.to_owned(), system)),
        None if hs_shaped => Some((digits, "HS")),
        None => Some((code.to_owned(), "other")),
    }
    .map(|(code, system)| Product {
        level: i32::try_from(code.chars().count()).unwrap_or(i32::MAX),
        code,
        system,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(code: &str, stated: Option<&'static str>) -> Option<(String, &'static str, i32)> {
        product(code, stated).map(|p| (p.code, p.system, p.level))
    }

    #[test]
    fn leading_zeros_stay_and_dots_go() {
        assert_eq!(parts("0101.21", None), Some(("010121".into(), "HS", 6)));
        assert_eq!(
            parts("8542", system("H5")),
            Some(("8542".into(), "HS2017", 4))
        );
    }

    #[test]
    fn an_hs_code_of_odd_length_is_refused_where_hs_is_stated() {
        assert_eq!(parts("10121", Some("HS")), None);
        assert_eq!(parts("10121", None), Some(("10121".into(), "other", 5)));
        assert_eq!(parts("041", Some("BEC4")), Some(("041".into(), "BEC4", 3)));
    }

    #[test]
    fn an_empty_code_is_all_products() {
        assert_eq!(parts("", None), Some(("TOTAL".into(), "HS", 0)));
        assert_eq!(
            parts("total", Some("SITC4")),
            Some(("TOTAL".into(), "SITC4", 0))
        );
    }
}
