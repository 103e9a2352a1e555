//! What stands on one place of a formula: a column, its logarithm, a level
//! of it, or a product of such.

use std::fmt;
use std::str::FromStr;

use triffin_basis::BasisError;

/// One part of a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The numbers of a column.
    Column(String),
    /// The natural logarithm of a column; rows where it is not positive are
    /// left out under a reason of their own.
    Log(String),
    /// One zero–one column a level of a column, without the one of the
    /// reference level where that is named.
    Levels {
        /// The column whose levels are meant.
        column: String,
        /// The level left out.
        reference: Option<String>,
    },
}

/// A product of parts: `rta`, `log(dist)`, `i(year,1986):intl`.
///
/// A term with levels stands for as many columns as there are levels.
///
/// ```
/// use triffin_tariff::estimate::Term;
/// let term: Term = "i(year, 1986):intl".parse()?;
/// assert_eq!(term.to_string(), "i(year,1986):intl");
/// assert_eq!(term.columns().collect::<Vec<_>>(), ["year", "intl"]);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term(Vec<Part>);

/// A product of columns whose joint values are the groups of an effect or of
/// clusters: `exporter^year`.
///
/// ```
/// use triffin_tariff::estimate::Product;
/// let product: Product = "exporter ^ year".parse()?;
/// assert_eq!(product.to_string(), "exporter^year");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Product(Vec<String>);

impl Term {
    /// The plain numbers of a column, whatever characters its name has.
    pub fn column(name: &str) -> Self {
        Self(vec![Part::Column(name.to_owned())])
    }

    /// The parts that are multiplied.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The columns the term reads.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Part::name)
    }
}

impl Part {
    fn name(&self) -> &str {
        match self {
            Self::Column(name) | Self::Log(name) | Self::Levels { column: name, .. } => name,
        }
    }
}

impl Product {
    /// The product of these columns.
    pub fn of(columns: &[&str]) -> Self {
        Self(columns.iter().map(|&name| name.to_owned()).collect())
    }

    /// The columns, in the order written.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromStr for Product {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, BasisError> {
        text.split('^')
            .map(|name| named(name, text))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl FromStr for Term {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, BasisError> {
        text.split(':')
            .map(|part| part_of(part, text))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn part_of(part: &str, text: &str) -> Result<Part, BasisError> {
    let part = part.trim();
    let Some((function, rest)) = part.split_once('(') else {
        return named(part, text).map(Part::Column);
    };
    let Some(inside) = rest.strip_suffix(')') else {
        return Err(unreadable(text));
    };
    match function.trim() {
        "log" | "ln" => named(inside, text).map(Part::Log),
        "i" => {
            let (column, reference) = match inside.split_once(',') {
                None => (inside, None),
                Some((column, reference)) => (column, Some(named(reference, text)?)),
            };
            let column = named(column, text)?;
            Ok(Part::Levels { column, reference })
        }
        _ => Err(unreadable(text)),
    }
}

/// A name without the signs that mean something in a formula.
fn named(name: &str, text: &str) -> Result<String, BasisError> {
    let name = name.trim();
    let odd = |sign: char| "()~|+^:,".contains(sign) || sign.is_control();
    if name.is_empty() || name.contains(odd) {
        return Err(unreadable(text));
    }
    Ok(name.to_owned())
}

fn unreadable(text: &str) -> BasisError {
    BasisError::new(
        "E-GRAVITY-TERM",
        format!("cannot read the term “{text}”"),
        format!("无法识别“{text}”这一项"),
    )
    .value(text)
    .expected(
        "a column, log(column), i(column), i(column, reference), or these joined by ':'; effects and clusters are columns joined by '^'",
        "列名、log(列)、i(列)、i(列, 参照)，或用“:”连接的乘积；效应与聚类为用“^”连接的列名",
    )
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(name) => f.write_str(name),
            Self::Log(name) => write!(f, "log({name})"),
            Self::Levels {
                column,
                reference: None,
            } => write!(f, "i({column})"),
            Self::Levels {
                column,
                reference: Some(reference),
            } => write!(f, "i({column},{reference})"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        join(f, &self.0, ":")
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        join(f, &self.0, "^")
    }
}

fn join<T: fmt::Display>(f: &mut fmt::Formatter<'_>, parts: &[T], by: &str) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(by)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_written() {
        for text in ["rta", "log(dist)", "i(year)", "i(year,1986):intl", "a:b"] {
            assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
        }
        assert_eq!(
            "ln( dist )".parse::<Term>().unwrap().to_string(),
            "log(dist)"
        );
    }

    #[test]
    fn what_is_no_term_is_refused() {
        for text in [
            "", "a:", "exp(a)", "log(a", "log()", "i(year,)", "a+b", "(a)",
        ] {
            let error = text.parse::<Term>().unwrap_err();
            assert_eq!(error.code(), "E-GRAVITY-TERM", "{text}");
        }
        for text in ["", "a^", "a^log(b)"] {
            assert!(text.parse::<Product>().is_err(), "{text}");
        }
    }
}
