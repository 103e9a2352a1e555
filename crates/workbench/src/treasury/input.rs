//! What the options of a question can be read as.

use triffin_basis::BasisError;
use triffin_cycle::treasury::amounts::{self, Daily, Flow, Number, Stock};
use triffin_cycle::treasury::debt_scale::Fraction;
use triffin_cycle::treasury::figures::Nature;

/// What an option can be read as.
pub(super) trait Input: Sized {
    /// The figures that can stand for it.
    const NATURE: Nature;
    /// Reads a text.
    fn read(text: &str) -> Result<Self, BasisError>;
    /// The value in digits and a code, the same in both languages.
    fn shown(&self) -> String;
    /// The value alone: an assumption has no digits that could be rounded.
    fn assumed(self) -> Self {
        self
    }
}

impl Input for Stock {
    const NATURE: Nature = Nature::Stock;
    fn read(text: &str) -> Result<Self, BasisError> {
        amounts::stock(text)
    }
    fn shown(&self) -> String {
        format!("{} {}", self.value().normalize(), self.basis().unit)
    }
}

impl Input for Flow {
    const NATURE: Nature = Nature::Flow;
    fn read(text: &str) -> Result<Self, BasisError> {
        amounts::flow(text)
    }
    fn shown(&self) -> String {
        format!("{} {}", self.value().normalize(), self.basis().unit)
    }
}

impl Input for Daily {
    const NATURE: Nature = Nature::Daily;
    fn read(text: &str) -> Result<Self, BasisError> {
        amounts::daily(text)
    }
    fn shown(&self) -> String {
        self.0.shown()
    }
}

impl Input for Number {
    const NATURE: Nature = Nature::Rate;
    fn read(text: &str) -> Result<Self, BasisError> {
        Number::read(text)
    }
    fn shown(&self) -> String {
        self.value().normalize().to_string()
    }
    fn assumed(self) -> Self {
        Number::exact(self.value())
    }
}

impl Input for Fraction {
    const NATURE: Nature = Nature::Fraction;
    fn read(text: &str) -> Result<Self, BasisError> {
        Fraction::read(text)
    }
    fn shown(&self) -> String {
        self.number()
            .map_or_else(|_| String::new(), |number| number.shown())
    }
}

/// A number that may exceed one without a sign: a multiplier.
#[derive(Clone, Copy)]
pub(super) struct Multiple(pub Number);

impl Input for Multiple {
    const NATURE: Nature = Nature::Rate;
    fn read(text: &str) -> Result<Self, BasisError> {
        Number::read_multiple(text).map(Self)
    }
    fn shown(&self) -> String {
        self.0.shown()
    }
}

/// A weight in tonnes.
#[derive(Clone, Copy)]
pub(super) struct Tonnes(pub Number);

impl Input for Tonnes {
    const NATURE: Nature = Nature::Mass;
    fn read(text: &str) -> Result<Self, BasisError> {
        amounts::tonnes(text).map(Self)
    }
    fn shown(&self) -> String {
        format!("{} t", self.0.shown())
    }
}

/// A price of a unit.
pub(super) struct Price(pub Flow);

impl Input for Price {
    const NATURE: Nature = Nature::Price;
    fn read(text: &str) -> Result<Self, BasisError> {
        amounts::flow(text).map(Self)
    }
    fn shown(&self) -> String {
        self.0.shown()
    }
}

/// A whole number.
#[derive(Clone, Copy)]
pub(super) struct Count(pub u32);

impl Input for Count {
    const NATURE: Nature = Nature::Count;
    fn read(text: &str) -> Result<Self, BasisError> {
        text.trim().parse().map(Self).map_err(|_| no_count(text))
    }
    fn shown(&self) -> String {
        self.0.to_string()
    }
}

fn no_count(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-COUNT",
        format!("\"{text}\" is no whole number"),
        format!("“{text}”不是整数"),
    )
    .value(text)
    .expected("a whole number such as 10", "整数，例如 10")
}
