//! The axes a total is split along: each is a partition (S1.10).
//!
//! Every row falls under exactly one key of an axis; rows that do not say
//! where they belong fall under `unstated`, so that each axis adds up to the
//! same exports, imports and balance.

use datafusion::functions::core::expr_fn::coalesce;
use datafusion::functions::unicode::expr_fn::left;
use datafusion::logical_expr::{Expr, col, lit};
use triffin_basis::{Freq, Section};

use crate::functions::LabelFunction;
use crate::selection::assigned_day;
use crate::{Axis, Selection};

/// The key of rows that do not say where they belong.
pub const UNSTATED: &str = "unstated";
/// The key of goods that belong to no single class of the axis.
pub const UNALLOCATED: &str = "unallocated";

/// `Σ_key X_key = X`, `Σ_key M_key = M`, `Σ_key B_key = B` on every axis
///
/// The expression that names a row's key on `axis`: every row has exactly one,
/// `unstated` where it does not say. By end use, what a record states goes
/// before what its commodity code says, and words for one class are one key.
///
/// Unit: none, a name.
///
/// Source: 001, on totals as sums of groups.
pub fn key(axis: Axis, selection: &Selection, grain: Freq) -> Expr {
    let stated = |column: &str| coalesce(vec![col(column), lit(UNSTATED)]);
    let label = |function: LabelFunction| function.call(col("product_system"), col("product"));
    match axis {
        Axis::Total => lit("total"),
        Axis::Partner => col("partner"),
        Axis::Product => match selection.product_digits {
            Some(digits) => left(col("product"), lit(i64::from(digits))),
            None => col("product"),
        },
        Axis::Section => coalesce(vec![label(LabelFunction::Section), lit(UNSTATED)]),
        Axis::EndUse => coalesce(vec![
            LabelFunction::StatedUse.call(lit(""), col("end_use")),
            col("end_use"),
            label(LabelFunction::Use),
            lit(UNSTATED),
        ]),
        Axis::Regime => stated("regime"),
        Axis::Region => stated("region"),
        Axis::Entity => stated("entity"),
        Axis::Period => {
            let letter = grain.letter().to_string();
            LabelFunction::Period.call(assigned_day(selection.timing), lit(letter))
        }
    }
}

/// The section of the Harmonized System of a code of `system`, in roman
/// numerals; none outside the Harmonized System.
///
/// Source: World Customs Organization, HS nomenclature, sections I to XXI.
pub fn section(system: &str, product: &str) -> Option<&'static str> {
    if !system.starts_with("HS") {
        return None;
    }
    let chapter: u8 = product.get(..2)?.parse().ok()?;
    Section::of_chapter(chapter).map(Section::roman)
}

/// The use class of a BEC rev. 4 code, or of an HS code through BEC rev. 4:
/// `capital`, `intermediate` or `consumption`; `unallocated` where a code is in
/// no single class (321, 51, 7; HS chapters and mixed headings; editions of the
/// HS without a table); none for totals and other classifications.
///
/// Source: UN Statistics Division, Classification by Broad Economic
/// Categories, rev. 4, correspondence to the basic classes of the SNA, and
/// correspondence tables HS 2012 and HS 2017 to BEC rev. 4.
pub fn use_class(system: &str, product: &str) -> Option<&'static str> {
    if !product.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let class = match system {
        _ if system.starts_with("BEC") => triffin_basis::use_class(product),
        _ if system.starts_with("HS") => triffin_basis::hs_use_class(system, product),
        _ => return None,
    };
    Some(class.map_or(UNALLOCATED, triffin_basis::UseClass::as_str))
}

/// The class a word recorded as end use stands for; none for other words.
pub fn stated_use(_: &str, text: &str) -> Option<&'static str> {
    triffin_basis::UseClass::parse(text).map(triffin_basis::UseClass::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_no_single_class_are_unallocated_and_totals_say_nothing() {
        for (system, product, class) in [
            ("BEC4", "41", Some("capital")),
            ("BEC4", "51", Some(UNALLOCATED)),
            ("HS2012", "610910", Some("consumption")),
            ("HS", "870323", Some(UNALLOCATED)),
            ("HS", "87", Some(UNALLOCATED)),
            ("HS2022", "610910", Some(UNALLOCATED)),
            ("HS", "TOTAL", None),
            ("SITC4", "7810", None),
        ] {
            assert_eq!(use_class(system, product), class, "{system} {product}");
        }
        assert_eq!(stated_use("", "消费品"), Some("consumption"));
        assert_eq!(stated_use("", "gift"), None);
    }
}
