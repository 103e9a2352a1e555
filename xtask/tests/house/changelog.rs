//! The change log tells what is coming.

use crate::files::root;

#[test]
fn the_change_log_has_an_unreleased_entry() {
    let text = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let mut after = text.lines().skip_while(|line| *line != "## Unreleased");
    assert!(
        after.next().is_some(),
        "CHANGELOG.md has no `## Unreleased` heading"
    );
    let entries = after
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("- "))
        .count();
    assert!(
        entries > 0,
        "CHANGELOG.md lists nothing under `## Unreleased`"
    );
}
