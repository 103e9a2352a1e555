//! What effects leave of a column.

mod gradient;
mod layout;
mod normal;

pub(crate) use gradient::{Aim, absorb};
pub(crate) use layout::Layout;
pub(crate) use normal::Weighted;

#[cfg(test)]
mod tests;
