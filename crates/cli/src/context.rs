//! What every command needs: the workbench, the scope of the question, the printer.

use std::path::PathBuf;

use jiff::civil::Date;
use triffin_basis::{Bilingual, Lang, Window};
use triffin_store::AsOf;
use triffin_workbench::files::Beneath;
use triffin_workbench::intake::Intake;
use triffin_workbench::{Answer, Note, QuestionError, Scope, Workbench};

use crate::args::Global;
use crate::error::CliError;
use crate::output::{Doubles, Output};

/// A command's surroundings.
pub struct Context {
    /// The store and the figures beneath it.
    pub bench: Workbench,
    /// What to know of the files that answer instead of the store.
    pub notes: Vec<Note>,
    /// Which data may answer.
    pub scope: Scope,
    /// Where and how to print.
    pub output: Output,
    /// Findings end with exit code 1.
    pub strict: bool,
}

impl Context {
    /// Opens the store that `global` names, or the files in its place.
    pub fn open(global: &Global) -> Result<Self, CliError> {
        Self::open_over(global, Beneath::Starter)
    }

    /// The same; files given with the question lie over `beneath`.
    pub fn open_over(global: &Global, beneath: Beneath) -> Result<Self, CliError> {
        let at = AsOf {
            date: global.as_of.as_deref().map(day).transpose()?,
            snapshot: global.snapshot.clone(),
        };
        let (bench, notes) = match global.files.as_slice() {
            [] => {
                no_way_to_read(global)?;
                (Workbench::open(store_folder(global)?)?, Vec::new())
            }
            files => Workbench::over_files(files, &way_to_read(global), beneath)?,
        };
        Ok(Self {
            bench,
            notes,
            scope: Scope {
                at,
                source: global.source.clone(),
            },
            output: Output {
                format: global.format,
                file: global.output.clone(),
                lang: global.lang(),
                doubles: Doubles::default(),
            },
            strict: global.strict,
        })
    }

    /// Opens the store itself, as `data` does: how its verbs read files is their
    /// own.
    pub fn of_store(global: &Global) -> Result<Self, CliError> {
        let plain = Global {
            reader: None,
            map: None,
            encoding: None,
            ..global.clone()
        };
        Self::open(&plain)
    }

    /// The language of everything printed.
    pub fn lang(&self) -> Lang {
        self.output.lang
    }

    /// The snapshot asked for, else that of what the store holds now.
    pub fn snapshot(&self) -> Result<String, CliError> {
        match &self.scope.at.snapshot {
            Some(id) => Ok(id.clone()),
            None => Ok(self
                .bench
                .store()
                .snapshot_id()
                .map_err(QuestionError::from)?),
        }
    }

    /// Prints an answer; with `--strict`, findings are exit code 1.
    pub fn answer(&self, answer: &Answer) -> Result<u8, CliError> {
        let mut answer = answer.clone();
        answer.meta.notes.extend(self.notes.iter().cloned());
        self.output.print(&answer)?;
        Ok(u8::from(self.strict && answer.has_findings()))
    }
}

/// How the files of `--file` are read.
fn way_to_read(global: &Global) -> Intake {
    let mut intake = Intake::on(jiff::Zoned::now().date());
    intake.format.clone_from(&global.reader);
    intake.map.clone_from(&global.map);
    intake.encoding.clone_from(&global.encoding);
    intake
}

/// Refuses a way of reading without a file to read.
fn no_way_to_read(global: &Global) -> Result<(), CliError> {
    let given = [
        ("--as", &global.reader),
        ("--map", &global.map),
        ("--encoding", &global.encoding),
    ];
    let Some((option, _)) = given.into_iter().find(|(_, value)| value.is_some()) else {
        return Ok(());
    };
    Err(QuestionError::invalid(
        "E-USAGE-FILE",
        Bilingual::new(
            format!("{option} says how a file is read, and no file is given"),
            format!("{option} 说明如何读取文件，但没有给出文件"),
        ),
        Bilingual::new(
            "name the file: --file PATH; files in the store were read when they were added",
            "请用 --file PATH 给出文件；数据仓中的文件在加入时已读取",
        ),
    )
    .into())
}

/// `--store`, else the platform's data folder.
fn store_folder(global: &Global) -> Result<PathBuf, CliError> {
    if let Some(folder) = &global.store {
        return Ok(folder.clone());
    }
    data_folder()
        .map(|folder| folder.join("triffin"))
        .ok_or_else(|| {
            QuestionError::invalid(
                "E-USAGE-STORE",
                Bilingual::new("this system names no folder for data", "系统没有数据文件夹"),
                Bilingual::new("name one: --store DIR", "请用 --store DIR 指定"),
            )
            .into()
        })
}

fn data_folder() -> Option<PathBuf> {
    let var = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        return var("LOCALAPPDATA");
    }
    let home = var("HOME");
    if cfg!(target_os = "macos") {
        return home.map(|home| home.join("Library/Application Support"));
    }
    var("XDG_DATA_HOME").or_else(|| home.map(|home| home.join(".local/share")))
}

/// A date as typed.
pub fn day(text: &str) -> Result<Date, CliError> {
    text.parse().map_err(|_| {
        QuestionError::invalid(
            "E-USAGE-DATE",
            Bilingual::new(
                format!("{text:?} is not a date"),
                format!("“{text}”不是日期"),
            ),
            Bilingual::new(
                "expected a date such as 2026-01-31",
                "应为日期，例如 2026-01-31",
            ),
        )
        .into()
    })
}

/// A period or a span of periods as typed.
pub fn window(text: &str) -> Result<Window, CliError> {
    Ok(Window::parse(text).map_err(QuestionError::from)?)
}

/// A word out of a list, or what the list is.
pub fn word<T>(
    what: &'static str,
    text: &str,
    known: &[&str],
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, CliError> {
    parse(text).ok_or_else(|| {
        let list = known.join(", ");
        QuestionError::invalid(
            "E-USAGE-WORD",
            Bilingual::new(
                format!("{text:?} is no {what}"),
                format!("“{text}”不是可用的 {what}"),
            ),
            Bilingual::new(
                format!("expected one of {list}"),
                format!("应为以下之一：{list}"),
            ),
        )
        .into()
    })
}
