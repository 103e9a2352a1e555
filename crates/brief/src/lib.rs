//! Documents and charts from computed facts.
//!
//! ```text
//!                                   ┌─► terminal  one page of text
//! Facts ─► sections ─► Document ────┤
//!          sentences,  (blocks)     └─► html      one file, CSS and SVG inside
//!          tables, charts
//!             ▲
//!   locales/{en,zh}.toml
//! ```
//!
//! Nothing here computes economics: a number arrives exact, with its unit,
//! period, status, sources and formula, and leaves rounded once, the same in
//! both languages. A missing number is printed as missing, with its reason.
//!
//! ```
//! use triffin_basis::{Decimal, Lang, Unit};
//! use triffin_brief::numerals::Numerals;
//!
//! let balance = Decimal::from(-418_232_000_000_i64);
//! let usd = Unit::parse("USD").unwrap().0;
//! assert_eq!(Numerals::plain(Lang::En).value(balance, &usd), "-418.2 bn USD");
//! assert_eq!(Numerals::plain(Lang::Zh).value(balance, &usd), "-4,182亿美元");
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod charts;
pub mod document;
pub mod facts;
pub mod footnotes;
pub mod html;
pub mod locale;
pub mod marks;
pub mod names;
pub mod numerals;
pub mod periods;
pub mod rounded;
pub mod sections;
pub mod terminal;
pub mod wrap;
