//! Writing so that a crash leaves the store as it was or as it will be.
//!
//! A file's bytes are synced before anything names it, and its folder is
//! synced so that its name survives too.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::failpoint::Step;

/// Creates a folder and its parents, each of them durable.
pub(crate) fn create_folder(path: &Path) -> Result<(), StoreError> {
    // The parent of a relative name is the empty path: the working folder.
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        create_folder(parent)?;
    }
    match Step::FolderCreate.run(|| fs::create_dir(path)) {
        Ok(()) => match path.parent() {
            Some(parent) => sync_folder(parent, Step::FolderSync),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::write(path, error)),
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(path: &Path, step: Step) -> Result<(), StoreError> {
    // Windows has no handle to sync a folder by; its journal keeps the names.
    if cfg!(windows) {
        return Ok(());
    }
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    step.run(|| File::open(path)?.sync_all())
        .map_err(|error| StoreError::write(path, error))
}

/// A name no other writer will choose: 128 random bits as hex.
///
/// # Errors
/// `E-STORE-READ` when the system gives no random bits.
pub(crate) fn unique_name() -> Result<String, StoreError> {
    let mut bits = [0_u8; 16];
    getrandom::fill(&mut bits).map_err(|error| {
        StoreError::read(
            Path::new("the system's random bits"),
            std::io::Error::other(error),
        )
    })?;
    Ok(hex(&bits))
}

/// What publishing under a name came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Published {
    /// The name is ours now.
    Created,
    /// Someone had it before; nothing was changed.
    AlreadyThere,
}

/// Publishes bytes under a name that must not exist yet, whole or not at all.
///
/// The bytes are written and synced under a temporary name, then linked to the
/// final one: a link fails when the name is taken, and a reader never sees half
/// a file. The caller syncs the folder once it has taken note of the outcome.
pub(crate) fn create_if_absent(
    path: &Path,
    bytes: &[u8],
    steps: &PublishSteps,
) -> Result<Published, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let draft = folder.join(format!(".{}.tmp", unique_name()?));
    let linked = write_synced(&draft, bytes, steps)
        .and_then(|()| steps.publish.run(|| fs::hard_link(&draft, path)));
    // The draft has done its work either way; a left one is harmless and is
    // named by `verify`.
    let _ = steps.clear.run(|| fs::remove_file(&draft));
    match linked {
        Ok(()) => Ok(Published::Created),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Published::AlreadyThere),
        Err(error) => Err(StoreError::write(path, error)),
    }
}

fn write_synced(path: &Path, bytes: &[u8], steps: &PublishSteps) -> io::Result<()> {
    let mut file = steps
        .create
        .run(|| OpenOptions::new().write(true).create_new(true).open(path))?;
    file.write_all(bytes)?;
    steps.sync.run(|| file.sync_all())
}

/// The acts of publishing one kind of file.
pub(crate) struct PublishSteps {
    pub(crate) create: Step,
    pub(crate) sync: Step,
    pub(crate) publish: Step,
    pub(crate) clear: Step,
}

/// The acts of publishing a manifest.
pub(crate) const MANIFEST: PublishSteps = PublishSteps {
    create: Step::ManifestCreate,
    sync: Step::ManifestSync,
    publish: Step::ManifestPublish,
    clear: Step::ManifestClear,
};

/// Moves a file or folder within the store; both names are durable after it.
pub(crate) fn move_synced(from: &Path, to: &Path) -> Result<(), StoreError> {
    let folder = |path: &Path| path.parent().unwrap_or(Path::new(".")).to_owned();
    create_folder(&folder(to))?;
    Step::Move
        .run(|| fs::rename(from, to))
        .map_err(|error| StoreError::write(from, error))?;
    sync_folder(&folder(to), Step::MovedSync)?;
    sync_folder(&folder(from), Step::LeftSync)
}

/// Opens the file that writers lock, creating it when it is not there.
pub(crate) fn open_lock(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    Step::LockOpen
        .run(|| options.open(path))
        .map_err(|error| StoreError::write(path, error))
}

/// The acts of writing one kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileSteps {
    pub(crate) create: Step,
    pub(crate) write: Step,
    pub(crate) sync: Step,
}

/// A file written once, hashed on the way.
pub(crate) struct HashedFile {
    path: PathBuf,
    steps: FileSteps,
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

/// What was written to a [`HashedFile`].
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl HashedFile {
    /// Creates the file; it must not exist.
    pub(crate) fn create(path: &Path, steps: FileSteps) -> Result<Self, StoreError> {
        let file = steps
            .create
            .run(|| OpenOptions::new().write(true).create_new(true).open(path))
            .map_err(|error| StoreError::write(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            steps,
            out: BufWriter::with_capacity(1 << 18, file),
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Flushes and syncs.
    pub(crate) fn finish(self) -> Result<Written, StoreError> {
        let path = self.path;
        let file = self
            .out
            .into_inner()
            .map_err(|error| StoreError::write(&path, error.into_error()))?;
        self.steps
            .sync
            .run(|| file.sync_all())
            .map_err(|error| StoreError::write(&path, error))?;
        Ok(Written {
            bytes: self.bytes,
            sha256: hex(&self.hash.finalize()),
        })
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.steps.write.run(|| self.out.write_all(bytes))?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of bytes, hex.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of a file's bytes, hex, and its length.
pub(crate) fn sha256_of_file(path: &Path) -> Result<Written, StoreError> {
    struct Sink(Sha256);
    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut sink = Sink(Sha256::new());
    let bytes = File::open(path)
        .and_then(|mut file| io::copy(&mut file, &mut sink))
        .map_err(|error| StoreError::read(path, error))?;
    Ok(Written {
        bytes,
        sha256: hex(&sink.0.finalize()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub/name.json");
        assert_eq!(
            create_if_absent(&path, b"one", &MANIFEST).unwrap(),
            Published::Created
        );
        assert_eq!(
            create_if_absent(&path, b"two", &MANIFEST).unwrap(),
            Published::AlreadyThere
        );
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path().join("sub")).unwrap().count(), 1);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // FIPS 180-2, appendix B.1: SHA-256 of "abc".
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        let steps = FileSteps {
            create: Step::DataCreate,
            write: Step::DataWrite,
            sync: Step::DataSync,
        };
        let mut file = HashedFile::create(&path, steps).unwrap();
        file.write_all(b"abc").unwrap();
        let written = file.finish().unwrap();
        assert_eq!(
            written.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let read = sha256_of_file(&path).unwrap();
        assert_eq!((read.bytes, read.sha256), (3, written.sha256));
    }

    #[test]
    fn the_parent_of_a_relative_store_folder_is_the_working_folder() {
        let relative = Path::new("Cargo.toml").parent().unwrap();
        assert!(relative.as_os_str().is_empty());
        create_folder(relative).unwrap();
    }

    #[test]
    fn names_do_not_repeat() {
        let names: std::collections::HashSet<String> =
            (0..1000).map(|_| unique_name().unwrap()).collect();
        assert_eq!(names.len(), 1000);
    }
}
