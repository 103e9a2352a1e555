//! Which of the uncertain values an outcome depends on.

mod one_at_a_time;
mod sobol;

pub use one_at_a_time::{Slope, one_at_a_time};
pub use sobol::{Index, Indices, Plan};
