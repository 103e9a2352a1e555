//! What the data points of a World Economic Outlook folder measure: the list
//! of concepts beside them, else the one the program carries.

use std::collections::HashMap;
use std::path::Path;

use crate::FormatError;
use crate::bytes::Input;
use crate::csv::Lines;
use crate::encoding::Text;
use crate::header::Header;
use crate::readers::weo_units;

/// A concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its unit.
    pub unit: String,
    /// Its name.
    pub name: String,
}

/// Concepts by their code in lower case.
#[derive(Clone, Debug, Default)]
pub struct Concepts {
    known: HashMap<String, Concept>,
}

/// The name of the list of concepts in a DDF folder.
pub const LIST: &str = "ddf--concepts--continuous.csv";

impl Concepts {
    /// The concepts the program carries.
    pub fn carried() -> Self {
        let mut concepts = Concepts::default();
        let table = include_str!("../../data/weo_concepts.csv").lines();
        for line in table.filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<&str> = line.splitn(4, ',').collect();
            if let [code, unit, scale, name] = cells[..] {
                concepts.insert(code, unit, scale, name);
            }
        }
        concepts
    }

    /// The concepts the program carries, and those of the list in `folder`
    /// where there is one.
    ///
    /// # Errors
    /// When the list is there and cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Self, FormatError> {
        let mut concepts = Self::carried();
        let path = folder.join(LIST);
        if path.is_file() {
            concepts.read(&Input::Path(path))?;
        }
        Ok(concepts)
    }

    /// The concept of a code.
    pub fn get(&self, code: &str) -> Option<&Concept> {
        self.known.get(&code.to_lowercase())
    }

    fn read(&mut self, input: &Input) -> Result<(), FormatError> {
        let mut lines = Lines::new(Text::new(input.open()?, None), b',');
        let header = Header::read(&mut lines)?;
        let names = ["concept", "unit", "scale", "subject_descriptor"];
        let mut columns = [0; 4];
        for (column, name) in columns.iter_mut().zip(names) {
            *column = header.need(name)?;
        }
        while let Some(row) = lines.next_row()? {
            let [code, unit, scale, name] = columns.map(|at| row.get(at).unwrap_or(""));
            self.insert(code, unit, scale, name);
        }
        Ok(())
    }

    fn insert(&mut self, code: &str, unit: &str, scale: &str, name: &str) {
        let concept = Concept {
            unit: weo_units::unit(&unit.replace(" ;", ";"), scale),
            name: name.to_owned(),
        };
        self.known.insert(code.to_lowercase(), concept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_concepts_have_units() {
        let concepts = Concepts::carried();
        assert_eq!(concepts.known.len(), 45);
        let unit = |code| concepts.get(code).map(|c| c.unit.as_str());
        assert_eq!(unit("NGDPD"), Some("bn USD"));
        assert_eq!(unit("bca_ngdpd"), Some("% of GDP"));
        assert_eq!((unit("pcpipch"), unit("pcpi")), (Some("%"), Some("index")));
    }
}
