//! A link in a document leads to a file that is there.

use std::path::Path;

use crate::files::{root, texts};

/// Targets of inline links, `[text](target)`, outside fenced blocks.
fn targets(markdown: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            found.extend(
                line.split("](")
                    .skip(1)
                    .filter_map(|rest| rest.split_once(')'))
                    .map(|(target, _)| target.to_owned()),
            );
        }
    }
    found
}

fn is_local(target: &str) -> bool {
    !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with('#')
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for (name, text) in texts(&[".md"]) {
        let folder = root().join(Path::new(&name).parent().unwrap());
        for target in targets(&text).into_iter().filter(|target| is_local(target)) {
            let file = target.split('#').next().unwrap_or_default();
            if !folder.join(file).exists() {
                broken.push(format!("{name} → {target}"));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "links to files that are not there:\n{}",
        broken.join("\n")
    );
}

#[test]
fn targets_are_found_outside_fences_only() {
    let text = "see [a](b.md) and [c](d/e.md#f)\n```\n[x](y)\n```\n[g](https://example.org)";
    assert_eq!(targets(text), ["b.md", "d/e.md#f", "https://example.org"]);
    assert!(!is_local("https://example.org") && is_local("b.md"));
}
