//! The tables CEPII packs beside a BACI file: its numbers of countries, and
//! its product codes, whose name tells the edition of the Harmonized System.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use triffin_basis::Economy;

use crate::FormatError;
use crate::bytes::Input;
use crate::csv::Lines;
use crate::encoding::Text;
use crate::header::Header;
use crate::product;

/// What the tables say.
#[derive(Debug)]
pub struct Tables {
    /// Number → ISO 3166 alpha-3, for numbers the table knows.
    pub areas: HashMap<String, String>,
    /// The edition of the Harmonized System; `HS` when nothing tells.
    pub edition: &'static str,
    /// What of the tables changes the rows, for the vintage's identity.
    pub identity: String,
    /// Things a person should know.
    pub notes: Vec<String>,
}

impl Tables {
    /// The tables in the folder of a BACI file.
    ///
    /// # Errors
    /// Those of a country table that is there and cannot be read.
    pub fn beside(input: &Input) -> Result<Tables, FormatError> {
        let name = input.name();
        let own = Path::new(&name);
        let beside = match input {
            Input::Path(path) => neighbours(path),
            Input::Memory(..) => Vec::new(),
        };
        let release = release(&file_name(own));
        let of_release = |path: &&PathBuf| {
            let name = file_name(path);
            release.is_none() || self::release(&name).is_none_or(|r| Some(r) == release)
        };
        let starting = |start: &str| {
            let mut found = beside.iter().filter(of_release);
            found.find(|path| file_name(path).to_lowercase().starts_with(start))
        };
        let edition = edition(&file_name(own))
            .or_else(|| starting("product_codes_hs").and_then(|path| edition(&file_name(path))));
        let mut tables = Tables {
            areas: HashMap::new(),
            edition: edition.unwrap_or("HS"),
            identity: String::new(),
            notes: Vec::new(),
        };
        if edition.is_none() {
            let note = "no edition of the Harmonized System in the file's name or in a table of \
                        product codes beside it: stored as HS";
            tables.notes.push(note.to_owned());
        }
        tables.identity = format!("edition = \"{}\"\n", tables.edition);
        match starting("country_codes") {
            Some(path) => tables.read_areas(&Input::Path(path.clone()))?,
            None => tables.notes.push(
                "no country_codes table beside the file: numbers are read as Comtrade's".to_owned(),
            ),
        }
        Ok(tables)
    }

    /// Reads a table of countries in the headings of any release.
    fn read_areas(&mut self, input: &Input) -> Result<(), FormatError> {
        let mut lines = Lines::new(Text::new(input.open()?, None), b',');
        let header = Header::read(&mut lines)?;
        let code = header.need("country_code")?;
        let letters = ["country_iso3", "iso_3digit_alpha"];
        let letters = header
            .find_any(&letters)
            .map_or_else(|| header.need(letters[0]), Ok)?;
        while let Some(row) = lines.next_row()? {
            let (number, iso) = (row.get(code).unwrap_or(""), row.get(letters).unwrap_or(""));
            // Letters that are no area leave the number to Comtrade's list.
            if Economy::find(iso).is_some() {
                self.areas.insert(number.to_owned(), iso.to_owned());
            }
        }
        let sha = lines.text().sha256()?;
        self.identity
            .push_str(&format!("country_codes = \"{sha}\"\n"));
        Ok(())
    }
}

fn neighbours(path: &Path) -> Vec<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The release in a file's name: `V202401b`.
fn release(name: &str) -> Option<String> {
    let parts = name.split(['_', '.']);
    let is_release = |part: &&str| {
        let digits = part.strip_prefix(['V', 'v']).unwrap_or("");
        digits.len() >= 6 && digits[..6].bytes().all(|b| b.is_ascii_digit())
    };
    parts
        .filter(|part| part.is_ascii())
        .find(is_release)
        .map(str::to_owned)
}

/// The edition in a file's name: `HS17` in `BACI_HS17_Y2018_V202401b.csv`.
fn edition(name: &str) -> Option<&'static str> {
    let mut parts = name.split(['_', '.', '-']);
    parts.find_map(|part| {
        let system = product::system(part)?;
        (system.starts_with("HS") && system != "HS").then_some(system)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_tells_edition_and_release() {
        let name = "BACI_HS17_Y2018_V202401b.csv";
        assert_eq!(
            (edition(name), release(name).as_deref()),
            (Some("HS2017"), Some("V202401b"))
        );
        assert_eq!(edition("product_codes_HS92_V202401b.csv"), Some("HS1992"));
        assert_eq!((edition("flows.csv"), release("flows.csv")), (None, None));
    }
}
