//! The groups of all threads.
//!
//! A thread keeps its groups to itself as long as most rows are of groups it
//! has: totals of many rows are few, and merging them at the end costs nothing.
//! One that meets new groups all the time passes its rows on instead:
//!
//! ```text
//!  thread ─► own table ─────────────(few groups)────────► dealt to shares at the end
//!         └► rows by hash ─► share 0 … share 63 (many groups, each held once)
//! ```
//!
//! A share is a table with a lock. Rows wait until there are enough of them
//! for a share, which is then in the cache while they are added: the order of
//! the file does not matter, and no group is ever held or merged twice.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arrow::array::RecordBatch;
use datafusion::common::Result;
use datafusion::physical_plan::SendableRecordBatchStream;

use super::domain::Domain;
use super::groups::hash;
use super::keys::Coder;
use super::waiting::{Picked, Waiting};
use super::work::{Table, Work};

/// Shares once rows are passed on: some millions of groups fit the cache share
/// by share.
const MANY: usize = 64;

/// New groups after which a thread looks back at how many rows brought them;
/// few in tests, whose data are small.
const STEP: usize = if cfg!(test) { 8 } else { 1 << 16 };

/// Rows a new group has to be worth for a thread to keep its groups.
const WORTH: usize = 4;

/// One aggregation, whatever the width of its keys.
pub(super) trait Grouping: std::fmt::Debug + Send + Sync {
    /// Takes in the rows of one input.
    fn gather(
        self: Arc<Self>,
        input: SendableRecordBatchStream,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send>>;

    /// After every input: deals one table that a thread kept to the shares.
    /// False when there is none left.
    fn settle(&self) -> Result<bool>;

    /// How many shares there are, once all is settled.
    fn shares(&self) -> usize;

    /// The groups of a share, which are then forgotten; none for an empty one.
    fn finish(&self, share: usize) -> Result<Option<RecordBatch>>;
}

/// A [`Grouping`] by at most `N` keys.
pub(super) struct Shares<const N: usize> {
    work: Arc<Work>,
    domains: Vec<Arc<Domain>>,
    /// Shares where no thread passes rows on: one an output.
    few: usize,
    tables: OnceLock<Vec<Mutex<Option<Table<N>>>>>,
    /// Tables of threads that kept their groups.
    kept: Mutex<Vec<Table<N>>>,
}

impl<const N: usize> std::fmt::Debug for Shares<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let begun = self.tables.get().map(Vec::len);
        f.debug_struct("Shares")
            .field("begun", &begun)
            .finish_non_exhaustive()
    }
}

impl<const N: usize> Shares<N> {
    /// Nothing gathered yet; `outputs` will ask for the groups.
    pub(super) fn new(work: Arc<Work>, outputs: usize) -> Self {
        Self {
            domains: work.domains(),
            work,
            few: outputs.max(1),
            tables: OnceLock::new(),
            kept: Mutex::default(),
        }
    }

    fn begun(&self, shares: usize) -> &[Mutex<Option<Table<N>>>] {
        let begin = || (0..shares).map(|_| Mutex::default()).collect();
        self.tables.get_or_init(begin)
    }

    /// The shares to pass rows on to.
    fn many(&self) -> &[Mutex<Option<Table<N>>>] {
        self.begun(MANY.max(self.few))
    }

    /// Adds rows to the share they are of.
    fn pass(&self, share: usize, rows: &Picked<N>) -> Result<()> {
        let mut table = lock(&self.many()[share]);
        let table = match table.as_mut() {
            Some(table) => table,
            None => table.insert(Table::new(&self.work)?),
        };
        table.add_picked(&self.work, rows)
    }

    fn deal(&self, table: Table<N>, shares: &[Mutex<Option<Table<N>>>]) -> Result<()> {
        let parts = table.deal(shares.len(), |key| share_of(key, shares.len()))?;
        for (share, part) in shares
            .iter()
            .zip(parts)
            .filter(|(_, part)| !part.is_empty())
        {
            let mut table = lock(share);
            let table = match table.as_mut() {
                Some(table) => table,
                None => table.insert(Table::new(&self.work)?),
            };
            table.merge(&part)?;
        }
        Ok(())
    }

    async fn take_in(&self, mut input: SendableRecordBatchStream) -> Result<()> {
        let mut coders: Vec<Coder> = self.domains.iter().cloned().map(Coder::new).collect();
        let mut own = Some(Table::new(&self.work)?);
        let mut watch = Watch::default();
        let mut waiting = Waiting::new(MANY.max(self.few));
        let pass = |share: usize, rows: &Picked<N>| self.pass(share, rows);
        while let Some(batch) = poll_fn(|context| input.as_mut().poll_next(context)).await {
            let rows = self.work.read(&batch?, &mut coders)?;
            let Some(table) = &mut own else {
                waiting.push(rows, pass)?;
                continue;
            };
            table.add(&self.work, &rows)?;
            if watch.is_crowded(rows.keys.rows, table.len())
                && let Some(table) = own.take()
            {
                self.deal(table, self.many())?;
            }
        }
        waiting.flush(pass)?;
        if let Some(table) = own.filter(|table| table.len() > 0) {
            lock(&self.kept).push(table);
        }
        Ok(())
    }
}

impl<const N: usize> Grouping for Shares<N> {
    fn gather(
        self: Arc<Self>,
        input: SendableRecordBatchStream,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
        Box::pin(async move { self.take_in(input).await })
    }

    fn settle(&self) -> Result<bool> {
        let mut kept = lock(&self.kept);
        if self.tables.get().is_none() && kept.len() == 1 {
            // The only table needs no dealing.
            *lock(&self.begun(1)[0]) = kept.pop();
        }
        let Some(table) = kept.pop() else {
            return Ok(false);
        };
        let shares = self.begun(self.few);
        drop(kept);
        self.deal(table, shares)?;
        Ok(true)
    }

    fn shares(&self) -> usize {
        self.tables.get().map_or(0, Vec::len)
    }

    fn finish(&self, share: usize) -> Result<Option<RecordBatch>> {
        let table = self.tables.get().and_then(|shares| shares.get(share));
        let table = table.and_then(|table| lock(table).take());
        table
            .map(|table| table.finish(&self.work, &self.domains))
            .transpose()
    }
}

/// The share of a group, of so many.
pub(super) fn share_of<const N: usize>(key: &[u32; N], shares: usize) -> usize {
    // The table of a share uses the other bits of the hash.
    (hash(key) >> 32) as usize % shares
}

/// Whether new groups keep coming.
#[derive(Debug, Default)]
struct Watch {
    rows: usize,
    groups: usize,
}

impl Watch {
    /// Whether the last [`STEP`] groups came with few rows each, after `rows`
    /// more rows and with `groups` by now.
    fn is_crowded(&mut self, rows: usize, groups: usize) -> bool {
        self.rows += rows;
        if groups - self.groups < STEP {
            return false;
        }
        let crowded = self.rows < WORTH * (groups - self.groups);
        *self = Watch { rows: 0, groups };
        crowded
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
