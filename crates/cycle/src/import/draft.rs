//! What importers share: statements with names of one list, openings as numbers.

mod history;
mod notes;
mod occurrence;

use std::collections::{HashMap, HashSet};

use triffin_basis::{BasisError, Bilingual};

use crate::errors::Errors;
use crate::expression::{Expression, Node};
use crate::language::constant::{Constants, Key};
use crate::language::document::{Document, ShockText, Statement, StatementKind, Symbols};
use crate::language::lower::lower;
use crate::language::note::Note;
use crate::language::parser::Parser;
use crate::language::words::Dialect;
use crate::model::{Model, Role, Variable, VariableId};
use crate::place::Place;

/// The scenario that holds the shocks of a file.
pub(super) const SCENARIO: &str = "imported";

/// A model of another tool while it is read.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) symbols: Symbols,
    pub(super) errors: Errors,
    pub(super) notes: Vec<BasisError>,
    /// Equations in order.
    equations: Vec<Statement>,
    /// Values of every period, as written.
    given: HashMap<VariableId, (Expression, Place)>,
    /// Values of the opening state and those before it, as written.
    openings: HashMap<Key, (Expression, Place)>,
    /// Shocks, in order.
    shocks: Vec<ShockText>,
    /// What each name is, where the file says so.
    roles: HashMap<VariableId, Role>,
    titles: HashMap<VariableId, Note>,
}

impl Draft {
    /// Reads a text that stands at `place` of the file, and keeps its statements.
    fn read(&mut self, text: &str, place: Place) -> Vec<Statement> {
        let symbols = std::mem::take(&mut self.symbols);
        let parser = Parser::embedded(text, place, Dialect::Foreign, symbols);
        let (document, errors) = parser.read();
        for error in errors.iter() {
            self.errors.push(error.clone());
        }
        self.symbols = document.symbols;
        document.statements
    }

    /// Adds an equation.
    pub(super) fn equation(&mut self, text: &str, place: Place) {
        for statement in self.read(text, place) {
            match statement.kind {
                StatementKind::Equation { .. } => self.equations.push(statement),
                _ => self.errors.push(notes::no_equation(text, place)),
            }
        }
    }

    /// Adds the value of a name: of every period, or of the opening state. A
    /// later one replaces an earlier one; what is given stays given.
    pub(super) fn value(&mut self, name: &str, role: Role, text: &str, place: Place) {
        if name.contains(['=', ';', ',', '#', '\n']) {
            self.errors.push(notes::no_name(name, place));
            return;
        }
        for statement in self.read(&format!("init {name} = {text}"), place) {
            if let StatementKind::Opening {
                symbol,
                back,
                value,
            } = statement.kind
            {
                match role {
                    Role::Endogenous => {
                        self.roles.entry(symbol).or_insert(role);
                        self.openings.insert((symbol, back), (value, place));
                    }
                    _ => {
                        self.roles.insert(symbol, role);
                        self.given.insert(symbol, (value, place));
                    }
                }
            }
        }
    }

    /// Adds the value of a name `back` periods before the opening state.
    pub(super) fn past(&mut self, name: &str, back: u32, text: &str, place: Place) {
        for statement in self.read(&format!("init {name} = {text}"), place) {
            if let StatementKind::Opening { symbol, value, .. } = statement.kind {
                self.openings.insert((symbol, back), (value, place));
            }
        }
    }

    /// Adds a shock: what follows `shock`, as the language writes it.
    pub(super) fn shock(&mut self, text: &str, place: Place) {
        for statement in self.read(&format!("scenario {SCENARIO} {{ shock {text} }}"), place) {
            if let StatementKind::Scenario { shocks, .. } = statement.kind {
                let placed = shocks.into_iter().map(|shock| ShockText { place, ..shock });
                self.shocks.extend(placed);
            }
        }
    }

    /// Says that what has no value is 0, as some tools have it; gives the
    /// names of which that matters.
    pub(super) fn zero_where_missing(&mut self) -> Vec<String> {
        let lagged = self.lagged();
        let mut names = Vec::new();
        for symbol in (0..self.symbols.len()).map(VariableId::new) {
            let zero = || (Expression::new(vec![Node::Number(0.0)]), Place::default());
            match self.roles.get(&symbol) {
                None => continue,
                Some(Role::Endogenous) if self.openings.contains_key(&(symbol, 0)) => continue,
                Some(Role::Endogenous) => {
                    self.openings.insert((symbol, 0), zero());
                    if !lagged.contains(&symbol) {
                        continue;
                    }
                }
                Some(Role::Parameter) => continue,
                Some(_) if self.given.contains_key(&symbol) => continue,
                Some(_) => {
                    self.given.insert(symbol, zero());
                }
            }
            names.push(self.symbols.name(symbol).to_owned());
        }
        names
    }

    /// What a name is, where the file has said so.
    pub(super) fn role_of(&self, name: &str) -> Option<Role> {
        let symbol = self.symbols.find(name)?;
        self.roles.get(&symbol).copied()
    }

    /// Says what a name is without a value.
    pub(super) fn role(&mut self, name: &str, role: Role, place: Place) {
        let symbol = self.symbols.intern(name, place);
        self.roles.insert(symbol, role);
    }

    /// Says what a name means.
    pub(super) fn title(&mut self, name: &str, words: &str) {
        // A name that nothing uses is no variable.
        if let Some(symbol) = self.symbols.find(name) {
            let title = Bilingual::same(words.split_whitespace().collect::<Vec<_>>().join(" "));
            self.titles.insert(symbol, Note { title, unit: None });
        }
    }

    /// The model.
    pub(super) fn finish(
        mut self,
        name: &str,
        title: &str,
    ) -> Result<(Model, Vec<BasisError>), Errors> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let used = self.used();
        self.promote(&used);
        self.drop_unused(&used);
        let values = self.numbers();
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let statements = self.statements(name, title, &values);
        let document = Document {
            symbols: self.symbols,
            statements,
        };
        let mut model = lower(document)?;
        let note = history::extend(&mut model);
        self.notes.extend(note);
        Ok((model, self.notes))
    }

    /// The roles of all names: what the file does not give, the equations determine.
    ///
    /// Where a file gives a value to a variable and an equation too, the value
    /// is its opening, if otherwise there were more equations than variables.
    fn promote(&mut self, used: &HashSet<VariableId>) {
        let lefts = self.on_the_left();
        for symbol in &lefts {
            self.roles.entry(*symbol).or_insert(Role::Endogenous);
        }
        let determined = used
            .iter()
            .filter(|symbol| self.roles.get(symbol) == Some(&Role::Endogenous))
            .count();
        let surplus = self.equations.len().saturating_sub(determined);
        let single: Vec<(VariableId, Place)> = self
            .equations
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Equation { left, .. } => {
                    Some((left.as_variable()?, statement.place))
                }
                _ => None,
            })
            .filter(|(symbol, _)| self.roles.get(symbol) != Some(&Role::Endogenous))
            .take(surplus)
            .collect();
        for (symbol, place) in single {
            self.roles.insert(symbol, Role::Endogenous);
            self.notes
                .push(notes::promoted(self.symbols.name(symbol), place));
        }
    }

    /// Leaves out openings of what no equation knows.
    fn drop_unused(&mut self, used: &HashSet<VariableId>) {
        for index in 0..self.symbols.len() {
            let symbol = VariableId::new(index);
            let idle = self.roles.get(&symbol) == Some(&Role::Endogenous);
            if idle && !used.contains(&symbol) {
                self.roles.remove(&symbol);
                self.symbols.forget(symbol);
                let place = self.symbols.first_place(symbol);
                self.notes
                    .push(notes::unused(self.symbols.name(symbol), place));
            }
        }
    }

    /// Values as numbers; other tools compute them once, before the run.
    fn numbers(&mut self) -> HashMap<Key, f64> {
        let count = self.symbols.len();
        let variables: Vec<Variable> = (0..count).map(|i| self.blank(VariableId::new(i))).collect();
        let mut constants = Constants::default();
        let mut values: Vec<(Key, (Expression, Place))> = Vec::new();
        for (key, value) in std::mem::take(&mut self.openings) {
            // A name without a role is used by values alone.
            if matches!(self.roles.get(&key.0), None | Some(Role::Endogenous)) {
                self.given.remove(&key.0);
                values.push((key, value));
            }
        }
        let given = std::mem::take(&mut self.given);
        values.extend(
            given
                .into_iter()
                .map(|(symbol, value)| ((symbol, 0), value)),
        );
        values.sort_by_key(|(key, _)| *key);
        for (key, (value, place)) in values {
            constants.add(key, value, place);
        }
        let errors = &mut self.errors;
        constants.compute(&variables, |error| errors.push(error));
        let keys = constants.keys();
        keys.filter_map(|key| Some((key, constants.get(key)?)))
            .collect()
    }

    fn blank(&self, symbol: VariableId) -> Variable {
        Variable {
            name: self.symbols.name(symbol).to_owned(),
            role: Role::Endogenous,
            opening: None,
            history: Vec::new(),
            unit: None,
            title: Bilingual::default(),
            place: Place::default(),
        }
    }

    /// What the language would say: what is given, the equations, each with
    /// the note of what it determines, the opening state.
    fn statements(
        &mut self,
        name: &str,
        title: &str,
        values: &HashMap<Key, f64>,
    ) -> Vec<Statement> {
        let mut statements = vec![titled(name, title)];
        let mut openings = Vec::new();
        let mut equations = std::mem::take(&mut self.equations);
        let declared = self.note_equations(&mut equations);
        for symbol in (0..self.symbols.len()).map(VariableId::new) {
            let Some(role) = self.roles.get(&symbol).copied() else {
                continue;
            };
            let place = self.symbols.first_place(symbol);
            let number = |back| {
                let value = values.get(&(symbol, back))?;
                Some(Expression::new(vec![Node::Number(*value)]))
            };
            let note = self.titles.remove(&symbol).unwrap_or_default();
            let mut keep = |kind| {
                statements.push(Statement {
                    kind,
                    note: note.clone(),
                    place,
                })
            };
            match (role, number(0)) {
                (Role::Endogenous, _) => {
                    if !declared.contains(&symbol) {
                        keep(StatementKind::Variable { symbol });
                    }
                    let past = (0..).map_while(|back| Some((back, number(back)?)));
                    openings.extend(past.map(|(back, value)| Statement {
                        kind: StatementKind::Opening {
                            symbol,
                            back,
                            value,
                        },
                        note: Note::default(),
                        place,
                    }));
                }
                (_, Some(value)) => keep(StatementKind::Given {
                    role,
                    symbol,
                    value,
                }),
                _ => {}
            }
        }
        statements.append(&mut equations);
        statements.append(&mut openings);
        if let Some(first) = self.shocks.first() {
            let (place, shocks) = (first.place, std::mem::take(&mut self.shocks));
            statements.push(Statement {
                kind: StatementKind::Scenario {
                    name: SCENARIO.to_owned(),
                    shocks,
                },
                note: Note::default(),
                place,
            });
        }
        statements
    }

    /// Gives each equation the note of the variable on its left, and tells
    /// which variables equations declare.
    fn note_equations(&mut self, equations: &mut [Statement]) -> HashSet<VariableId> {
        let mut declared = HashSet::new();
        for statement in equations {
            if let StatementKind::Equation { left, .. } = &statement.kind
                && let Some(symbol) = left.as_variable()
                && declared.insert(symbol)
            {
                let note = self.titles.get(&symbol).cloned();
                statement.note = note.unwrap_or_default();
            }
        }
        declared
    }
}

fn titled(name: &str, title: &str) -> Statement {
    Statement {
        kind: StatementKind::Model {
            name: name.to_owned(),
        },
        note: Note {
            title: Bilingual::same(title),
            unit: None,
        },
        place: Place::default(),
    }
}
