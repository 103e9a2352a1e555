//! The registry of systems: what the code's own comments cannot say, namely
//! its number, its titles, how to try it and what proves it.
//!
//! The build script and the tests read it through this one file.

use std::path::Path;

use serde::Deserialize;

/// The registry, relative to the workspace root.
pub const FILE: &str = "registry/systems.toml";

/// One system as registered.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Number, `S1.2`.
    pub id: String,
    /// English title.
    pub title_en: String,
    /// Chinese title.
    pub title_zh: String,
    /// Unit and sign in Chinese; English stands in the doc comment.
    pub unit_zh: String,
    /// The source in Chinese, where it is more than the names of works: the
    /// doc comment states it in English.
    #[serde(default)]
    pub source_zh: String,
    /// Path of the item whose doc comment states formula, unit and source.
    pub item: String,
    /// A command that runs as it stands on the embedded starter set.
    pub command: String,
    /// The error code with which the command is right to end, when a refusal
    /// is the point.
    pub refused: Option<String>,
    /// `file::function` of a test that proves it.
    pub test: String,
}

#[derive(Deserialize)]
struct Registry {
    #[serde(default)]
    system: Vec<System>,
}

/// Reads the registry, in the order of the system numbers.
///
/// # Errors
/// When the file cannot be read, is not of this shape, or names a system twice.
pub fn read(file: &Path) -> Result<Vec<System>, String> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let registry: Registry =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut systems = registry.system;
    systems.sort_by_key(|system| order(&system.id));
    match systems.windows(2).find(|pair| pair[0].id == pair[1].id) {
        Some(pair) => Err(format!(
            "{}: {} is registered twice",
            file.display(),
            pair[0].id
        )),
        None => Ok(systems),
    }
}

/// `S1.10` after `S1.9`: the numbers within the id.
fn order(id: &str) -> Vec<u32> {
    id.split(|character: char| !character.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
