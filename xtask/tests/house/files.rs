//! The files of the repository, as git sees them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Paths relative to the root: tracked, or new and not ignored.
pub fn all() -> Vec<String> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("git is installed: the repository checks list files with it");
    assert!(
        output.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout).expect("file names are UTF-8");
    let names: Vec<String> = names
        .split_terminator('\0')
        .map(str::to_owned)
        .filter(|name| root().join(name).is_file())
        .collect();
    assert!(
        names.iter().any(|name| name == "Cargo.toml"),
        "the listing misses Cargo.toml: {names:?}"
    );
    names
}

/// Files whose name ends so, with their text.
pub fn texts(endings: &[&str]) -> Vec<(String, String)> {
    all()
        .into_iter()
        .filter(|name| endings.iter().any(|ending| name.ends_with(ending)))
        .map(|name| {
            let text = std::fs::read_to_string(root().join(&name))
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, text)
        })
        .collect()
}
