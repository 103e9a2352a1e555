//! One page of text.

use triffin_basis::Lang;

use crate::facts::Facts;
use crate::locale::t;

/// How the page is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether ANSI colours are wanted.
    pub colour: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            width: 100,
            colour: false,
        }
    }
}

/// The brief as text.
pub fn render(facts: &Facts, lang: Lang, page: Page) -> String {
    let _ = (facts, page);
    t(lang, "brief.no_data", &[])
}
