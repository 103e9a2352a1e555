//! `sql`: any question the tables can answer, read-only.

use triffin_basis::Bilingual;

use crate::answer::{Answer, Row};
use crate::cells;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

impl Workbench {
    /// The rows of one query on `records`, `series`, `datasets` and `vintages`.
    ///
    /// # Errors
    /// `E-SQL-READONLY` for anything that writes or reaches outside the store,
    /// `E-SQL` for what cannot be understood, `E-STORE-OVERFLOW` for a sum that
    /// does not fit its type.
    pub fn sql(&self, scope: &Scope, text: &str) -> Result<Answer, QuestionError> {
        if let Some(name) = &scope.source {
            return Err(one_source(name));
        }
        let answer = self.store().sql(text, &scope.at)?;
        let names: Vec<String> = answer
            .schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        let mut rows: Vec<Row> = Vec::new();
        for batch in &answer.batches {
            rows.extend(cells::rows(batch, &names)?);
        }
        Ok(Answer {
            rows,
            columns: names.into_iter().map(Into::into).collect(),
            meta: scope.meta("S11.10"),
            total: None,
        })
    }
}

/// A query names its datasets itself.
fn one_source(name: &str) -> QuestionError {
    QuestionError::invalid(
        "E-SQL-SOURCE",
        Bilingual::new(
            "a query names its datasets itself",
            "查询语句自行指定数据集",
        ),
        Bilingual::new(
            format!("leave --source out and write WHERE dataset = '{name}'"),
            format!("请去掉 --source，改写 WHERE dataset = '{name}'"),
        ),
    )
}
