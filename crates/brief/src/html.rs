//! One self-contained page.

use triffin_basis::Lang;

use crate::facts::Facts;
use crate::locale::t;

/// The brief as an HTML document that needs nothing but itself.
pub fn render(facts: &Facts, lang: Lang) -> String {
    let _ = facts;
    t(lang, "brief.no_data", &[])
}
