//! No test may see the program panic, not even one that looks elsewhere.
//!
//! The `triffin` binary appends every panic, on any thread, to the file that
//! `TRIFFIN_PANIC_LOG` names. A panic that a thread pool swallowed or that a
//! test did not look for still ends up there.

use std::path::PathBuf;

/// The variable the binary reads.
pub const VARIABLE: &str = "TRIFFIN_PANIC_LOG";

/// A fresh place for the log of one run.
pub struct PanicLog {
    path: PathBuf,
}

impl PanicLog {
    /// Names the log file and removes what an earlier run left.
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("triffin-panics-{}.log", std::process::id()));
        // A file that is not there is what we want.
        let _ = std::fs::remove_file(&path);
        Self { path }
    }

    /// The value to give `TRIFFIN_PANIC_LOG`.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Fails with the log's text when anything panicked.
    pub fn verdict(self) -> Result<(), String> {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let _ = std::fs::remove_file(&self.path);
        if text.trim().is_empty() {
            Ok(())
        } else {
            Err(format!(
                "the triffin binary panicked while the tests ran:\n{text}"
            ))
        }
    }
}
