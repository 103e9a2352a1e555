//! Who may write: any number of ingests together, or one repair alone.
//!
//! An ingest's files lie in the store before anything names them. A repair
//! that took them for leftovers would take them from under the ingest, so it
//! works alone. The system frees the lock when its holder ends, however it ends.

use std::fs::{File, TryLockError};
use std::io;

use crate::durable::{create_folder, open_lock};
use crate::error::StoreError;
use crate::layout::Layout;

/// Held until dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// The lock of an ingest; waits while a repair is at work.
pub(crate) fn shared(layout: &Layout) -> Result<Lock, StoreError> {
    let file = opened(layout)?;
    match file.lock_shared() {
        // A file system without locks has no repair to keep away either.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => {
            Err(StoreError::write(&layout.lock(), error))
        }
        _ => Ok(Lock { _file: file }),
    }
}

/// The lock of a repair.
///
/// # Errors
/// `E-STORE-BUSY` while an ingest or another repair is at work.
pub(crate) fn alone(layout: &Layout) -> Result<Lock, StoreError> {
    let file = opened(layout)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(StoreError::Busy {
            path: layout.root().to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(StoreError::write(&layout.lock(), error)),
    }
}

fn opened(layout: &Layout) -> Result<File, StoreError> {
    create_folder(layout.root())?;
    open_lock(&layout.lock())
}
