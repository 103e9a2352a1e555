//! Deterministic models of Dynare: `.mod` files without leads.
//!
//! ```text
//! var, varexo, parameters        what names are
//! NAME = value;                  parameters
//! model; … end;                  equations
//! initval, histval               the opening state and the past
//! endval, shocks                 the scenario `imported`
//! steady_state_model, commands   left out, with a note
//! ```

mod declaration;
mod refusal;
mod shocks;
mod source;

use self::declaration::{names, parenthesised};
use self::source::{Part, parts};
use super::Imported;
use super::draft::Draft;
use crate::errors::Errors;
use crate::language::lexer::length_of_name;
use crate::model::Role;
use crate::place::Place;

/// Reads a model from a `.mod` file.
///
/// What `endval` gives exogenous variables from period 1 on and what `shocks`
/// gives them for a time becomes the scenario `imported`.
///
/// ```
/// let model = triffin_cycle::import::dynare::read(
///     "var Y; varexo G; parameters c; c = 0.5;
///      model; Y = G + c*Y(-1); end;
///      initval; Y = 40; G = 20; end;
///      shocks; var G; periods 5:10; values 25; end;",
/// )?;
/// assert_eq!(model.model.scenarios[0].shocks[0].value, 25.0);
/// assert!(model.text().contains("Y = G + c * Y[-1]"));
/// # Ok::<(), triffin_cycle::Errors>(())
/// ```
///
/// # Errors
///
/// `E-CYCLE-LEAD` for a value of the future, `E-CYCLE-IMPORT` for the macro
/// language, `predetermined_variables` and what is no model, and every fault
/// of the equations, with line and column.
pub fn read(text: &str) -> Result<Imported, Errors> {
    let mut reader = Reader {
        parts: parts(text.trim_start_matches('\u{feff}'))?.into_iter(),
        draft: Draft::default(),
        found_model: false,
    };
    reader.file();
    if !reader.found_model && reader.draft.errors.is_empty() {
        reader.draft.errors.push(refusal::no_model());
    }
    let mut draft = reader.draft;
    let missing = draft.zero_where_missing();
    if !missing.is_empty() {
        draft.notes.push(refusal::zeroed(&missing.join(", ")));
    }
    let (model, notes) = draft.finish("imported", "")?;
    Ok(Imported::new(model, notes))
}

struct Reader {
    parts: std::vec::IntoIter<Part>,
    draft: Draft,
    found_model: bool,
}

impl Reader {
    fn file(&mut self) {
        while let Some(part) = self.parts.next() {
            let length = length_of_name(&part.text);
            let (word, rest) = part.text.split_at(length);
            match word {
                "var" | "varexo" | "varexo_det" | "parameters" => {
                    self.declaration(word, rest, part.place)
                }
                "model" => self.equations(),
                "initval" => self.values(Role::Endogenous),
                "endval" => self.final_values(),
                "histval" => self.past(),
                "shocks" => self.shocks(),
                "steady" => self.draft.notes.push(refusal::unsolved(part.place)),
                "predetermined_variables" => {
                    self.draft.errors.push(refusal::predetermined(part.place));
                }
                "steady_state_model"
                | "estimated_params"
                | "observation_trends"
                | "optim_weights"
                | "homotopy_setup"
                | "moment_calibration"
                | "mshocks"
                | "estimated_params_init"
                | "estimated_params_bounds"
                | "irf_calibration"
                | "osr_params_bounds"
                | "ramsey_constraints"
                | "deterministic_trends"
                | "perfect_foresight_controlled_paths"
                | "heteroskedastic_shocks" => {
                    self.draft.notes.push(refusal::left_out(word, part.place));
                    self.skip_block();
                }
                _ => self.assignment(word, rest, &part),
            }
        }
    }

    /// The parts up to `end`.
    fn block(&mut self) -> Vec<Part> {
        let mut block = Vec::new();
        for part in self.parts.by_ref() {
            if part.text == "end" {
                return block;
            }
            block.push(part);
        }
        let place = block.last().map(|part| part.place).unwrap_or_default();
        self.draft.errors.push(refusal::no_end(place));
        block
    }

    fn skip_block(&mut self) {
        self.block();
    }

    fn declaration(&mut self, word: &str, rest: &str, place: Place) {
        // `var(log) y;` and its like: what stands in parentheses is no name.
        let rest = match rest.trim_start() {
            options if options.starts_with('(') => parenthesised(options).1,
            rest => rest,
        };
        let role = match word {
            "var" => Role::Endogenous,
            "parameters" => Role::Parameter,
            _ => Role::Exogenous,
        };
        for declared in names(rest) {
            if length_of_name(&declared.name) != declared.name.len() {
                self.draft
                    .errors
                    .push(refusal::no_name(&declared.name, place));
                continue;
            }
            self.draft.role(&declared.name, role, place);
            if !declared.title.is_empty() {
                self.draft.title(&declared.name, &declared.title);
            }
        }
    }

    /// `NAME = value` sets a parameter; anything else is a command.
    fn assignment(&mut self, word: &str, rest: &str, part: &Part) {
        let value = rest
            .trim_start()
            .strip_prefix('=')
            .filter(|value| !value.starts_with('='));
        match value {
            Some(value) if !word.is_empty() => {
                let value = value.trim();
                self.draft.value(word, Role::Parameter, value, part.place);
            }
            _ if word == "end" => self.draft.errors.push(refusal::stray_end(part.place)),
            _ if word.is_empty() => self.draft.errors.push(refusal::no_statement(part)),
            _ => self.draft.notes.push(refusal::left_out(word, part.place)),
        }
    }

    fn equations(&mut self) {
        self.found_model = true;
        for part in self.block() {
            let (text, place) = untagged(&part);
            // `#` defines a name within the model: an equation like others.
            let text = text.strip_prefix('#').unwrap_or(text).trim_start();
            if has_equals(text) {
                self.draft.equation(text, place);
            } else {
                self.draft.equation(&format!("{text} = 0"), place);
            }
        }
    }

    /// Values of the opening state; of exogenous variables, of every period.
    fn values(&mut self, endogenous: Role) {
        for part in self.block() {
            let Some((name, value)) = part.text.split_once('=') else {
                self.draft.errors.push(refusal::no_value(&part));
                continue;
            };
            let name = name.trim();
            let role = self.draft.role_of(name).unwrap_or(endogenous);
            self.draft.value(name, role, value.trim(), part.place);
        }
    }

    /// What exogenous variables are from period 1 on. Of the others it is
    /// where the future ends, on which a model without leads does not depend.
    fn final_values(&mut self) {
        for part in self.block() {
            let Some((name, value)) = part.text.split_once('=') else {
                self.draft.errors.push(refusal::no_value(&part));
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            if self.draft.role_of(name) == Some(Role::Exogenous) {
                self.draft
                    .shock(&format!("{name} = {value} from 1"), part.place);
            }
        }
        self.draft.notes.push(refusal::as_scenario("endval"));
    }

    /// `NAME(0) = …; NAME(-1) = …`.
    fn past(&mut self) {
        for part in self.block() {
            match past_of(&part.text) {
                Some((name, back, value)) => self.draft.past(name, back, value, part.place),
                None => self.draft.errors.push(refusal::no_value(&part)),
            }
        }
    }

    fn shocks(&mut self) {
        let block = self.block();
        let place = block.first().map(|part| part.place).unwrap_or_default();
        let outcome = shocks::read(&block);
        for (text, place) in &outcome.shocks {
            self.draft.shock(text, *place);
        }
        if !outcome.shocks.is_empty() {
            self.draft.notes.push(refusal::as_scenario("shocks"));
        }
        if outcome.stochastic {
            self.draft.notes.push(refusal::stochastic(place));
        }
        for error in outcome.errors {
            self.draft.errors.push(error);
        }
    }
}

/// The equation after its tags `[name='…']`.
fn untagged(part: &Part) -> (&str, Place) {
    let Some(rest) = part.text.strip_prefix('[') else {
        return (&part.text, part.place);
    };
    let Some((tags, rest)) = rest.split_once(']') else {
        return (&part.text, part.place);
    };
    let text = rest.trim_start();
    let before = &part.text[..part.text.len() - text.len()];
    let lines = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX);
    let same_line = before.rsplit('\n').next().unwrap_or_default();
    let columns = u32::try_from(same_line.chars().count()).unwrap_or(u32::MAX);
    let column = if lines == 0 {
        part.place.column.saturating_add(columns)
    } else {
        columns + 1
    };
    debug_assert!(tags.len() < part.text.len());
    (
        text,
        Place::new(part.place.line.saturating_add(lines), column),
    )
}

/// Whether a text holds an `=` that compares nothing.
fn has_equals(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        *byte == b'='
            && bytes.get(at + 1) != Some(&b'=')
            && !matches!(before, Some(b'=' | b'<' | b'>' | b'!'))
    })
}

/// Name, periods before the opening state, and value.
fn past_of(text: &str) -> Option<(&str, u32, &str)> {
    let (name, value) = text.split_once('=')?;
    let (name, lag) = name.trim().strip_suffix(')')?.split_once('(')?;
    let back: i64 = lag.trim().parse().ok()?;
    Some((name.trim(), u32::try_from(-back).ok()?, value.trim()))
}

#[cfg(test)]
#[path = "dynare_tests.rs"]
mod tests;
