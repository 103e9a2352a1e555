//! Which aggregates of a plan are coded.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_expr::expressions::{CastExpr, Column};
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateMode};
use datafusion::physical_plan::projection::{ProjectionExec, ProjectionExpr};
use datafusion::physical_plan::union::UnionExec;

use super::exec::{CodedAggregateExec, MOST_KEYS};
use super::keys::codable;
use super::work::Work;

/// Puts a [`CodedAggregateExec`] in the place of each grouped hash aggregate
/// whose keys can be coded. Comes before the engine's own rules, which then
/// split the files below it over the threads.
#[derive(Debug)]
pub(crate) struct CodedAggregates;

impl PhysicalOptimizerRule for CodedAggregates {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        config: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let partitions = config.execution.target_partitions;
        plan.transform_up(|node| {
            Ok(match coded(&node, partitions)? {
                Some(coded) => Transformed::yes(coded),
                None => Transformed::no(node),
            })
        })
        .data()
    }

    fn name(&self) -> &str {
        "coded_aggregates"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The coded form of an aggregate; none when it has none.
fn coded(
    node: &Arc<dyn ExecutionPlan>,
    partitions: usize,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let Some(aggregate) = whole(node) else {
        return Ok(None);
    };
    let group = aggregate.group_expr();
    let plain = group.is_single()
        && !group.has_grouping_set()
        && !group.is_empty()
        && group.expr().len() <= MOST_KEYS
        && aggregate.limit_options().is_none();
    if !plain || !aggregate.aggr_expr().iter().all(simple) {
        return Ok(None);
    }
    let keys: Vec<_> = group.expr().iter().map(|(key, _)| key.clone()).collect();
    let (input, keys) = without_casts(aggregate.input(), keys, arguments(aggregate))?;
    for key in &keys {
        if !codable(&key.data_type(&input.schema())?) {
            return Ok(None);
        }
    }
    let work = Work {
        keys,
        aggregates: aggregate.aggr_expr().to_vec(),
        filters: aggregate.filter_expr().to_vec(),
        schema: node.schema(),
    };
    Ok(Some(Arc::new(CodedAggregateExec::new(
        input,
        Arc::new(work),
        partitions,
    ))))
}

/// The aggregate over the rows themselves, where `node` finishes it.
fn whole(node: &Arc<dyn ExecutionPlan>) -> Option<&AggregateExec> {
    let last = node.downcast_ref::<AggregateExec>()?;
    match last.mode() {
        AggregateMode::Single | AggregateMode::SinglePartitioned => Some(last),
        AggregateMode::Final | AggregateMode::FinalPartitioned => {
            let first = last.input().downcast_ref::<AggregateExec>()?;
            (*first.mode() == AggregateMode::Partial).then_some(first)
        }
        _ => None,
    }
}

/// Whether an aggregate needs nothing but the rows of its group.
fn simple(call: &Arc<AggregateFunctionExpr>) -> bool {
    call.groups_accumulator_supported() && !call.is_distinct() && call.order_bys().is_empty()
}

/// Places of the columns that aggregates and filters read.
fn arguments(aggregate: &AggregateExec) -> HashSet<usize> {
    let calls = aggregate.aggr_expr().iter();
    calls
        .flat_map(|call| call.expressions())
        .chain(aggregate.filter_expr().iter().flatten().cloned())
        .flat_map(|expression| columns_of(&expression))
        .collect()
}

/// An input, and keys over its columns.
type Keyed = (Arc<dyn ExecutionPlan>, Vec<Arc<dyn PhysicalExpr>>);

/// Input and keys with the dictionaries themselves in the place of keys that
/// are casts of them to text.
fn without_casts(
    input: &Arc<dyn ExecutionPlan>,
    keys: Vec<Arc<dyn PhysicalExpr>>,
    mut others: HashSet<usize>,
) -> Result<Keyed> {
    let schema = input.schema();
    let keys: Vec<_> = keys
        .into_iter()
        .map(|key| dictionary_of(&key, &schema).unwrap_or(key))
        .collect();
    // A key that is more than a column reads the text it was made for.
    for key in keys.iter().filter(|key| !key.is::<Column>()) {
        others.extend(columns_of(key));
    }
    let wanted: HashSet<usize> = keys
        .iter()
        .filter_map(|key| key.downcast_ref::<Column>())
        .map(Column::index)
        .filter(|place| !others.contains(place))
        .collect();
    let input = as_dictionaries(input, &wanted)?.unwrap_or_else(|| input.clone());
    Ok((input, keys))
}

/// The plan with the columns `wanted` as the dictionaries they are casts of,
/// where all of a column is one; none where nothing changes.
fn as_dictionaries(
    plan: &Arc<dyn ExecutionPlan>,
    wanted: &HashSet<usize>,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    if wanted.is_empty() {
        return Ok(None);
    }
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        let below = projection.input().schema();
        let mut columns: Vec<ProjectionExpr> = projection.expr().to_vec();
        let mut changed = false;
        for place in wanted {
            if let Some(dictionary) = dictionary_of(&columns[*place].expr, &below) {
                columns[*place].expr = dictionary;
                changed = true;
            }
        }
        if !changed {
            return Ok(None);
        }
        let plan = ProjectionExec::try_new(columns, projection.input().clone())?;
        return Ok(Some(Arc::new(plan)));
    }
    if let Some(union) = plan.downcast_ref::<UnionExec>() {
        let inputs = union.inputs();
        let everywhere: HashSet<usize> = wanted
            .iter()
            .copied()
            .filter(|place| inputs.iter().all(|input| is_cast(input, *place)))
            .collect();
        let inputs = inputs
            .iter()
            .map(|input| {
                let changed = as_dictionaries(input, &everywhere)?;
                Ok(changed.unwrap_or_else(|| input.clone()))
            })
            .collect::<Result<Vec<_>>>()?;
        return match everywhere.is_empty() {
            true => Ok(None),
            false => Ok(Some(UnionExec::try_new(inputs)?)),
        };
    }
    Ok(None)
}

/// Whether [`as_dictionaries`] changes a column of a part of a union.
fn is_cast(plan: &Arc<dyn ExecutionPlan>, place: usize) -> bool {
    plan.downcast_ref::<ProjectionExec>().is_some_and(|part| {
        dictionary_of(&part.expr()[place].expr, &part.input().schema()).is_some()
    })
}

fn columns_of(expression: &Arc<dyn PhysicalExpr>) -> Vec<usize> {
    let columns = collect_columns(expression);
    columns.iter().map(Column::index).collect()
}

/// What `key` is a cast to text of, where that is a dictionary.
fn dictionary_of(key: &Arc<dyn PhysicalExpr>, schema: &SchemaRef) -> Option<Arc<dyn PhysicalExpr>> {
    let cast = key.downcast_ref::<CastExpr>()?;
    let text = matches!(cast.cast_type(), DataType::Utf8 | DataType::Utf8View);
    let inner = cast.expr().data_type(schema).ok()?;
    let dictionary = matches!(inner, DataType::Dictionary(_, _)) && codable(&inner);
    (text && dictionary).then(|| cast.expr().clone())
}
