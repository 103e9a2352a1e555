//! A source that tells how far it has been read.

use std::collections::BTreeMap;

use triffin_formats::{Chunk, FormatError, Profile, Source};

/// Told the number of rows read so far, after every chunk.
pub type OnRows = Box<dyn FnMut(u64) + Send>;

/// Another source, watched.
pub(crate) struct Watched {
    source: Box<dyn Source>,
    rows: u64,
    on_rows: OnRows,
}

impl Watched {
    /// `source`, with `on_rows` told of every chunk.
    pub(crate) fn new(source: Box<dyn Source>, on_rows: OnRows) -> Self {
        Self {
            source,
            rows: 0,
            on_rows,
        }
    }

    fn told(&mut self, chunk: Option<Chunk>) -> Option<Chunk> {
        if let Some(chunk) = &chunk {
            self.rows += (chunk.batch.num_rows() + chunk.aside.len()) as u64;
            (self.on_rows)(self.rows);
        }
        chunk
    }
}

impl Source for Watched {
    fn profile(&self) -> &Profile {
        self.source.profile()
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, FormatError> {
        let chunk = self.source.next_chunk()?;
        Ok(self.told(chunk))
    }

    fn next_coded(&mut self) -> Result<Option<Chunk>, FormatError> {
        let chunk = self.source.next_coded()?;
        Ok(self.told(chunk))
    }

    fn sha256(&self) -> Option<String> {
        self.source.sha256()
    }

    fn content_sha256(&self) -> Option<String> {
        self.source.content_sha256()
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        self.source.own_areas()
    }
}
