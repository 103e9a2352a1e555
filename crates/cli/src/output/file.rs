//! The file of `-o`: its form by its ending, and why it cannot be written.

use std::fs::File;
use std::io;
use std::path::Path;

use triffin_basis::Bilingual;

use super::Format;
use crate::error::CliError;

/// The form a file's ending names, in either case of letters; a name without an
/// ending, such as a device, is CSV.
///
/// # Errors
/// `E-USAGE-OUTPUT` when the ending names none.
pub fn form(file: &Path) -> Result<Format, CliError> {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    match ending.to_lowercase().as_str() {
        "" | "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        "ndjson" | "jsonl" => Ok(Format::Ndjson),
        "parquet" => Ok(Format::Parquet),
        "txt" => Ok(Format::Table),
        _ => Err(no_form(file)),
    }
}

/// The file, empty.
///
/// # Errors
/// `E-IO` with the file's name.
pub fn create(file: &Path) -> Result<File, CliError> {
    File::create(file).map_err(|error| not_written(file, &error))
}

fn no_form(file: &Path) -> CliError {
    let name = file.display();
    CliError::invalid(
        "E-USAGE-OUTPUT",
        Bilingual::new(
            format!("the ending of {name} names no form of output"),
            format!("“{name}”的扩展名不对应任何输出格式"),
        ),
        Bilingual::new(
            "expected .csv, .json, .ndjson, .jsonl, .parquet or .txt; or name the form with --format",
            "应为 .csv、.json、.ndjson、.jsonl、.parquet 或 .txt；或用 --format 指定格式",
        ),
    )
}

fn not_written(file: &Path, error: &io::Error) -> CliError {
    let name = file.display();
    triffin_workbench::QuestionError::unavailable(
        "E-IO",
        Bilingual::new(
            format!("{name} cannot be written: {error}"),
            format!("无法写入“{name}”：{error}"),
        ),
        Bilingual::new(
            "check that the folder exists and that you may write to it",
            "请检查文件夹是否存在、是否有写权限",
        ),
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_names_a_form_or_is_refused() {
        let form_of = |name: &str| form(Path::new(name)).ok();
        assert_eq!(form_of("q.JSON"), Some(Format::Json));
        assert_eq!(form_of("q.parquet"), Some(Format::Parquet));
        assert_eq!(form_of("/dev/stdout"), Some(Format::Csv));
        assert_eq!(form_of("q.foo"), None);
        assert_eq!(form_of("q.pdf"), None);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let Err(CliError::Question(error)) = create(Path::new("/no/dir/x.json")) else {
            panic!("written")
        };
        assert_eq!((error.code, error.unavailable), ("E-IO", true));
        assert!(error.message.en.starts_with("/no/dir/x.json"));
        assert!(error.message.zh.contains("/no/dir/x.json"));
    }
}
