//! Writes the Rust tables that `src/explain.rs` includes.

use crate::catalogue::System;
use crate::doc::Doc;
use crate::glossary::Term;

/// A system beside what its code says.
pub struct Entry {
    /// As registered.
    pub system: System,
    /// As its doc comment says.
    pub doc: Doc,
}

/// The source text of the two tables.
pub fn table(entries: &[Entry], terms: &[Term]) -> String {
    let entries: String = entries.iter().map(entry).collect();
    let terms: String = terms.iter().map(term).collect();
    format!("static ENTRIES: &[Entry] = &[\n{entries}];\n\nstatic TERMS: &[Term] = &[\n{terms}];\n")
}

fn entry(Entry { system, doc }: &Entry) -> String {
    format!(
        "    Entry {{ id: {:?}, title_en: {:?}, title_zh: {:?}, formula: {:?}, unit: {:?}, unit_zh: {:?}, \
         sign: {:?}, source: {:?}, source_zh: {:?}, command: {:?}, refused: {:?}, test: {:?}, item: {:?}, doc: {:?} }},\n",
        system.id,
        system.title_en,
        system.title_zh,
        doc.formula,
        doc.unit,
        system.unit_zh,
        doc.sign,
        doc.source,
        system.source_zh,
        system.command,
        system.refused,
        system.test,
        system.item,
        doc.prose,
    )
}

fn term(term: &Term) -> String {
    format!(
        "    Term {{ term: {:?}, symbol: {:?}, unit: {:?}, zh: {:?}, alias: {:?} }},\n",
        term.term, term.symbol, term.unit, term.zh, term.alias
    )
}
