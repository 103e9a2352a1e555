//! What is in the store.

use std::collections::BTreeSet;

use triffin_basis::{Bilingual, Period};
use triffin_store::{Observation, SeriesId};

use crate::answer::{Answer, Meta, Note, SourceRef, row};
use crate::error::QuestionError;
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

impl Workbench {
    /// Every dataset of the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn datasets(&self, scope: &Scope) -> Result<Answer, QuestionError> {
        self.known_source(scope)?;
        let mut catalogue = self.store().catalogue(&scope.at)?;
        catalogue.retain(|info| {
            scope
                .source
                .as_ref()
                .is_none_or(|name| *name == info.dataset)
        });
        let mut rows = Vec::with_capacity(catalogue.len());
        for info in catalogue {
            let live = self.store().live_rows(&info, &scope.at)?;
            rows.push(row([
                ("dataset", Value::text(&info.dataset)),
                ("kind", info.kind.as_str().into()),
                ("publisher", Value::text(&info.publisher)),
                ("rows", live.into()),
                (
                    "rows_superseded",
                    info.rows_stored.saturating_sub(live).into(),
                ),
                ("first", day(&info.first)),
                ("last", day(&info.last)),
                ("released", Value::text(&info.released)),
                ("vintages", info.vintages.len().into()),
                ("embedded", info.embedded.into()),
                ("licence", Value::or_null(info.licence)),
            ]));
        }
        let mut meta = scope.meta("S11.10");
        let snapshot = self.store().snapshot_id()?;
        meta.basis.insert("snapshot", snapshot);
        Ok(Answer {
            rows,
            meta,
            ..Answer::default()
        })
    }

    /// The Parquet files in force.
    ///
    /// # Errors
    /// When the dataset is unknown or the store cannot be read.
    pub fn paths(&self, scope: &Scope, dataset: Option<&str>) -> Result<Answer, QuestionError> {
        let paths = self
            .store()
            .paths(dataset.or(scope.source.as_deref()), &scope.at)?;
        let rows = paths.files.iter().map(|file| {
            let except: Vec<String> = file
                .except
                .iter()
                .map(|p| p.display().to_string())
                .collect();
            row([
                ("dataset", Value::text(&file.dataset)),
                ("vintage", Value::text(&file.vintage)),
                ("path", Value::text(file.path.display().to_string())),
                ("rows", file.rows.into()),
                ("except_slices", Value::Nested(except.into())),
            ])
        });
        let notes = paths.warnings.iter().map(|text| Note {
            code: "N-PATH",
            text: text.clone(),
            finding: false,
        });
        Ok(Answer {
            rows: rows.collect(),
            columns: ["dataset", "vintage", "path", "rows", "except_slices"]
                .map(Into::into)
                .to_vec(),
            meta: Meta {
                notes: notes.collect(),
                ..scope.meta("S11.10")
            },
            total: None,
        })
    }

    /// Observations of a series, as published.
    ///
    /// # Errors
    /// `E-STORE-SERIES` when there is no such series, `E-SERIES-SPAN` when it has
    /// no observation in the span.
    pub fn show(&self, scope: &Scope, series: &str, span: &Span) -> Result<Answer, QuestionError> {
        let id = self.series_id(scope, series)?;
        let shown = self.store().show(&id, None, &scope.at)?;
        self.observed(&shown, span, scope)
    }

    /// Every vintage's figure of a series.
    ///
    /// # Errors
    /// As [`Workbench::show`].
    pub fn history(
        &self,
        scope: &Scope,
        series: &str,
        span: &Span,
    ) -> Result<Answer, QuestionError> {
        let id = self.series_id(scope, series)?;
        let shown = self.store().history(&id, None, &scope.at)?;
        self.observed(&shown, span, scope)
    }

    /// The observations of a span, with unit and sources of them all.
    fn observed(
        &self,
        shown: &[Observation],
        span: &Span,
        scope: &Scope,
    ) -> Result<Answer, QuestionError> {
        let mut answer = observations(shown, span, scope)?;
        let from: BTreeSet<&str> = shown.iter().map(|o| o.dataset.as_str()).collect();
        let catalogue = self.store().catalogue(&scope.at)?;
        let sources = catalogue
            .iter()
            .filter(|info| from.contains(info.dataset.as_str()));
        answer.meta.sources = sources.map(SourceRef::from).collect();
        let units: BTreeSet<&str> = shown.iter().map(|o| o.unit.as_str()).collect();
        if let (Some(unit), 1) = (units.first(), units.len()) {
            answer.meta.unit = Some((*unit).to_owned());
        }
        Ok(answer)
    }

    /// `ECONOMY/INDICATOR` or `ECONOMY.INDICATOR`, the dataset before it or in
    /// the scope.
    pub(crate) fn series_id(&self, scope: &Scope, text: &str) -> Result<SeriesId, QuestionError> {
        let text = match text.split_once('.') {
            Some((economy, indicator)) if !text.contains('/') => format!("{economy}/{indicator}"),
            _ => text.to_owned(),
        };
        let mut id = SeriesId::parse(&text)?;
        if let Some(economy) = triffin_basis::Economy::find(&id.economy) {
            id.economy = economy.code().to_owned();
        }
        id.dataset = id.dataset.or_else(|| scope.source.clone());
        Ok(id)
    }
}

/// A day; nothing where a table is of no period.
fn day(text: &str) -> Value {
    Value::or_null(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

/// An open or closed span of periods; a period belongs to it by its days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First period; open when none.
    pub from: Option<Period>,
    /// Last period; open when none.
    pub to: Option<Period>,
}

impl Span {
    fn holds(&self, period: &str) -> bool {
        Period::parse(period).is_ok_and(|period| {
            self.from.is_none_or(|from| period.start() >= from.start())
                && self.to.is_none_or(|to| period.end() <= to.end())
        })
    }
}

fn observations(
    shown: &[Observation],
    span: &Span,
    scope: &Scope,
) -> Result<Answer, QuestionError> {
    if !shown.iter().any(|o| span.holds(&o.period)) {
        return Err(nothing_in_span(shown));
    }
    let rows = shown.iter().filter(|o| span.holds(&o.period)).map(|o| {
        row([
            ("economy", o.economy.as_str().into()),
            ("counterpart", Value::or_null(o.counterpart.clone())),
            ("indicator", o.indicator.as_str().into()),
            ("period", o.period.as_str().into()),
            (
                "value",
                Value::or_null(o.printed.clone().map(Value::Digits)),
            ),
            ("unit", o.unit.as_str().into()),
            ("flag", o.flag.as_str().into()),
            ("dataset", o.dataset.as_str().into()),
            ("vintage", o.vintage.as_str().into()),
            ("released", o.released.as_str().into()),
            ("superseded", o.superseded.into()),
            ("source", Value::or_null(o.source.clone())),
            ("source_row", o.source_row.into()),
        ])
    });
    let mut columns = vec!["economy", "indicator", "period", "value", "unit", "flag"];
    if shown.iter().any(|o| o.counterpart.is_some()) {
        columns.insert(1, "counterpart");
    }
    Ok(Answer {
        rows: rows.collect(),
        columns: columns.into_iter().map(Into::into).collect(),
        meta: scope.meta("S11.10"),
        total: None,
    })
}

/// The series is there, and says nothing of the span.
fn nothing_in_span(shown: &[Observation]) -> QuestionError {
    let periods = || shown.iter().map(|o| o.period.as_str());
    let (first, last) = (
        periods().min().unwrap_or("–"),
        periods().max().unwrap_or("–"),
    );
    QuestionError::unavailable(
        "E-SERIES-SPAN",
        Bilingual::new(
            "the series has no observation in this span",
            "该序列在此区间没有观测值",
        ),
        Bilingual::new(
            format!("expected a span within {first} to {last}, its beginning before its end"),
            format!("区间应在 {first} 至 {last} 之内，且起点不晚于终点"),
        ),
    )
}
