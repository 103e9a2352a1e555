//! Points at which a test ends the program, or lets an act on the disk fail.
//!
//! Every act that a crash can fall before or after is a `Step`, and is done
//! through it. `TRIFFIN_FAILPOINT=manifest-publish.before` aborts the process
//! right before that act, `….after` right after it, and `….error` lets it fail
//! as on a full disk; `trace` names every step on standard error as it comes.
//! Builds without debug assertions look at no variable.

use std::io;

/// The variable that names the point.
pub const VARIABLE: &str = "TRIFFIN_FAILPOINT";

/// An act on the disk. One list: a test walks it and reaches every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    FolderCreate,
    FolderSync,
    LockOpen,
    DataCreate,
    DataWrite,
    DataSync,
    SlicesCreate,
    SlicesWrite,
    SlicesSync,
    AsideCreate,
    AsideWrite,
    AsideSync,
    NamesSync,
    ManifestCreate,
    ManifestSync,
    ManifestPublish,
    ManifestClear,
    ManifestsSync,
    SnapshotCreate,
    SnapshotSync,
    SnapshotPublish,
    SnapshotClear,
    RecordCreate,
    RecordSync,
    RecordPublish,
    RecordClear,
    RebuildCreate,
    RebuildSync,
    RebuildPublish,
    RebuildClear,
    Move,
    MovedSync,
    LeftSync,
}

use Step::*;

impl Step {
    const ALL: [(Step, &'static str); 33] = [
        (FolderCreate, "folder-create"),
        (FolderSync, "folder-sync"),
        (LockOpen, "lock-open"),
        (DataCreate, "data-create"),
        (DataWrite, "data-write"),
        (DataSync, "data-sync"),
        (SlicesCreate, "slices-create"),
        (SlicesWrite, "slices-write"),
        (SlicesSync, "slices-sync"),
        (AsideCreate, "aside-create"),
        (AsideWrite, "aside-write"),
        (AsideSync, "aside-sync"),
        (NamesSync, "names-sync"),
        (ManifestCreate, "manifest-create"),
        (ManifestSync, "manifest-sync"),
        (ManifestPublish, "manifest-publish"),
        (ManifestClear, "manifest-clear"),
        (ManifestsSync, "manifests-sync"),
        (SnapshotCreate, "snapshot-create"),
        (SnapshotSync, "snapshot-sync"),
        (SnapshotPublish, "snapshot-publish"),
        (SnapshotClear, "snapshot-clear"),
        (RecordCreate, "record-create"),
        (RecordSync, "record-sync"),
        (RecordPublish, "record-publish"),
        (RecordClear, "record-clear"),
        (RebuildCreate, "rebuild-create"),
        (RebuildSync, "rebuild-sync"),
        (RebuildPublish, "rebuild-publish"),
        (RebuildClear, "rebuild-clear"),
        (Move, "move"),
        (MovedSync, "moved-sync"),
        (LeftSync, "left-sync"),
    ];

    /// Does the act, unless the program is to end before it, after it, or the
    /// act is to fail.
    pub(crate) fn run<T>(self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.reached(".before")?;
        self.reached(".error")?;
        let done = act()?;
        self.reached(".after")?;
        Ok(done)
    }

    #[cfg(debug_assertions)]
    fn reached(self, moment: &str) -> io::Result<()> {
        static ASKED: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
        let Some(asked) = ASKED.get_or_init(|| std::env::var(VARIABLE).ok()) else {
            return Ok(());
        };
        if asked == "trace" && moment == ".before" {
            eprintln!("{}", self.name());
        }
        match asked.strip_suffix(moment) == Some(self.name()) {
            false => Ok(()),
            true if moment == ".error" => Err(io::ErrorKind::StorageFull.into()),
            true => std::process::abort(),
        }
    }

    #[cfg(debug_assertions)]
    fn name(self) -> &'static str {
        let mut named = Step::ALL.iter();
        named
            .find(|(step, _)| *step == self)
            .map_or("", |(_, name)| name)
    }

    #[cfg(not(debug_assertions))]
    fn reached(self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

/// The names of all steps, in the order an ingest and then a repair come to
/// them; `.before`, `.after` or `.error` behind one makes a point.
pub fn steps() -> impl Iterator<Item = &'static str> {
    Step::ALL.iter().map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_one_name_and_is_taken_somewhere() {
        let sources = [
            include_str!("add.rs"),
            include_str!("draft.rs"),
            include_str!("durable.rs"),
            include_str!("lock.rs"),
            include_str!("repair.rs"),
            include_str!("repair/quarantine.rs"),
            include_str!("snapshot.rs"),
        ]
        .concat();
        let mut names: Vec<&str> = steps().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Step::ALL.len());
        for (step, name) in Step::ALL {
            let used = format!("Step::{step:?}");
            assert!(sources.contains(&used), "{name}: no act is done through it");
        }
    }

    #[test]
    fn no_act_on_the_disk_goes_round_the_steps() {
        // Reading is free; what changes the disk is in these words.
        let words = [
            "fs::rename(",
            "fs::hard_link(",
            "fs::create_dir",
            "sync_all()",
            "fs::write(",
            "sync_data()",
            " File::create(",
            "create_new(true)",
        ];
        let sources = [
            ("add.rs", include_str!("add.rs")),
            ("draft.rs", include_str!("draft.rs")),
            ("lock.rs", include_str!("lock.rs")),
            ("repair.rs", include_str!("repair.rs")),
            ("repair/quarantine.rs", include_str!("repair/quarantine.rs")),
            ("snapshot.rs", include_str!("snapshot.rs")),
            ("store.rs", include_str!("store.rs")),
            ("verify.rs", include_str!("verify.rs")),
        ];
        for (name, text) in sources {
            for word in words {
                assert!(
                    !text.contains(word),
                    "{name} does `{word}` itself: see durable.rs"
                );
            }
        }
    }
}
