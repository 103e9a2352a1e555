//! Reading the options of a question, and what the answer must say of them.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::conversion::refused;
use triffin_basis::{BasisError, Bilingual, StockFlow};
use triffin_cycle::treasury::figures::{self, Figure, Nature, Origin};

use super::given::Given;
use super::input::{Count, Input};
use crate::answer::{Answer, Meta, Note, Row, SourceRef};
use crate::error::QuestionError;
use crate::value::Value;

/// A value and what to call it: the figure's title, or the text as typed.
pub(super) struct Named<T> {
    pub name: Value,
    pub value: T,
}

/// A question while it is read.
pub(super) struct Asked<'a> {
    given: &'a Given,
    meta: Meta,
    figures: Vec<&'static Figure>,
    read: Vec<&'static str>,
}

impl<'a> Asked<'a> {
    pub fn new(given: &'a Given, system: &'static str, formula: &'static str) -> Self {
        Self {
            given,
            meta: Meta {
                system,
                formula: Some(formula),
                ..Meta::default()
            },
            figures: Vec::new(),
            read: Vec::new(),
        }
    }

    /// Every value of an option, or the figures that stand for it.
    pub fn many<T: Input>(
        &mut self,
        option: &'static str,
        defaults: &[&str],
    ) -> Result<Vec<Named<T>>, QuestionError> {
        self.read.push(option);
        let typed = self.given.texts(option);
        let mut values: Vec<Named<T>> = Vec::new();
        if typed.is_empty() {
            for name in defaults {
                let figure = figures::named(name)?;
                self.default_note(option, figure);
                values.push(self.figure(figure)?);
            }
        }
        for text in typed {
            values.push(match figures::find(text) {
                Some(figure) => self.figure(figure)?,
                None => Named {
                    name: text.as_str().into(),
                    value: T::read(text)?,
                },
            });
        }
        let shown: Vec<String> = values.iter().map(|value| value.value.shown()).collect();
        if !shown.is_empty() {
            self.meta.basis.insert(option, shown.join("; "));
        }
        Ok(values)
    }

    /// The one value of an option, or the figure that stands for it.
    pub fn one<T: Input>(
        &mut self,
        option: &'static str,
        default: &str,
    ) -> Result<Named<T>, QuestionError> {
        // proof: a default is always there, so that the list is never empty.
        self.at_most_one(option, &[default])?
            .ok_or_else(|| once(option, 0))
    }

    /// The value of an option that may be left out; the figure stands for it
    /// only where nothing at all was typed.
    pub fn perhaps<T: Input>(
        &mut self,
        option: &'static str,
        default: Option<&str>,
    ) -> Result<Option<T>, QuestionError> {
        let default = default.filter(|_| self.given.is_empty());
        Ok(self
            .at_most_one(option, default.as_slice())?
            .map(|named| named.value))
    }

    fn at_most_one<T: Input>(
        &mut self,
        option: &'static str,
        default: &[&str],
    ) -> Result<Option<Named<T>>, QuestionError> {
        let mut values = self.many(option, default)?;
        match values.len() {
            0 | 1 => Ok(values.pop()),
            more => Err(once(option, more)),
        }
    }

    /// A whole number, or the one that stands for it and is printed as such.
    pub fn count(&mut self, option: &'static str, default: u32) -> Result<u32, QuestionError> {
        let typed: Option<Count> = self.perhaps(option, None)?;
        let count = typed.map_or(default, |count| count.0);
        self.meta.basis.insert(option, count.to_string());
        Ok(count)
    }

    /// The texts of an option that this module reads itself.
    pub fn texts(&mut self, option: &'static str) -> &'a [String] {
        self.read.push(option);
        let texts = self.given.texts(option);
        if !texts.is_empty() {
            self.meta.basis.insert(option, texts.join("; "));
        }
        texts
    }

    /// Whether nothing was typed.
    pub fn plain(&self) -> bool {
        self.given.is_empty()
    }

    /// The periods of the figures used.
    pub fn periods(&self) -> BTreeSet<&'static str> {
        let figures = self.figures.iter();
        figures.map(|figure| figure.period.as_str()).collect()
    }

    /// A figure by its name, counted among the sources.
    pub fn cited<T: Input>(&mut self, name: &str) -> Result<Named<T>, QuestionError> {
        self.figure(figures::named(name)?)
    }

    /// Says of all amounts what they are counted in.
    pub fn unit(&mut self, unit: impl ToString) {
        self.meta.unit = Some(unit.to_string());
    }

    /// Adds something to know.
    pub fn note(&mut self, note: Note) {
        self.meta.notes.push(note);
    }

    /// The answer: rows, sources, and where the documents contradict themselves.
    ///
    /// # Errors
    /// `E-USAGE-PLAYS-NO-PART` for an option that was typed and not read.
    pub fn answer(mut self, rows: Vec<Row>) -> Result<Answer, QuestionError> {
        if let Some(option) = self.given.beside(&self.read).next() {
            return Err(no_part(option));
        }
        for figure in &self.figures {
            let source = SourceRef {
                dataset: figure.name.clone(),
                publisher: figure.source_en.clone(),
                vintages: vec![figure.period.clone()],
                released: None,
                licence: Some(figure.licence.clone()),
            };
            if !self.meta.sources.contains(&source) {
                self.meta.sources.push(source);
            }
        }
        let names = self.figures.iter().map(|figure| figure.name.as_str());
        for conflict in figures::conflicts_of(names) {
            let text = conflict.text();
            self.meta.notes.push(Note::warning(
                "W-DOCUMENT",
                format!("{}: {}", conflict.code, text.en),
                format!("{}：{}", conflict.code, text.zh),
            ));
        }
        Ok(Answer {
            rows,
            meta: self.meta,
            ..Answer::default()
        })
    }

    fn figure<T: Input>(&mut self, figure: &'static Figure) -> Result<Named<T>, QuestionError> {
        fits(figure, T::NATURE)?;
        if !self.figures.iter().any(|known| known.name == figure.name) {
            self.figures.push(figure);
        }
        let value = T::read(&figure.text)?;
        Ok(Named {
            name: Value::Both(dated(figure)),
            value: match figure.origin {
                Origin::Assumed => value.assumed(),
                _ => value,
            },
        })
    }

    fn default_note(&mut self, option: &str, figure: &Figure) {
        let (option, title) = (option.replace('_', "-"), dated(figure));
        let (printed, source) = (figure.printed(), figure.source());
        self.meta.notes.push(Note::remark(
            "N-DEFAULT",
            format!("--{option} {}: {} ({})", printed.en, title.en, source.en),
            format!("--{option} {}：{}（{}）", printed.zh, title.zh, source.zh),
        ));
    }

    /// The basis so far, for a question that adds to it.
    pub fn basis(&mut self) -> &mut BTreeMap<&'static str, String> {
        &mut self.meta.basis
    }
}

/// The title of a figure with its date.
fn dated(figure: &Figure) -> Bilingual {
    let (title, when) = (figure.title(), figure.when());
    Bilingual::new(
        format!("{}, {}", title.en, when.en),
        format!("{}，{}", title.zh, when.zh),
    )
}

/// A figure may stand for an option only where it measures the same.
fn fits(figure: &Figure, wanted: Nature) -> Result<(), BasisError> {
    let kind = |nature| match nature {
        Nature::Stock => Some(StockFlow::Stock),
        Nature::Flow => Some(StockFlow::Flow),
        _ => None,
    };
    if let (Some(have), Some(wanted)) = (kind(figure.nature), kind(wanted)) {
        return refused::stock_flow(have, wanted);
    }
    let share = |nature| matches!(nature, Nature::Rate | Nature::Fraction);
    if figure.nature == wanted || (share(figure.nature) && share(wanted)) {
        return Ok(());
    }
    let (have, wanted) = (figure.nature.code(), wanted.code());
    Err(BasisError::new(
        "E-CYCLE-FIGURE",
        format!("{} is a {have}, and a {wanted} is asked", figure.name),
        format!("{} 属于 {have}，而此处需要 {wanted}", figure.name),
    )
    .value(&figure.name)
    .expected(format!("a {wanted}"), wanted)
    .remedy(
        "See triffin treasury figures",
        "请用 triffin treasury figures 查看",
    ))
}

fn once(option: &str, times: usize) -> QuestionError {
    let option = option.replace('_', "-");
    QuestionError::invalid(
        "E-USAGE-ONCE",
        Bilingual::new(
            format!("--{option} is given {times} times"),
            format!("--{option} 给出了 {times} 次"),
        ),
        Bilingual::new("expected once", "应只给出一次"),
    )
}

fn no_part(option: &str) -> QuestionError {
    let option = option.replace('_', "-");
    QuestionError::invalid(
        "E-USAGE-PLAYS-NO-PART",
        Bilingual::new(
            format!("--{option} plays no part beside the other options"),
            format!("--{option} 与其他选项同用时不起作用"),
        ),
        Bilingual::new("leave it out", "请去掉它"),
    )
}
