//! The columns of a regression, read from a file.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::Float64Type;
use triffin_formats::columns::Hold;
use triffin_tariff::estimate::{Frame, Labels, NO_LABEL, Numbers};

use crate::columns::{self, Ask, Counted, Origin, Part};
use crate::error::QuestionError;

/// A frame, and where each of its rows stands in the file.
#[derive(Debug)]
pub(super) struct Framed {
    pub frame: Frame,
    /// Line of the file by row of the frame.
    pub lines: Vec<u64>,
    /// Rows of the file, and those the condition kept.
    pub counted: Counted,
    /// Columns of names in which some cell is `NA`: a name, or a missing one.
    pub na_names: Vec<String>,
}

/// Reads these columns of the rows that a condition keeps.
///
/// # Errors
/// Those of [`columns::read`].
pub(super) fn read(
    origin: &Origin,
    wanted: Vec<(String, Hold)>,
    only: Option<String>,
) -> Result<Framed, QuestionError> {
    let ask = Ask {
        columns: wanted,
        only,
    };
    let new = || Building {
        lines: Vec::new(),
        columns: ask
            .columns
            .iter()
            .map(|(_, hold)| Column::new(*hold))
            .collect(),
    };
    let (building, counted) = columns::read(origin, &ask, new, |building, part| {
        building.take(&part);
        Ok(())
    })?;
    let mut frame = Frame::new();
    let mut na_names = Vec::new();
    for ((name, _), column) in ask.columns.iter().zip(building.columns) {
        match column {
            Column::Numbers { values, missing } => {
                frame.push(name, Numbers::masked(values, missing))?;
            }
            Column::Names { codes, known } => {
                if known.contains_key("NA") {
                    na_names.push(name.clone());
                }
                frame.push(name, Labels::new(codes, levels(known))?)?;
            }
        }
    }
    Ok(Framed {
        frame,
        lines: building.lines,
        counted,
        na_names,
    })
}

struct Building {
    lines: Vec<u64>,
    columns: Vec<Column>,
}

impl Building {
    fn take(&mut self, part: &Part) {
        self.lines.extend(&part.lines);
        for (column, array) in self.columns.iter_mut().zip(&part.columns) {
            column.take(array);
        }
    }
}

/// A column while it grows.
enum Column {
    Numbers {
        values: Vec<f64>,
        missing: Vec<bool>,
    },
    Names {
        codes: Vec<u32>,
        known: HashMap<String, u32>,
    },
}

impl Column {
    fn new(hold: Hold) -> Self {
        match hold {
            Hold::Numbers => Self::Numbers {
                values: Vec::new(),
                missing: Vec::new(),
            },
            Hold::Texts => Self::Names {
                codes: Vec::new(),
                known: HashMap::new(),
            },
        }
    }

    fn take(&mut self, array: &ArrayRef) {
        match self {
            Self::Numbers { values, missing } => {
                let numbers = array.as_primitive::<Float64Type>();
                values.extend(numbers.iter().map(Option::unwrap_or_default));
                missing.extend((0..numbers.len()).map(|row| numbers.is_null(row)));
            }
            Self::Names { codes, known } => {
                let mut last: Option<(&str, u32)> = None;
                for name in array.as_string::<i32>() {
                    let Some(name) = name else {
                        codes.push(NO_LABEL);
                        continue;
                    };
                    let code = match last {
                        // Tables are mostly sorted, so that names repeat.
                        Some((before, code)) if before == name => code,
                        _ => code(known, name),
                    };
                    last = Some((name, code));
                    codes.push(code);
                }
            }
        }
    }
}

/// The code of a name, a new one where it is new.
fn code(known: &mut HashMap<String, u32>, name: &str) -> u32 {
    if let Some(code) = known.get(name) {
        return *code;
    }
    let code = known.len() as u32;
    known.insert(name.to_owned(), code);
    code
}

/// The names by their codes.
fn levels(known: HashMap<String, u32>) -> Vec<String> {
    let mut levels = vec![String::new(); known.len()];
    for (name, code) in known {
        // proof: codes are the places of the names in the order they came.
        levels[code as usize] = name;
    }
    levels
}
