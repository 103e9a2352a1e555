//! At whose prices a value stands: of its own period or of a base period.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::lang::Lang;
use crate::period::Period;

/// Nominal or real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriceBasis {
    /// At the prices of the period itself: nominal, 名义值.
    Current,
    /// At the prices of a base period: real, 实际值.
    Constant(Period),
}

impl PriceBasis {
    /// The words a reader sees.
    pub fn label(self, lang: Lang) -> String {
        match (self, lang) {
            (PriceBasis::Current, Lang::En) => "current prices".to_owned(),
            (PriceBasis::Current, Lang::Zh) => "现价".to_owned(),
            (PriceBasis::Constant(base), Lang::En) => format!("constant {base} prices"),
            (PriceBasis::Constant(base), Lang::Zh) => format!("{base} 不变价"),
        }
    }
}

impl fmt::Display for PriceBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PriceBasis::Current => f.write_str("current"),
            PriceBasis::Constant(base) => write!(f, "constant {base}"),
        }
    }
}

impl Serialize for PriceBasis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
