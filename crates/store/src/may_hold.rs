//! Whether a filter may hold for a row of a piece, told by the bounds of its
//! columns alone.

use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

use crate::read_rows::ReadRows;

/// False only where `filter` holds for no row of the piece.
pub(crate) fn may_hold(filter: &Expr, rows: &ReadRows, piece: usize) -> bool {
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = filter else {
        return true;
    };
    match op {
        Operator::And => may_hold(left, rows, piece) && may_hold(right, rows, piece),
        Operator::Or => may_hold(left, rows, piece) || may_hold(right, rows, piece),
        _ => {
            let bounds = |expr| bounds(expr, rows, piece);
            match (bounds(left), bounds(right)) {
                (Some(left), Some(right)) => may_compare(*op, left, right),
                _ => true,
            }
        }
    }
}

/// Whether a value within one pair of bounds may stand so to one in the other.
/// Bounds of nothing fit no comparison: one with a null does not hold.
fn may_compare(op: Operator, left: (i64, i64), right: (i64, i64)) -> bool {
    if left.0 > left.1 || right.0 > right.1 {
        return false;
    }
    match op {
        Operator::Lt => left.0 < right.1,
        Operator::LtEq => left.0 <= right.1,
        Operator::Gt => left.1 > right.0,
        Operator::GtEq => left.1 >= right.0,
        Operator::Eq => left.0 <= right.1 && right.0 <= left.1,
        _ => true,
    }
}

/// Bounds of what an expression comes to in a piece; none where they are not
/// known.
pub(crate) fn bounds(expr: &Expr, rows: &ReadRows, piece: usize) -> Option<(i64, i64)> {
    match expr {
        Expr::Alias(alias) => bounds(&alias.expr, rows, piece),
        Expr::Column(column) => {
            let schema = rows.schema();
            let place = schema.index_of(column.name()).ok()?;
            use DataType::{Date32, Int32, Int64};
            // The numbers of other types are no values: codes, or digits.
            let plain = matches!(schema.field(place).data_type(), Date32 | Int32 | Int64);
            plain.then(|| rows.bounds(piece, place))?
        }
        Expr::Literal(value, _) => match value {
            ScalarValue::Date32(Some(value)) | ScalarValue::Int32(Some(value)) => {
                Some((i64::from(*value), i64::from(*value)))
            }
            ScalarValue::Int64(Some(value)) => Some((*value, *value)),
            _ => None,
        },
        // What the first that is there says, of each row: one of them.
        Expr::ScalarFunction(call) if call.name() == "coalesce" => {
            any_of(call.args.iter(), rows, piece)
        }
        Expr::Case(case) if case.expr.is_none() => {
            let said = case.when_then_expr.iter().map(|(_, then)| then);
            any_of(said.chain(&case.else_expr).map(AsRef::as_ref), rows, piece)
        }
        _ => None,
    }
}

fn any_of<'a>(
    mut exprs: impl Iterator<Item = &'a Expr>,
    rows: &ReadRows,
    piece: usize,
) -> Option<(i64, i64)> {
    exprs.try_fold((i64::MAX, i64::MIN), |(least, most), expr| {
        let (one, other) = bounds(expr, rows, piece)?;
        Some((least.min(one), most.max(other)))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, AsArray, Date32Array, RecordBatch};
    use datafusion::execution::context::SessionContext;
    use datafusion::logical_expr::{col, lit, when};
    use proptest::prelude::*;

    use super::*;
    use crate::always_holds::always_holds;
    use crate::read_rows::ReadRowsBuilder;

    fn comparison(op: usize, expr: Expr, day: i32) -> Expr {
        let day = lit(ScalarValue::Date32(Some(day)));
        match op {
            0 => expr.gt_eq(day),
            1 => expr.lt_eq(day),
            2 => expr.eq(day),
            3 => expr.gt(day),
            4 => day.lt(expr),
            _ => expr.not_eq(day),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Where a row passes the filter, its piece is not passed over; where
        /// one does not, each is looked at.
        #[test]
        fn no_row_that_passes_is_passed_over_and_none_that_does_not_is_let_through(
            days in prop::collection::vec((prop::option::of(0i32..5), 3i32..8), 1..5),
            first in (0usize..6, 0usize..3, 0i32..9),
            second in (0usize..6, 0usize..3, 0i32..9),
            both in any::<bool>(),
        ) {
            let declared: ArrayRef = Arc::new(days.iter().map(|day| day.0).collect::<Date32Array>());
            let start: ArrayRef = Arc::new(days.iter().map(|day| Some(day.1)).collect::<Date32Array>());
            let batch = RecordBatch::try_from_iter_with_nullable(
                [("declared_on", declared, true), ("period_start", start, true)],
            ).unwrap();
            let mut rows = ReadRowsBuilder::new(batch.schema());
            rows.push(&batch);
            let rows = rows.finish();
            // The engine has the choice between two as a case, whoever wrote it.
            let either = || when(col("declared_on").is_not_null(), col("declared_on"))
                .otherwise(col("period_start")).unwrap();
            let first_of = || datafusion::functions::core::expr_fn::coalesce(
                vec![col("declared_on"), col("period_start")],
            );
            let whole = |written: bool| {
                let term = |(op, what, day): (usize, usize, i32)| match (what, written) {
                    (0, _) => comparison(op, col("declared_on"), day),
                    (1, true) => comparison(op, first_of(), day),
                    _ => comparison(op, either(), day),
                };
                match both {
                    true => term(first).and(term(second)),
                    false => term(first).or(term(second)),
                }
            };
            let (filter, evaluated) = (whole(true), whole(false));
            let context = SessionContext::new();
            let schema = datafusion::common::DFSchema::try_from(batch.schema()).unwrap();
            let physical = context.create_physical_expr(evaluated.clone(), &schema).unwrap();
            let passes = physical.evaluate(&batch).unwrap().into_array(batch.num_rows()).unwrap();
            let passing = passes.as_boolean().true_count();
            if passing > 0 {
                prop_assert!(may_hold(&filter, &rows, 0));
            }
            if passing < batch.num_rows() {
                prop_assert!(!always_holds(&filter, &rows, 0));
                prop_assert!(!always_holds(&evaluated, &rows, 0));
            }
        }
    }
}
