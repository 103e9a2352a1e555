//! The names of regions and sectors, and their places.

use std::collections::HashMap;

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;

use super::table::Table;

/// Names in order, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    list: Vec<String>,
    places: HashMap<String, u32>,
}

impl Names {
    /// Takes a name in; its place.
    pub fn take(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.list.len() as u32;
        self.list.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    /// The place of a name.
    pub fn place(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }

    /// The names in order.
    pub fn list(&self) -> &[String] {
        &self.list
    }

    /// The place of the name in a cell of a table.
    ///
    /// # Errors
    /// `E-TARIFF-NAME` with file, line and what was meant.
    pub fn of(
        &self,
        table: &Table,
        column: usize,
        row: usize,
        what: (&str, &str),
    ) -> Result<u32, BasisError> {
        let cells = table.names.get(column);
        let name = cells
            .and_then(|cells| cells.get(row))
            .map_or("", String::as_str);
        self.place(name)
            .ok_or_else(|| self.stranger(name, &table.at(row), what))
    }

    fn stranger(&self, name: &str, at: &(String, String), what: (&str, &str)) -> BasisError {
        let known = self.list.iter().map(String::as_str);
        let (hint, hint_zh) = match nearest(name, known).first() {
            Some(near) => (
                format!("Did you mean {near}?"),
                format!("您是否想写 {near}？"),
            ),
            None => (
                "Add it to the flows, or leave its rows out with [data.where]".to_owned(),
                "请在 flows 中加入，或用 [data.where] 去掉这些行".to_owned(),
            ),
        };
        BasisError::new(
            "E-TARIFF-NAME",
            format!("{}: the flows have no {} \"{name}\"", at.0, what.0),
            format!("{}：flows 中没有{}“{name}”", at.1, what.1),
        )
        .value(name)
        .expected(
            format!("one of {} names", self.list.len()),
            format!("{} 个名称之一", self.list.len()),
        )
        .remedy(hint, hint_zh)
    }
}

/// What a region is called in errors.
pub(super) const REGION: (&str, &str) = ("region", "地区");
/// What a sector is called in errors.
pub(super) const SECTOR: (&str, &str) = ("sector", "部门");
