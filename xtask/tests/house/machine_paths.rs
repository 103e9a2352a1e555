//! No file names a path of the machine it was written on.

use crate::files::{all, root};

/// Top folders that exist on somebody's machine and in no clone. The slashes
/// are added below so that this file passes its own test.
const FOLDERS: [&str; 6] = ["work", "farm", "root", "tmp", "home", "Users"];

fn names_a_machine_path(line: &str) -> bool {
    FOLDERS.iter().any(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path).any(|(at, _)| {
            !line[..at].ends_with(|before: char| {
                before.is_ascii_alphanumeric() || "_.-}/".contains(before)
            })
        })
    })
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    let mut found = Vec::new();
    for name in all().iter().filter(|name| !name.ends_with(".lock")) {
        // Binary files hold no path a person would type.
        let Ok(text) = std::fs::read_to_string(root().join(name)) else {
            continue;
        };
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| names_a_machine_path(line))
        {
            found.push(format!("{name}:{}: {}", number + 1, line.trim()));
        }
    }
    assert!(
        found.is_empty(),
        "absolute paths of one machine:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_machine_path_is_told_from_a_relative_one() {
    let absolute = format!("open({:?})", ["", FOLDERS[0], "x"].join("/"));
    assert!(names_a_machine_path(&absolute));
    assert!(!names_a_machine_path(
        "crates/work/src and https://example.org/home/page"
    ));
}
