//! Models of other tools, as models of this language.
//!
//! ```text
//! JSON, .mod ─► statements ─► Model ─► language::print ─► .sfc
//!                               └► residuals of the opening state
//! ```

mod draft;
pub mod dynare;
pub mod json;
mod locate;
mod openings;

use triffin_basis::BasisError;

use crate::language::print;
use crate::model::Model;

pub use openings::Miss;

/// A model of another tool, and what had to be supposed to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The model.
    pub model: Model,
    /// What was left out, supposed or found wanting.
    pub notes: Vec<BasisError>,
    /// The equations that its opening state misses, worst first.
    pub misses: Vec<Miss>,
}

impl Imported {
    /// The model and what its opening state misses, with the notes so far.
    fn new(model: Model, mut notes: Vec<BasisError>) -> Self {
        let misses = openings::misses(&model);
        notes.extend(openings::note(&model, &misses));
        Self {
            model,
            notes,
            misses,
        }
    }

    /// The model in the language.
    pub fn text(&self) -> String {
        print(&self.model)
    }
}
