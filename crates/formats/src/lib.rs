//! A publisher's bytes to Arrow batches and set-aside rows.

pub mod error;
pub mod schema;
pub mod source;

pub use error::FormatError;
pub use schema::Kind;
pub use source::{Chunk, Profile, SetAside, Source};
