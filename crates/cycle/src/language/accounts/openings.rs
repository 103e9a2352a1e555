//! Opening cells: where they are from, and those that take up an imbalance.

use super::refusal;
use super::register::Register;
use super::statement::{AccountStatement, Provenance};
use crate::accounts::{Accounts, Opening, Origin, Source};
use crate::expression::Expression;
use crate::language::document::{Statement, StatementKind};
use crate::language::note::Note;
use crate::model::VariableId;

/// Sources, where openings are from, and the cells that take up imbalances.
pub(super) fn provenance(register: &mut Register, declarations: &[(&AccountStatement, &Note)]) {
    for (declaration, note) in declarations {
        if let AccountStatement::Source { key } = declaration {
            let source = Source {
                key: key.0.clone(),
                title: note.title.clone(),
                place: key.1,
            };
            register.accounts.sources.push(source);
        }
    }
    for (declaration, _) in declarations {
        match declaration {
            AccountStatement::Open { symbol, provenance } => {
                let origin = match provenance {
                    Provenance::Derived => Origin::Derived,
                    Provenance::Assumed => Origin::Assumed,
                    Provenance::Cited(word) => {
                        let sources = &register.accounts.sources;
                        let known = || sources.iter().map(|known| known.key.as_str());
                        let Some(place) = known().position(|key| key == word.0) else {
                            let unknown = refusal::unknown(("source", "来源"), word, known());
                            register.errors.push(unknown);
                            continue;
                        };
                        Origin::Cited(place)
                    }
                };
                register.accounts.openings.push(Opening {
                    variable: *symbol,
                    origin,
                });
            }
            AccountStatement::Reconcile { symbol, .. } => {
                register.accounts.reconciled.push((*symbol, None));
            }
            _ => {}
        }
    }
}

/// Gives each cell that takes up an imbalance what the other holders leave of
/// the stock, and keeps what was stated for it.
pub(super) fn reconcile(accounts: &mut Accounts, plain: &mut Vec<Statement>) {
    let mut reconciled = std::mem::take(&mut accounts.reconciled);
    for (stock, stated) in &mut reconciled {
        let Some(holding) = accounts.holdings.iter().find(|known| known.stock == *stock) else {
            continue;
        };
        let instrument = accounts.instrument_of(holding);
        let others = accounts
            .holders(instrument)
            .filter(|known| known.stock != *stock);
        let rest = others.fold(Expression::from(instrument.outstanding), |rest, other| {
            rest - Expression::from(other.stock)
        });
        let opening = plain
            .iter_mut()
            .find_map(|statement| match &mut statement.kind {
                StatementKind::Opening {
                    symbol,
                    back: 0,
                    value,
                } if symbol == stock => Some(value),
                _ => None,
            });
        match opening {
            Some(value) => *stated = Some(std::mem::replace(value, rest)),
            None => plain.push(Statement {
                kind: StatementKind::Opening {
                    symbol: *stock,
                    back: 0,
                    value: rest,
                },
                note: Note::default(),
                place: holding.place,
            }),
        }
    }
    accounts.reconciled = reconciled;
}

/// The symbols that have an opening.
pub(super) fn opened(statements: &[Statement]) -> Vec<VariableId> {
    let opened = statements
        .iter()
        .filter_map(|statement| match statement.kind {
            StatementKind::Opening {
                symbol, back: 0, ..
            }
            | StatementKind::Given { symbol, .. } => Some(symbol),
            _ => None,
        });
    opened.collect()
}
