//! Declarations of accounts to plain statements.

use triffin_basis::Bilingual;

use super::closures::{freed, idle_closures, regimes};
use super::derived::derived;
use super::openings::{opened, provenance, reconcile};
use super::register::Register;
use super::statement::AccountStatement;
use crate::accounts::Accounts;
use crate::errors::Errors;
use crate::language::document::{Document, Statement, StatementKind};
use crate::language::note::Note;
use crate::model::Equation;
use crate::place::Place;

/// The document with declarations replaced by what follows from them, and
/// the accounts, whose variables are symbols of the document. A text without
/// declarations comes back as it is.
///
/// # Errors
///
/// Every name that nothing declares, every declaration that contradicts
/// another.
pub(crate) fn expand(document: Document) -> Result<(Document, Option<Accounts>), Errors> {
    let Document {
        symbols,
        statements,
    } = document;
    let declarations: Vec<(&AccountStatement, &Note)> =
        statements.iter().filter_map(account).collect();
    if declarations.is_empty() {
        return Ok((
            Document {
                symbols,
                statements,
            },
            None,
        ));
    }
    let mut register = Register::of(symbols, &declarations);
    provenance(&mut register, &declarations);
    let Register {
        mut symbols,
        mut accounts,
        errors,
        ..
    } = register;
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut plain: Vec<Statement> = Vec::with_capacity(2 * statements.len());
    for statement in statements {
        plain.extend(behaviour(statement));
    }
    reconcile(&mut accounts, &mut plain);
    let generated = accounts.generate();
    plain.extend(
        generated
            .equations
            .into_iter()
            .map(|equation| written(equation, false)),
    );
    plain.extend(
        generated
            .redundant
            .into_iter()
            .map(|equation| written(equation, true)),
    );
    for asked in derived(&accounts, &symbols) {
        let text = format!("{} of its holder", symbols.name(asked.symbol));
        let equation = Equation {
            left: asked.symbol.into(),
            right: asked.right,
            text,
            place: asked.place,
        };
        plain.push(written(equation, false));
    }
    let errors = idle_closures(&accounts, &symbols, &plain);
    if !errors.is_empty() {
        return Err(errors);
    }
    plain.extend(freed(&accounts, &plain));
    plain.extend(regimes(&accounts, &mut symbols));
    plain.extend(
        accounts
            .implied_openings(&opened(&plain))
            .into_iter()
            .map(|implied| Statement {
                kind: StatementKind::Opening {
                    symbol: implied.0,
                    back: 0,
                    value: implied.1,
                },
                note: Note::default(),
                place: Place::default(),
            }),
    );
    Ok((
        Document {
            symbols,
            statements: plain,
        },
        Some(accounts),
    ))
}

fn account(statement: &Statement) -> Option<(&AccountStatement, &Note)> {
    match &statement.kind {
        StatementKind::Account(account) => Some((account, &statement.note)),
        _ => None,
    }
}

/// What a statement says of behaviour: the equation of a holding or a flow,
/// or that its variable is determined elsewhere.
fn behaviour(statement: Statement) -> Option<Statement> {
    let Statement { kind, note, place } = statement;
    let StatementKind::Account(account) = kind else {
        return Some(Statement { kind, note, place });
    };
    let (name, symbol, value) = match *account {
        AccountStatement::Hold {
            name,
            symbol,
            value,
        } => (name.0, symbol, value),
        AccountStatement::Flow(text) => (text.name.0, text.symbol, text.amount),
        _ => return None,
    };
    let kind = match value {
        Some(right) => StatementKind::Equation {
            left: symbol.into(),
            right,
            text: format!("{name} = …"),
            redundant: false,
        },
        None => StatementKind::Variable { symbol },
    };
    Some(Statement { kind, note, place })
}

fn written(equation: Equation, redundant: bool) -> Statement {
    let Equation {
        left,
        right,
        text,
        place,
        ..
    } = equation;
    let title = Bilingual::same(&text);
    Statement {
        kind: StatementKind::Equation {
            left,
            right,
            text,
            redundant,
        },
        note: Note { title, unit: None },
        place,
    }
}
