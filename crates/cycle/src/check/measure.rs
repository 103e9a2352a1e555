//! Units as products of powers: `bn USD`, `CNY/USD`, `%`, `USD/person`.

use std::collections::BTreeMap;

use triffin_basis::{Currency, Lang, Scale};

/// Words that count nothing: one period is the unit of time, so that flows and
/// the stocks they add to have one unit.
const NEUTRAL: [&str; 14] = [
    "", "1", "ratio", "index", "period", "periods", "year", "years", "quarter", "month", "比率",
    "指数", "期", "年",
];

/// Shares and their powers of ten.
const SHARES: [(&str, f64); 6] = [
    ("%", -2.0),
    ("percent", -2.0),
    ("pp", -2.0),
    ("‰", -3.0),
    ("bp", -4.0),
    ("百分点", -2.0),
];

/// A unit: a power of ten and the powers of what is counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    /// The power of ten; `None` where a factor such as 100 leaves it open.
    pub(super) scale: Option<f64>,
    /// Each base unit with its power, none of them 0.
    pub(super) powers: BTreeMap<String, f64>,
}

impl Measure {
    /// A pure number.
    pub(super) fn ratio() -> Self {
        Self {
            scale: Some(0.0),
            powers: BTreeMap::new(),
        }
    }

    /// Reads a unit as written: factors joined by blanks, `*` and `/` (or
    /// `per`), each perhaps with `^n`; all after a `/` up to the next sign divides.
    pub(super) fn parse(text: &str) -> Self {
        let mut measure = Self::ratio();
        let spaced = text.replace(" per ", "/").replace('·', "*");
        for (index, quotient) in spaced.split('/').enumerate() {
            for (place, factor) in quotient.split('*').enumerate() {
                let divides = index > 0 && place == 0;
                let sign = if divides { -1.0 } else { 1.0 };
                measure = measure.times(&Self::factor(factor.trim()), sign);
            }
        }
        measure
    }

    /// One factor: `bn USD`, `persons`, `m^2`.
    fn factor(text: &str) -> Self {
        let (base, power) = match text.split_once('^') {
            Some((base, power)) => (base.trim(), power.trim().parse().unwrap_or(1.0)),
            None => (text, 1.0),
        };
        let mut measure = Self::ratio();
        if let Some((_, exponent)) = SHARES.iter().find(|(word, _)| *word == base) {
            measure.scale = Some(exponent * power);
            return measure;
        }
        let (scale, rest) = match Scale::strip_prefix(base) {
            Ok((scale, rest)) => (f64::from(scale.exponent()), rest.trim()),
            Err(_) => (0.0, base),
        };
        measure.scale = Some(scale * power);
        if !NEUTRAL.contains(&rest) {
            measure.powers.insert(counted(rest), power);
        }
        measure
    }

    /// The product of this and a power of another.
    pub(super) fn times(&self, other: &Self, power: f64) -> Self {
        let scales = self.scale.zip(other.scale);
        let mut powers = self.powers.clone();
        for (base, exponent) in &other.powers {
            *powers.entry(base.clone()).or_default() += exponent * power;
        }
        powers.retain(|_, exponent| exponent.abs() > 1e-9);
        Self {
            scale: scales.map(|(a, b)| a + b * power),
            powers,
        }
    }

    /// This to a power.
    pub(super) fn to(&self, power: f64) -> Self {
        Self::ratio().times(self, power)
    }

    /// This with its power of ten left open.
    pub(super) fn unscaled(mut self) -> Self {
        self.scale = None;
        self
    }

    /// Whether both measure the same.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let scales = match (self.scale, other.scale) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            _ => true,
        };
        let same = |(base, exponent): (&String, &f64)| {
            other
                .powers
                .get(base)
                .is_some_and(|found| (found - exponent).abs() < 1e-9)
        };
        scales && self.powers.len() == other.powers.len() && self.powers.iter().all(same)
    }

    /// The unit as text.
    pub(super) fn text(&self) -> String {
        let part = |above: bool| -> Vec<String> {
            let chosen = self
                .powers
                .iter()
                .filter(|(_, exponent)| (**exponent > 0.0) == above);
            chosen
                .map(|(base, exponent)| powered(base, exponent.abs()))
                .collect()
        };
        let (above, below) = (part(true).join(" "), part(false));
        let mut text = match (scale_text(self.scale.unwrap_or(0.0)), above.is_empty()) {
            (scale, true) if scale.is_empty() && below.is_empty() => "ratio".to_owned(),
            (scale, true) if scale.is_empty() => "1".to_owned(),
            (scale, true) => scale,
            (scale, false) if scale.is_empty() => above,
            (scale, false) => format!("{scale} {above}"),
        };
        for base in below {
            text.push('/');
            text.push_str(&base);
        }
        text
    }
}

/// One name for each base unit: currencies by their code, the rest as written.
fn counted(word: &str) -> String {
    match (Currency::find(word), word) {
        (Some(currency), _) => currency.code().to_owned(),
        (None, "person" | "people" | "人") => "persons".to_owned(),
        (None, other) => other.to_owned(),
    }
}

fn powered(base: &str, exponent: f64) -> String {
    if (exponent - 1.0).abs() < 1e-9 {
        base.to_owned()
    } else {
        format!("{base}^{exponent}")
    }
}

fn scale_text(exponent: f64) -> String {
    if exponent == 0.0 {
        return String::new();
    }
    if exponent == -2.0 {
        return "%".to_owned();
    }
    let named = (exponent > 0.0 && exponent.fract() == 0.0)
        .then(|| Scale::from_exponent(exponent as u32))
        .flatten();
    match named {
        Some(scale) => scale.label(Lang::En).to_owned(),
        None => format!("10^{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_and_written() {
        for (text, written) in [
            ("bn USD", "bn USD"),
            ("billion US$", "bn USD"),
            ("CNY/USD", "CNY/USD"),
            ("CNY per USD", "CNY/USD"),
            ("%", "%"),
            ("ratio", "ratio"),
            ("bn USD/year", "bn USD"),
            ("mn persons", "mn persons"),
            ("亿元", "hundred mn CNY"),
            ("USD/person", "USD/persons"),
            ("goods", "goods"),
            ("m^2", "m^2"),
        ] {
            assert_eq!(Measure::parse(text).text(), written, "{text}");
        }
    }

    #[test]
    fn a_rate_turns_one_currency_into_another() {
        let yuan = Measure::parse("bn USD").times(&Measure::parse("CNY/USD"), 1.0);
        assert!(yuan.agrees(&Measure::parse("bn CNY")));
        assert!(!yuan.agrees(&Measure::parse("mn CNY")));
        assert!(yuan.clone().unscaled().agrees(&Measure::parse("mn CNY")));
        assert!(yuan.to(0.5).to(2.0).agrees(&yuan));
    }
}
