//! One classification where codes are told apart: a code of two editions of
//! the Harmonized System may be two goods.

use std::collections::BTreeSet;

use triffin_basis::BasisError;

use crate::cut::Cut;
use crate::levels::OWN_CODES;

/// The classifications whose codes `cut` tells apart. All products are those
/// of every classification, and codes of none are not of another edition.
pub fn classifications(cut: &Cut) -> BTreeSet<String> {
    let coded = cut.strata().iter().filter(|row| row.product_level > 0);
    coded
        .map(|row| row.product_system.clone())
        .filter(|system| system != OWN_CODES)
        .collect()
}

/// Refuses cuts whose rows are told by code and coded in several
/// classifications: one code may then be two items, and two codes one.
///
/// Errors with `E-BASIS-CLASSIFICATION`, naming two of them.
pub fn one(cuts: &[&Cut]) -> Result<(), BasisError> {
    let found: BTreeSet<String> = cuts.iter().flat_map(|cut| classifications(cut)).collect();
    let mut systems = found.iter();
    let (Some(one), Some(other)) = (systems.next(), systems.next()) else {
        return Ok(());
    };
    Err(BasisError::new(
        "E-BASIS-CLASSIFICATION",
        format!("the records are coded in {one} and in {other}"),
        format!("记录的商品分类既有 {one} 也有 {other}"),
    )
    .between("classification", one, other)
    .expected("records in one classification", "同一商品分类的记录")
    .remedy(
        "Ask for a period within one edition, or for sections (--by section); trade changes takes --concordance FILE",
        "请选择同一版本之内的时期，或按大类查询（--by section）；trade changes 可用 --concordance 文件",
    ))
}
