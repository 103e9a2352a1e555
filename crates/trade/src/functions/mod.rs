//! The kernels as functions of the engine.
//!
//! Register [`all`], [`aggregates`] and [`windows`] with every session that runs this crate's
//! plans, on a cluster with scheduler, executors and client alike. They are stateless.

mod amounts;
mod change;
mod change_units;
mod cover;
mod effects;
mod items;
mod labels;
mod mirror;
mod small_cell;
mod units;

use std::sync::Arc;

use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{AggregateUDF, Expr, ScalarUDF, WindowUDF};

use crate::TradeError;
use crate::decompose::Method;
pub use amounts::AmountFunction;
pub use change::change_function;
pub use cover::cover_function;
pub(crate) use cover::verdict;
pub use effects::{Effect, effects_function};
pub use items::{price_disagrees, unit_value_outliers};
pub use labels::LabelFunction;
pub use mirror::MirrorFunction;
pub use units::{common_quantity, common_unit};

/// Every row-wise function of this crate.
pub fn all() -> Vec<Arc<ScalarUDF>> {
    let amounts = AmountFunction::ALL.into_iter().map(AmountFunction::udf);
    let labels = LabelFunction::ALL.into_iter().map(LabelFunction::udf);
    let mirror = MirrorFunction::ALL.into_iter().map(MirrorFunction::udf);
    let effects = Method::ALL.into_iter().map(effects_function);
    let items = [price_disagrees(), common_unit(), common_quantity()];
    amounts
        .chain(effects)
        .chain(effects::parts())
        .chain(labels)
        .chain(mirror)
        .chain(items)
        .map(Arc::new)
        .collect()
}

/// Every aggregate function of this crate.
pub fn aggregates() -> Vec<Arc<AggregateUDF>> {
    let changes = Method::ALL.into_iter().map(change_function);
    changes
        .chain([unit_value_outliers()])
        .map(Arc::new)
        .collect()
}

/// Every window function of this crate.
pub fn windows() -> Vec<Arc<WindowUDF>> {
    vec![Arc::new(cover_function())]
}

/// The registry's exact sum of `amount`.
pub(crate) fn sum(registry: &dyn FunctionRegistry, amount: Expr) -> Result<Expr, TradeError> {
    Ok(registry.udaf("sum")?.call(vec![amount]))
}
