//! What a change of tariffs is worth, and through what.

mod contribution;
mod linear;
mod path;
#[cfg(test)]
mod tests;

pub use contribution::{By, Contribution, Contributions};
pub use linear::{Linear, linear};
pub use path::{Parts, Path, path};
