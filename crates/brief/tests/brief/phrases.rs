//! The code and the phrase files name the same keys.

use std::path::Path;

use triffin_basis::Lang;
use triffin_brief::locale::phrases;

/// Keys the code builds from a part, by their beginning.
const BUILT: [&str; 9] = [
    "brief.external.",
    "brief.alignment.",
    "month.",
    "quarter.",
    "brief.item",
    "brief.value",
    "brief.unit",
    "brief.formula",
    "brief.tariff.",
];

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

fn code() -> String {
    let mut text = String::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut text,
    );
    text
}

#[test]
fn every_key_in_the_code_has_a_phrase() {
    let known = phrases(Lang::En);
    let code = code();
    let mut seen = 0;
    for beginning in ["\"brief.", "\"period."] {
        for (at, _) in code.match_indices(beginning) {
            let key = code[at + 1..].split('"').next().unwrap();
            if key.contains('{') || key.ends_with('.') {
                continue;
            }
            seen += 1;
            assert!(known.contains_key(key), "{key} has no phrase");
        }
    }
    assert!(seen > 60, "only {seen} keys found");
}

#[test]
fn every_phrase_of_the_brief_is_used() {
    let code = code();
    for key in phrases(Lang::En).keys() {
        let built = BUILT.iter().any(|start| key.starts_with(start));
        if key.starts_with("brief.") && !built {
            assert!(code.contains(&format!("\"{key}\"")), "{key} is not used");
        }
    }
}
