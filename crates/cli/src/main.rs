//! The `triffin` command.
fn main() {}
