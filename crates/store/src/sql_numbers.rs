//! Numbers in SQL: `0.1` is a decimal and exact, `1e-1` is a double.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Expr, Statement as Ast, Value, VisitMut, VisitorMut};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};

/// Makes a double of every number with an exponent: no decimal is as wide, and
/// who writes `1e300` means none.
pub(crate) fn doubles(statement: &mut Ast) -> Result<(), ParserError> {
    match statement.visit(&mut Exponents) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

struct Exponents;

impl VisitorMut for Exponents {
    type Break = ParserError;

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<ParserError> {
        if let Expr::Value(held) = expr
            && let Value::Number(text, _) = &held.value
            && text.contains(['e', 'E'])
        {
            match double(text) {
                Ok(double) => *expr = double,
                Err(error) => return ControlFlow::Break(error),
            }
        }
        ControlFlow::Continue(())
    }
}

fn double(text: &str) -> Result<Expr, ParserError> {
    Parser::new(&GenericDialect {})
        .try_with_sql(&format!("CAST('{text}' AS DOUBLE)"))?
        .parse_expr()
}

#[cfg(test)]
mod tests {
    use arrow::array::AsArray;
    use arrow::datatypes::{DataType, Float64Type};

    use crate::{AsOf, Store};

    fn only(expression: &str) -> (DataType, String) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let text = format!("SELECT {expression} AS x FROM (VALUES (1)) AS t(a)");
        let answer = store.sql(&text, &AsOf::now()).unwrap();
        let column = answer.batches[0].column(0).clone();
        let value = match column.data_type() {
            DataType::Float64 => column.as_primitive::<Float64Type>().value(0).to_string(),
            _ => arrow::util::display::array_value_to_string(&column, 0).unwrap(),
        };
        (column.data_type().clone(), value)
    }

    #[test]
    fn a_point_is_a_decimal_and_an_exponent_a_double() {
        let (kind, value) = only("0.1 + 0.2");
        assert!(matches!(kind, DataType::Decimal128(_, 1)), "{kind}");
        assert_eq!(value, "0.3");
        for (text, value) in [
            ("1e300", "1e300".parse::<f64>().unwrap()),
            ("1E-1 * 3", 0.1 * 3.0),
            ("CAST(0.1 AS DOUBLE) + CAST(0.2 AS DOUBLE)", 0.1 + 0.2),
            ("sqrt(2.25)", 1.5),
            ("0.5 * CAST(3 AS DOUBLE)", 1.5),
        ] {
            assert_eq!(only(text), (DataType::Float64, value.to_string()), "{text}");
        }
    }
}
