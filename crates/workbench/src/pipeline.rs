//! `trade pipeline` and `trade records`: the five steps with their audit
//! trail, and the records a total is made of.

use datafusion::logical_expr::LogicalPlanBuilder;
use triffin_basis::Bilingual;
use triffin_trade::levels::Depth;
use triffin_trade::pipeline::{self, Spec, Trail};
use triffin_trade::{Axis, balance, checks};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::changes::Compared;
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::value::Value;
use crate::workbench::{Scope, Workbench};
use crate::{balance::amount, cells};

impl Workbench {
    /// The five steps of a balance: window, items, checks, net, and with
    /// `compared` the decomposition of its change.
    ///
    /// # Errors
    /// As [`Workbench::balanced`] and [`Workbench::changed`].
    pub fn trail(
        &self,
        scope: &Scope,
        question: &Question,
        axis: Axis,
        compared: Option<&Compared<'_>>,
    ) -> Result<(Trail, Meta), QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let levels = self.levels(
            scope,
            &chosen.dataset,
            &chosen.survey,
            selection,
            (axis, Depth::Roots),
        )?;
        let measure = self.measure(scope, question, &[&levels.total, &levels.parts])?;
        let (store, registry) = (self.store(), self.registry());
        let view = store.records(&chosen.dataset, &scope.at)?;
        let window =
            pipeline::window_step(&store.run(pipeline::boundary_plan(view.clone(), selection)?)?)?;
        let plan = balance::plan(view.clone(), selection, &levels, axis, &measure, &registry)?;
        let table = balance::rows(&store.run(plan)?, axis)?;
        let examined = self.examine(scope, question, &chosen.dataset, &levels, &measure)?;
        let context = examined.context(selection, &measure, (Some(&table), axis, &[]));
        let report = checks::report(&examined.cells, &context)?;
        let change = match compared {
            Some(compared) => Some(self.changed(scope, question, compared)?.decomposition()?),
            None => None,
        };
        let mut spec = Spec::new(selection, axis, &measure);
        if let Some(compared) = compared {
            spec.decomposition = Some((selection.over(compared.from), compared.method));
        }
        let trail = pipeline::trail(spec, window, &levels, &table, &report, change.as_ref());
        let mut meta = question::meta(
            "S1.17",
            "window → items → checks → net → decomposition",
            scope,
            chosen,
        );
        meta.unit = question::unit(&question.basis, &levels.total);
        question::describe(&mut meta, question, axis, &levels.total, &measure)?;
        Ok((trail, meta))
    }

    /// The answer of `trade pipeline`: one row an amount or a note of a step.
    ///
    /// # Errors
    /// As [`Workbench::trail`].
    pub fn pipeline(
        &self,
        scope: &Scope,
        question: &Question,
        axis: Axis,
        compared: Option<&Compared<'_>>,
    ) -> Result<Answer, QuestionError> {
        let (trail, meta) = self.trail(scope, question, axis, compared)?;
        let mut rows: Vec<Row> = Vec::new();
        for step in &trail.steps {
            let line = |what: Value, amount_of: Value, rows: Value| {
                row([
                    ("step", i64::from(step.step).into()),
                    ("name", Value::Both(step.name.clone())),
                    ("what", what),
                    ("amount", amount_of),
                    ("rows", rows),
                ])
            };
            rows.push(line("rows_in".into(), Value::Null, step.rows_in.into()));
            rows.push(line("rows_used".into(), Value::Null, step.rows_used.into()));
            rows.extend(step.left_out.iter().map(|(why, n)| {
                let what = Bilingual::new(format!("left out: {why}"), format!("剔除：{why}"));
                line(Value::Both(what), Value::Null, (*n).into())
            }));
            rows.extend(
                step.amounts
                    .iter()
                    .map(|(name, of)| line(name.as_str().into(), amount(*of), Value::Null)),
            );
            rows.extend(
                step.notes
                    .iter()
                    .map(|note| line(Value::Both(note.clone()), Value::Null, Value::Null)),
            );
        }
        Ok(Answer {
            rows,
            meta,
            ..Answer::default()
        })
    }

    /// The records behind a total, or behind one key of a breakdown.
    ///
    /// # Errors
    /// As [`Workbench::balanced`]; `E-TRADE-KEY` when no record has the key.
    pub fn drill(
        &self,
        scope: &Scope,
        question: &Question,
        axis: Axis,
        key: &str,
        limit: usize,
    ) -> Result<Answer, QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let levels = self.levels(
            scope,
            &chosen.dataset,
            &chosen.survey,
            selection,
            (axis, Depth::Roots),
        )?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let plan = pipeline::records_of(view, selection, &levels, axis, key)?;
        let all = LogicalPlanBuilder::from(plan)
            .limit(0, Some(limit.saturating_add(1)))?
            .build()?;
        let mut rows = Vec::new();
        let mut names = Vec::new();
        for batch in self.store().run(all)? {
            names = batch
                .schema()
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect();
            rows.extend(cells::rows(&batch, &names)?);
        }
        if rows.is_empty() {
            return Err(nothing_behind(axis, key));
        }
        let mut meta = question::meta("S1.1", "V = Q·P per record", scope, chosen);
        if rows.len() > limit {
            rows.truncate(limit);
            meta.notes.push(Note::warning(
                "W-LIMIT",
                format!("only the first {limit} records are shown (--limit N shows more)"),
                format!("只显示前 {limit} 条记录（--limit N 可显示更多）"),
            ));
        }
        Ok(Answer {
            rows,
            columns: names.into_iter().map(Into::into).collect(),
            meta,
            total: None,
        })
    }
}

/// No record has the key.
fn nothing_behind(axis: Axis, key: &str) -> QuestionError {
    let axis = axis.as_str();
    QuestionError::unavailable(
        "E-TRADE-KEY",
        Bilingual::new(
            format!("no record has {axis} {key:?}"),
            format!("没有 {axis} 为“{key}”的记录"),
        ),
        Bilingual::new(
            format!(
                "expected a key that triffin trade balance --by {axis} prints; unallocated has no records of its own"
            ),
            format!("应为 triffin trade balance --by {axis} 印出的键；unallocated 没有自己的记录"),
        ),
    )
}
