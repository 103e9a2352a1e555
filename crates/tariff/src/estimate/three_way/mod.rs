//! The bias that the effects of a three-way panel leave, and what it does to
//! the errors.

mod bias;
mod effects;
mod leverage;
mod pairs;

#[cfg(test)]
mod tests;

pub(crate) use bias::of as bias;
pub(crate) use leverage::meat;
pub(crate) use pairs::{Pairs, Scores};
