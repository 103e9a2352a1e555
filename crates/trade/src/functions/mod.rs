//! The kernels as functions of the engine.
//!
//! Register [`all`] with every session that runs this crate's plans, on a
//! cluster with scheduler, executors and client alike. They are stateless.

mod amounts;
mod labels;

use std::sync::Arc;

use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{Expr, ScalarUDF};

use crate::TradeError;
pub use amounts::AmountFunction;
pub use labels::LabelFunction;

/// Every function of this crate.
pub fn all() -> Vec<Arc<ScalarUDF>> {
    let amounts = AmountFunction::ALL.into_iter().map(AmountFunction::udf);
    let labels = LabelFunction::ALL.into_iter().map(LabelFunction::udf);
    amounts.chain(labels).map(Arc::new).collect()
}

/// The registry's exact sum of `amount`.
pub(crate) fn sum(registry: &dyn FunctionRegistry, amount: Expr) -> Result<Expr, TradeError> {
    Ok(registry.udaf("sum")?.call(vec![amount]))
}
