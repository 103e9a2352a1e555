//! The words that editors colour are those of the parser.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use triffin_cycle::language::accounts::{ACCOUNT_DECLARATIONS, STOCK_FUNCTIONS};
use triffin_cycle::language::token::SIGNS;
use triffin_cycle::language::words::{CALLS, CLAUSES, DECLARATIONS, OPERATORS, TIME};

fn grammar() -> Value {
    let file = super::workspace("editors/sfc.tmLanguage.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn pattern(grammar: &Value, rule: &str) -> String {
    let found = &grammar["repository"][rule]["match"];
    found
        .as_str()
        .unwrap_or_else(|| panic!("no rule {rule}"))
        .to_owned()
}

/// The words of the group `(a|b|c)` in the pattern of a rule.
fn words(grammar: &Value, rule: &str) -> BTreeSet<String> {
    let pattern = pattern(grammar, rule);
    let groups = pattern
        .split('(')
        .map(|part| part.split(')').next().unwrap_or_default());
    let group = groups.filter(|part| {
        part.chars()
            .all(|c| c.is_alphanumeric() || "_|".contains(c))
    });
    let longest = group.max_by_key(|part| part.len()).unwrap();
    longest.split('|').map(str::to_owned).collect()
}

fn set<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

#[test]
fn the_words_of_the_grammar_are_those_of_the_parser() {
    let grammar = grammar();
    let declarations = DECLARATIONS.into_iter().chain(ACCOUNT_DECLARATIONS);
    assert_eq!(words(&grammar, "declaration"), set(declarations));
    assert_eq!(words(&grammar, "clause"), set(CLAUSES));
    assert_eq!(words(&grammar, "operator"), set(OPERATORS));
    let calls = CALLS.map(|(name, _)| name);
    let stocks = STOCK_FUNCTIONS.map(|(name, _)| name);
    assert_eq!(
        words(&grammar, "call"),
        set(calls.into_iter().chain(stocks))
    );
    assert!(pattern(&grammar, "time").contains(TIME));
}

#[test]
fn every_rule_is_included_and_every_operator_coloured() {
    let grammar = grammar();
    let included: BTreeSet<String> = grammar["patterns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            rule["include"]
                .as_str()
                .unwrap()
                .trim_start_matches('#')
                .to_owned()
        })
        .collect();
    let rules = grammar["repository"].as_object().unwrap();
    assert_eq!(included, rules.keys().cloned().collect());
    let signs = pattern(&grammar, "sign");
    for (sign, _) in SIGNS {
        let brackets = "()[]{},;:".contains(sign);
        let escaped = sign.replace('*', "\\*");
        assert!(
            brackets || signs.contains(&escaped) || signs.contains(sign),
            "{sign}"
        );
    }
}
