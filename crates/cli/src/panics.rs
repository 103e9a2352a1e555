//! A panic is a defect of ours: it is recorded wherever it happens.

use std::fs::OpenOptions;
use std::io::Write;
use std::panic::{self, PanicHookInfo};

/// Names the file that panics are appended to; `cargo xtask test` sets it and
/// fails when anything was written, even by a thread that nobody waited for.
pub const VARIABLE: &str = "TRIFFIN_PANIC_LOG";

/// Keeps Rust's own message and appends it to the file that [`VARIABLE`]
/// names, when it names one. Call it first thing.
pub fn record() {
    let Some(path) = std::env::var_os(VARIABLE) else {
        return;
    };
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        standard(info);
        // The message already stands on stderr; a log that cannot be written
        // must not panic within a panic.
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let _ = file.and_then(|mut file| file.write_all(line(info).as_bytes()));
    }));
}

fn line(info: &PanicHookInfo<'_>) -> String {
    let command: Vec<String> = std::env::args().collect();
    format!(
        "{} | {}\n",
        command.join(" "),
        info.to_string().replace('\n', " ")
    )
}
