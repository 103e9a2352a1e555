//! A source whose rows are all read when it is opened: sheets of a workbook
//! and the tables of a folder, which are small beside a gibibyte.

use std::collections::VecDeque;

use crate::FormatError;
use crate::builder::CHUNK_ROWS;
use crate::layout::Sink;
use crate::source::{Chunk, Profile, Source};

/// Chunks that wait to be handed up.
pub struct Eager {
    profile: Profile,
    chunks: VecDeque<Chunk>,
    pending: String,
    sha256: Option<String>,
}

/// Gathers rows into chunks.
pub struct Gathered {
    /// Where rows and set-aside rows go.
    pub sink: Sink,
    chunks: VecDeque<Chunk>,
}

impl Gathered {
    /// Nothing yet, for the table of `profile`'s kind.
    pub fn new(kind: crate::schema::Kind) -> Self {
        Self {
            sink: Sink::new(kind),
            chunks: VecDeque::new(),
        }
    }

    /// Cuts a chunk when one is full; to be called after each line.
    ///
    /// # Errors
    /// `E-FORMAT-BATCH` when a reader pushed rows of another table.
    pub fn cut(&mut self) -> Result<(), FormatError> {
        if self.sink.rows() >= CHUNK_ROWS {
            self.chunks.push_back(self.sink.chunk()?);
        }
        Ok(())
    }

    /// The source of what was gathered.
    ///
    /// # Errors
    /// As [`Gathered::cut`].
    pub fn source(mut self, profile: Profile, sha256: String) -> Result<Eager, FormatError> {
        if self.sink.rows() > 0 {
            self.chunks.push_back(self.sink.chunk()?);
        }
        Ok(Eager {
            profile,
            chunks: self.chunks,
            pending: sha256,
            sha256: None,
        })
    }
}

impl Source for Eager {
    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, FormatError> {
        let chunk = self.chunks.pop_front();
        if chunk.is_none() {
            self.sha256 = Some(self.pending.clone());
        }
        Ok(chunk)
    }

    fn sha256(&self) -> Option<String> {
        self.sha256.clone()
    }
}
