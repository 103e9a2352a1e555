//! Keeping the store sound: what is damaged, and mending it.

use triffin_basis::Bilingual;
use triffin_store::{Action, Deed, Finding, Repaired, Severity, Verified};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;
use crate::workbench::Workbench;

const FOUND: [&str; 7] = [
    "check", "severity", "code", "vintage", "path", "detail", "remedy",
];
const DONE: [&str; 7] = [
    "action",
    "code",
    "vintage",
    "path",
    "to",
    "reason",
    "add_again",
];

impl Workbench {
    /// Every stored file against its checksum and its counts, every snapshot
    /// against its vintages.
    ///
    /// # Errors
    /// When the store cannot be read at all; damage is in the answer.
    pub fn verify(&self) -> Result<Answer, QuestionError> {
        let verified = self.store().verify()?;
        Ok(Answer {
            rows: verified.findings.iter().map(found).collect(),
            columns: FOUND.map(Into::into).to_vec(),
            meta: Meta {
                system: "S11.10",
                notes: vec![counted(&verified)],
                ..Meta::default()
            },
            total: None,
        })
    }

    /// Mends what [`Workbench::verify`] finds, or with `apply` false says how.
    /// Nothing is deleted.
    ///
    /// # Errors
    /// `E-STORE-BUSY` while an ingest runs, and when the store's folder cannot
    /// be read or written.
    pub fn repair(&self, apply: bool) -> Result<Answer, QuestionError> {
        let repaired = self.store().repair(apply)?;
        Ok(Answer {
            rows: repaired.deeds.iter().map(done).collect(),
            columns: DONE.map(Into::into).to_vec(),
            meta: Meta {
                system: "S11.10",
                notes: told(&repaired),
                ..Meta::default()
            },
            total: None,
        })
    }
}

fn found(finding: &Finding) -> Row {
    let severity = match finding.check.severity() {
        Severity::Damage => "damage",
        Severity::Leftover => "leftover",
    };
    row([
        ("check", finding.check.as_str().into()),
        ("severity", severity.into()),
        ("code", finding.check.code().into()),
        ("vintage", Value::or_null(finding.vintage.clone())),
        ("path", Value::text(finding.path.display().to_string())),
        ("detail", Value::Both(finding.detail.clone())),
        ("remedy", Value::Both(finding.check.remedy())),
    ])
}

fn counted(verified: &Verified) -> Note {
    let damaged = verified.damaged();
    let (vintages, files, bytes) = (verified.vintages, verified.files, verified.bytes);
    let findings = verified.findings.len();
    Note {
        code: if damaged {
            "W-STORE-DAMAGED"
        } else {
            "N-STORE-VERIFIED"
        },
        text: Bilingual::new(
            format!(
                "{vintages} vintages, {files} files, {bytes} bytes checked; {findings} findings"
            ),
            format!("已核对 {vintages} 个版本、{files} 个文件、{bytes} 字节；{findings} 项发现"),
        ),
        finding: damaged,
    }
}

fn done(deed: &Deed) -> Row {
    row([
        ("action", deed.action.as_str().into()),
        ("code", deed.because.code().into()),
        ("vintage", Value::or_null(deed.vintage.clone())),
        ("path", Value::text(deed.path.display().to_string())),
        (
            "to",
            Value::or_null(deed.to.as_ref().map(|to| to.display().to_string())),
        ),
        ("reason", Value::Both(deed.reason.clone())),
        ("add_again", Value::or_null(deed.add_again.clone())),
    ])
}

fn told(repaired: &Repaired) -> Vec<Note> {
    let count = |action: Action| {
        let deeds = repaired.deeds.iter();
        deeds.filter(|deed| deed.action == action).count()
    };
    let mended = count(Action::Rebuild) + count(Action::Rename);
    let (withdrawn, apart) = (count(Action::Withdraw), count(Action::SetApart));
    let mut notes = vec![summary(repaired, [mended, withdrawn, apart])];
    if withdrawn > 0 {
        notes.push(Note::warning(
            "W-STORE-WITHDRAWN",
            format!(
                "{withdrawn} vintages no longer count: add their publisher's files again (column add_again), which gives them the same ids"
            ),
            format!("{withdrawn} 个版本不再计入：请重新添加原始文件（见“重新添加”一列），编号将与原来相同"),
        ));
    }
    if repaired.incomplete() {
        notes.push(Note::warning(
            "W-STORE-LEFT",
            "what a newer triffin wrote was left as it is: use that one",
            "较新版本 triffin 写成的内容保持原样：请使用该版本",
        ));
    }
    notes
}

fn summary(repaired: &Repaired, counts: [usize; 3]) -> Note {
    let [mended, withdrawn, apart] = counts;
    let place = repaired.quarantine.as_ref();
    let place = place.map_or_else(|| "–".to_owned(), |p| p.display().to_string());
    let all = mended + withdrawn + apart;
    if all == 0 {
        return Note::remark("N-STORE-SOUND", "nothing to mend", "没有需要修复的内容");
    }
    if repaired.done {
        return Note::remark(
            "N-STORE-REPAIRED",
            format!(
                "{mended} files mended, {withdrawn} vintages withdrawn, {apart} files set apart in {place}; nothing was deleted"
            ),
            format!(
                "修复 {mended} 个文件，撤下 {withdrawn} 个版本，隔离 {apart} 个文件至 {place}；没有删除任何内容"
            ),
        );
    }
    Note::remark(
        "N-STORE-PLAN",
        format!(
            "nothing was done; without --dry-run {mended} files would be mended, {withdrawn} vintages withdrawn and {apart} files set apart, none deleted"
        ),
        format!(
            "尚未执行；去掉 --dry-run 将修复 {mended} 个文件、撤下 {withdrawn} 个版本、隔离 {apart} 个文件，不删除任何内容"
        ),
    )
}
