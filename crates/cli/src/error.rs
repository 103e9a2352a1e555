//! What went wrong, for people and for scripts: a stable code, the offending
//! value, what was expected, what to do, and an exit code.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use triffin_basis::{Bilingual, Lang};
use triffin_workbench::QuestionError;

/// Exit code for a usage error or invalid data.
pub const INVALID: u8 = 2;
/// Exit code for a source that is not available.
pub const UNAVAILABLE: u8 = 3;

/// An error on its way to standard error.
#[derive(Debug)]
pub enum CliError {
    /// The question, the data or the source is at fault.
    Question(QuestionError),
    /// The reader of our output went away; that is no error of ours.
    ClosedPipe,
}

impl CliError {
    /// Bad input, as the user can mend it.
    pub fn invalid(code: &'static str, message: Bilingual, help: Bilingual) -> Self {
        Self::Question(QuestionError::invalid(code, message, help))
    }

    /// Prints the error in the user's language and gives the exit code.
    pub fn print(&self, lang: Lang) -> ExitCode {
        match self {
            Self::ClosedPipe => ExitCode::SUCCESS,
            Self::Question(error) => {
                let report = render(
                    error.code,
                    error.message.get(lang),
                    error.help.get(lang),
                    lang,
                );
                // Nothing is left to do when standard error itself is closed.
                let _ = writeln!(io::stderr(), "{report}");
                ExitCode::from(if error.unavailable {
                    UNAVAILABLE
                } else {
                    INVALID
                })
            }
        }
    }
}

fn render(code: &str, message: &str, help: &str, lang: Lang) -> String {
    let (red, bold, reset) = if io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
    {
        ("\u{1b}[31m", "\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "", "")
    };
    let (error, hint) = match lang {
        Lang::En => ("error", "help"),
        Lang::Zh => ("错误", "提示"),
    };
    let mut text = format!("{red}{error}{reset} {bold}{code}{reset}: {message}");
    if !help.is_empty() {
        text.push_str(&format!("\n  {hint}: {help}"));
    }
    text
}

impl From<QuestionError> for CliError {
    fn from(error: QuestionError) -> Self {
        Self::Question(error)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Question(QuestionError::unavailable(
            "E-IO",
            Bilingual::same(error.to_string()),
            Bilingual::new(
                "check that the path exists and that you may read or write it",
                "请检查路径是否存在、是否有读写权限",
            ),
        ))
    }
}
