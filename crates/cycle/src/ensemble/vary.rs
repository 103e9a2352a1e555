//! Which value varies from draw to draw, and how.

use triffin_basis::BasisError;

use super::Distribution;
use crate::model::{Model, Role, VariableId};
use crate::solve::{Run, refusal};

/// A variable and how it varies: one value for a whole run, or one for each
/// period.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// An exogenous variable, a parameter, or an endogenous variable whose
    /// opening value varies.
    pub variable: VariableId,
    /// The distribution of its value.
    pub distribution: Distribution,
    /// Whether a value is drawn for every period from 1 on, independent of
    /// the periods before; what spreads around the model's own value then
    /// spreads around that of the period, shocks included. Period 0 keeps its
    /// value. Only for what the equations do not determine.
    pub each: bool,
}

impl Vary {
    /// Reads `NAME:normal(0.02)`, or `NAME:normal(0.02)@each` for a value of
    /// its own in every period.
    ///
    /// ```
    /// use triffin_cycle::ensemble::Vary;
    /// let model = triffin_cycle::language::parse("exog G = 20\nY = G + 1")?;
    /// assert!(!Vary::parse(&model, "G:normal(2)")?.each);
    /// assert!(Vary::parse(&model, "G:normal(2)@each")?.each);
    /// # Ok::<(), triffin_cycle::Errors>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `E-CYCLE-DISTRIBUTION`, `E-CYCLE-UNKNOWN-VARIABLE`;
    /// `E-CYCLE-NOISE-ENDOGENOUS` where the equations determine what is to be
    /// drawn for each period.
    pub fn parse(model: &Model, text: &str) -> Result<Self, BasisError> {
        let (left, each) = match text.trim_end().strip_suffix("@each") {
            Some(left) => (left, true),
            None => (text, false),
        };
        let (name, distribution) = left.split_once(':').unwrap_or(("", left));
        let distribution = distribution.parse()?;
        let name = name.trim();
        let variable = model
            .find(name)
            .ok_or_else(|| refusal::unknown_variable(model, name))?;
        if each && model.variable(variable).role == Role::Endogenous {
            return Err(determined(name));
        }
        Ok(Self {
            variable,
            distribution,
            each,
        })
    }

    /// Reads `NAME:normal(0.02)` where only one value a run has a meaning.
    ///
    /// # Errors
    ///
    /// Those of [`Vary::parse`]; `E-CYCLE-DISTRIBUTION` for `@each`.
    pub fn parse_once(model: &Model, text: &str) -> Result<Self, BasisError> {
        match Self::parse(model, text)? {
            Self { each: true, .. } => Err(not_once(text)),
            once => Ok(once),
        }
    }

    /// The value without variation; zero where the distribution does not ask
    /// for it and there is none.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-NO-VALUE` where a distribution spreads around a value that is
    /// not stated.
    pub fn base(&self, model: &Model, run: &Run) -> Result<f64, BasisError> {
        let spreads = matches!(
            self.distribution,
            Distribution::Normal { .. } | Distribution::LogNormal { .. }
        );
        match refusal::base(model, run, self.variable) {
            Err(_) if !spreads => Ok(0.0),
            known => known,
        }
    }
}

fn determined(name: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-NOISE-ENDOGENOUS",
        format!("{name} cannot be drawn for each period: the equations determine it"),
        format!("{name} 不能逐期抽样：它由方程决定"),
    )
    .value(name)
    .expected(
        "an exogenous variable or a parameter; without @each the opening value varies",
        "外生变量或参数；不写 @each 时变动的是期初值",
    )
}

fn not_once(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-DISTRIBUTION",
        format!("\"{text}\" asks for a value in each period, where one value a run is shared out"),
        format!("“{text}”要求逐期取值，而这里每次运行只取一个值"),
    )
    .value(text)
    .expected("the distribution without @each", "不带 @each 的分布")
}
