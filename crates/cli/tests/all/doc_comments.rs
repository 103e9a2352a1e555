//! Doc comments are read for `explain` as CONTRIBUTING.md says.

#[path = "../../build/doc.rs"]
mod doc;

use doc::Doc;

#[test]
fn labels_in_one_paragraph_are_cut_apart() {
    let doc = Doc::read(
        " B = X − M\n\n Why it matters.\n On two lines.\n\n Unit: the currency. Sign: surplus positive.\n\n Source: 001 §4, step 4.\n",
    );
    let expected = Doc {
        formula: "B = X − M".into(),
        unit: "the currency".into(),
        sign: Some("surplus positive".into()),
        source: "001 §4, step 4".into(),
        prose: "Why it matters. On two lines.".into(),
    };
    assert_eq!(doc, Ok(expected));
}

#[test]
fn headings_serve_as_labels() {
    let doc = Doc::read("`V = Q P`.\n\n# Units\nUSD.\n\n# Errors\nNone.\n\n# Source\nBoskin,\n1996.\n\n```\nlet a = 1; // Source: not here\n```\n").unwrap();
    assert_eq!(
        (doc.formula.as_str(), doc.unit.as_str(), doc.source.as_str()),
        ("V = Q P", "USD", "Boskin, 1996")
    );
    assert_eq!(doc.sign, None);
}

#[test]
fn a_missing_part_is_named() {
    let missing = |comment: &str| Doc::read(comment).unwrap_err();
    assert!(missing("").contains("no first line"));
    assert!(missing("B = X − M\n\nSource: 001.").contains("no `Unit: …`"));
    assert!(missing("B = X − M\n\nUnit: USD.").contains("no `Source: …`"));
}

#[test]
fn a_label_within_a_sentence_is_prose() {
    let doc = Doc::read("E\n\nThe Unit: of old.\n\nUnit: none.\n\nSource: own.").unwrap();
    assert_eq!(doc.prose, "The Unit: of old.");
    assert_eq!(doc.unit, "none");
}
