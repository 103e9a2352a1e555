//! Consumer prices of a duty as a question, for one aggregate product.

use triffin_tariff::mechanisms::cpi::{Inputs, cpi as formula};

use super::asked::{Asked, percent};
use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::treasury::Given;

/// S7.7: the rise of consumer prices by direct purchase and through inputs.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn cpi(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S7.7", "ΔCPI = w_m·π_m + w_d·(I − A_d′)⁻¹·A_m′·π_m");
    let duty = asked.duty()?;
    let pass_through = asked.rate("pass_through")?;
    let appreciation = asked.rate("appreciation")?;
    let bought = asked.rate("bought_imported")?;
    let inputs = Inputs {
        domestic: vec![asked.rate("domestic_inputs")?],
        imported: vec![asked.rate("imported_inputs")?],
        bought_domestic: vec![1.0 - bought],
        bought_imported: vec![bought],
    };
    let rise = pass_through * (duty.average() - appreciation);
    let made = formula(&inputs, &[rise])?;
    let rows = vec![row([
        ("import_price_pct", percent(rise)),
        ("direct_pp", percent(made.direct)),
        ("indirect_pp", percent(made.indirect)),
        ("cpi_pp", percent(made.total)),
        (
            "domestic_price_pct",
            percent(made.domestic.first().copied().unwrap_or_default()),
        ),
    ])];
    asked.note(Note::remark(
        "N-CPI",
        "inputs are passed on in full along every chain of production, and wages do not answer",
        "投入成本沿各生产链完全传递，工资不作反应",
    ));
    asked.answer(rows)
}
