//! What fuzzed SQL is put to, here and in the tests that replay the corpus.

use triffin_store::sql::tables_asked;

/// Words that change something wherever they begin a statement.
const WRITES: [&str; 8] = [
    "insert", "update", "delete", "create", "drop", "copy", "alter", "set",
];

/// Lets the gate judge a text.
///
/// # Panics
/// When it lets in a statement that begins with a word that writes, or a table
/// named like a file.
pub fn gate(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(tables) = tables_asked(&text) else {
        return;
    };
    let first: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    let first = first.to_ascii_lowercase();
    assert!(!WRITES.contains(&first.as_str()), "let in: {text}");
    let outside = |table: &String| table.contains(['/', '\\', ':', '.']);
    assert!(!tables.iter().any(outside), "let in: {text}");
}
