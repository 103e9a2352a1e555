//! The brief from outside: pages, languages, pictures.
#![allow(clippy::unwrap_used, clippy::panic)]

mod json;
mod page;
mod parity;
mod phrases;
mod sample;
mod text;
