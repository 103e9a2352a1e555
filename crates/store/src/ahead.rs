//! Reading a file while what was read of it is being written.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use triffin_formats::{Chunk, FormatError, Source};

use crate::error::StoreError;

/// Chunks read before they are asked for: memory stays bounded by these.
const WAITING: usize = 4;

/// Reads `source` to its end on a thread of its own and hands each chunk to
/// `take` in order; gives the source back for what it knows at the end.
///
/// # Errors
/// The reader's, or the first of `take`; then the rest of the file is not read.
pub(crate) fn read_ahead(
    source: Box<dyn Source>,
    mut take: impl FnMut(Chunk) -> Result<(), StoreError>,
) -> Result<Box<dyn Source>, StoreError> {
    let (send, receive) = sync_channel(WAITING);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(source, &send));
        let taken = take_all(receive, &mut take);
        // A reader that panicked panics here, as it would have without us.
        let source = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        taken.map(|()| source)
    })
}

fn read(
    mut source: Box<dyn Source>,
    send: &SyncSender<Result<Chunk, FormatError>>,
) -> Box<dyn Source> {
    while let Some(chunk) = source.next_coded().transpose() {
        let failed = chunk.is_err();
        // Nobody waits any longer once a chunk could not be taken.
        if send.send(chunk).is_err() || failed {
            break;
        }
    }
    source
}

fn take_all(
    chunks: Receiver<Result<Chunk, FormatError>>,
    take: &mut impl FnMut(Chunk) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for chunk in chunks {
        take(chunk?)?;
    }
    Ok(())
}
