//! Why a question has no answer.

use std::fmt;

use triffin_basis::{BasisError, Bilingual, Lang};

/// A question that cannot be answered: a stable code, what failed with the
/// offending value, what was expected and what to do, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionError {
    /// Stable code, `E-…`.
    pub code: &'static str,
    /// What failed.
    pub message: Bilingual,
    /// What was expected and what to do.
    pub help: Bilingual,
    /// `true` when the source is not available, `false` when the question or
    /// the data is at fault.
    pub unavailable: bool,
}

impl QuestionError {
    /// A question or data that is at fault.
    pub fn invalid(code: &'static str, message: Bilingual, help: Bilingual) -> Self {
        Self {
            code,
            message,
            help,
            unavailable: false,
        }
    }

    /// No data answers the question.
    pub fn unavailable(code: &'static str, message: Bilingual, help: Bilingual) -> Self {
        Self {
            unavailable: true,
            ..Self::invalid(code, message, help)
        }
    }
}

impl fmt::Display for QuestionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message.en)?;
        if !self.help.en.is_empty() {
            write!(f, ". {}", self.help.en)?;
        }
        Ok(())
    }
}

impl std::error::Error for QuestionError {}

impl From<BasisError> for QuestionError {
    fn from(error: BasisError) -> Self {
        Self::invalid(
            error.code(),
            both(|lang| error.message(lang).to_owned()),
            both(|lang| sentences(error.expectation(lang), error.advice(lang), lang)),
        )
    }
}

pub(crate) fn both(text: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::new(text(Lang::En), text(Lang::Zh))
}

/// `expected …; remedy`, leaving out what is empty; a remedy that is a sentence
/// of its own stands after a full stop.
pub(crate) fn sentences(expected: &str, remedy: &str, lang: Lang) -> String {
    let expected = match (expected.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::En) => format!("expected {expected}"),
        (false, Lang::Zh) => format!("应为{expected}"),
    };
    let joint = match lang {
        Lang::En if remedy.starts_with(|c: char| c.is_ascii_uppercase()) => ". ",
        Lang::En => "; ",
        Lang::Zh => "；",
    };
    let parts: Vec<&str> = [expected.as_str(), remedy]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(joint)
}

impl From<triffin_formats::FormatError> for QuestionError {
    fn from(error: triffin_formats::FormatError) -> Self {
        let part = |lang: Lang, at: usize| error.parts(lang)[at].to_owned();
        Self::invalid(
            error.code,
            both(|lang| part(lang, 0)),
            both(|lang| sentences(&part(lang, 1), &part(lang, 2), lang)),
        )
    }
}

impl From<triffin_store::StoreError> for QuestionError {
    fn from(error: triffin_store::StoreError) -> Self {
        Self {
            code: error.code(),
            message: both(|lang| error.message(lang)),
            help: both(|lang| sentences(&error.expected(lang), &error.remedy(lang), lang)),
            unavailable: error.unavailable(),
        }
    }
}

impl From<triffin_trade::TradeError> for QuestionError {
    fn from(error: triffin_trade::TradeError) -> Self {
        match error {
            triffin_trade::TradeError::Refused(refusal) => {
                let unavailable = refusal.code() == "E-TRADE-EMPTY";
                Self {
                    unavailable,
                    ..refusal.into()
                }
            }
            triffin_trade::TradeError::Engine(cause) => {
                triffin_store::StoreError::from(*cause).into()
            }
        }
    }
}

impl From<datafusion::error::DataFusionError> for QuestionError {
    fn from(error: datafusion::error::DataFusionError) -> Self {
        triffin_store::StoreError::from(error).into()
    }
}

/// No dataset has records for a selection.
pub(crate) fn no_records(selection: &triffin_trade::Selection, known: &[&str]) -> QuestionError {
    if let Some(refused) = selection.refused_level() {
        return refused.into();
    }
    let who = who(selection);
    let window = &selection.window;
    let known = match known {
        [] => Bilingual::new("none", "无"),
        known => Bilingual::same(known.join(", ")),
    };
    let (at_hand, at_hand_zh) = (&known.en, &known.zh);
    QuestionError::unavailable(
        "E-TRADE-EMPTY",
        Bilingual::new(
            format!("no trade record of {who} in {window}"),
            format!("{who} 在 {window} 没有贸易记录"),
        ),
        Bilingual::new(
            format!(
                "datasets of records at hand: {at_hand}; add a file with triffin data add, or see triffin data ls"
            ),
            format!(
                "现有记录数据集：{at_hand_zh}；可用 triffin data add 添加文件，或用 triffin data ls 查看"
            ),
        ),
    )
}

/// The records of a selection's window do not carry the date it counts by.
pub(crate) fn undated(selection: &triffin_trade::Selection, records: i64) -> QuestionError {
    let (who, window, by) = (who(selection), selection.window, selection.timing);
    let by_zh = by.label(Lang::Zh);
    let (holds, counts) = match records {
        1 => ("1 record".to_owned(), "carries"),
        many => (format!("{many} records"), "carry"),
    };
    QuestionError::unavailable(
        "E-TRADE-EMPTY",
        Bilingual::new(
            format!(
                "no trade record of {who} counts in {window} by date {by}: {holds} declared in it {counts} no such date"
            ),
            format!(
                "{who} 在 {window} {by_zh}没有贸易记录：按申报日属于该期的 {records} 条记录未注明此日期"
            ),
        ),
        Bilingual::new(
            "count by the date the records carry (--timing declared), or add a file that states the other",
            "请按记录注明的日期统计（--timing declared），或添加注明该日期的文件",
        ),
    )
}

fn who(selection: &triffin_trade::Selection) -> String {
    match selection.partners.as_slice() {
        [] => selection.reporter.clone(),
        partners => format!("{}-{}", selection.reporter, partners.join(",")),
    }
}

/// The starter set cannot be read.
pub(crate) fn broken_starter(file: &str, why: impl fmt::Display) -> QuestionError {
    QuestionError::invalid(
        "E-STARTER",
        Bilingual::new(
            format!("the embedded file {file} cannot be read: {why}"),
            format!("内置文件 {file} 无法读取：{why}"),
        ),
        Bilingual::new(
            "this build is damaged; build it again",
            "此程序已损坏，请重新编译",
        ),
    )
}
