//! Nothing lands unfinished in silence.

use crate::files::texts;

/// Written in two halves so that this file passes its own test.
const MARKS: [(&str, &str); 5] = [
    ("todo", "!("),
    ("unimplemented", "!("),
    ("FIX", "ME"),
    ("TO", "DO"),
    ("XX", "X"),
];

#[test]
fn no_unfinished_marks() {
    let marks: Vec<String> = MARKS
        .iter()
        .map(|(head, tail)| format!("{head}{tail}"))
        .collect();
    let mut found = Vec::new();
    for (name, text) in texts(&[".rs", ".py", ".ts", ".svelte"]) {
        for (number, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| has_word(line, mark)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "unfinished work:\n{}", found.join("\n"));
}

/// The mark as a word of its own: not part of a longer one, and not a quoted
/// code (three of the letter are ISO 4217's code for no currency).
fn has_word(line: &str, mark: &str) -> bool {
    let inside = |character: char| character.is_alphanumeric() || "_'\"".contains(character);
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        let macro_call = mark.ends_with('(');
        !before.is_some_and(inside) && (macro_call || !after.is_some_and(inside))
    })
}

#[test]
fn a_mark_is_a_word_of_its_own() {
    let mark = MARKS[4].0.to_owned() + MARKS[4].1;
    assert!(has_word(&format!("// {mark} later"), &mark));
    assert!(!has_word(&format!("// {mark}L"), &mark));
    assert!(!has_word(&format!("reporter = '{mark}'"), &mark));
}
