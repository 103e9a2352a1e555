//! Keeping the store sound.

use triffin_basis::Bilingual;
use triffin_store::Severity;

use crate::answer::{Answer, Meta, Note, row};
use crate::error::QuestionError;
use crate::value::Value;
use crate::workbench::Workbench;

impl Workbench {
    /// Every stored file against its checksum and its counts.
    ///
    /// # Errors
    /// When the store cannot be read at all; damage is in the answer.
    pub fn verify(&self) -> Result<Answer, QuestionError> {
        let verified = self.store().verify()?;
        let rows = verified.findings.iter().map(|finding| {
            row([
                ("check", finding.check.into()),
                (
                    "severity",
                    match finding.severity {
                        Severity::Damage => "damage",
                        Severity::Leftover => "leftover",
                    }
                    .into(),
                ),
                ("vintage", Value::or_null(finding.vintage.clone())),
                ("path", Value::text(finding.path.display().to_string())),
                ("detail", Value::Both(finding.detail.clone())),
            ])
        });
        let note = Note {
            code: if verified.damaged() {
                "W-STORE-DAMAGED"
            } else {
                "N-STORE-VERIFIED"
            },
            text: Bilingual::new(
                format!(
                    "{} vintages, {} files, {} bytes checked; {} findings",
                    verified.vintages,
                    verified.files,
                    verified.bytes,
                    verified.findings.len()
                ),
                format!(
                    "已核对 {} 个版本、{} 个文件、{} 字节；{} 项发现",
                    verified.vintages,
                    verified.files,
                    verified.bytes,
                    verified.findings.len()
                ),
            ),
            finding: verified.damaged(),
        };
        Ok(Answer {
            rows: rows.collect(),
            columns: ["check", "severity", "vintage", "path", "detail"]
                .map(Into::into)
                .to_vec(),
            meta: Meta {
                system: "S11.10",
                notes: vec![note],
                ..Meta::default()
            },
            total: None,
        })
    }
}
