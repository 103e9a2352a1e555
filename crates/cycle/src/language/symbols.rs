//! The names of a text, each once.

use std::collections::{HashMap, HashSet};

use crate::model::VariableId;
use crate::place::Place;

/// Every name that occurs, in order of first occurrence.
///
/// While a text is read, an expression refers to a variable by the place of
/// its name in this list; lowering replaces it by the place of the variable.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    names: Vec<String>,
    first: Vec<Place>,
    known: HashMap<String, VariableId>,
    forgotten: HashSet<VariableId>,
}

impl Symbols {
    /// The symbol of a name, a new one where it has not occurred before.
    pub fn intern(&mut self, name: &str, place: Place) -> VariableId {
        if let Some(symbol) = self.known.get(name) {
            return *symbol;
        }
        let symbol = VariableId::new(self.names.len());
        self.names.push(name.to_owned());
        self.first.push(place);
        self.known.insert(name.to_owned(), symbol);
        symbol
    }

    /// The symbol of a name that has occurred.
    pub fn find(&self, name: &str) -> Option<VariableId> {
        self.known.get(name).copied()
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: VariableId) -> &str {
        &self.names[symbol.index()]
    }

    /// Where a name occurs first.
    pub fn first_place(&self, symbol: VariableId) -> Place {
        self.first[symbol.index()]
    }

    /// Lets a name that no statement uses be no variable.
    pub fn forget(&mut self, symbol: VariableId) {
        self.forgotten.insert(symbol);
    }

    /// Whether a name may be no variable.
    pub fn is_forgotten(&self, symbol: VariableId) -> bool {
        self.forgotten.contains(&symbol)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether no name has occurred.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
