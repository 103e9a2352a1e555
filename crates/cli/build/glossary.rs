//! Reads the glossary's tables, `docs/glossary.md`.

use std::path::Path;

/// The glossary, relative to the workspace root.
const FILE: &str = "docs/glossary.md";

/// One row of the glossary.
pub struct Term {
    /// English name.
    pub term: String,
    /// Symbol in formulas and code, empty when none.
    pub symbol: String,
    /// Unit, empty when none.
    pub unit: String,
    /// 中文.
    pub zh: String,
    /// Other names, as written.
    pub alias: String,
}

/// Every row of every table whose header is `term | symbol | unit | 中文 | alias`.
///
/// # Errors
/// When the file is missing or holds no such row.
pub fn read(root: &Path) -> Result<Vec<Term>, String> {
    let file = root.join(FILE);
    println!("cargo::rerun-if-changed={}", file.display());
    let text =
        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let terms: Vec<Term> = text.lines().filter_map(row).collect();
    if terms.is_empty() {
        return Err(format!(
            "{}: no table row `term | symbol | unit | 中文 | alias`",
            file.display()
        ));
    }
    Ok(terms)
}

fn row(line: &str) -> Option<Term> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<String> = inside
        .split('|')
        .map(|cell| cell.trim().trim_matches('`').to_owned())
        .collect();
    let [term, symbol, unit, zh, alias] = <[String; 5]>::try_from(cells).ok()?;
    let header = term.eq_ignore_ascii_case("term");
    let rule = term.chars().all(|character| "-: ".contains(character));
    (!header && !rule).then_some(Term {
        term,
        symbol,
        unit,
        zh,
        alias,
    })
}
