//! The operator in a physical plan.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
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

use super::keys::Domain;
use super::work::{Part, Work};

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
    domains: Vec<Arc<Domain>>,
    waiting: Vec<Option<oneshot::Receiver<Result<Vec<Part>>>>>,
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

    fn partitions(&self) -> usize {
        self.properties.output_partitioning().partition_count()
    }

    fn begin(&self, context: &Arc<TaskContext>) -> Result<Run> {
        let domains = self.work.domains();
        let mut threads = Vec::new();
        for partition in 0..self.input.output_partitioning().partition_count() {
            let input = self.input.execute(partition, context.clone())?;
            let (work, domains) = (self.work.clone(), domains.clone());
            let outputs = self.partitions();
            threads.push(SpawnedTask::spawn(async move {
                gather(&work, input, &domains, outputs).await
            }));
        }
        let (send, waiting): (Vec<_>, Vec<_>) = (0..self.partitions())
            .map(|_| oneshot::channel())
            .map(|(send, receive)| (send, Some(receive)))
            .unzip();
        let outputs = self.partitions();
        let gathering = SpawnedTask::spawn(async move {
            deliver(wait_for(threads, outputs).await, send);
        });
        Ok(Run {
            domains,
            waiting,
            gathering: Arc::new(gathering),
        })
    }
}

/// Waits for every thread; the parts of each output partition together.
async fn wait_for(
    threads: Vec<SpawnedTask<Result<Vec<Part>>>>,
    outputs: usize,
) -> Result<Vec<Vec<Part>>> {
    let mut dealt: Vec<Vec<Part>> = (0..outputs).map(|_| Vec::new()).collect();
    for thread in threads {
        let parts = thread
            .join()
            .await
            .map_err(|error| DataFusionError::ExecutionJoin(Box::new(error)))??;
        for (output, part) in dealt.iter_mut().zip(parts) {
            output.push(part);
        }
    }
    Ok(dealt)
}

/// Hands every output its parts; an error goes to each of them.
fn deliver(found: Result<Vec<Vec<Part>>>, outputs: Vec<oneshot::Sender<Result<Vec<Part>>>>) {
    match found {
        Ok(dealt) => {
            for (output, parts) in outputs.into_iter().zip(dealt) {
                // An output that is gone needs nothing.
                let _ = output.send(Ok(parts));
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for output in outputs {
                let _ = output.send(Err(DataFusionError::Shared(error.clone())));
            }
        }
    }
}

/// One thread's groups, with keys as wide as they need to be.
async fn gather(
    work: &Work,
    input: SendableRecordBatchStream,
    domains: &[Arc<Domain>],
    outputs: usize,
) -> Result<Vec<Part>> {
    match domains.len() {
        0..=2 => work.gather::<2>(input, domains, outputs).await,
        3..=4 => work.gather::<4>(input, domains, outputs).await,
        5..=6 => work.gather::<6>(input, domains, outputs).await,
        7..=8 => work.gather::<8>(input, domains, outputs).await,
        _ => work.gather::<MOST_KEYS>(input, domains, outputs).await,
    }
}

/// The merged groups of one output, with keys as wide as [`gather`] made them.
fn merge(work: &Work, parts: Vec<Part>, domains: &[Arc<Domain>]) -> Result<RecordBatch> {
    match domains.len() {
        0..=2 => work.merge::<2>(parts, domains),
        3..=4 => work.merge::<4>(parts, domains),
        5..=6 => work.merge::<6>(parts, domains),
        7..=8 => work.merge::<8>(parts, domains),
        _ => work.merge::<MOST_KEYS>(parts, domains),
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
        let arguments = self.work.aggregates.iter().flat_map(|a| a.expressions());
        let all = self.work.keys.iter().cloned().chain(arguments);
        for expression in all.chain(self.work.filters.iter().flatten().cloned()) {
            if f(&expression)? == TreeNodeRecursion::Stop {
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
        let parts = run.waiting.get_mut(partition).and_then(Option::take);
        let parts =
            parts.ok_or_else(|| exec_datafusion_err!("output {partition} was asked for before"))?;
        let (work, domains) = (self.work.clone(), run.domains.clone());
        let gathering = run.gathering.clone();
        let rows = context.session_config().batch_size().max(1);
        let mut stream = RecordBatchReceiverStream::builder(self.schema(), 2);
        let out = stream.tx();
        stream.spawn(async move {
            let parts = parts
                .await
                .map_err(|_| exec_datafusion_err!("the groups were lost"))??;
            drop(gathering);
            let whole = merge(&work, parts, &domains)?;
            for start in (0..whole.num_rows()).step_by(rows) {
                let piece = whole.slice(start, rows.min(whole.num_rows() - start));
                if out.send(Ok(piece)).await.is_err() {
                    break;
                }
            }
            Ok(())
        });
        Ok(stream.build())
    }
}
