//! A file read several blocks of lines at a time.

use std::collections::{BTreeMap, VecDeque};

use rayon::prelude::*;

use crate::FormatError;
use crate::block::Block;
use crate::builder::CHUNK_ROWS;
use crate::csv::{Lines, Row};
use crate::layout::encoding_note;
use crate::source::{Chunk, Profile, Source, plain_chunk};

/// Bytes of a block: some thousand lines.
const BLOCK: usize = 1 << 19;

/// One of the readers that share a file. Each sees whole lines, in the order
/// of the file; what it remembers of them may not change what it reads.
pub trait Worker: Send {
    /// Takes a line.
    fn line(&mut self, row: &Row<'_>);
    /// Lines taken since the last [`Worker::finish`].
    fn taken(&self) -> usize;
    /// What the lines came to.
    ///
    /// # Errors
    /// When the rows do not make a batch.
    fn finish(&mut self) -> Result<Chunk, FormatError>;
    /// Takes over what another worker noted about its part of the file.
    fn absorb(&mut self, other: Self);
    /// Things about the whole file that show only as it is read.
    fn notes(&self) -> Vec<String>;
    /// See [`Source::own_areas`].
    fn own_areas(&self) -> BTreeMap<String, u64>;
}

/// A CSV file read by several workers at a time, its rows in their order.
pub struct BlockSource<W> {
    profile: Profile,
    lines: Lines,
    workers: Vec<W>,
    ready: VecDeque<Chunk>,
    /// Comes after the chunks that are ready.
    failed: Option<FormatError>,
    sha256: Option<String>,
    content: Option<String>,
    own_areas: BTreeMap<String, u64>,
}

impl<W: Worker> BlockSource<W> {
    /// Reads the lines after the header.
    pub fn new(profile: Profile, lines: Lines, workers: Vec<W>) -> Self {
        Self {
            profile,
            lines,
            workers,
            ready: VecDeque::new(),
            failed: None,
            sha256: None,
            content: None,
            own_areas: BTreeMap::new(),
        }
    }

    /// One block or some lines for each worker, and what they came to.
    fn round(&mut self) -> Result<(), FormatError> {
        let mut blocks = Vec::with_capacity(self.workers.len());
        let mut ended = false;
        for worker in &mut self.workers {
            let dealt = match ended {
                true => Ok(Dealt::Nothing),
                false => deal(&mut self.lines, worker),
            };
            blocks.push(match dealt {
                Ok(Dealt::Block(block)) => Some(block),
                Ok(Dealt::Lines) => None,
                Ok(Dealt::Nothing) => {
                    ended = true;
                    None
                }
                Err(error) => {
                    self.failed = Some(error);
                    ended = true;
                    None
                }
            });
        }
        let read = |(worker, block): (&mut W, Option<Block>)| {
            let whole = block.map_or(Ok(()), |block| block.each(|row| worker.line(row)));
            (worker.finish(), whole)
        };
        let chunks: Vec<_> = self.workers.par_iter_mut().zip(blocks).map(read).collect();
        for (chunk, whole) in chunks {
            let chunk = chunk?;
            if chunk.batch.num_rows() + chunk.aside.len() > 0 {
                self.ready.push_back(chunk);
            }
            if let Err(error) = whole {
                self.failed = Some(error);
                return Ok(());
            }
        }
        match ended && self.failed.is_none() {
            true => self.finish(),
            false => Ok(()),
        }
    }

    /// Reads on until a chunk is ready, the file ends or fails.
    fn fill(&mut self) {
        let ended = |source: &Self| source.failed.is_some() || source.sha256.is_some();
        while self.ready.is_empty() && !ended(self) && !self.workers.is_empty() {
            if let Err(error) = self.round() {
                self.failed = Some(error);
            }
        }
    }

    fn finish(&mut self) -> Result<(), FormatError> {
        self.content = Some(self.lines.text().content_sha256()?);
        self.sha256 = Some(self.lines.text().sha256()?);
        self.profile.notes.extend(encoding_note(&mut self.lines));
        let mut workers = self.workers.drain(..);
        if let Some(mut first) = workers.next() {
            workers.for_each(|other| first.absorb(other));
            self.profile.notes.extend(first.notes());
            self.own_areas = first.own_areas();
        }
        Ok(())
    }
}

/// What a worker was given.
enum Dealt {
    Block(Block),
    Lines,
    Nothing,
}

/// The next block, or the lines up to it that need unquoting, already taken.
fn deal(lines: &mut Lines, worker: &mut impl Worker) -> Result<Dealt, FormatError> {
    loop {
        // Lines taken before a block stay before it: the block is the next worker's.
        if worker.taken() == 0
            && let Some(block) = lines.next_block(BLOCK)?
        {
            return Ok(Dealt::Block(block));
        }
        if worker.taken() >= CHUNK_ROWS {
            return Ok(Dealt::Lines);
        }
        match lines.next_row()? {
            Some(row) => worker.line(&row),
            None if worker.taken() > 0 => return Ok(Dealt::Lines),
            None => return Ok(Dealt::Nothing),
        }
    }
}

impl<W: Worker> Source for BlockSource<W> {
    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, FormatError> {
        self.next_coded()?.map(plain_chunk).transpose()
    }

    fn next_coded(&mut self) -> Result<Option<Chunk>, FormatError> {
        self.fill();
        let next = self.ready.pop_front();
        if next.is_none()
            && let Some(error) = self.failed.take()
        {
            self.workers.clear();
            return Err(error);
        }
        // The end of the file is known with its last chunk.
        self.fill();
        Ok(next)
    }

    fn sha256(&self) -> Option<String> {
        match self.ready.is_empty() {
            true => self.sha256.clone(),
            false => None,
        }
    }

    fn content_sha256(&self) -> Option<String> {
        match self.ready.is_empty() {
            true => self.content.clone(),
            false => None,
        }
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        self.own_areas.clone()
    }
}
