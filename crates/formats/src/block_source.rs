//! A file read several blocks of lines at a time, the next ones cut while the
//! present ones are read.

use std::collections::{BTreeMap, VecDeque};

use rayon::prelude::*;

use crate::FormatError;
use crate::cells::Cells;
use crate::csv::Lines;
use crate::layout::encoding_note;
use crate::piece::{Piece, deal};
use crate::source::{Chunk, Profile, Source, plain_chunk};

/// One of the readers that share a file. Each sees whole lines, in the order
/// of the file; what it remembers of them may not change what it reads.
pub trait Worker: Send {
    /// Takes lines of a text.
    fn lines(&mut self, text: &str, cells: &Cells);
    /// What the lines taken since the last time came to.
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
    workers: Vec<(W, Cells)>,
    /// The pieces that are read next, and what came after them.
    dealt: Option<Dealt>,
    ready: VecDeque<Chunk>,
    /// Comes after the chunks that are ready.
    failed: Option<FormatError>,
    sha256: Option<String>,
    content: Option<String>,
    own_areas: BTreeMap<String, u64>,
}

/// Pieces of a file for the workers.
struct Dealt {
    pieces: Vec<Piece>,
    /// Whether the file ended, or why it could not be read on.
    ended: Result<bool, FormatError>,
}

impl Dealt {
    /// A piece for each of some workers, while there are any.
    fn next(lines: &mut Lines, workers: usize) -> Self {
        let mut pieces = Vec::with_capacity(workers);
        let mut ended = Ok(false);
        while pieces.len() < workers && matches!(ended, Ok(false)) {
            let (piece, rest) = deal(lines);
            pieces.extend(piece);
            ended = rest;
        }
        Self { pieces, ended }
    }
}

impl<W: Worker> BlockSource<W> {
    /// Reads the lines after the header.
    pub fn new(profile: Profile, lines: Lines, workers: Vec<W>) -> Self {
        let workers = workers.into_iter().map(|worker| (worker, Cells::new()));
        Self {
            profile,
            lines,
            workers: workers.collect(),
            dealt: None,
            ready: VecDeque::new(),
            failed: None,
            sha256: None,
            content: None,
            own_areas: BTreeMap::new(),
        }
    }

    /// Reads a piece with each worker and cuts the next ones meanwhile.
    fn round(&mut self) -> Result<(), FormatError> {
        let (lines, workers) = (&mut self.lines, &mut self.workers);
        let count = workers.len();
        let dealt = self.dealt.take();
        let dealt = dealt.unwrap_or_else(|| Dealt::next(lines, count));
        let read = |((worker, cells), piece): (&mut (W, Cells), Piece)| {
            let whole = piece.read(cells, |text, cells| worker.lines(text, cells));
            (worker.finish(), whole, piece)
        };
        let (next, chunks) = rayon::join(
            || matches!(dealt.ended, Ok(false)).then(|| Dealt::next(lines, count)),
            || {
                let pieces = workers.par_iter_mut().zip(dealt.pieces);
                pieces.map(read).collect::<Vec<_>>()
            },
        );
        self.dealt = next;
        for (chunk, whole, piece) in chunks {
            self.lines.give_back(piece);
            let chunk = chunk?;
            if chunk.batch.num_rows() + chunk.aside.len() > 0 {
                self.ready.push_back(chunk);
            }
            if let Err(error) = whole {
                self.failed = Some(error);
                return Ok(());
            }
        }
        match dealt.ended {
            Ok(true) => self.finish(),
            Ok(false) => Ok(()),
            Err(error) => {
                self.failed = Some(error);
                Ok(())
            }
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
        let mut workers = self.workers.drain(..).map(|(worker, _)| worker);
        if let Some(mut first) = workers.next() {
            workers.for_each(|other| first.absorb(other));
            self.profile.notes.extend(first.notes());
            self.own_areas = first.own_areas();
        }
        Ok(())
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
