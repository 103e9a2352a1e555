//! Texts and what they read as.

mod faults;
mod forms;
mod round;
