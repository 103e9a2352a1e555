//! Words of a command line as a shell would cut them.

/// Splits at blanks outside single or double quotes.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    for character in line.chars() {
        match (quote, character) {
            (Some(mark), _) if mark == character => quote = None,
            (None, '\'' | '"') => (quote, open) = (Some(character), true),
            (None, blank) if blank.is_whitespace() => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            _ => {
                word.push(character);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}

#[test]
fn quotes_hold_blanks_together() {
    assert_eq!(
        words(r#"triffin sql "SELECT 1"  --x ''"#),
        ["triffin", "sql", "SELECT 1", "--x", ""]
    );
}
