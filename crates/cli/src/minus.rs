//! Amounts below zero among the words of a line: `basis parse '-418.2 bn USD'`.
//!
//! The parser takes a word that begins with a hyphen for an option, unless it
//! is a plain number. Letting an argument of many values begin with a hyphen
//! would make it swallow the options behind it, so the hyphen of an amount is
//! handed over as the minus sign it stands for, and given back in [`shown`].

use std::ffi::OsString;

const MINUS: char = '−';
/// The commands whose arguments are amounts.
const AMOUNTS: [[&str; 2]; 2] = [["basis", "parse"], ["trade", "ratio"]];

/// The words with a minus sign before each amount below zero, on the lines of
/// commands that take amounts.
pub fn kept(words: Vec<OsString>) -> Vec<OsString> {
    let takes_amounts = AMOUNTS.iter().any(|command| {
        words
            .windows(2)
            .any(|pair| pair[0] == command[0] && pair[1] == command[1])
    });
    if !takes_amounts {
        return words;
    }
    let minus = |word: OsString| match word.to_str().filter(|text| is_amount(text)) {
        Some(text) => format!("{MINUS}{}", &text[1..]).into(),
        None => word,
    };
    words.into_iter().map(minus).collect()
}

/// An amount as it was typed.
pub fn shown(text: &str) -> String {
    match text.strip_prefix(MINUS) {
        Some(rest) => format!("-{rest}"),
        None => text.to_owned(),
    }
}

/// A hyphen before a number, or before a currency and a number.
fn is_amount(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('-') else {
        return false;
    };
    let signed = rest.starts_with(|c: char| !c.is_ascii_lowercase() && c != '-');
    signed && rest.contains(|c: char| c.is_ascii_digit() || !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_below_zero_is_told_from_an_option() {
        for amount in [
            "-418.2 bn USD",
            "-3",
            "-US$ 4 bn",
            "-约3亿",
            "-.5",
            "-二十亿",
        ] {
            assert!(is_amount(amount), "{amount}");
        }
        for other in ["--format", "-o", "-h", "-V", "-oout 2.csv", "418", "-"] {
            assert!(!is_amount(other), "{other}");
        }
    }

    #[test]
    fn only_commands_of_amounts_are_touched() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let same = words("triffin fx convert --value-change -0.2");
        assert_eq!(kept(same.clone()), same);
        let line = kept(words("triffin basis parse -4亿 --strict"));
        assert_eq!(line[3], "−4亿");
        assert_eq!(shown("−4亿"), "-4亿");
    }
}
