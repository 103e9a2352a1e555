//! Questions about models of the dollar cycle and of the textbooks.
//!
//! ```text
//! name or file ─► load (read, import, settle) ─► check | run | draws | matrices ─► Answer
//! ```

pub(crate) mod accounts;
pub mod asked;
pub mod calibrate;
pub mod check;
pub mod comparison;
pub mod deficit;
pub mod draws;
pub mod exchange_rate;
pub mod flows;
pub mod holders;
pub mod import;
pub mod load;
pub mod matrices;
pub mod models;
pub mod run;
pub mod sensitivity;
pub mod steady;
pub mod watches;

use triffin_basis::{BasisError, Bilingual, Lang};
use triffin_cycle::Errors;

use crate::answer::Note;
use crate::error::{QuestionError, both};

pub use asked::Asked;
pub use calibrate::{AskedCalibration, calibrate};
pub use check::check;
pub use comparison::AskedChange;
pub use deficit::deficit;
pub use draws::{AskedDraws, draws};
pub use exchange_rate::exchange_rate;
pub use flows::{AskedAccounts, flows};
pub use holders::held;
pub use import::import;
pub use load::{Loaded, load};
pub use matrices::{AskedMatrices, matrices};
pub use models::models;
pub use run::run;
pub use sensitivity::{AskedSensitivity, sensitivity};
pub use steady::steady;

impl From<Errors> for QuestionError {
    /// The first fault as it is; of several, each on a line of its own.
    fn from(errors: Errors) -> Self {
        let Some(first) = errors.first().cloned() else {
            return BasisError::new("E-CYCLE", "the model has a fault", "模型有误").into();
        };
        if errors.iter().count() == 1 && errors.more() == 0 {
            return first.into();
        }
        let message = both(|lang| {
            let count = errors.iter().count() + errors.more();
            let head = match lang {
                Lang::En => format!("{count} faults"),
                Lang::Zh => format!("{count} 处错误"),
            };
            let lines = errors.localized(lang).replace('\n', "\n  ");
            format!("{head}\n  {lines}")
        });
        let help = Bilingual::new(
            "each line says what was expected and what to do",
            "各行已说明应为何物、如何修改",
        );
        Self::invalid(first.code(), message, help)
    }
}

/// What a reader must know of a model, as a note of the answer.
pub(crate) fn note(found: &BasisError) -> Note {
    let text = both(|lang| {
        let text = found.localized(lang);
        let code = format!("{}: ", found.code());
        text.strip_prefix(&code).map(str::to_owned).unwrap_or(text)
    });
    Note {
        code: found.code(),
        text,
        finding: true,
    }
}
