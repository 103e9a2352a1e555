//! Which aggregates of a plan are coded.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::logical_expr::TypeSignature;
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
use super::reads::Reads;
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
    let aggregates = aggregate.aggr_expr().to_vec();
    let read = Read {
        keys,
        arguments: aggregates.iter().map(arguments).collect(),
        filters: aggregate.filter_expr().to_vec(),
    };
    let (input, read) = read.without_casts(aggregate.input())?;
    for key in &read.keys {
        if !codable(&key.data_type(&input.schema())?) {
            return Ok(None);
        }
    }
    let work = Work {
        keys: read.keys,
        reads: Reads::of(
            read.arguments.into_iter().map(|(_, read)| read),
            &read.filters,
        ),
        aggregates,
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

/// What an aggregate reads, and whether a dictionary will do for a text: it
/// does for a function that says it takes any type.
type Arguments = (bool, Vec<Arc<dyn PhysicalExpr>>);

fn arguments(call: &Arc<AggregateFunctionExpr>) -> Arguments {
    let any = takes_any(&call.fun().signature().type_signature);
    (any, call.expressions())
}

fn takes_any(signature: &TypeSignature) -> bool {
    match signature {
        TypeSignature::Any(_) | TypeSignature::VariadicAny | TypeSignature::Nullary => true,
        TypeSignature::OneOf(all) => all.iter().all(takes_any),
        _ => false,
    }
}

/// What an aggregate reads of its input.
struct Read {
    keys: Vec<Arc<dyn PhysicalExpr>>,
    arguments: Vec<Arguments>,
    filters: Vec<Option<Arc<dyn PhysicalExpr>>>,
}

impl Read {
    /// The expressions that may read a dictionary in the place of a text.
    fn coded(&mut self) -> impl Iterator<Item = &mut Arc<dyn PhysicalExpr>> {
        let arguments = self.arguments.iter_mut().filter(|(any, _)| *any);
        let arguments = arguments.flat_map(|(_, arguments)| arguments);
        self.keys.iter_mut().chain(arguments)
    }

    /// Input and expressions with the dictionaries themselves in the place of
    /// casts of them to text.
    fn without_casts(
        mut self,
        input: &Arc<dyn ExecutionPlan>,
    ) -> Result<(Arc<dyn ExecutionPlan>, Self)> {
        let schema = input.schema();
        for expression in self.coded() {
            if let Some(dictionary) = dictionary_of(expression, &schema) {
                *expression = dictionary;
            }
        }
        // What is more than a column reads the text it was made for.
        let mut texts: HashSet<usize> = HashSet::new();
        let coded = self.coded();
        texts.extend(
            coded
                .filter(|e| !e.is::<Column>())
                .flat_map(|e| columns_of(e)),
        );
        let plain = self.arguments.iter().filter(|(any, _)| !*any);
        texts.extend(
            plain
                .flat_map(|(_, arguments)| arguments)
                .flat_map(columns_of),
        );
        texts.extend(self.filters.iter().flatten().flat_map(columns_of));
        let free = (0..schema.fields().len()).filter(|place| !texts.contains(place));
        let input = as_dictionaries(input, &free.collect())?.unwrap_or_else(|| input.clone());
        Ok((input, self))
    }
}

/// The plan with its columns `free` as dictionaries where they are texts made
/// of them; none where nothing changes. Nothing reads a free column as text.
fn as_dictionaries(
    plan: &Arc<dyn ExecutionPlan>,
    free: &HashSet<usize>,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        return projected(projection, free);
    }
    if let Some(union) = plan.downcast_ref::<UnionExec>() {
        return united(union, free);
    }
    match plan.downcast_ref::<CodedAggregateExec>() {
        Some(aggregate) => Ok(aggregate.with_dictionaries(free)),
        None => Ok(None),
    }
}

fn projected(
    projection: &ProjectionExec,
    free: &HashSet<usize>,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let schema = projection.input().schema();
    let mut columns: Vec<ProjectionExpr> = projection.expr().to_vec();
    let mut changed = false;
    for place in free {
        if let Some(dictionary) = dictionary_of(&columns[*place].expr, &schema) {
            columns[*place].expr = dictionary;
            changed = true;
        }
    }
    let passed =
        |place: usize, column: &ProjectionExpr| free.contains(&place) && column.expr.is::<Column>();
    let texts: HashSet<usize> = columns
        .iter()
        .enumerate()
        .filter(|(place, column)| !passed(*place, column))
        .flat_map(|(_, column)| columns_of(&column.expr))
        .collect();
    let below = (0..schema.fields().len()).filter(|place| !texts.contains(place));
    let input = as_dictionaries(projection.input(), &below.collect())?;
    if !changed && input.is_none() {
        return Ok(None);
    }
    let input = input.unwrap_or_else(|| projection.input().clone());
    Ok(Some(Arc::new(ProjectionExec::try_new(columns, input)?)))
}

/// A column of a union is a dictionary where it is one in every part.
fn united(union: &UnionExec, free: &HashSet<usize>) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let mut everywhere = free.clone();
    loop {
        let parts = union.inputs().iter();
        let parts = parts
            .map(|part| Ok(as_dictionaries(part, &everywhere)?.unwrap_or_else(|| part.clone())))
            .collect::<Result<Vec<_>>>()?;
        let differs = |place: &usize| {
            let kind =
                |part: &Arc<dyn ExecutionPlan>| part.schema().field(*place).data_type().clone();
            parts
                .windows(2)
                .any(|pair| kind(&pair[0]) != kind(&pair[1]))
        };
        let agreed: HashSet<usize> = everywhere.iter().copied().filter(|p| !differs(p)).collect();
        if agreed.len() == everywhere.len() {
            let before = union.inputs().iter();
            let same = before
                .zip(&parts)
                .all(|(before, part)| Arc::ptr_eq(before, part));
            return match same {
                true => Ok(None),
                false => Ok(Some(UnionExec::try_new(parts)?)),
            };
        }
        everywhere = agreed;
    }
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
