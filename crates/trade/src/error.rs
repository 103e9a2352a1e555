//! What stops a question: a refusal with its reason, or the engine.

use datafusion::error::DataFusionError;
use triffin_basis::{BasisError, Lang};

/// Why a question about trade has no answer.
#[derive(Debug, thiserror::Error)]
pub enum TradeError {
    /// The data do not allow the arithmetic asked for.
    #[error(transparent)]
    Refused(#[from] BasisError),
    /// The engine could not build or read a plan.
    #[error("E-TRADE-ENGINE: {0}. Check that the plan reads the records table")]
    Engine(Box<DataFusionError>),
}

impl TradeError {
    /// The stable code, for example `E-BASIS-CURRENCY`.
    pub fn code(&self) -> &'static str {
        match self {
            TradeError::Refused(refusal) => refusal.code(),
            TradeError::Engine(_) => "E-TRADE-ENGINE",
        }
    }

    /// Code, message, expectation and remedy as one line in `lang`.
    pub fn localized(&self, lang: Lang) -> String {
        match (self, lang) {
            (TradeError::Refused(refusal), _) => refusal.localized(lang),
            (TradeError::Engine(_), Lang::En) => self.to_string(),
            (TradeError::Engine(cause), Lang::Zh) => {
                format!("E-TRADE-ENGINE: 引擎无法执行：{cause}。请检查输入是否为贸易记录表")
            }
        }
    }
}

impl From<DataFusionError> for TradeError {
    fn from(cause: DataFusionError) -> Self {
        TradeError::Engine(Box::new(cause))
    }
}

impl From<arrow::error::ArrowError> for TradeError {
    fn from(cause: arrow::error::ArrowError) -> Self {
        DataFusionError::from(cause).into()
    }
}

impl From<TradeError> for DataFusionError {
    fn from(error: TradeError) -> Self {
        match error {
            TradeError::Refused(refusal) => DataFusionError::External(Box::new(refusal)),
            TradeError::Engine(cause) => *cause,
        }
    }
}

/// The refusal of arithmetic whose result has more digits than 38.
pub(crate) fn overflow(what: &str) -> BasisError {
    BasisError::new(
        "E-TRADE-OVERFLOW",
        format!("{what} has more digits than a 128-bit decimal holds"),
        format!("{what} 超出128位十进制数的范围"),
    )
    .value(what)
    .expected("at most 38 digits", "至多38位数字")
    .remedy("Check the scale of the values", "请检查数值的量级")
}
