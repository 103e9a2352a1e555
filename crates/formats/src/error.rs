//! Why a file cannot be read.

use triffin_basis::Lang;

/// A file that cannot be read as a whole. A row that cannot be read is a
/// [`crate::SetAside`] instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}. Expected {expected}. {remedy}")]
pub struct FormatError {
    /// Stable code: `E-FORMAT-UNKNOWN`, `E-FORMAT-HEADER` …
    pub code: &'static str,
    /// What failed, with the offending value.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
    /// Message, expected and remedy in Chinese.
    chinese: Box<[String; 3]>,
}

impl FormatError {
    /// An error from its parts in English; [`FormatError::zh`] gives the
    /// Chinese ones.
    pub fn new(
        code: &'static str,
        message: impl Into<String>,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (message, expected, remedy) = (message.into(), expected.into(), remedy.into());
        let chinese = Box::new([message.clone(), expected.clone(), remedy.clone()]);
        Self {
            code,
            message,
            expected,
            remedy,
            chinese,
        }
    }

    /// The same parts in Chinese.
    #[must_use]
    pub fn zh(
        mut self,
        message: impl Into<String>,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        *self.chinese = [message.into(), expected.into(), remedy.into()];
        self
    }

    /// Message, expected and remedy in a language.
    pub fn parts(&self, lang: Lang) -> [&str; 3] {
        match lang {
            Lang::En => [&self.message, &self.expected, &self.remedy],
            Lang::Zh => {
                let [message, expected, remedy] = &*self.chinese;
                [message, expected, remedy]
            }
        }
    }

    /// The whole sentence, code first, in a language.
    pub fn localized(&self, lang: Lang) -> String {
        let [message, expected, remedy] = self.parts(lang);
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => format!("{}：{message}。应为：{expected}。{remedy}", self.code),
        }
    }
}
