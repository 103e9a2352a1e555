//! What importers share: statements with names of one list, openings as numbers.

use std::collections::{HashMap, HashSet};

use triffin_basis::{BasisError, Bilingual};

use crate::errors::Errors;
use crate::expression::{Expression, Node};
use crate::language::constant::Constants;
use crate::language::document::{Document, Statement, StatementKind, Symbols};
use crate::language::lower::lower;
use crate::language::note::Note;
use crate::language::parser::Parser;
use crate::language::refusal::refuse;
use crate::language::words::Dialect;
use crate::model::{Model, Role, Variable, VariableId};
use crate::place::Place;

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
    /// Values of the opening state, as written.
    openings: HashMap<VariableId, (Expression, Place)>,
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
                _ => self.errors.push(no_equation(text, place)),
            }
        }
    }

    /// Adds the value of a name: of every period, or of the opening state. A
    /// later one replaces an earlier one; what is given stays given.
    pub(super) fn value(&mut self, name: &str, role: Role, text: &str, place: Place) {
        for statement in self.read(&format!("init {name} = {text}"), place) {
            if let StatementKind::Opening {
                symbol,
                back: 0,
                value,
            } = statement.kind
            {
                match role {
                    Role::Endogenous => {
                        self.roles.entry(symbol).or_insert(role);
                        self.openings.insert(symbol, (value, place));
                    }
                    _ => {
                        self.roles.insert(symbol, role);
                        self.given.insert(symbol, (value, place));
                    }
                }
            }
        }
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
        let note = extend_histories(&mut model);
        self.notes.extend(note);
        Ok((model, self.notes))
    }

    /// Names that stand on the left of an equation, at this period.
    fn on_the_left(&self) -> HashSet<VariableId> {
        let lefts = self
            .equations
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Equation { left, .. } => Some(left),
                _ => None,
            });
        lefts.flat_map(Expression::current).collect()
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
            self.notes.push(promoted(self.symbols.name(symbol), place));
        }
    }

    /// Names that occur in equations.
    fn used(&self) -> HashSet<VariableId> {
        let mut used = HashSet::new();
        for statement in &self.equations {
            if let StatementKind::Equation { left, right, .. } = &statement.kind {
                let nodes = left.nodes().iter().chain(right.nodes());
                used.extend(nodes.filter_map(|node| match node {
                    Node::Variable { variable, .. } => Some(*variable),
                    _ => None,
                }));
            }
        }
        used
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
                self.notes.push(unused(self.symbols.name(symbol), place));
            }
        }
    }

    /// Values as numbers; other tools compute them once, before the run.
    fn numbers(&mut self) -> HashMap<VariableId, f64> {
        let count = self.symbols.len();
        let variables: Vec<Variable> = (0..count).map(|i| self.blank(VariableId::new(i))).collect();
        let mut constants = Constants::default();
        for symbol in (0..count).map(VariableId::new) {
            let given = self.given.remove(&symbol);
            let opening = self.openings.remove(&symbol);
            let value = match self.roles.get(&symbol) {
                Some(Role::Endogenous) => opening.or(given),
                _ => given.or(opening),
            };
            if let Some((value, place)) = value {
                constants.add((symbol, 0), value, place);
            }
        }
        let errors = &mut self.errors;
        constants.compute(&variables, |error| errors.push(error));
        let keys = constants.keys();
        keys.filter_map(|key| Some((key.0, constants.get(key)?)))
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
        values: &HashMap<VariableId, f64>,
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
            let value = values
                .get(&symbol)
                .map(|value| Expression::new(vec![Node::Number(*value)]));
            let note = self.titles.remove(&symbol).unwrap_or_default();
            let mut keep = |kind| {
                statements.push(Statement {
                    kind,
                    note: note.clone(),
                    place,
                })
            };
            match (role, value) {
                (Role::Endogenous, value) => {
                    if !declared.contains(&symbol) {
                        keep(StatementKind::Variable { symbol });
                    }
                    let back = 0;
                    openings.extend(value.map(|value| Statement {
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

/// Lets a history that a lag reaches beyond be the opening value, as other
/// tools do.
fn extend_histories(model: &mut Model) -> Option<BasisError> {
    let mut longest: HashMap<VariableId, u32> = HashMap::new();
    for equation in &model.equations {
        for node in equation.left.nodes().iter().chain(equation.right.nodes()) {
            if let Node::Variable { variable, lag } = node {
                let known = longest.entry(*variable).or_default();
                *known = (*known).max(*lag);
            }
        }
    }
    let mut extended = Vec::new();
    for (index, variable) in model.variables.iter_mut().enumerate() {
        let lag = longest.get(&VariableId::new(index)).copied().unwrap_or(0);
        let Some(opening) = variable
            .opening
            .filter(|_| variable.role == Role::Endogenous)
        else {
            continue;
        };
        if lag > 1 {
            variable.history.resize(lag as usize - 1, opening);
            extended.push(variable.name.clone());
        }
    }
    (!extended.is_empty()).then(|| history_supposed(&extended.join(", ")))
}

fn no_equation(text: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "this is no equation",
        "此处不是方程",
    )
    .value(text)
    .expected("`left = right`", "“左 = 右”")
}

fn unused(name: &str, place: Place) -> BasisError {
    refuse(
        "W-CYCLE-IMPORT",
        place,
        &format!("`{name}` has an opening and is in no equation; it is left out"),
        &format!("“{name}”有期初值但不在任何方程中；已略去"),
    )
    .value(name)
}

fn promoted(name: &str, place: Place) -> BasisError {
    refuse(
        "W-CYCLE-IMPORT",
        place,
        &format!("`{name}` is given a value and determined by an equation; the value is taken as its opening"),
        &format!("“{name}”既给定了数值又由方程决定；该数值作为期初值"),
    )
    .value(name)
}

fn history_supposed(names: &str) -> BasisError {
    BasisError::new(
        "W-CYCLE-IMPORT",
        format!("lags reach behind the opening state; before it, these are supposed to be as in it: {names}"),
        format!("滞后超出期初状态；假定此前与期初相同：{names}"),
    )
    .value(names)
}
