//! The models in the documents are read, and reach the states the text names.

use std::fs;

use triffin_cycle::check::{check, settle};
use triffin_cycle::language::parse;
use triffin_cycle::language::words::{CALLS, Call, DECLARATIONS, OPERATORS};
use triffin_cycle::{Program, Run};

const PAGES: [&str; 4] = [
    "docs/reference/sfc-language.md",
    "docs/reference/sfc-language.zh-CN.md",
    "docs/tutorial/first-model.md",
    "docs/tutorial/first-model.zh-CN.md",
];

fn page(name: &str) -> String {
    fs::read_to_string(super::workspace(name)).unwrap()
}

/// The texts between ```` ```sfc ```` and ```` ``` ````.
fn snippets(name: &str) -> Vec<String> {
    let page = page(name);
    let parts = page.split("```sfc\n").skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_snippet_is_read() {
    for name in PAGES {
        let snippets = snippets(name);
        assert!(snippets.len() >= 4, "{name}");
        for text in snippets {
            parse(&text).unwrap_or_else(|errors| panic!("{name}: {errors}\n{text}"));
        }
    }
}

#[test]
fn both_languages_show_the_same_models() {
    assert_eq!(snippets(PAGES[0]), snippets(PAGES[1]));
    assert_eq!(snippets(PAGES[2]), snippets(PAGES[3]));
}

#[test]
fn the_snippets_of_the_reference_check() {
    for text in snippets(PAGES[0]) {
        let (model, _) = settle(parse(&text).unwrap());
        check(&model).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    }
}

#[test]
fn the_unit_that_is_left_out_is_missed_as_the_page_says() {
    let text = snippets(PAGES[0])[2].replace("X * xr", "X");
    let errors = check(&parse(&text).unwrap()).unwrap_err().to_string();
    assert!(
        errors.contains("the left side is in bn CNY and the right side in bn USD"),
        "{errors}"
    );
}

#[test]
fn the_tutorial_reaches_the_states_it_names() {
    let steps = snippets(PAGES[2]);
    let state = |text: &str, scenario: Option<&str>| {
        let model = parse(text).unwrap();
        check(&model).unwrap();
        let mut run = Run::new(400);
        if let Some(name) = scenario {
            run = run.scenario(&model, name).unwrap();
        }
        let path = Program::compile(&model).unwrap().run(&run).unwrap();
        path.at("Y", 400).unwrap()
    };
    let near =
        |found: f64, known: f64, within: f64| assert!((found - known).abs() < within, "{found}");
    near(state(&steps[0], None), 20.0 / (1.0 - 0.6 * 0.8), 1e-9);
    near(state(&steps[1], None), 100.0, 1e-6);
    near(state(&steps[2], None), 106.486486, 1e-6);
    near(state(&steps[2], Some("rate")), 110.09, 5e-3);
    let errors = check(&parse(&steps[3]).unwrap()).unwrap_err().to_string();
    assert!(
        errors.contains("E-CYCLE-UNDERDETERMINED") && errors.contains("5 variables"),
        "{errors}"
    );
    let closed = steps[3].replace("var R", "exog R = 0.025");
    assert!(check(&parse(&closed).unwrap()).is_ok());
}

#[test]
fn the_reference_names_every_word_of_the_equations() {
    for name in &PAGES[..2] {
        let page = page(name);
        for (word, call) in CALLS {
            let shown = if matches!(call, Call::Change) {
                "d(a)"
            } else {
                word
            };
            assert!(page.contains(shown), "{name}: {word}");
        }
        for word in DECLARATIONS.iter().take(6).chain(&OPERATORS) {
            assert!(page.contains(&format!("`{word}")), "{name}: {word}");
        }
    }
}
