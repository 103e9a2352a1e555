//! The command line from outside.

#![allow(clippy::unwrap_used, clippy::panic)]

mod chinese;
mod doc_comments;
mod documents;
mod explain;
mod items;
mod outside;
mod panics;
mod shell;
mod version;
