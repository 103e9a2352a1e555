//! Whether the functional form is right.

use triffin_basis::BasisError;

use super::frame::{Frame, Numbers};
use super::regression::estimate;
use super::request::Request;
use super::term::Term;

/// The name of the square of the linear predictor among the regressors.
const SQUARE: &str = "(predictor^2)";

/// Ramsey's test.
#[derive(Clone, Debug, PartialEq)]
pub struct Reset {
    /// The coefficient of the square of the linear predictor.
    pub estimate: f64,
    /// Its standard error, of the kind the request asks for.
    pub std_error: f64,
    /// The square of the coefficient over its error: χ² with one degree of
    /// freedom, F for least squares.
    pub statistic: f64,
    /// The probability of one as large where the form is right.
    pub p: f64,
}

/// W = (γ/se(γ))², γ the coefficient of (xβ + effects)²
///
/// The regression is estimated again with the square of its linear predictor
/// beside the regressors; where the form is right, it explains nothing.
///
/// # Errors
///
/// Those of [`estimate`]; `E-GRAVITY-RESET` where the regressors and effects
/// span the square.
///
/// # Source
///
/// Ramsey 1969; Santos Silva and Tenreyro 2006, section 5.
pub fn reset(frame: &Frame, request: &Request) -> Result<Reset, BasisError> {
    let fit = estimate(frame, request)?;
    let mut squares = vec![None; frame.rows()];
    for (&row, predictor) in fit.rows.iter().zip(&fit.linear_predictor) {
        if let Some(square) = squares.get_mut(row as usize) {
            *square = Some(predictor * predictor);
        }
    }
    let mut wider = Frame::new();
    for name in request.columns() {
        wider.push(name, frame.column(name)?.clone())?;
    }
    wider.push(SQUARE, Numbers::from_options(squares))?;
    let mut request = request.clone();
    request.three_way = None;
    request.x.push(Term::column(SQUARE));
    let again = estimate(&wider, &request)?;
    let Some(square) = again.term(SQUARE) else {
        return Err(BasisError::new(
            "E-GRAVITY-RESET",
            "the regressors and effects span the square of the linear predictor",
            "解释变量与效应已涵盖线性预测值的平方",
        )
        .value(SQUARE)
        .expected(
            "a regressor that is not zero–one alone",
            "至少一个并非仅取零一的解释变量",
        ));
    };
    Ok(Reset {
        estimate: square.estimate,
        std_error: square.std_error,
        statistic: square.z * square.z,
        p: square.p,
    })
}
