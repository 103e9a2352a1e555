//! The cases that come with Triffin: texts of `models/partial/`, by name.

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;

/// Name and text of each.
pub const CASES: [(&str, &str); 2] = [
    (
        "washers-2016",
        include_str!("../../../../../models/partial/washers-2016.toml"),
    ),
    (
        "washers-2018",
        include_str!("../../../../../models/partial/washers-2018.toml"),
    ),
];

/// The text of a case.
///
/// # Errors
/// `E-TARIFF-NO-CASE` where there is none of that name.
pub fn text(name: &str) -> Result<&'static str, BasisError> {
    let found = CASES.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text).ok_or_else(|| {
        let error = BasisError::new(
            "E-TARIFF-NO-CASE",
            format!("there is no case or file \"{name}\""),
            format!("没有名为“{name}”的案例或文件"),
        )
        .value(name);
        let names = CASES.map(|(name, _)| name);
        // A path is long; only a name is worth comparing.
        let near = match name.len() < 80 {
            true => nearest(name, names).first().copied(),
            false => None,
        };
        match near {
            Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
            None => error.expected(
                format!("{} or the path of a TOML file", names.join(", ")),
                format!("{} 或 TOML 文件路径", names.join("、")),
            ),
        }
    })
}
