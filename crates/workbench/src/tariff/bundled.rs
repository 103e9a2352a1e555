//! Scenarios that come with Triffin.

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;

/// By name, each with its text.
const BUNDLED: [(&str, &str); 2] = [
    (
        "three-regions",
        include_str!("../../../../models/tariff/three-regions.toml"),
    ),
    (
        "one-sector",
        include_str!("../../../../models/tariff/one-sector.toml"),
    ),
];

/// Names of the scenarios there are.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    BUNDLED.iter().map(|(name, _)| *name)
}

/// The text of the scenario of this name.
///
/// # Errors
/// `E-TARIFF-NO-SCENARIO`.
pub(super) fn text(name: &str) -> Result<&'static str, BasisError> {
    let found = BUNDLED.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text).ok_or_else(|| {
        let list = names().collect::<Vec<_>>().join(", ");
        let (hint, hint_zh) = match nearest(name, names()).first() {
            Some(near) => (
                format!("Did you mean {near}?"),
                format!("您是否想写 {near}？"),
            ),
            None => (
                "docs/reference/tariff-scenario.md tells how one is written".to_owned(),
                "写法见 docs/reference/tariff-scenario.zh-CN.md".to_owned(),
            ),
        };
        BasisError::new(
            "E-TARIFF-NO-SCENARIO",
            format!("no scenario \"{name}\""),
            format!("没有情景“{name}”"),
        )
        .value(name)
        .expected(
            format!("a file, or one of {list}"),
            format!("文件，或以下之一：{list}"),
        )
        .remedy(hint, hint_zh)
    })
}
