//! What closures add to the plain statements of a model.

use std::collections::HashSet;

use triffin_basis::Bilingual;

use super::refusal;
use crate::accounts::{Accounts, Closure};
use crate::errors::Errors;
use crate::expression::Expression;
use crate::language::document::{Statement, StatementKind, Symbols};
use crate::language::note::Note;
use crate::model::{Role, VariableId};
use crate::place::Place;

/// Closures that leave to the model a variable which no other equation holds.
pub(super) fn idle_closures(accounts: &Accounts, symbols: &Symbols, plain: &[Statement]) -> Errors {
    let mut errors = Errors::new();
    let closures: Vec<Place> = accounts
        .closures
        .iter()
        .filter_map(|closure| Some(closure.options.first()?.place))
        .collect();
    let mut held = HashSet::new();
    for statement in plain
        .iter()
        .filter(|statement| !closures.contains(&statement.place))
    {
        if let StatementKind::Equation { left, right, .. } = &statement.kind {
            held.extend(left.current().chain(right.current()));
        }
    }
    for option in accounts
        .closures
        .iter()
        .flat_map(|closure| &closure.options)
    {
        if !held.contains(&option.solve) {
            let word = (option.name.clone(), option.place);
            errors.push(refusal::closure_solves_nothing(
                &word,
                symbols.name(option.solve),
            ));
        }
    }
    errors
}

/// The variables that closures leave to the model or fix, where no other
/// statement declares them.
pub(super) fn freed(accounts: &Accounts, plain: &[Statement]) -> Vec<Statement> {
    let declared = |symbol: VariableId| {
        plain.iter().any(|statement| match &statement.kind {
            StatementKind::Given { symbol: known, .. } => *known == symbol,
            StatementKind::Variable { symbol: known } => *known == symbol,
            StatementKind::Equation {
                left,
                redundant: false,
                ..
            } => left.as_variable() == Some(symbol),
            _ => false,
        })
    };
    let mut freed: Vec<Statement> = Vec::new();
    let mut seen = HashSet::new();
    for option in accounts
        .closures
        .iter()
        .flat_map(|closure| &closure.options)
    {
        for symbol in [Some(option.solve), option.left.as_variable()]
            .into_iter()
            .flatten()
        {
            if seen.insert(symbol) && !declared(symbol) {
                freed.push(Statement {
                    kind: StatementKind::Variable { symbol },
                    note: Note::default(),
                    place: option.place,
                });
            }
        }
    }
    freed
}

/// Which option of each closure is in force, the first unless a shock says
/// otherwise, and the number by which each option is called.
pub(super) fn regimes(accounts: &Accounts, symbols: &mut Symbols) -> Vec<Statement> {
    let mut statements = Vec::new();
    for closure in &accounts.closures {
        let Some(regime) = closure.regime else {
            continue;
        };
        let place = closure
            .options
            .first()
            .map_or_else(Place::default, |known| known.place);
        statements.push(given(
            Role::Exogenous,
            regime,
            0.0,
            in_force(closure),
            place,
        ));
        for (number, option) in closure.options.iter().enumerate() {
            let symbol = symbols.intern(&closure.option_name(option), option.place);
            let title = Bilingual::new("Number of a closure", "闭合的编号");
            statements.push(given(
                Role::Parameter,
                symbol,
                number as f64,
                title,
                option.place,
            ));
        }
    }
    statements
}

fn in_force(closure: &Closure) -> Bilingual {
    let options = closure.options.iter().enumerate();
    let numbered: Vec<String> = options
        .map(|(number, option)| format!("{number} {}", option.name))
        .collect();
    Bilingual::new(
        format!("Closure in force: {}", numbered.join(", ")),
        format!("所用闭合：{}", numbered.join("、")),
    )
}

fn given(role: Role, symbol: VariableId, value: f64, title: Bilingual, place: Place) -> Statement {
    Statement {
        kind: StatementKind::Given {
            role,
            symbol,
            value: Expression::from(value),
        },
        note: Note { title, unit: None },
        place,
    }
}
