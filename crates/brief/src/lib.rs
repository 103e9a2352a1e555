//! Documents and charts from computed facts.
//!
//! ```text
//!            ┌─ sentences ─┐
//! Facts ─────┤  tables     ├──► terminal (one page of text)
//! (facts.rs) │  charts     ├──► html     (one file: CSS and SVG inside)
//!            └─ footnotes ─┘
//!                  ▲
//!        locales/{en,zh}.toml
//! ```
//!
//! Nothing here computes economics: a number arrives exact, with its unit,
//! period, status, sources and formula, and leaves rounded once, the same in
//! both languages. A missing number is printed as missing, with its reason.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod facts;
pub mod html;
pub mod locale;
pub mod numerals;
pub mod rounded;
pub mod terminal;
