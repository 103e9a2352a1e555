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

/// `Σ_key X_key = X`, `Σ_key M_key = M`, `Σ_key B_key = B` on every axis
///
/// The expression that names a row's key on `axis`: every row has exactly one,
/// `unstated` where it does not say.
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

/// The use class of a BEC rev. 4 code: `capital`, `intermediate` or
/// `consumption`; none where the code is in no single class (321, 51, 7) or
/// not of BEC.
///
/// Source: UN Statistics Division, Classification by Broad Economic
/// Categories, rev. 4, correspondence to the basic classes of the SNA.
pub fn use_class(system: &str, product: &str) -> Option<&'static str> {
    if !system.starts_with("BEC") {
        return None;
    }
    triffin_basis::use_class(product).map(triffin_basis::UseClass::as_str)
}
