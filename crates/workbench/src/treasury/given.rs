//! What was typed: every option by its name, each perhaps several times.

use std::collections::BTreeMap;

/// The options of a question as typed; an option that was not is empty.
///
/// ```
/// use triffin_workbench::treasury::{Given, rollover};
/// let given = Given::new([("maturing", vec!["15 tn USD".to_owned()])]);
/// let answer = rollover(&given)?;
/// assert_eq!(answer.meta.system, "S6.13");
/// # Ok::<(), triffin_workbench::QuestionError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    options: BTreeMap<&'static str, Vec<String>>,
}

impl Given {
    /// The options that were typed.
    pub fn new(options: impl IntoIterator<Item = (&'static str, Vec<String>)>) -> Self {
        Self {
            options: options
                .into_iter()
                .filter(|(_, texts)| !texts.is_empty())
                .collect(),
        }
    }

    /// Whether nothing was typed: the answer is then about the documents' own figures.
    pub fn is_empty(&self) -> bool {
        self.options.is_empty()
    }

    /// The texts of an option.
    pub fn texts(&self, option: &str) -> &[String] {
        self.options.get(option).map_or(&[], Vec::as_slice)
    }

    /// The options that were typed and are not among those a question read.
    pub(crate) fn beside<'a>(
        &'a self,
        read: &'a [&str],
    ) -> impl Iterator<Item = &'static str> + 'a {
        self.options
            .keys()
            .copied()
            .filter(move |option| !read.contains(option))
    }
}
