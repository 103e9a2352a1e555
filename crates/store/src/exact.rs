//! `sum` without rounding and without wrapping.
//!
//! DataFusion's `sum` of decimals and integers adds in the width of its result
//! and wraps in silence. This one adds in more bits than any number of rows can
//! fill, keeps that exact total as its partial state, and looks at the limit of
//! the result type only once, at the end:
//!
//! ```text
//!  rows ──► exact totals (one a partition) ──► merged exactly ──► fits? ──► digits
//!                                                                   └─────► E-STORE-OVERFLOW
//! ```
//!
//! Result and error therefore do not depend on threads, files, partitions or
//! the order of rows, also where a partial sum leaves the type and later rows
//! bring it back.
//!
//! | argument | result | total kept in |
//! |---|---|---|
//! | integers | `Int64` or `UInt64` | 192 bits |
//! | `Decimal32/64/128(p, s)` | `Decimal128(38, s)` | 192 bits |
//! | `Decimal256(p, s)` | `Decimal256(76, s)` | 384 bits |
//! | floats, durations, intervals | as DataFusion's own `sum` | |

mod average;
mod distinct;
mod groups;
mod outcome;
mod scalar;
mod total;

use std::sync::Arc;

use arrow::datatypes::{
    DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Decimal128Type, Decimal256Type,
    Field, FieldRef, Int64Type, UInt64Type,
};
use datafusion::error::Result;
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, GroupsAccumulator, ReversedUDAF, SetMonotonicity,
    Signature, Volatility,
};

pub use average::guarded_avg;
use distinct::DistinctSum;
use groups::GroupSums;
use outcome::Outcome;
use scalar::RunningSum;
use total::{NarrowTotals, Totals, WideTotals};

/// The exact `sum`, to be registered over DataFusion's.
pub fn exact_sum() -> AggregateUDF {
    AggregateUDF::new_from_impl(ExactSum::new())
}

/// `sum` of integers and decimals, exact; of everything else DataFusion's own.
#[derive(Debug, PartialEq, Eq, Hash)]
struct ExactSum {
    signature: Signature,
    inexact: Sum,
}

impl ExactSum {
    fn new() -> Self {
        Self {
            signature: Signature::user_defined(Volatility::Immutable),
            inexact: Sum::new(),
        }
    }
}

/// The type an argument is added in; `None` when `sum` takes no such type.
fn coerced(argument: &DataType) -> Option<DataType> {
    use DataType::*;
    Some(match argument {
        Int8 | Int16 | Int32 | Int64 | Null => Int64,
        UInt8 | UInt16 | UInt32 | UInt64 => UInt64,
        Decimal32(p, s) | Decimal64(p, s) | Decimal128(p, s) => Decimal128(*p, *s),
        Decimal256(p, s) => Decimal256(*p, *s),
        Float16 | Float32 | Float64 => Float64,
        Duration(_) | Interval(_) => argument.clone(),
        Dictionary(_, value) => return coerced(value),
        _ => return None,
    })
}

fn is_exact(result: &DataType) -> bool {
    use DataType::*;
    matches!(result, Int64 | UInt64 | Decimal128(..) | Decimal256(..))
}

/// Calls a generic function with the Arrow type and the totals of a result type.
macro_rules! by_type {
    ($result:expr, $call:ident ( $($arg:expr),* )) => {
        match $result {
            DataType::Int64 => $call::<Int64Type, NarrowTotals>($($arg),*),
            DataType::UInt64 => $call::<UInt64Type, NarrowTotals>($($arg),*),
            DataType::Decimal256(..) => $call::<Decimal256Type, WideTotals>($($arg),*),
            _ => $call::<Decimal128Type, NarrowTotals>($($arg),*),
        }
    };
}

impl AggregateUDFImpl for ExactSum {
    fn name(&self) -> &str {
        "sum"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        match arguments {
            [argument] => coerced(argument).map(|t| vec![t]).ok_or_else(|| {
                datafusion::error::DataFusionError::Plan(format!(
                    "sum takes numbers, not {argument}"
                ))
            }),
            _ => datafusion::common::plan_err!("sum takes one argument, not {}", arguments.len()),
        }
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        match &arguments[0] {
            DataType::Decimal128(_, s) => Ok(DataType::Decimal128(DECIMAL128_MAX_PRECISION, *s)),
            DataType::Decimal256(_, s) => Ok(DataType::Decimal256(DECIMAL256_MAX_PRECISION, *s)),
            _ => self.inexact.return_type(arguments),
        }
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let result = args.return_type().clone();
        if !is_exact(&result) {
            return self.inexact.accumulator(args);
        }
        let outcome = Outcome::new(args.name, &result);
        Ok(if args.is_distinct {
            by_type!(result, distinct(outcome))
        } else {
            by_type!(result, running(outcome))
        })
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if is_exact(args.return_type()) {
            self.accumulator(args)
        } else {
            self.inexact.create_sliding_accumulator(args)
        }
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let result = args.return_type();
        if !is_exact(result) {
            return self.inexact.state_fields(args);
        }
        if args.is_distinct {
            let item = Field::new_list_field(result.clone(), true);
            let name = format_state_name(args.name, "sum distinct");
            return Ok(vec![Arc::new(Field::new_list(name, item, true))]);
        }
        let columns = match result {
            DataType::Decimal256(..) => WideTotals::STATE_COLUMNS,
            _ => <NarrowTotals as Totals<i128>>::STATE_COLUMNS,
        };
        let field = |i: usize| {
            let name = format_state_name(args.name, &format!("exact sum {i}"));
            Arc::new(Field::new(name, total::STATE_TYPE, true))
        };
        Ok((0..columns).map(field).collect())
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        !args.is_distinct
    }

    fn create_groups_accumulator(
        &self,
        args: AccumulatorArgs,
    ) -> Result<Box<dyn GroupsAccumulator>> {
        let result = args.return_type().clone();
        if !is_exact(&result) {
            return self.inexact.create_groups_accumulator(args);
        }
        let outcome = Outcome::new(args.name, &result);
        Ok(by_type!(result, grouped(outcome)))
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn set_monotonicity(&self, argument: &DataType) -> SetMonotonicity {
        self.inexact.set_monotonicity(argument)
    }
}

fn running<T: total::Summand, S: Totals<T::Native>>(outcome: Outcome) -> Box<dyn Accumulator> {
    Box::new(RunningSum::<T, S>::new(outcome))
}

fn distinct<T: total::Summand, S: Totals<T::Native>>(outcome: Outcome) -> Box<dyn Accumulator> {
    Box::new(DistinctSum::<T, S>::new(outcome))
}

fn grouped<T: total::Summand, S: Totals<T::Native>>(
    outcome: Outcome,
) -> Box<dyn GroupsAccumulator> {
    Box::new(GroupSums::<T, S>::new(outcome))
}
