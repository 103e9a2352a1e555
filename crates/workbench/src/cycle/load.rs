//! From a name or a file to a model.

use std::io::Read;
use std::path::Path;

use triffin_basis::{BasisError, Bilingual};
use triffin_cycle::import::{Imported, dynare, json};
use triffin_cycle::{Model, check, language, library};

use super::note;
use crate::answer::Note;
use crate::error::QuestionError;

/// Bytes of the largest text that is read: more than any model has.
const LARGEST: u64 = 256 << 20;

/// A model that was asked for.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The model; an equation too many that the others imply is set apart.
    pub model: Model,
    /// What was supposed or found wanting on the way.
    pub notes: Vec<Note>,
}

/// Reads the model of a file, `.sfc`, `.json` or `.mod`, or the model of this
/// name that comes with Triffin.
///
/// # Errors
/// `E-CYCLE-NO-MODEL` where there is neither, `E-CYCLE-TEXT` for a file that
/// is no UTF-8, `E-IO`, and every fault of the text.
pub fn load(name: &str) -> Result<Loaded, QuestionError> {
    let (mut model, mut notes) = match Form::of(name) {
        Form::Sfc => {
            let mut text = text(name)?;
            if text.trim().is_empty() {
                return Err(empty(name).into());
            }
            for more in beside(name) {
                text.push('\n');
                text.push_str(&self::text(&more)?);
            }
            (language::parse(&text)?, Vec::new())
        }
        form => {
            let imported = read_as(form, &text(name)?)?;
            let notes = imported.notes.iter().map(note).collect();
            (imported.model, notes)
        }
    };
    if model.name.is_empty() {
        model.name = stem(name);
    }
    let (model, redundant) = check::settle(model);
    notes.extend(redundant.as_ref().map(note));
    Ok(Loaded { model, notes })
}

/// How a model is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In the language.
    Sfc,
    /// As an equation list in JSON.
    Json,
    /// For Dynare.
    Dynare,
}

impl Form {
    /// The form that the ending of a file names; the language where it names none.
    pub(super) fn of(name: &str) -> Self {
        let ending = Path::new(name).extension().unwrap_or_default();
        match ending.to_string_lossy().to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "mod" | "dyn" => Self::Dynare,
            _ => Self::Sfc,
        }
    }
}

/// Reads a model of another tool.
pub(super) fn read_as(form: Form, text: &str) -> Result<Imported, QuestionError> {
    Ok(match form {
        Form::Dynare => dynare::read(text)?,
        _ => json::read(text)?,
    })
}

/// The text of a file, or of the model of this name.
pub(super) fn text(name: &str) -> Result<String, QuestionError> {
    let path = Path::new(name);
    if path.is_dir() {
        return Err(folder(name).into());
    }
    if !path.exists() {
        return Ok(library::bundled(name)?.to_owned());
    }
    decoded(name, path, LARGEST)
}

/// The text of a file of at most `limit` bytes.
fn decoded(name: &str, path: &Path, limit: u64) -> Result<String, QuestionError> {
    let bytes = read_up_to(path, limit).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(name, limit).into());
    }
    String::from_utf8(bytes).map_err(|error| no_text(name, &error).into())
}

/// The bytes of a file or a pipe, one more than `limit` at most: a device may
/// have no end.
fn read_up_to(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The scenario files of a model: every `.sfc` in the folder beside its file
/// that is called as the file without its ending, in the order of their names.
fn beside(name: &str) -> Vec<String> {
    let path = Path::new(name);
    if !path.is_file() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(path.with_extension(""));
    let files = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut names: Vec<String> = files
        .filter(|file| file.is_file() && file.extension().is_some_and(|end| end == "sfc"))
        .map(|file| file.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A name for a model that has none: that of its file.
fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn no_text(name: &str, error: &std::string::FromUtf8Error) -> BasisError {
    let at = error.utf8_error().valid_up_to();
    BasisError::new(
        "E-CYCLE-TEXT",
        format!("{name} is no UTF-8 text: byte {at}"),
        format!("{name} 不是 UTF-8 文本：第 {at} 字节"),
    )
    .value(at)
    .expected("a model as UTF-8 text", "UTF-8 编码的模型文本")
    .remedy("Save the file as UTF-8", "请以 UTF-8 编码保存文件")
}

fn empty(name: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-NO-MODEL",
        format!("{name} is empty"),
        format!("{name} 是空的"),
    )
    .value(name)
    .expected(
        "a model: statements such as `Y = C + G`, one a line",
        "模型：每行一条语句，如 `Y = C + G`",
    )
}

fn too_large(name: &str, limit: u64) -> BasisError {
    BasisError::new(
        "E-CYCLE-TEXT",
        format!("{name} is larger than {} MB", limit >> 20),
        format!("{name} 超过 {} MB", limit >> 20),
    )
    .value(name)
    .expected("the text of a model", "模型文本")
}

fn folder(name: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-NO-MODEL",
        format!("{name} is a folder"),
        format!("{name} 是文件夹"),
    )
    .value(name)
    .expected("a file, or the name of a model", "文件或模型名称")
}

fn unreadable(name: &str, error: &std::io::Error) -> QuestionError {
    QuestionError::unavailable(
        "E-IO",
        Bilingual::new(
            format!("{name} cannot be read: {error}"),
            format!("无法读取 {name}：{error}"),
        ),
        Bilingual::new(
            "check that you may read the file",
            "请检查是否有读取该文件的权限",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_more_than_the_limit_is_refused_and_one_of_the_limit_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("large.sfc");
        let limit = 1 << 20;
        let comment = "#".repeat(limit);
        std::fs::write(&file, &comment).unwrap();
        let read = decoded("large.sfc", &file, limit as u64).unwrap();
        assert_eq!(read, comment);
        std::fs::write(&file, format!("{comment}\n")).unwrap();
        let refused = decoded("large.sfc", &file, limit as u64).unwrap_err();
        assert_eq!(refused.code, "E-CYCLE-TEXT");
        assert!(
            refused.to_string().contains("larger than 1 MB"),
            "{refused}"
        );
    }
}
