//! `sql`: any question the tables can answer, read-only.

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
