//! What makes two records the same item.

use datafusion::logical_expr::{Expr, col, when};
use triffin_basis::BasisError;

use crate::TradeError;
use crate::cut::Cut;

/// The quantity unit of a record that has amount, quantity and unit; null for
/// any other, whose value must not enter a unit value.
pub(crate) fn unit() -> Result<Expr, TradeError> {
    Ok(when(is_measured(), col("quantity_unit")).end()?)
}

/// The quantity of a record that has amount, quantity and unit.
pub(crate) fn quantity() -> Result<Expr, TradeError> {
    Ok(when(is_measured(), col("quantity")).end()?)
}

fn is_measured() -> Expr {
    ["amount", "quantity", "quantity_unit"]
        .map(|name| col(name).is_not_null())
        .into_iter()
        .fold(datafusion::logical_expr::lit(true), Expr::and)
}

/// Refuses records coded in several commodity classifications: one code may
/// then be two items.
pub(crate) fn one_classification(cut: &Cut) -> Result<(), BasisError> {
    let systems = cut.product_systems();
    let mut systems = systems.iter();
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
        "Select one with --product-system, or a window within one revision",
        "请选择一种商品分类，或选择同一版本内的时间窗",
    ))
}
