//! The engine: one DataFusion session that reads and never writes, and the
//! threads it runs on.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use arrow::array::RecordBatch;
use datafusion::catalog::MemoryCatalogProviderList;
use datafusion::dataframe::DataFrame;
use datafusion::execution::SessionState;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{AggregateUDF, LogicalPlan, ScalarUDF};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::runtime::{Handle, Runtime};

use crate::coded::CodedAggregates;
use crate::error::StoreError;
use crate::exact::{exact_sum, guarded_avg};

/// How the engine is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineOptions {
    /// Parts a plan is split into, and threads that work on them.
    pub target_partitions: usize,
    /// Rows a batch.
    pub batch_size: usize,
}

impl Default for EngineOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        Self {
            target_partitions: cores,
            batch_size: 8192,
        }
    }
}

/// The engine's own rules after ours.
fn rules() -> Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> {
    let ours: Arc<dyn PhysicalOptimizerRule + Send + Sync> = Arc::new(CodedAggregates);
    let theirs = PhysicalOptimizer::new().rules;
    std::iter::once(ours).chain(theirs).collect()
}

/// The session and its threads. The threads start with the first plan.
pub(crate) struct Engine {
    context: SessionContext,
    options: EngineOptions,
    runtime: Mutex<Option<Runtime>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Engine {
    pub(crate) fn new(options: EngineOptions) -> Self {
        let threads = options.target_partitions.max(1);
        let config = SessionConfig::new()
            .with_information_schema(false)
            .with_target_partitions(threads)
            .with_batch_size(options.batch_size.max(1));
        let state = SessionStateBuilder::new()
            .with_config(config)
            .with_default_features()
            .with_table_function_list(Vec::new())
            .with_physical_optimizer_rules(rules())
            .build();
        let context = SessionContext::new_with_state(state);
        context.register_udaf(exact_sum());
        context.register_udaf(guarded_avg());
        Self {
            context,
            options,
            runtime: Mutex::new(None),
        }
    }

    pub(crate) fn register_udf(&self, function: Arc<ScalarUDF>) {
        self.context.register_udf(function.as_ref().clone());
    }

    pub(crate) fn register_udaf(&self, function: Arc<AggregateUDF>) {
        self.context.register_udaf(function.as_ref().clone());
    }

    pub(crate) fn state(&self) -> SessionState {
        self.context.state()
    }

    /// A session with the same functions and no tables, for one statement. A
    /// number with a point is a decimal in it, so that `value * 0.1` is exact;
    /// `1e-1` and what is cast to `DOUBLE` are doubles.
    pub(crate) fn fresh(&self) -> SessionContext {
        let state = self.context.state();
        let mut config = state
            .config()
            .clone()
            .with_create_default_catalog_and_schema(true);
        config.options_mut().sql_parser.parse_float_as_decimal = true;
        let state = SessionStateBuilder::new_from_existing(state)
            .with_config(config)
            .with_catalog_list(Arc::new(MemoryCatalogProviderList::new()))
            .build();
        SessionContext::new_with_state(state)
    }

    /// Runs a plan to its end.
    pub(crate) fn run(&self, plan: LogicalPlan) -> Result<Vec<RecordBatch>, StoreError> {
        let frame = DataFrame::new(self.context.state(), plan);
        self.wait(async move { Ok(frame.collect().await?) })
    }

    /// Runs a future on the engine's threads and waits for it, from any
    /// thread, also one that already belongs to a runtime.
    pub(crate) fn wait<T, F>(&self, future: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let (send, receive) = mpsc::sync_channel(1);
        self.runtime()?.spawn(async move {
            // The receiver waits below; if it is gone, so is the question.
            let _ = send.send(future.await);
        });
        receive.recv().unwrap_or_else(|_| {
            Err(StoreError::Engine {
                detail: "a worker stopped before it had an answer".to_owned(),
            })
        })
    }

    fn runtime(&self) -> Result<Handle, StoreError> {
        let mut runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = runtime.as_ref() {
            return Ok(running.handle().clone());
        }
        let started = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(self.options.target_partitions.max(1))
            .thread_name("triffin-engine")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Engine {
                detail: format!("no threads: {error}"),
            })?;
        let handle = started.handle().clone();
        *runtime = Some(started);
        Ok(handle)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // A runtime may not be waited for from within another one.
        let runtime = self
            .runtime
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = runtime.take() {
            runtime.shutdown_background();
        }
    }
}
