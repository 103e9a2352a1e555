//! What fuzzed models are put to, here and in the tests that replay the corpus.

use triffin_basis::Lang;
use triffin_cycle::check::check;
use triffin_cycle::import::{dynare, json};
use triffin_cycle::{Errors, language};

/// Reads bytes as a model in the language, in JSON and for Dynare.
///
/// # Panics
/// When a model that is read does not read back from its own text, or when a
/// refusal has no words in one of the languages.
pub fn judge(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match language::parse(&text) {
        Err(errors) => told(&errors),
        Ok(model) => {
            let printed = language::print(&model);
            let again = language::parse(&printed);
            let again = again.unwrap_or_else(|errors| panic!("{errors}\n{printed}"));
            assert_eq!(language::print(&again), printed);
            if let Err(errors) = check(&model) {
                told(&errors);
            }
        }
    }
    for imported in [json::read(&text), dynare::read(&text)] {
        match imported {
            Err(errors) => told(&errors),
            Ok(imported) => drop(imported.text()),
        }
    }
}

/// Every refusal has a code and words in both languages.
fn told(errors: &Errors) {
    assert!(!errors.is_empty());
    for error in errors.iter() {
        assert!(error.code().starts_with("E-CYCLE"), "{error}");
        for lang in [Lang::En, Lang::Zh] {
            assert!(!error.message(lang).is_empty(), "{error}");
        }
    }
}
