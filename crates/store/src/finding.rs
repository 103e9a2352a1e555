//! What can be wrong with a store, and what to do about each.

use std::path::PathBuf;

use triffin_basis::Bilingual;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something a manifest promises is not so: answers may be wrong or refused.
    Damage,
    /// A file that no manifest names: from an ingest that was cut short, or that
    /// is running now. No answer is touched by it.
    Leftover,
}

/// What is held against the manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// A manifest that cannot be understood.
    Manifest,
    /// A manifest that a newer program wrote.
    Newer,
    /// A file that a manifest names and that is not there, or cannot be read.
    Missing,
    /// A file of another length than its manifest says.
    Length,
    /// A file with other bytes than its manifest says.
    Checksum,
    /// A file with another number of rows than its manifest says.
    Rows,
    /// A manifest whose own counts do not agree.
    Identity,
    /// A manifest whose id is not that of its content.
    Id,
    /// A vintage that a snapshot names and whose manifest is gone.
    Lost,
    /// A snapshot's file that is not what its name says.
    Snapshot,
    /// A file that nothing names.
    Leftover,
}

impl Check {
    /// Every check.
    pub const ALL: [Check; 11] = [
        Check::Manifest,
        Check::Newer,
        Check::Missing,
        Check::Length,
        Check::Checksum,
        Check::Rows,
        Check::Identity,
        Check::Id,
        Check::Lost,
        Check::Snapshot,
        Check::Leftover,
    ];

    /// Its name, one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Check::Manifest => "manifest",
            Check::Newer => "newer",
            Check::Missing => "missing",
            Check::Length => "length",
            Check::Checksum => "checksum",
            Check::Rows => "rows",
            Check::Identity => "identity",
            Check::Id => "id",
            Check::Lost => "lost",
            Check::Snapshot => "snapshot",
            Check::Leftover => "leftover",
        }
    }

    /// Its stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Check::Manifest => "E-STORE-MANIFEST",
            Check::Newer => "E-STORE-NEWER",
            Check::Missing => "E-STORE-MISSING-FILE",
            Check::Length => "E-STORE-LENGTH",
            Check::Checksum => "E-STORE-CHECKSUM",
            Check::Rows => "E-STORE-ROWS",
            Check::Identity => "E-STORE-IDENTITY",
            Check::Id => "E-STORE-ID",
            Check::Lost => "E-STORE-LOST",
            Check::Snapshot => "E-STORE-SNAPSHOT-FILE",
            Check::Leftover => "N-STORE-LEFTOVER",
        }
    }

    /// How bad it is.
    pub const fn severity(self) -> Severity {
        match self {
            Check::Leftover => Severity::Leftover,
            _ => Severity::Damage,
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> Bilingual {
        let (en, zh) = match self {
            Check::Newer => (
                "use the newer triffin that wrote it",
                "请使用写成它的较新版本 triffin",
            ),
            Check::Lost => (
                "restore the manifest from a backup, or add the publisher's file again: the same content gets the same id; `triffin data repair` sets the snapshots apart",
                "请从备份恢复清单，或重新添加原始文件：相同内容得到相同编号；`triffin data repair` 会隔离相关快照",
            ),
            Check::Snapshot => (
                "`triffin data repair` sets it apart",
                "`triffin data repair` 会将其隔离",
            ),
            Check::Leftover => (
                "if no ingest is running, `triffin data repair` sets it apart",
                "若没有正在进行的入库，`triffin data repair` 会将其隔离",
            ),
            _ => (
                "restore the file from a backup; else `triffin data repair` rebuilds what it can and sets the rest of the vintage apart, and the publisher's file can be added again",
                "请从备份恢复该文件；否则 `triffin data repair` 会重建可重建的部分并隔离其余，然后可重新添加原始文件",
            ),
        };
        Bilingual::new(en, zh)
    }
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was held against the manifests.
    pub check: Check,
    /// The vintage, when one is concerned.
    pub vintage: Option<String>,
    /// The file.
    pub path: PathBuf,
    /// What was found and what was expected.
    pub detail: Bilingual,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_check_has_a_code_and_a_remedy_of_its_own() {
        let codes: HashSet<_> = Check::ALL.map(Check::code).into();
        let names: HashSet<_> = Check::ALL.map(Check::as_str).into();
        assert_eq!((codes.len(), names.len()), (11, 11));
        for check in Check::ALL {
            let remedy = check.remedy();
            assert!(remedy.en.is_ascii() && !remedy.zh.is_ascii(), "{check:?}");
        }
    }
}
