//! Writes a sample brief: `cargo run -p triffin-brief --example sample -- en pair brief.html`.
//!
//! Without a file it prints the terminal page.

use std::io::{IsTerminal, Write};

use triffin_basis::Lang;
use triffin_brief::terminal::Page;
use triffin_brief::{html, terminal};

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/brief/sample.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let lang = args
        .next()
        .and_then(|tag| Lang::parse(&tag))
        .unwrap_or_default();
    let facts = match args.next().as_deref() {
        Some("partners") => sample::with_partners(),
        _ => sample::us_china(),
    };
    if let Some(file) = args.next() {
        return std::fs::write(file, html::render(&facts, lang));
    }
    let mut out = std::io::stdout();
    let page = Page {
        colour: out.is_terminal(),
        ..Page::default()
    };
    out.write_all(terminal::render(&facts, lang, page).as_bytes())
}
