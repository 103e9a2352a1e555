//! The tools a check needs, installed when they are missing.

use std::process::{Command, Stdio};

use crate::steps;

/// A cargo subcommand that rustup ships as a component.
struct Component {
    subcommand: &'static str,
    component: &'static str,
}

const COMPONENTS: [Component; 2] = [
    Component {
        subcommand: "fmt",
        component: "rustfmt",
    },
    Component {
        subcommand: "clippy",
        component: "clippy",
    },
];

/// Makes sure that rustfmt and clippy are there.
///
/// # Errors
/// When one is missing and rustup cannot add it.
pub fn ensure_components() -> Result<(), String> {
    COMPONENTS.iter().try_for_each(ensure)
}

fn ensure(wanted: &Component) -> Result<(), String> {
    if answers(&mut steps::cargo(&[wanted.subcommand, "--version"])) {
        return Ok(());
    }
    eprintln!("adding the missing component {}", wanted.component);
    let added = steps::run(Command::new("rustup").args(["component", "add", wanted.component]));
    added.map_err(|reason| {
        format!(
            "`cargo {}` is missing and could not be added ({reason}). \
             Install it: `rustup component add {}`, or your system's package of that name.",
            wanted.subcommand, wanted.component
        )
    })
}

/// Whether `cargo nextest` is installed; without it `cargo test` does the same work.
pub fn has_nextest() -> bool {
    answers(&mut steps::cargo(&["nextest", "--version"]))
}

/// The name Python 3 goes by on this machine.
///
/// # Errors
/// When there is none.
pub fn python() -> Result<&'static str, String> {
    ["python3", "python"]
        .into_iter()
        .find(|name| {
            answers(
                Command::new(name).args(["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]),
            )
        })
        .ok_or_else(|| {
            "Python 3.8 or newer was not found as `python3` or `python`: install it.".to_owned()
        })
}

fn answers(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
