//! What is in the store, and putting more into it.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use triffin_basis::{Bilingual, Period};
use triffin_formats::{Mapping, ReadOptions};
use triffin_store::{AddOptions, Added, Observation, SeriesId, Severity};

use crate::answer::{Answer, Meta, Note, Row, SourceRef, row};
use crate::error::QuestionError;
use crate::value::Value;
use crate::watched::{OnRows, Watched};
use crate::workbench::{Scope, Workbench};

/// How files are to be taken in.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Reader by name; detected when none.
    pub format: Option<String>,
    /// A mapping file's path, or the name of a shipped one.
    pub map: Option<String>,
    /// Text encoding by name; detected when none.
    pub encoding: Option<String>,
    /// How the store takes them in.
    pub store: AddOptions,
}

impl Intake {
    /// Everything detected, on a given day.
    pub fn on(today: Date) -> Self {
        Self {
            format: None,
            map: None,
            encoding: None,
            store: AddOptions::on(today),
        }
    }

    fn options(&self) -> Result<ReadOptions, QuestionError> {
        let map = self.map.as_deref().map(Mapping::load).transpose()?;
        Ok(ReadOptions {
            format: self.format.clone(),
            map,
            encoding: self.encoding.clone(),
            as_today: self.store.today,
        })
    }
}

impl Workbench {
    /// Reads one file into the store, telling `on_rows` how far it is.
    ///
    /// # Errors
    /// When the file cannot be read as a whole, no row of it can be stored, or
    /// the store cannot be written; then nothing is stored.
    pub fn add(
        &self,
        path: &Path,
        intake: &Intake,
        on_rows: OnRows,
    ) -> Result<Answer, QuestionError> {
        let source = triffin_formats::open(path, &intake.options()?)?;
        let source = Box::new(Watched::new(source, on_rows));
        let added = self
            .store()
            .add(source, &path.to_string_lossy(), &intake.store)?;
        Ok(Answer {
            rows: vec![added_row(&added)],
            meta: Meta {
                system: "S1.1",
                notes: added_notes(&added),
                ..Meta::default()
            },
            ..Answer::default()
        })
    }

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
        let rows = catalogue.into_iter().map(|info| {
            row([
                ("dataset", Value::text(&info.dataset)),
                ("kind", info.kind.as_str().into()),
                ("publisher", Value::text(&info.publisher)),
                ("rows", info.rows_stored.into()),
                ("first", day(&info.first)),
                ("last", day(&info.last)),
                ("released", Value::text(&info.released)),
                ("vintages", info.vintages.len().into()),
                ("embedded", info.embedded.into()),
                ("licence", Value::or_null(info.licence)),
            ])
        });
        let rows = rows.collect();
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
    fn series_id(&self, scope: &Scope, text: &str) -> Result<SeriesId, QuestionError> {
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

fn added_row(added: &Added) -> Row {
    let reasons: serde_json::Map<String, serde_json::Value> = added
        .reasons
        .iter()
        .map(|(reason, count)| (reason.clone(), (*count).into()))
        .collect();
    row([
        ("file", Value::text(&added.file)),
        ("format", Value::text(&added.format)),
        ("dataset", Value::text(&added.dataset)),
        ("rows_in", added.rows_in.into()),
        ("rows_stored", added.rows_stored.into()),
        ("rows_set_aside", added.rows_set_aside.into()),
        ("reasons", Value::Nested(reasons.into())),
        ("vintage", Value::text(&added.vintage)),
        ("sha256", Value::text(&added.sha256)),
        ("already_present", added.already_present.into()),
        ("released", Value::text(&added.released)),
        (
            "aside_file",
            Value::or_null(added.aside_file.as_ref().map(|p| p.display().to_string())),
        ),
    ])
}

fn added_notes(added: &Added) -> Vec<Note> {
    let mut notes: Vec<Note> = added
        .notes
        .iter()
        .map(|text| Note {
            code: "N-FILE",
            text: Bilingual::same(text),
            finding: false,
        })
        .collect();
    if added.already_present {
        notes.push(Note::remark(
            "N-ALREADY-PRESENT",
            format!(
                "{}: these bytes are in the store already; nothing was stored",
                added.file
            ),
            format!("{}：数据仓里已有相同内容；没有存入任何数据", added.file),
        ));
    }
    if added.rows_set_aside > 0 {
        notes.push(Note::warning(
            "W-SET-ASIDE",
            format!(
                "{}: {} of {} rows were set aside",
                added.file, added.rows_set_aside, added.rows_in
            ),
            format!(
                "{}：{} 行中有 {} 行被搁置",
                added.file, added.rows_in, added.rows_set_aside
            ),
        ));
    }
    notes
}
