//! The operator in a physical plan.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use datafusion::common::runtime::SpawnedTask;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DataFusionError, Result, exec_datafusion_err, internal_err};
use datafusion::execution::TaskContext;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning,
    PlanProperties, SendableRecordBatchStream,
};
use tokio::sync::oneshot;

use super::shares::{Grouping, Shares};
use super::work::Work;

/// Most key columns of a coded aggregate.
pub(super) const MOST_KEYS: usize = 16;

/// A hash aggregate whose keys are coded.
#[derive(Debug)]
pub(super) struct CodedAggregateExec {
    input: Arc<dyn ExecutionPlan>,
    work: Arc<Work>,
    properties: Arc<PlanProperties>,
    run: Mutex<Option<Run>>,
}

/// One execution, begun by whichever output is asked first.
#[derive(Debug)]
struct Run {
    groups: Arc<dyn Grouping>,
    waiting: Vec<Option<oneshot::Receiver<Result<()>>>>,
    /// Ends with the last output.
    gathering: Arc<SpawnedTask<()>>,
}

impl CodedAggregateExec {
    /// The operator over `input`, with `partitions` outputs.
    pub(super) fn new(input: Arc<dyn ExecutionPlan>, work: Arc<Work>, partitions: usize) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(work.schema.clone()),
            Partitioning::UnknownPartitioning(partitions.max(1)),
            EmissionType::Final,
            Boundedness::Bounded,
        );
        Self {
            input,
            work,
            properties: Arc::new(properties),
            run: Mutex::default(),
        }
    }

    /// The same with the keys at `places` as dictionaries where they are texts;
    /// none where none is.
    pub(super) fn with_dictionaries(
        &self,
        places: &HashSet<usize>,
    ) -> Option<Arc<dyn ExecutionPlan>> {
        let keys = self.work.keys.len();
        let text = |field: &Field| matches!(field.data_type(), DataType::Utf8 | DataType::Utf8View);
        let fields = self.work.schema.fields().iter().enumerate();
        let mut changed = false;
        let fields: Vec<FieldRef> = fields
            .map(|(place, field)| {
                if place >= keys || !places.contains(&place) || !text(field) {
                    return field.clone();
                }
                changed = true;
                Arc::new(field.as_ref().clone().with_data_type(dictionary()))
            })
            .collect();
        let work = Work {
            schema: Arc::new(Schema::new(fields)),
            ..self.work.as_ref().clone()
        };
        changed.then(|| {
            let coded = Self::new(self.input.clone(), Arc::new(work), self.partitions());
            Arc::new(coded) as Arc<dyn ExecutionPlan>
        })
    }

    fn partitions(&self) -> usize {
        self.properties.output_partitioning().partition_count()
    }

    fn begin(&self, context: &Arc<TaskContext>) -> Result<Run> {
        let groups = grouping(self.work.clone(), self.partitions());
        let mut threads = Vec::new();
        for partition in 0..self.input.output_partitioning().partition_count() {
            let input = self.input.execute(partition, context.clone())?;
            threads.push(SpawnedTask::spawn(groups.clone().gather(input)));
        }
        let (send, waiting): (Vec<_>, Vec<_>) = (0..self.partitions())
            .map(|_| oneshot::channel())
            .map(|(send, receive)| (send, Some(receive)))
            .unzip();
        let gathered = gathered(groups.clone(), threads);
        let gathering = SpawnedTask::spawn(async move { tell(gathered.await, send) });
        Ok(Run {
            groups,
            waiting,
            gathering: Arc::new(gathering),
        })
    }
}

/// The type of a text as a code.
fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// Waits for every thread, then for the groups they kept to be dealt.
async fn gathered(groups: Arc<dyn Grouping>, threads: Vec<SpawnedTask<Result<()>>>) -> Result<()> {
    let inputs = threads.len();
    all(threads).await?;
    let settle = |_| {
        let groups = groups.clone();
        SpawnedTask::spawn(async move {
            while groups.settle()? {}
            Ok(())
        })
    };
    all((0..inputs).map(settle).collect()).await
}

async fn all(tasks: Vec<SpawnedTask<Result<()>>>) -> Result<()> {
    for task in tasks {
        let ended = task.join().await;
        ended.map_err(|error| DataFusionError::ExecutionJoin(Box::new(error)))??;
    }
    Ok(())
}

/// Tells every output that its groups are there, or the error.
fn tell(gathered: Result<()>, outputs: Vec<oneshot::Sender<Result<()>>>) {
    let error = gathered.err().map(Arc::new);
    for output in outputs {
        let told = match &error {
            None => Ok(()),
            Some(error) => Err(DataFusionError::Shared(error.clone())),
        };
        // An output that is gone needs nothing.
        let _ = output.send(told);
    }
}

/// An aggregation with keys as wide as they need to be.
fn grouping(work: Arc<Work>, outputs: usize) -> Arc<dyn Grouping> {
    match work.keys.len() {
        0..=2 => Arc::new(Shares::<2>::new(work, outputs)),
        3..=4 => Arc::new(Shares::<4>::new(work, outputs)),
        5..=6 => Arc::new(Shares::<6>::new(work, outputs)),
        7..=8 => Arc::new(Shares::<8>::new(work, outputs)),
        _ => Arc::new(Shares::<MOST_KEYS>::new(work, outputs)),
    }
}

impl DisplayAs for CodedAggregateExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<String> = self.work.keys.iter().map(ToString::to_string).collect();
        let aggregates = self.work.aggregates.iter();
        let aggregates: Vec<&str> = aggregates.map(|aggregate| aggregate.name()).collect();
        write!(
            f,
            "CodedAggregateExec: keys=[{}], aggregates=[{}]",
            keys.join(", "),
            aggregates.join(", ")
        )
    }
}

impl ExecutionPlan for CodedAggregateExec {
    fn name(&self) -> &str {
        "CodedAggregateExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![true]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        for expression in self.work.keys.iter().chain(self.work.reads.expressions()) {
            if f(expression)? == TreeNodeRecursion::Stop {
                return Ok(TreeNodeRecursion::Stop);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let (Some(input), true) = (children.pop(), children.is_empty()) else {
            return internal_err!("a coded aggregate has one input");
        };
        Ok(Arc::new(Self::new(
            input,
            self.work.clone(),
            self.partitions(),
        )))
    }

    fn reset_state(self: Arc<Self>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self::new(
            self.input.clone(),
            self.work.clone(),
            self.partitions(),
        )))
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        let run = match run.as_mut() {
            Some(run) => run,
            None => run.insert(self.begin(&context)?),
        };
        let ready = run.waiting.get_mut(partition).and_then(Option::take);
        let ready =
            ready.ok_or_else(|| exec_datafusion_err!("output {partition} was asked for before"))?;
        let (groups, gathering) = (run.groups.clone(), run.gathering.clone());
        let (outputs, rows) = (
            self.partitions(),
            context.session_config().batch_size().max(1),
        );
        let mut stream = RecordBatchReceiverStream::builder(self.schema(), 2);
        let out = stream.tx();
        stream.spawn(async move {
            let ready = ready.await;
            ready.map_err(|_| exec_datafusion_err!("the groups were lost"))??;
            drop(gathering);
            for share in (partition..groups.shares()).step_by(outputs) {
                let Some(whole) = groups.finish(share)? else {
                    continue;
                };
                for start in (0..whole.num_rows()).step_by(rows) {
                    let piece = whole.slice(start, rows.min(whole.num_rows() - start));
                    if out.send(Ok(piece)).await.is_err() {
                        return Ok(());
                    }
                }
            }
            Ok(())
        });
        Ok(stream.build())
    }
}
