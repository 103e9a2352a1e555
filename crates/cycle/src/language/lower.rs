//! Statements to a model: names become variables, constants become numbers.

mod faults;
mod watches;

use triffin_basis::BasisError;

use faults::{gap_in_history, not_given, shock_on, twice, undefined};

use super::constant::Constants;
use super::document::{Document, ShockText, Statement, StatementKind, Symbols};
use super::note::Note;
use super::words::TIME;
use crate::accounts::Accounts;
use crate::errors::Errors;
use crate::expression::{Expression, Node};
use crate::model::{Equation, Expectation, Model, Role, Scenario, Shock, Variable, VariableId};
use crate::place::Place;

/// The model of a text.
pub(crate) fn lower(document: Document) -> Result<Model, Errors> {
    let (document, accounts) = super::accounts::expand(document)?;
    let Document {
        symbols,
        statements,
    } = document;
    let mut lowering = Lowering::new(symbols);
    for statement in &statements {
        lowering.declare(statement);
    }
    lowering.undefined();
    if !lowering.errors.is_empty() {
        return Err(lowering.errors);
    }
    let mut later = Later::default();
    for statement in statements {
        lowering.take(statement, &mut later);
    }
    lowering.openings();
    for (symbol, bounds, place) in later.watches {
        lowering.watch(symbol, bounds, place);
    }
    for (name, note, place, texts) in later.scenarios {
        lowering.scenario(name, note, place, texts);
    }
    if let Some(accounts) = accounts {
        lowering.accounts(accounts);
    }
    lowering.errors.or(lowering.model)
}

/// How many names are compared with misspelt ones in one text.
const MOST_COMPARED: usize = 1_000_000;

type ScenarioText = (String, Note, Place, Vec<ShockText>);
type WatchText = (VariableId, Option<(Expression, Expression)>, Place);

/// What waits until every constant is known.
#[derive(Default)]
struct Later {
    scenarios: Vec<ScenarioText>,
    watches: Vec<WatchText>,
}

struct Lowering {
    symbols: Symbols,
    /// The variable of each symbol.
    variables: Vec<Option<VariableId>>,
    /// Whether `param`, `exog`, `var` said what the variable is, and where.
    stated: Vec<Option<Place>>,
    time: Option<VariableId>,
    constants: Constants,
    model: Model,
    named: Option<Place>,
    errors: Errors,
}

impl Lowering {
    fn new(symbols: Symbols) -> Self {
        Self {
            variables: vec![None; symbols.len()],
            stated: vec![None; symbols.len()],
            time: symbols.find(TIME),
            symbols,
            constants: Constants::default(),
            model: Model::default(),
            named: None,
            errors: Errors::new(),
        }
    }

    /// Makes a variable of the name a statement declares.
    fn declare(&mut self, statement: &Statement) {
        let Statement { kind, note, place } = statement;
        match kind {
            StatementKind::Given {
                role,
                symbol,
                value,
            } => {
                // What is defined by other values follows them in each period.
                let derived = value.nodes().iter().any(is_variable);
                let role = if derived { Role::Endogenous } else { *role };
                let id = self.variable(*symbol, note, *place);
                self.model.variables[id.index()].role = role;
                self.state(*symbol, *place);
            }
            StatementKind::Variable { symbol } => {
                self.variable(*symbol, note, *place);
                self.state(*symbol, *place);
            }
            StatementKind::Opening { symbol, .. } => {
                self.variable(*symbol, note, *place);
            }
            // What is redundant determines nothing, and so declares nothing.
            StatementKind::Equation {
                left,
                redundant: false,
                ..
            } => {
                if let Some(symbol) = left.as_variable() {
                    self.variable(symbol, note, *place);
                }
            }
            StatementKind::Equation { .. }
            | StatementKind::Watch { .. }
            | StatementKind::Expectation { .. }
            | StatementKind::Model { .. }
            | StatementKind::Scenario { .. }
            | StatementKind::Account(_) => {}
        }
    }

    /// The variable of a symbol, a new one where there is none.
    fn variable(&mut self, symbol: VariableId, note: &Note, place: Place) -> VariableId {
        if let Some(id) = self.variables[symbol.index()] {
            let known = &mut self.model.variables[id.index()];
            if known.title.is_empty() {
                known.title = note.title.clone();
            }
            if known.unit.is_none() {
                known.unit.clone_from(&note.unit);
            }
            return id;
        }
        let id = VariableId::new(self.model.variables.len());
        self.variables[symbol.index()] = Some(id);
        self.model.variables.push(Variable {
            name: self.symbols.name(symbol).to_owned(),
            role: Role::Endogenous,
            opening: None,
            history: Vec::new(),
            unit: note.unit.clone(),
            title: note.title.clone(),
            place,
        });
        id
    }

    /// Notes that a declaration said what a name is; twice is a fault.
    fn state(&mut self, symbol: VariableId, place: Place) {
        let earlier = self.stated[symbol.index()].replace(place);
        if let Some(earlier) = earlier {
            let name = self.symbols.name(symbol);
            self.errors.push(twice(name, earlier, place));
        }
    }

    /// Names that occur and that nothing declares.
    fn undefined(&mut self) {
        for index in 0..self.symbols.len() {
            let symbol = VariableId::new(index);
            let unknown = self.variables[index].is_none()
                && self.time != Some(symbol)
                && !self.symbols.is_forgotten(symbol);
            if unknown && !self.errors.is_full() {
                let place = self.symbols.first_place(symbol);
                let name = self.symbols.name(symbol);
                // In a large model only the first slips are looked up.
                let told = self.errors.iter().count() + 1;
                let compared = told * self.model.variables.len() <= MOST_COMPARED;
                let known = self.model.variables.iter().filter(|_| compared);
                let known = known.map(|variable| variable.name.as_str());
                self.errors.push(undefined(name, known, place));
            }
        }
    }

    /// The expression with variables in the place of symbols.
    fn resolve(&self, expression: Expression) -> Expression {
        let mut nodes = Vec::with_capacity(expression.nodes().len());
        for node in expression.nodes() {
            let Node::Variable { variable, lag } = node else {
                nodes.push(*node);
                continue;
            };
            match self.variables[variable.index()] {
                Some(id) => nodes.push(Node::Variable {
                    variable: id,
                    lag: *lag,
                }),
                // `time`, which no variable is called.
                None if *lag == 0 => nodes.push(Node::Time),
                None => {
                    nodes.extend([Node::Time, Node::Number(f64::from(*lag)), Node::Subtract]);
                }
            }
        }
        Expression::new(nodes)
    }

    /// Moves what a statement says into the model.
    fn take(&mut self, statement: Statement, later: &mut Later) {
        let Statement { kind, note, place } = statement;
        match kind {
            StatementKind::Model { name } => {
                if let Some(earlier) = self.named.replace(place) {
                    self.errors.push(twice("model", earlier, place));
                }
                self.model.name = name;
                self.model.title = note.title;
            }
            StatementKind::Given { symbol, value, .. } => self.given(symbol, value, place),
            // Declarations of accounts were expanded to plain statements.
            StatementKind::Variable { .. } | StatementKind::Account(_) => {}
            StatementKind::Opening {
                symbol,
                back,
                value,
            } => self.opening(symbol, back, value, place),
            StatementKind::Equation {
                left,
                right,
                text,
                redundant,
            } => {
                let (left, right) = (self.resolve(left), self.resolve(right));
                let equation = Equation {
                    left,
                    right,
                    text,
                    place,
                };
                match redundant {
                    true => self.model.redundant.push(equation),
                    false => self.model.equations.push(equation),
                }
            }
            StatementKind::Expectation { symbol, value } => self.expectation(symbol, value, place),
            StatementKind::Watch { symbol, bounds } => later.watches.push((symbol, bounds, place)),
            StatementKind::Scenario {
                name,
                shocks: texts,
            } => {
                later.scenarios.push((name, note, place, texts));
            }
        }
    }

    /// `param b = 1 - a`: an equation, and the opening it implies.
    fn given(&mut self, symbol: VariableId, value: Expression, place: Place) {
        // proof: `declare` gave every declared symbol its variable.
        let Some(id) = self.variables[symbol.index()] else {
            return;
        };
        let value = self.resolve(value);
        let endogenous = self.model.variable(id).role == Role::Endogenous;
        if endogenous {
            if let Some(error) = self.not_given(&value, id, place) {
                self.errors.push(error);
                return;
            }
            let name = &self.model.variable(id).name;
            self.model.equations.push(Equation {
                text: format!("{name} = {}", super::print::expression(&value, &self.model)),
                left: Expression::variable(id),
                right: value.clone(),
                place,
            });
        }
        self.constants.add((id, 0), value, place);
    }

    /// The refusal of a given value that the equations would determine.
    fn not_given(&self, value: &Expression, id: VariableId, place: Place) -> Option<BasisError> {
        let stated = |variable: VariableId| {
            let name = &self.model.variable(variable).name;
            let symbol = self.symbols.find(name);
            symbol.is_some_and(|symbol| self.stated[symbol.index()].is_some())
        };
        let used = value.nodes().iter().find_map(|node| match node {
            Node::Variable { variable, lag } if *lag > 0 || !stated(*variable) => Some(*variable),
            _ => None,
        })?;
        let name = &self.model.variable(id).name;
        Some(not_given(name, &self.model.variable(used).name, place))
    }

    fn expectation(&mut self, symbol: VariableId, value: Expression, place: Place) {
        // proof: the statement that gives it declared the symbol.
        if let Some(variable) = self.variables[symbol.index()] {
            let value = self.resolve(value);
            self.model.expectations.push(Expectation {
                variable,
                value,
                place,
            });
        }
    }

    fn opening(&mut self, symbol: VariableId, back: u32, value: Expression, place: Place) {
        let Some(id) = self.variables[symbol.index()] else {
            return;
        };
        let name = self.symbols.name(symbol).to_owned();
        if self.model.variable(id).role != Role::Endogenous {
            // proof: only `param` and `exog` give another role, and they state it.
            let earlier = self.stated[symbol.index()].unwrap_or_default();
            self.errors.push(twice(&name, earlier, place));
            return;
        }
        let value = self.resolve(value);
        if let Some(earlier) = self.constants.add((id, back), value, place) {
            self.errors.push(twice(&name, earlier, place));
        }
    }

    /// Keeps the accounts, with variables in the place of symbols, where their
    /// opening balances.
    fn accounts(&mut self, accounts: Accounts) {
        // proof: a symbol without a variable was refused, but for `time`, which
        // no declaration of accounts can be.
        let new = |symbol: VariableId| self.variables[symbol.index()].unwrap_or(symbol);
        let accounts = accounts.renamed(&new);
        if let Err(errors) = accounts.check_opening(&self.model) {
            errors
                .iter()
                .for_each(|error| self.errors.push(error.clone()));
        }
        self.model.accounts = Some(Box::new(accounts));
    }

    /// Computes openings and histories.
    fn openings(&mut self) {
        let (constants, errors) = (&mut self.constants, &mut self.errors);
        constants.compute(&self.model.variables, |error| errors.push(error));
        let mut latest: Vec<u32> = vec![0; self.model.variables.len()];
        for (id, back) in constants.keys() {
            let longest = &mut latest[id.index()];
            *longest = (*longest).max(back);
        }
        for (index, variable) in self.model.variables.iter_mut().enumerate() {
            let id = VariableId::new(index);
            variable.opening = constants.get((id, 0));
            variable.history = (1..=latest[index])
                .map_while(|back| constants.get((id, back)))
                .collect();
            let whole = variable.history.len() == latest[index] as usize
                && (latest[index] == 0 || variable.opening.is_some());
            if !whole && errors.is_empty() {
                errors.push(gap_in_history(variable, latest[index]));
            }
        }
    }

    fn scenario(&mut self, name: String, note: Note, place: Place, texts: Vec<ShockText>) {
        let earlier = self.model.scenarios.iter().find(|known| known.name == name);
        if let Some(earlier) = earlier {
            self.errors.push(twice(&name, earlier.place, place));
            return;
        }
        let mut shocks = Vec::with_capacity(texts.len());
        for text in texts {
            match self.shock(text) {
                Ok(shock) => shocks.push(shock),
                Err(error) => self.errors.push(error),
            }
        }
        self.model.scenarios.push(Scenario {
            name,
            title: note.title,
            shocks,
            place,
        });
    }

    fn shock(&self, text: ShockText) -> Result<Shock, BasisError> {
        // proof: a name without a variable was refused before; `time` is one.
        let variable =
            self.variables[text.symbol.index()].ok_or_else(|| shock_on(TIME, text.place))?;
        let shocked = self.model.variable(variable);
        if shocked.role == Role::Endogenous {
            return Err(shock_on(&shocked.name, text.place));
        }
        let value = self.resolve(text.value);
        let value = self
            .constants
            .value(&value, text.place, &self.model.variables)?;
        Ok(Shock {
            variable,
            value,
            from: text.from,
            to: text.to,
            place: text.place,
        })
    }
}

fn is_variable(node: &Node) -> bool {
    matches!(node, Node::Variable { .. })
}
