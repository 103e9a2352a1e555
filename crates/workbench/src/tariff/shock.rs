//! From the shocks of a scenario to new tariffs and costs, cell by cell.

use std::collections::HashMap;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::{self, Flow, World};
use triffin_tariff::scenario::{Change, RateFile, Shock};

use super::files::Desk;
use super::table::Table;
use super::world::twice;
use crate::answer::Note;
use crate::columns::Opened;
use crate::error::QuestionError;

/// The shocks of a scenario, and what to know of them.
pub(super) struct Shocked {
    pub shock: equilibrium::Shock,
    pub notes: Vec<Note>,
}

/// Makes the shocks of a scenario one after the other.
///
/// # Errors
/// Those of names, rates and tables, each with its line.
pub(super) fn of(desk: &Desk, world: &World) -> Result<Shocked, QuestionError> {
    let mut shocked = Shocked {
        shock: equilibrium::Shock::none(world),
        notes: Vec::new(),
    };
    for (at, shock) in desk.scenario.shocks.iter().enumerate() {
        if let Some((column, _)) = shock.set.first() {
            return Err(no_column(shock, column).into());
        }
        let chosen = Chosen::of(desk, world, shock)?;
        let changed = shocked.change(desk, world, shock, &chosen)?;
        if changed == 0 {
            shocked.notes.push(nothing(at, shock));
        }
    }
    Ok(shocked)
}

/// Who and what a shock is about.
struct Chosen {
    importers: Vec<bool>,
    exporters: Vec<bool>,
    sectors: Vec<bool>,
}

impl Chosen {
    fn of(desk: &Desk, world: &World, shock: &Shock) -> Result<Self, BasisError> {
        let groups = &desk.scenario.groups;
        let mask = |places: Vec<usize>, of: usize| {
            let mut mask = vec![false; of];
            places.into_iter().for_each(|place| mask[place] = true);
            mask
        };
        let (regions, sectors) = (world.regions(), world.sectors());
        let among = |selector: &triffin_tariff::scenario::Selector, names: &[String]| {
            let places = selector.places(names, groups, shock.line)?;
            Ok::<_, BasisError>(mask(places, names.len()))
        };
        Ok(Self {
            importers: among(&shock.importers, regions)?,
            exporters: among(&shock.exporters, regions)?,
            sectors: among(&shock.sectors, sectors)?,
        })
    }

    fn has(&self, flow: &Flow) -> bool {
        let told = |mask: &[bool], place: u32| mask.get(place as usize).copied().unwrap_or(false);
        flow.importer != flow.exporter
            && told(&self.importers, flow.importer)
            && told(&self.exporters, flow.exporter)
            && told(&self.sectors, flow.sector)
    }
}

impl Shocked {
    fn change(
        &mut self,
        desk: &Desk,
        world: &World,
        shock: &Shock,
        chosen: &Chosen,
    ) -> Result<usize, QuestionError> {
        use equilibrium::Change as To;
        let which = |flow: &Flow| chosen.has(flow);
        let mut changed = 0;
        changed += match &shock.tariff {
            None => 0,
            Some(Change::Rate(rate)) => self.shock.apply(world, which, To::Rate(*rate))?,
            Some(Change::Add(points)) => self.shock.apply(world, which, To::Points(*points))?,
            Some(Change::Factor(factor)) => self.shock.apply_each(world, |flow, rate| {
                chosen.has(flow).then_some(To::Rate(rate * factor))
            })?,
            Some(Change::File(file)) => {
                let rates = Rates::read(desk, world, file)?;
                self.notes.extend(rates.strangers(&file.path));
                self.shock.apply_each(world, |flow, _| {
                    let rate = rates.of(flow).filter(|_| chosen.has(flow))?;
                    Some(if file.adds {
                        To::Points(rate)
                    } else {
                        To::Rate(rate)
                    })
                })?
            }
        };
        if let Some(cost) = shock.iceberg {
            changed += self.shock.apply(world, which, To::Iceberg(cost))?;
        }
        Ok(changed)
    }
}

/// Rates by as much of the cell as the table names.
struct Rates {
    rates: HashMap<[Option<u32>; 3], f64>,
    /// Which of importer, exporter and sector the table names.
    named: [bool; 3],
    /// Rows about regions or sectors that the data do not have, and the first.
    strange: (usize, String),
}

const ROLES: [&str; 3] = ["importer", "exporter", "sector"];

impl Rates {
    fn read(desk: &Desk, world: &World, file: &RateFile) -> Result<Self, QuestionError> {
        let origin = desk.origin(desk.folder(), "the rates", &file.path)?;
        let opened = Opened::open(&origin)?;
        let header = opened.names();
        let mut named = [false; 3];
        let mut names = Vec::new();
        for (named, role) in named.iter_mut().zip(ROLES) {
            let column = file.column(role);
            *named = header.iter().any(|name| name == column);
            if *named {
                names.push(column);
            } else if file.names(role) {
                opened.place(column)?;
            }
        }
        let usual = ["rate", "rate_new"];
        let found = usual
            .into_iter()
            .find(|name| header.iter().any(|known| known == name));
        let rate = match file.names("rate") {
            true => file.column("rate"),
            false => found.unwrap_or("rate"),
        };
        opened.place(rate)?;
        let table = Table::read(&origin, &names, &[rate], file.only.as_deref())?;
        Self::of_table(world, &table, named)
    }

    fn of_table(world: &World, table: &Table, named: [bool; 3]) -> Result<Self, QuestionError> {
        let places = |names: &[String]| -> HashMap<String, u32> {
            let each = names.iter().enumerate();
            each.map(|(at, name)| (name.clone(), at as u32)).collect()
        };
        let (regions, sectors) = (places(world.regions()), places(world.sectors()));
        let mut found = Self {
            rates: HashMap::new(),
            named,
            strange: (0, String::new()),
        };
        for row in 0..table.rows() {
            // A cell without a rate leaves the tariff as it is.
            let Some(rate) = table.numbers[0][row] else {
                continue;
            };
            let roles = (0..3).filter(|role| named[*role]);
            let mut cell = [None; 3];
            let mut strange = None;
            for (role, names) in roles.zip(&table.names) {
                let known = if role == 2 { &sectors } else { &regions };
                cell[role] = known.get(&names[row]).copied();
                if cell[role].is_none() {
                    strange = strange.or(Some(&names[row]));
                }
            }
            if let Some(name) = strange {
                found.stranger(name);
                continue;
            }
            if found.rates.insert(cell, rate).is_some() {
                return Err(twice(table, row).into());
            }
        }
        Ok(found)
    }

    fn stranger(&mut self, name: &str) {
        if self.strange.0 == 0 {
            name.clone_into(&mut self.strange.1);
        }
        self.strange.0 += 1;
    }

    fn of(&self, flow: &Flow) -> Option<f64> {
        let whole = [flow.importer, flow.exporter, flow.sector];
        let mut cell = [None; 3];
        for ((part, named), place) in cell.iter_mut().zip(self.named).zip(whole) {
            *part = named.then_some(place);
        }
        self.rates.get(&cell).copied()
    }

    fn strangers(&self, file: &str) -> Option<Note> {
        let (rows, first) = &self.strange;
        let file = if file.contains('\n') {
            "the rates"
        } else {
            file
        };
        (*rows > 0).then(|| {
            Note::warning(
                "W-TARIFF-STRANGERS",
                format!("{rows} rows of {file} are about regions or sectors that the data do not have and change nothing; the first is \"{first}\""),
                format!("{file} 中有 {rows} 行所述地区或部门不在数据中，未起作用；第一个为“{first}”"),
            )
        })
    }
}

fn nothing(at: usize, shock: &Shock) -> Note {
    let (number, line) = (at + 1, shock.line);
    Note::warning(
        "W-TARIFF-SHOCK-NOTHING",
        format!(
            "[[shock]] {number} (line {line}) changes nothing: nothing is traded where it is meant"
        ),
        format!("[[shock]] {number}（第 {line} 行）没有作用：所指之处没有贸易"),
    )
}

fn no_column(shock: &Shock, column: &str) -> BasisError {
    let line = shock.line;
    BasisError::new(
        "E-TARIFF-MODEL",
        format!("line {line}: set = {{ {column} = … }} changes a column of a gravity table, and the data are none"),
        format!("第 {line} 行：set = {{ {column} = … }} 用于引力数据表，而此处没有"),
    )
    .value(column)
    .expected(
        "rate, add, factor, file or iceberg; or data.gravity and [gravity]",
        "rate、add、factor、file 或 iceberg；或给出 data.gravity 与 [gravity]",
    )
}
