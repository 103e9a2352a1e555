//! Whether a filter holds for every row of a piece, told by its columns alone.

use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Cast, Expr, Operator};

use crate::may_hold::bounds;
use crate::read_rows::ReadRows;

/// True only where `filter` holds for every row of the piece.
pub(crate) fn always_holds(filter: &Expr, rows: &ReadRows, piece: usize) -> bool {
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = filter else {
        return false;
    };
    let holds = |filter| always_holds(filter, rows, piece);
    match op {
        Operator::And => holds(left) && holds(right),
        Operator::Or => holds(left) || holds(right),
        Operator::Eq if says(left, right, rows, piece) || says(right, left, rows, piece) => true,
        _ => {
            let bounds = |expr| bounds(expr, rows, piece).filter(|_| is_there(expr, rows, piece));
            match (bounds(left), bounds(right)) {
                (Some(left), Some(right)) => always_compares(*op, left, right),
                _ => false,
            }
        }
    }
}

/// Whether every value within one pair of bounds stands so to every one in the
/// other.
fn always_compares(op: Operator, left: (i64, i64), right: (i64, i64)) -> bool {
    match op {
        Operator::Lt => left.1 < right.0,
        Operator::LtEq => left.1 <= right.0,
        Operator::Gt => left.0 > right.1,
        Operator::GtEq => left.0 >= right.1,
        Operator::Eq => left.0 == left.1 && left == right,
        _ => false,
    }
}

/// Whether `column` says `text` in every row of the piece.
fn says(column: &Expr, text: &Expr, rows: &ReadRows, piece: usize) -> bool {
    let (Some(column), Some(text)) = (place(column, rows), literal(text)) else {
        return false;
    };
    rows.only_text(piece, column)
        .is_some_and(|only| only == text)
}

/// The column that an expression is, as text or as its dictionary.
fn place(expr: &Expr, rows: &ReadRows) -> Option<usize> {
    match expr {
        Expr::Alias(alias) => place(&alias.expr, rows),
        Expr::Cast(Cast { expr, field }) if is_text(field.data_type()) => place(expr, rows),
        Expr::Column(column) => rows.schema().index_of(column.name()).ok(),
        _ => None,
    }
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::Utf8View)
}

fn literal(expr: &Expr) -> Option<&str> {
    let Expr::Literal(value, _) = expr else {
        return None;
    };
    match value {
        ScalarValue::Dictionary(_, value) => value.try_as_str().flatten(),
        value => value.try_as_str().flatten(),
    }
}

/// Whether an expression is null in no row of the piece.
fn is_there(expr: &Expr, rows: &ReadRows, piece: usize) -> bool {
    let there = |expr: &Expr| is_there(expr, rows, piece);
    match expr {
        Expr::Alias(alias) => there(&alias.expr),
        Expr::Literal(value, _) => !value.is_null(),
        Expr::Column(column) => {
            let place = rows.schema().index_of(column.name());
            place.is_ok_and(|place| !rows.has_nulls(piece, place))
        }
        Expr::ScalarFunction(call) if call.name() == "coalesce" => call.args.iter().any(there),
        // The engine writes the choice between two as a case.
        Expr::Case(case) if case.expr.is_none() => {
            let guarded = |(when, then): &(Box<Expr>, Box<Expr>)| match when.as_ref() {
                Expr::IsNotNull(asked) => asked == then || there(then),
                _ => there(then),
            };
            let other = case.else_expr.as_deref().is_some_and(there);
            other && case.when_then_expr.iter().all(guarded)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Date32Array, DictionaryArray, RecordBatch};
    use arrow::datatypes::Int32Type;
    use datafusion::logical_expr::{cast, col, lit};

    use super::*;
    use crate::read_rows::ReadRowsBuilder;

    fn rows(reporters: &[Option<&str>]) -> ReadRows {
        let column: DictionaryArray<Int32Type> = reporters.iter().copied().collect();
        let days: Date32Array = (0..reporters.len() as i32).map(Some).collect();
        let batch = RecordBatch::try_from_iter_with_nullable([
            ("reporter", Arc::new(column) as ArrayRef, true),
            ("day", Arc::new(days) as ArrayRef, true),
        ]);
        let batch = batch.unwrap();
        let mut rows = ReadRowsBuilder::new(batch.schema());
        rows.push(&batch);
        rows.finish()
    }

    #[test]
    fn a_text_that_every_row_says_is_sure() {
        let word = ScalarValue::Dictionary(Box::new(DataType::Int32), Box::new("CHN".into()));
        let asked = [
            col("reporter").eq(lit("CHN")),
            lit("CHN").eq(cast(col("reporter"), DataType::Utf8)),
            col("reporter").eq(lit(word)),
        ];
        for filter in asked {
            let sure = |reporters: &[Option<&str>]| always_holds(&filter, &rows(reporters), 0);
            assert!(sure(&[Some("CHN"), Some("CHN")]));
            assert!(!sure(&[Some("CHN"), Some("USA")]));
            assert!(!sure(&[Some("USA"), Some("USA")]));
            assert!(!sure(&[Some("CHN"), None]));
            assert!(!sure(&[None, None]));
        }
    }

    #[test]
    fn days_within_bounds_are_sure_and_others_are_looked_at() {
        let day = |day| lit(ScalarValue::Date32(Some(day)));
        let three = rows(&[Some("CHN"); 3]);
        assert!(always_holds(&col("day").lt_eq(day(2)), &three, 0));
        assert!(!always_holds(&col("day").lt_eq(day(1)), &three, 0));
        assert!(always_holds(
            &day(-1).lt(col("day")).and(col("day").lt(day(3))),
            &three,
            0
        ));
        assert!(!always_holds(
            &col("day").gt(day(1)).or(col("day").lt(day(1))),
            &three,
            0
        ));
    }
}
