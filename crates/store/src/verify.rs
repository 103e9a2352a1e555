//! Is the store what its manifests say? Every checksum, count and identity.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use triffin_basis::{Bilingual, Lang};

use crate::durable::sha256_of_file;
use crate::error::StoreError;
use crate::finding::{Check, Finding, Severity};
use crate::manifest::{Manifest, StoredFile};
use crate::snapshot::Written;
use crate::store::{Store, manifest_ids};

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Vintages checked.
    pub vintages: u64,
    /// Files checked.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Whether any finding is damage.
    pub fn damaged(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|f| f.check.severity() == Severity::Damage)
    }

    fn damage(&mut self, check: Check, vintage: &str, path: PathBuf, detail: Bilingual) {
        self.findings.push(Finding {
            check,
            vintage: Some(vintage.to_owned()),
            path,
            detail,
        });
    }
}

/// Everything that was read to verify, for whoever mends it.
pub(crate) struct Inspection {
    pub(crate) verified: Verified,
    /// The manifests that can be understood, by the id their file's name says.
    pub(crate) manifests: BTreeMap<String, Manifest>,
}

impl Store {
    /// Reads every file of the store and compares it with its manifest. Changes
    /// nothing.
    ///
    /// # Errors
    /// When a folder of the store cannot be listed; a file that cannot be read
    /// is a finding.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        Ok(self.inspect()?.verified)
    }

    pub(crate) fn inspect(&self) -> Result<Inspection, StoreError> {
        let mut out = Verified::default();
        let mut manifests = BTreeMap::new();
        for id in manifest_ids(self.layout())? {
            out.vintages += 1;
            let path = self.layout().manifest(&id);
            match Manifest::load(&path) {
                Ok(manifest) => {
                    self.check_vintage(&id, &manifest, &mut out);
                    manifests.insert(id, manifest);
                }
                Err(error @ StoreError::Newer { .. }) => {
                    out.damage(Check::Newer, &id, path, both(&error));
                }
                Err(error) => out.damage(Check::Manifest, &id, path, both(&error)),
            }
        }
        self.check_snapshots(&mut out)?;
        self.find_leftovers(&manifests, &mut out)?;
        Ok(Inspection {
            verified: out,
            manifests,
        })
    }

    fn check_vintage(&self, id: &str, m: &Manifest, out: &mut Verified) {
        let path = self.layout().manifest(id);
        let expected = m.own_id();
        if m.id != id || expected != id {
            let detail = Bilingual::new(
                format!(
                    "the file is named {id}, says {}, and its content is {expected}",
                    m.id
                ),
                format!("文件名为 {id}，自称 {}，按内容应为 {expected}", m.id),
            );
            out.damage(Check::Id, id, path.clone(), detail);
        }
        for (en, zh, have, want) in identities(m) {
            if have != want {
                let detail = differs(en, zh, have, want);
                out.damage(Check::Identity, id, path.clone(), detail);
            }
        }
        for file in m.files() {
            self.check_file(id, file, out);
        }
    }

    fn check_file(&self, id: &str, file: &StoredFile, out: &mut Verified) {
        let path = self.layout().resolve(&file.path);
        out.files += 1;
        if !path.is_file() {
            let detail = Bilingual::new("the file is not there", "文件不存在");
            return out.damage(Check::Missing, id, path, detail);
        }
        let read = match sha256_of_file(&path) {
            Ok(read) => read,
            Err(error) => return out.damage(Check::Missing, id, path, both(&error)),
        };
        out.bytes += read.bytes;
        if read.bytes != file.bytes {
            let detail = differs("bytes", "字节数", read.bytes, file.bytes);
            return out.damage(Check::Length, id, path, detail);
        }
        if read.sha256 != file.sha256 {
            let detail = differs("SHA-256", "SHA-256", read.sha256, &file.sha256);
            return out.damage(Check::Checksum, id, path, detail);
        }
        let detail = match rows_in(&path) {
            Ok(rows) if rows == file.rows => return,
            Ok(rows) => differs("rows", "行数", rows, file.rows),
            Err(detail) => Bilingual::same(detail),
        };
        out.damage(Check::Rows, id, path, detail);
    }

    /// Snapshots that are not what their name says, and vintages they name
    /// whose manifest is gone.
    fn check_snapshots(&self, out: &mut Verified) -> Result<(), StoreError> {
        let mut lost: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, path) in self.snapshot_files()? {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let written = Written::parse(&text);
            if written.own_id() != name {
                out.findings.push(Finding {
                    check: Check::Snapshot,
                    vintage: None,
                    path,
                    detail: Bilingual::new(
                        format!("its vintages make snapshot {}", written.own_id()),
                        format!("其中的版本对应快照 {}", written.own_id()),
                    ),
                });
                continue;
            }
            let gone = |id: &&str| !self.layout().manifest(id).exists();
            for id in written.stored().filter(gone) {
                lost.entry(id.to_owned()).or_default().push(name.clone());
            }
        }
        for (id, snapshots) in lost {
            let path = self.layout().manifest(&id);
            let named = snapshots.join(", ");
            let detail = Bilingual::new(
                format!("the manifest is gone; snapshots that name it: {named}"),
                format!("清单不见了；提到它的快照：{named}"),
            );
            out.damage(Check::Lost, &id, path, detail);
        }
        Ok(())
    }

    /// The snapshots' files, by the id their name says.
    pub(crate) fn snapshot_files(&self) -> Result<Vec<(String, PathBuf)>, StoreError> {
        let mut files = files_in(&self.layout().snapshots())?;
        files.sort();
        let named = files.into_iter().filter_map(|path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            let id = name.strip_suffix(".txt")?;
            (!id.starts_with('.')).then(|| (id.to_owned(), path))
        });
        Ok(named.collect())
    }

    fn find_leftovers(
        &self,
        manifests: &BTreeMap<String, Manifest>,
        out: &mut Verified,
    ) -> Result<(), StoreError> {
        for path in self.unnamed(manifests.values())? {
            out.findings.push(Finding {
                check: Check::Leftover,
                vintage: None,
                path,
                detail: Bilingual::new(
                    "no manifest names this file: an ingest was cut short, or is running",
                    "没有清单列出此文件：某次入库中断，或正在进行",
                ),
            });
        }
        Ok(())
    }

    /// Files of the store that are no manifest, no snapshot, and named by none
    /// of the manifests given.
    pub(crate) fn unnamed<'m>(
        &self,
        manifests: impl Iterator<Item = &'m Manifest>,
    ) -> Result<Vec<PathBuf>, StoreError> {
        let named: HashSet<PathBuf> = manifests
            .flat_map(Manifest::files)
            .map(|file| self.layout().resolve(&file.path))
            .collect();
        let other_than = |folder: &Path, ending: &str| -> Result<Vec<PathBuf>, StoreError> {
            let mut files = files_in(folder)?;
            files.retain(|file| {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with('.') || !name.ends_with(ending)
            });
            Ok(files)
        };
        let mut files = other_than(&self.layout().manifests(), ".json")?;
        files.extend(other_than(&self.layout().snapshots(), ".txt")?);
        files.extend(files_in(&self.layout().data())?);
        for folder in folders_in(&self.layout().data())? {
            files.extend(files_in(&folder)?);
        }
        files.retain(|file| !named.contains(file));
        files.sort();
        Ok(files)
    }
}

type Identity = (&'static str, &'static str, u64, u64);

fn identities(m: &Manifest) -> [Identity; 5] {
    let data = m
        .data
        .iter()
        .fold(0_u64, |sum, f| sum.saturating_add(f.rows));
    let reasons = m
        .reasons
        .values()
        .fold(0_u64, |sum, n| sum.saturating_add(*n));
    let aside = m.aside.as_ref().map_or(0, |f| f.rows);
    let slices = m.slices.file.as_ref().map_or(0, |f| f.rows);
    [
        (
            "rows stored + rows set aside",
            "入库行数加搁置行数",
            m.rows_stored.saturating_add(m.rows_set_aside),
            m.rows_in,
        ),
        (
            "rows in the data files",
            "数据文件行数",
            data,
            m.rows_stored,
        ),
        (
            "rows set aside by reason",
            "按原因搁置的行数",
            reasons,
            m.rows_set_aside,
        ),
        (
            "rows in the set-aside file",
            "搁置文件行数",
            aside,
            m.rows_set_aside,
        ),
        ("slices listed", "所列切片数", slices, m.slices.count),
    ]
}

fn differs(
    en: &str,
    zh: &str,
    have: impl std::fmt::Display,
    want: impl std::fmt::Display,
) -> Bilingual {
    Bilingual::new(
        format!("{en}: {have}, the manifest says {want}"),
        format!("{zh}：{have}，清单为 {want}"),
    )
}

pub(crate) fn both(error: &StoreError) -> Bilingual {
    Bilingual::new(error.message(Lang::En), error.message(Lang::Zh))
}

/// Rows of a Parquet file by its footer, lines of any other.
fn rows_in(path: &Path) -> Result<u64, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    if path.extension().is_some_and(|e| e == "parquet") {
        let reader = SerializedFileReader::new(file).map_err(|e| e.to_string())?;
        return Ok(reader.metadata().file_metadata().num_rows().unsigned_abs());
    }
    let mut lines = 0;
    for line in BufReader::new(file).split(b'\n') {
        line.map_err(|e| e.to_string())?;
        lines += 1;
    }
    Ok(lines)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    entries(folder, |kind| !kind.is_dir())
}

fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    entries(folder, |kind| kind.is_dir())
}

fn entries(
    folder: &Path,
    wanted: fn(&std::fs::FileType) -> bool,
) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error| StoreError::read(folder, error);
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut out = Vec::new();
    for entry in listed {
        let entry = entry.map_err(failed)?;
        if wanted(&entry.file_type().map_err(failed)?) {
            out.push(entry.path());
        }
    }
    Ok(out)
}
