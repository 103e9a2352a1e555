//! The `triffin` command.

fn main() {
    triffin_cli::panics::record();
    println!("triffin {}", triffin_cli::version::long());
}
