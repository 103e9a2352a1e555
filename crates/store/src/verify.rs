//! Is the store what its manifests say? Every checksum, count and identity.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use triffin_basis::Bilingual;

use crate::durable::sha256_of_file;
use crate::error::StoreError;
use crate::manifest::{Manifest, StoredFile};
use crate::store::{Store, manifest_ids};

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

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Stable name: `manifest`, `missing`, `length`, `checksum`, `rows`,
    /// `identity`, `id` or `leftover`.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The vintage, when one is concerned.
    pub vintage: Option<String>,
    /// The file.
    pub path: PathBuf,
    /// What was found and what was expected.
    pub detail: Bilingual,
}

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
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
        self.findings.iter().any(|f| f.severity == Severity::Damage)
    }

    fn damage(&mut self, check: &'static str, vintage: &str, path: PathBuf, detail: Bilingual) {
        self.findings.push(Finding {
            check,
            severity: Severity::Damage,
            vintage: Some(vintage.to_owned()),
            path,
            detail,
        });
    }
}

impl Store {
    /// Reads every file of the store and compares it with its manifest. Changes
    /// nothing.
    ///
    /// # Errors
    /// When a folder of the store cannot be listed; a file that cannot be read
    /// is a finding.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        let mut out = Verified::default();
        let mut named = HashSet::new();
        for id in manifest_ids(self.layout())? {
            out.vintages += 1;
            let path = self.layout().manifest(&id);
            match Manifest::load(&path) {
                Ok(manifest) => {
                    named.extend(manifest.files().map(|f| self.layout().resolve(&f.path)));
                    self.check_vintage(&id, &manifest, &mut out);
                }
                Err(error) => out.damage("manifest", &id, path, both(&error)),
            }
        }
        self.find_leftovers(&named, &mut out)?;
        Ok(out)
    }

    fn check_vintage(&self, id: &str, m: &Manifest, out: &mut Verified) {
        let path = self.layout().manifest(id);
        let expected = m.own_id();
        if m.id != id || expected != id {
            let detail = differs("id", "编号", &m.id, &expected);
            out.damage("id", id, path.clone(), detail);
        }
        for (en, zh, have, want) in identities(m) {
            if have != want {
                out.damage("identity", id, path.clone(), differs(en, zh, have, want));
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
            return out.damage("missing", id, path, detail);
        }
        let read = match sha256_of_file(&path) {
            Ok(read) => read,
            Err(error) => return out.damage("missing", id, path, both(&error)),
        };
        out.bytes += read.bytes;
        if read.bytes != file.bytes {
            let detail = differs("bytes", "字节数", read.bytes, file.bytes);
            return out.damage("length", id, path, detail);
        }
        if read.sha256 != file.sha256 {
            let detail = differs("SHA-256", "SHA-256", read.sha256, &file.sha256);
            return out.damage("checksum", id, path, detail);
        }
        match rows_in(&path) {
            Ok(rows) if rows == file.rows => {}
            Ok(rows) => out.damage("rows", id, path, differs("rows", "行数", rows, file.rows)),
            Err(detail) => out.damage("rows", id, path, Bilingual::new(&detail, &detail)),
        }
    }

    fn find_leftovers(
        &self,
        named: &HashSet<PathBuf>,
        out: &mut Verified,
    ) -> Result<(), StoreError> {
        let mut files = files_in(&self.layout().manifests())?;
        files.retain(|f| f.extension().is_none_or(|e| e != "json"));
        for folder in folders_in(&self.layout().data())? {
            files.extend(files_in(&folder)?);
        }
        files.sort();
        for path in files.into_iter().filter(|f| !named.contains(f)) {
            out.findings.push(Finding {
                check: "leftover",
                severity: Severity::Leftover,
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
}

type Identity = (&'static str, &'static str, u64, u64);

fn identities(m: &Manifest) -> [Identity; 5] {
    let data: u64 = m.data.iter().map(|f| f.rows).sum();
    let reasons: u64 = m.reasons.values().sum();
    let aside = m.aside.as_ref().map_or(0, |f| f.rows);
    let slices = m.slices.file.as_ref().map_or(0, |f| f.rows);
    [
        (
            "rows stored + rows set aside",
            "入库行数加搁置行数",
            m.rows_stored + m.rows_set_aside,
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

fn both(error: &StoreError) -> Bilingual {
    Bilingual::new(
        error.message(triffin_basis::Lang::En),
        error.message(triffin_basis::Lang::Zh),
    )
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
    entries(folder, |kind| kind.is_file())
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
