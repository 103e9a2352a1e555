//! The commands in the documents run, and print what the documents say.
//!
//! A fenced `console` block holds commands after `$ `, continued after `> `,
//! and below each what it prints: `...` stands for any lines, at the end of a
//! line for the rest of it, `[exit 1]` for the exit code when it is not 0. All blocks of a page run in one empty
//! folder with one empty store.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Pages whose commands are run.
const PAGES: [&str; 19] = [
    "CHANGELOG.md",
    "README.md",
    "README.zh-CN.md",
    "docs/tutorial/first-balance.md",
    "docs/tutorial/first-balance.zh-CN.md",
    "docs/tutorial/first-model.md",
    "docs/tutorial/first-model.zh-CN.md",
    "docs/how-to/add-a-publisher-format.md",
    "docs/how-to/add-a-publisher-format.zh-CN.md",
    "docs/explanation/two-countries-one-trade.md",
    "docs/explanation/two-countries-one-trade.zh-CN.md",
    "docs/explanation/how-dollars-come-back.md",
    "docs/explanation/how-dollars-come-back.zh-CN.md",
    "docs/explanation/what-the-dollar-cycle-says.md",
    "docs/explanation/what-the-dollar-cycle-says.zh-CN.md",
    "docs/explanation/why-a-tariff-does-not-close-a-deficit.md",
    "docs/explanation/why-a-tariff-does-not-close-a-deficit.zh-CN.md",
    "docs/reference/tariff-scenario.md",
    "docs/reference/tariff-scenario.zh-CN.md",
];

/// Set to `write` to put the present output into the pages.
const MODE: &str = "TRIFFIN_DOCUMENTS";

/// A command, what the page says it prints, and the lines of the page it fills.
#[derive(Debug, PartialEq, Eq)]
struct Example {
    line: usize,
    command: String,
    exit: i32,
    prints: Vec<String>,
    output_at: std::ops::Range<usize>,
}

fn examples(page: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let (mut console, mut opened) = (false, false);
    for (at, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            console = line == "```console";
            opened = false;
        } else if console && let Some(command) = line.strip_prefix("$ ") {
            let output_at = at + 1..at + 1;
            found.push(Example {
                line: at + 1,
                command: command.to_owned(),
                exit: 0,
                prints: Vec::new(),
                output_at,
            });
            opened = true;
        } else if console
            && opened
            && let Some(example) = found.last_mut()
        {
            example.take(at, line);
        }
    }
    found
}

impl Example {
    /// One more line below the command: its continuation, its exit code, its output.
    fn take(&mut self, at: usize, line: &str) {
        if self.prints.is_empty()
            && let Some(more) = continuation(line)
        {
            self.command.push('\n');
            self.command.push_str(more);
            self.output_at = at + 1..at + 1;
            return;
        }
        self.output_at.end = at + 1;
        match line
            .strip_prefix("[exit ")
            .and_then(|rest| rest.strip_suffix(']')?.parse().ok())
        {
            Some(exit) => self.exit = exit,
            None => self.prints.push(line.to_owned()),
        }
    }

    fn run(&self, folder: &Path) -> (i32, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_triffin")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(
            std::iter::once(program.to_path_buf()).chain(std::env::split_paths(&path)),
        )
        .unwrap();
        let command = self.command.replace("cargo run --", "triffin");
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .current_dir(folder)
            .env("PATH", path)
            .env("TRIFFIN_STORE", folder.join("store"))
            .output()
            .unwrap();
        (
            output.status.code().unwrap_or(-1),
            String::from_utf8(output.stdout).unwrap(),
        )
    }
}

fn continuation(line: &str) -> Option<&str> {
    if line == ">" {
        Some("")
    } else {
        line.strip_prefix("> ")
    }
}

/// Whether lines match a pattern in which `...` stands for any lines.
fn matches(pattern: &[String], lines: &[&str]) -> bool {
    match pattern.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=lines.len()).any(|skip| matches(rest, &lines[skip..]))
        }
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, more)| says(first, line) && matches(rest, more)),
    }
}

/// Whether a line is what the page says; `...` stands for the rest of it.
fn says(page: &str, line: &str) -> bool {
    match page.strip_suffix("...") {
        Some(start) => line.starts_with(start.trim_end()),
        None => line.trim_end() == page.trim_end(),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_path_buf()
}

fn wanted(example: &Example) -> bool {
    // The README's second command is the test run itself.
    !example.command.starts_with("cargo xtask")
}

/// Runs a page; returns what differs and the page with the present output.
fn run(name: &str, page: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = String::new();
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    let mut outputs = Vec::new();
    for example in examples(page).into_iter().filter(wanted) {
        let (exit, text) = example.run(folder.path());
        let printed: Vec<&str> = text.lines().collect();
        if exit != example.exit || !matches(&example.prints, &printed) {
            let _ = writeln!(
                wrong,
                "{name}:{}: $ {}\n[exit {exit}]\n{text}",
                example.line, example.command
            );
        }
        outputs.push((example, exit, text));
    }
    for (example, exit, text) in outputs.into_iter().rev() {
        let code = (exit != 0).then(|| format!("[exit {exit}]"));
        let elided = example.prints.iter().any(|line| line.ends_with("..."));
        let fresh: Vec<String> = if elided {
            example.prints
        } else {
            text.lines().map(str::to_owned).collect()
        };
        lines.splice(example.output_at, fresh.into_iter().chain(code));
    }
    (wrong, lines.join("\n") + "\n")
}

#[test]
#[cfg(unix)]
fn commands_in_documents_print_what_the_documents_say() {
    let write = std::env::var(MODE).is_ok_and(|mode| mode == "write");
    let mut wrong = String::new();
    for name in PAGES {
        let file = root().join(name);
        let page = std::fs::read_to_string(&file).unwrap();
        let (differs, fresh) = run(name, &page);
        if write {
            std::fs::write(&file, fresh).unwrap();
        }
        wrong += &differs;
    }
    assert!(
        write || wrong.is_empty(),
        "run with {MODE}=write to put the present output into the pages\n{wrong}"
    );
}

#[test]
fn a_block_is_cut_into_commands_and_what_they_print() {
    let page = "text\n```console\n$ cat > a <<'E'\n> x\n>\n> E\n$ false\nno\n[exit 1]\n```\n```sh\n$ not this\n```\n";
    let found = examples(page);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].command, "cat > a <<'E'\nx\n\nE");
    assert_eq!(
        (
            found[1].exit,
            found[1].prints.as_slice(),
            found[1].output_at.clone()
        ),
        (1, &["no".to_owned()][..], 7..9)
    );
}

#[test]
fn dots_stand_for_any_lines() {
    let pattern = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| (*line).to_owned())
            .collect::<Vec<_>>()
    };
    assert!(matches(&pattern(&["a", "...", "d"]), &["a", "b", "c", "d"]));
    assert!(matches(&pattern(&["..."]), &[]));
    assert!(!matches(&pattern(&["a", "...", "d"]), &["a", "b"]));
    assert!(!matches(&pattern(&[]), &["a"]));
    assert!(matches(&pattern(&["ab ...", "c"]), &["ab 12", "c"]));
    assert!(!matches(&pattern(&["ab ..."]), &["a b"]));
}

#[test]
#[cfg(unix)]
fn a_page_that_lies_is_told() {
    let (wrong, fresh) = run("page", "```console\n$ echo one; exit 3\ntwo\n```\n");
    assert!(wrong.contains("[exit 3]\none"), "{wrong}");
    assert_eq!(
        fresh,
        "```console\n$ echo one; exit 3\none\n[exit 3]\n```\n"
    );
    assert_eq!(run("page", "```console\n$ echo one\n...\n```\n").0, "");
}
