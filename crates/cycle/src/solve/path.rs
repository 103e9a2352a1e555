//! What a run gives: every variable in every period.

use std::sync::Arc;

use super::work::Work;
use crate::model::{Model, VariableId};

/// The values of every variable from the opening state, period 0, to the last
/// period solved; exogenous variables and parameters with the values used.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub(crate) model: Arc<Model>,
    pub(crate) periods: u32,
    /// Period after period; NaN stands for an opening value not stated and
    /// never leaves this file.
    pub(crate) values: Vec<f64>,
    pub(crate) work: Work,
}

impl Path {
    /// The model this is a path of.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The last period.
    pub fn periods(&self) -> u32 {
        self.periods
    }

    /// The value of a variable in a period; `None` for an opening value that
    /// was not stated, and past the last period.
    pub fn value(&self, variable: VariableId, period: u32) -> Option<f64> {
        if period > self.periods {
            return None;
        }
        let width = self.model.variables.len();
        let value = self.values[period as usize * width + variable.index()];
        (!value.is_nan()).then_some(value)
    }

    /// As [`Path::value`], by name; `None` also where there is no such variable.
    pub fn at(&self, name: &str, period: u32) -> Option<f64> {
        self.value(self.model.find(name)?, period)
    }

    /// The path up to an earlier period.
    pub(crate) fn until(mut self, periods: u32) -> Self {
        if periods < self.periods {
            self.periods = periods;
            let width = self.model.variables.len();
            self.values.truncate((periods as usize + 1) * width);
        }
        self
    }

    /// What the solution took.
    pub fn work(&self) -> Work {
        self.work
    }
}
