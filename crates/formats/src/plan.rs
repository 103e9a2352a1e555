//! Which column, or which fixed value, fills each field of a row.

use std::collections::BTreeMap;

use crate::FormatError;
use crate::csv::Row;
use crate::header::{Header, plain};
use crate::mapping::{Mapping, wrong};

/// A field of a table: its name, and the other headings it is known by.
pub struct Field {
    /// Name, as in the command contract and in mappings.
    pub name: &'static str,
    /// Other headings; case, blanks, dashes and underscores do not matter.
    pub aliases: &'static [&'static str],
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Column(usize),
    Fixed(String),
}

/// What fills each field of a row; fields are given by their place in the
/// list the plan was made from.
#[derive(Clone, Debug)]
pub struct Plan {
    cells: Vec<Option<Cell>>,
    values: Vec<BTreeMap<String, String>>,
}

impl Plan {
    /// The text of a field in this line: `None` when nothing fills it.
    pub fn get<'a>(&'a self, row: &Row<'a>, field: usize) -> Option<&'a str> {
        match self.cells.get(field)?.as_ref()? {
            Cell::Fixed(value) => Some(value),
            Cell::Column(index) => Some(self.said(field, row.get(*index).unwrap_or(""))),
        }
    }

    /// As [`Plan::get`], with an empty cell as nothing.
    pub fn filled<'a>(&'a self, row: &Row<'a>, field: usize) -> Option<&'a str> {
        self.get(row, field).filter(|text| !text.is_empty())
    }

    /// The column that fills a field, where one does.
    pub fn column(&self, field: usize) -> Option<usize> {
        match self.cells.get(field)?.as_ref()? {
            Cell::Column(index) => Some(*index),
            Cell::Fixed(_) => None,
        }
    }

    /// The text a field has in every line, where it does.
    pub fn fixed(&self, field: usize) -> Option<&str> {
        match self.cells.get(field)?.as_ref()? {
            Cell::Column(_) => None,
            Cell::Fixed(value) => Some(value),
        }
    }

    /// What a cell of a field's column says, in our words where the mapping
    /// gives them.
    pub fn said<'a>(&'a self, field: usize, cell: &'a str) -> &'a str {
        let cell = cell.trim();
        let ours = self.values.get(field).and_then(|values| values.get(cell));
        ours.map_or(cell, String::as_str)
    }

    /// Whether the mapping gives our words for some of a field's.
    pub fn has_words(&self, field: usize) -> bool {
        self.values
            .get(field)
            .is_some_and(|words| !words.is_empty())
    }

    /// Whether anything fills the field.
    pub fn has(&self, field: usize) -> bool {
        self.cells.get(field).is_some_and(Option::is_some)
    }
}

/// The plans of a file, one for each row a line becomes, and the columns no
/// plan uses.
#[derive(Clone, Debug)]
pub struct Plans {
    /// One plan for each row of a line.
    pub rows: Vec<Plan>,
    /// Columns that fill no field, by place and name.
    pub unused: Vec<(usize, String)>,
}

impl Plans {
    /// Plans for a file with this header: columns named like fields, renamed
    /// and completed by the mapping. The fields `left` are not filled, and
    /// their columns stay with those that no plan uses.
    ///
    /// # Errors
    /// `E-FORMAT-HEADER` when a mapped column is not there, `E-FORMAT-MAP`
    /// when the mapping names a field the format does not have.
    pub fn new(
        header: &Header,
        fields: &[Field],
        mapping: Option<&Mapping>,
        left: &[usize],
    ) -> Result<Plans, FormatError> {
        let mut used = vec![false; header.width()];
        let base = by_name(header, fields, mapping);
        let mut rows = match mapping {
            None => vec![base],
            Some(mapping) => mapped(header, fields, mapping, base)?,
        };
        for plan in &mut rows {
            left.iter().for_each(|&field| plan.cells[field] = None);
            for cell in plan.cells.iter().flatten() {
                if let Cell::Column(index) = cell {
                    used[*index] = true;
                }
            }
        }
        for check in mapping.iter().flat_map(|m| &m.check) {
            used[header.need(&check.column)?] = true;
        }
        let unused = (0..header.width())
            .filter(|&i| !used[i])
            .map(|i| (i, header.names()[i].clone()))
            .collect();
        Ok(Plans { rows, unused })
    }

    /// Counts the columns of a field among those to keep as they are, too.
    pub fn keep(&mut self, header: &Header, field: usize) {
        for plan in &self.rows {
            if let Some(Cell::Column(index)) = plan.cells[field] {
                let column = (index, header.names()[index].clone());
                if !self.unused.contains(&column) {
                    self.unused.push(column);
                }
            }
        }
    }

    /// The columns no field takes, as a JSON object; `None` when all are empty.
    pub fn extra(&self, row: &Row<'_>) -> Option<String> {
        let mut object = serde_json::Map::new();
        for (index, name) in &self.unused {
            if let Some(text) = row.get(*index).filter(|t| !t.is_empty()) {
                let name = match name.is_empty() {
                    true => format!("column {}", index + 1),
                    false => name.clone(),
                };
                object.insert(name, serde_json::Value::from(text));
            }
        }
        (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string())
    }
}

/// Fields whose own name or alias heads a column. A column that the mapping
/// gives to another field is not taken.
fn by_name(header: &Header, fields: &[Field], mapping: Option<&Mapping>) -> Plan {
    let mapped: Vec<String> = mapping
        .iter()
        .flat_map(|m| {
            m.columns
                .values()
                .chain(m.melt.iter().flat_map(|r| r.columns.values()))
        })
        .map(|column| plain(column))
        .collect();
    let free = |index: usize| !mapped.contains(&plain(&header.names()[index]));
    let cells = fields
        .iter()
        .map(|field| {
            std::iter::once(&field.name)
                .chain(field.aliases)
                .find_map(|name| header.find(name).filter(|&i| free(i)))
                .map(Cell::Column)
        })
        .collect();
    Plan {
        cells,
        values: vec![BTreeMap::new(); fields.len()],
    }
}

fn mapped(
    header: &Header,
    fields: &[Field],
    mapping: &Mapping,
    mut base: Plan,
) -> Result<Vec<Plan>, FormatError> {
    fill(&mut base, header, fields, &mapping.columns, &mapping.fixed)?;
    for (field, values) in &mapping.values {
        base.values[place(fields, field)?] = values.clone();
    }
    if mapping.melt.is_empty() {
        return Ok(vec![base]);
    }
    mapping
        .melt
        .iter()
        .map(|melt| {
            let mut plan = base.clone();
            fill(&mut plan, header, fields, &melt.columns, &melt.fixed)?;
            Ok(plan)
        })
        .collect()
}

fn fill(
    plan: &mut Plan,
    header: &Header,
    fields: &[Field],
    columns: &BTreeMap<String, String>,
    fixed: &BTreeMap<String, String>,
) -> Result<(), FormatError> {
    for (field, column) in columns {
        plan.cells[place(fields, field)?] = Some(Cell::Column(header.need(column)?));
    }
    for (field, value) in fixed {
        plan.cells[place(fields, field)?] = Some(Cell::Fixed(value.clone()));
    }
    Ok(())
}

fn place(fields: &[Field], name: &str) -> Result<usize, FormatError> {
    fields.iter().position(|f| f.name == name).ok_or_else(|| {
        let known: Vec<&str> = fields.iter().map(|f| f.name).collect();
        wrong(
            format!(
                "`{name}` is no field of this format; fields are {}",
                known.join(", ")
            ),
            format!("“{name}”不是此格式的字段；字段有 {}", known.join("、")),
        )
    })
}
