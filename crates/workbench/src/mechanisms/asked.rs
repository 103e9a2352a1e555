//! Reading the options of a question, and what the answer must say of them.

use triffin_basis::{BasisError, Bilingual, parse_amount, parse_decimal};
use triffin_cycle::treasury::amounts::{self, Number};
use triffin_tariff::mechanisms::country::{Duty, Elasticities, Trade};

use super::defaults;
use crate::answer::{Answer, Meta, Note, Row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// A question while it is read.
pub(super) struct Asked<'a> {
    given: &'a Given,
    meta: Meta,
    read: Vec<&'static str>,
}

impl<'a> Asked<'a> {
    pub fn new(given: &'a Given, system: &'static str, formula: &'static str) -> Self {
        let meta = Meta {
            system,
            formula: Some(formula),
            ..Meta::default()
        };
        Self {
            given,
            meta,
            read: Vec::new(),
        }
    }

    /// The texts of an option as typed; none where it was not.
    pub fn typed(&mut self, option: &'static str) -> Vec<String> {
        self.read.push(option);
        let texts = self.given.texts(option).to_vec();
        self.told(option, &texts);
        texts
    }

    /// The texts of an option, or what stands for it.
    pub fn texts(&mut self, option: &'static str) -> Vec<String> {
        let typed = self.typed(option);
        let Some(default) = defaults::of(option).filter(|_| typed.is_empty()) else {
            return typed;
        };
        let texts: Vec<String> = default
            .texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect();
        let (name, shown) = (option.replace('_', "-"), texts.join(", "));
        self.meta.notes.push(Note::remark(
            "N-DEFAULT",
            format!("--{name} {shown} ({})", default.en),
            format!("--{name} {shown}（{}）", default.zh),
        ));
        self.told(option, &texts);
        texts
    }

    fn told(&mut self, option: &'static str, texts: &[String]) {
        if !texts.is_empty() {
            self.meta.basis.insert(option, texts.join("; "));
        }
    }

    /// The one text of an option.
    fn one(&mut self, option: &'static str) -> Result<String, QuestionError> {
        let mut texts = self.texts(option);
        match (texts.len(), texts.pop()) {
            (1, Some(text)) => Ok(text),
            (count, _) => Err(once(option, count)),
        }
    }

    /// The scenario whose counterfactual is asked, and the importers named;
    /// no other option plays a part beside it.
    ///
    /// # Errors
    /// `E-USAGE-PLAYS-NO-PART` for an option typed beside a scenario.
    pub fn scenario(&mut self) -> Result<Option<(String, Vec<String>)>, QuestionError> {
        let Some(name) = self.typed("scenario").pop() else {
            return Ok(None);
        };
        let importers = self.typed("importer");
        match self.given.beside(&self.read).next() {
            Some(option) => Err(no_part(option)),
            None => Ok(Some((name, importers))),
        }
    }

    /// A rate or a share: `25%`, `0.25`, `1/4`.
    pub fn rate(&mut self, option: &'static str) -> Result<f64, QuestionError> {
        rate(&self.one(option)?)
    }

    /// Every rate of an option, each with its text.
    pub fn rates(&mut self, option: &'static str) -> Result<Vec<f64>, QuestionError> {
        self.texts(option).iter().map(|text| rate(text)).collect()
    }

    /// A number that may exceed one: an elasticity, or `endless`.
    pub fn number(&mut self, option: &'static str) -> Result<f64, QuestionError> {
        number(&self.one(option)?)
    }

    /// An amount of money.
    pub fn money(&mut self, option: &'static str) -> Result<f64, QuestionError> {
        let text = self.one(option)?;
        self.amount(&text)
    }

    /// An amount of money, if it was typed.
    pub fn perhaps_money(&mut self, option: &'static str) -> Result<Option<f64>, QuestionError> {
        let texts = self.typed(option);
        match &texts[..] {
            [] => Ok(None),
            [text] => self.amount(text).map(Some),
            more => Err(once(option, more.len())),
        }
    }

    /// A number, if it was typed.
    pub fn perhaps_number(&mut self, option: &'static str) -> Result<Option<f64>, QuestionError> {
        let texts = self.typed(option);
        match &texts[..] {
            [] => Ok(None),
            [text] => number(text).map(Some),
            more => Err(once(option, more.len())),
        }
    }

    /// An amount in the currency of the others.
    pub fn amount(&mut self, text: &str) -> Result<f64, QuestionError> {
        let amount = amounts::flow(text)?;
        let unit = amount.basis().unit.to_string();
        match &self.meta.unit {
            Some(known) if *known != unit => return Err(currencies(known, &unit).into()),
            _ => self.meta.unit = Some(unit),
        }
        Ok(Number::exact(amount.value()).to_f64())
    }

    /// An amount of money, or a plain number where no currency is meant.
    pub fn amount_or_number(&mut self, text: &str) -> Result<f64, QuestionError> {
        let plain = parse_amount(text).is_ok_and(|amount| !amount.unit.is_money());
        match plain {
            true => number(text),
            false => self.amount(text),
        }
    }

    /// Trade of a year.
    pub fn trade(&mut self) -> Result<Trade, QuestionError> {
        let (imports, exports) = (self.money("imports")?, self.money("exports")?);
        Ok(Trade::new(imports, exports)?)
    }

    /// A rise of a duty and its coverage.
    pub fn duty(&mut self) -> Result<Duty, QuestionError> {
        let (rise, coverage) = (self.rate("rise")?, self.rate("coverage")?);
        Ok(Duty::new(rise, coverage)?)
    }

    /// The elasticities that are found.
    pub fn elasticities(&mut self) -> Result<Elasticities, QuestionError> {
        let (import, export) = (
            self.number("import_elasticity")?,
            self.number("export_elasticity")?,
        );
        Ok(Elasticities::new(import, export)?)
    }

    /// Says of all amounts what they are counted in.
    pub fn unit(&mut self, unit: impl ToString) {
        self.meta.unit = Some(unit.to_string());
    }

    /// Adds something to know.
    pub fn note(&mut self, note: Note) {
        self.meta.notes.push(note);
    }

    /// The answer.
    ///
    /// # Errors
    /// `E-USAGE-PLAYS-NO-PART` for an option that was typed and not read.
    pub fn answer(self, rows: Vec<Row>) -> Result<Answer, QuestionError> {
        if let Some(option) = self.given.beside(&self.read).next() {
            return Err(no_part(option));
        }
        Ok(Answer {
            rows,
            meta: self.meta,
            ..Answer::default()
        })
    }
}

/// A rate or share as a text prints it.
pub(super) fn rate(text: &str) -> Result<f64, QuestionError> {
    Ok(Number::read(text)?.to_f64())
}

/// A number that may exceed one, or `endless`.
pub(super) fn number(text: &str) -> Result<f64, QuestionError> {
    match text.trim() {
        "endless" | "inf" | "无限" => Ok(f64::INFINITY),
        text => Ok(Number::read_multiple(text)?.to_f64()),
    }
}

/// The two parts of `NAME=VALUE`.
pub(super) fn pair<'t>(option: &str, text: &'t str) -> Result<(&'t str, &'t str), QuestionError> {
    let parts = text
        .split_once('=')
        .map(|(name, value)| (name.trim(), value.trim()));
    parts
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .ok_or_else(|| {
            let option = option.replace('_', "-");
            QuestionError::invalid(
                "E-USAGE-PAIR",
                Bilingual::new(
                    format!("--{option} \"{text}\" is no NAME=VALUE"),
                    format!("--{option} “{text}”不是 名称=值 的形式"),
                ),
                Bilingual::new("expected for example CHN=52%", "应如 CHN=52%"),
            )
        })
}

/// A share of one in hundredths, without a tail of rounding.
pub(super) fn percent(x: f64) -> Value {
    float(100.0 * x)
}

/// A number to fourteen digits: what lies beyond is rounding.
pub(super) fn float(x: f64) -> Value {
    match x.is_finite() {
        true => Value::Float(format!("{x:.13e}").parse().unwrap_or(x)),
        false => Value::Null,
    }
}

/// An amount to the hundredth where it is large, else to fourteen digits.
pub(super) fn money(x: f64) -> Value {
    let cents = (x.is_finite() && x.abs() >= 1e4)
        .then(|| parse_decimal(&format!("{x:.2}")).ok())
        .flatten();
    cents.map_or_else(|| float(x), Value::from)
}

/// A number, or null.
pub(super) fn perhaps(x: Option<f64>) -> Value {
    x.map_or(Value::Null, float)
}

/// A share of one in hundredths, or null.
pub(super) fn perhaps_percent(x: Option<f64>) -> Value {
    x.map_or(Value::Null, percent)
}

fn currencies(known: &str, unit: &str) -> BasisError {
    BasisError::new(
        "E-BASIS-CURRENCY",
        format!("amounts in {known} and in {unit} are not added"),
        format!("{known} 与 {unit} 的金额不能相加"),
    )
    .value(unit)
    .expected(known, known)
    .remedy(
        "Give all amounts in one currency",
        "请以同一币种给出所有金额",
    )
}

fn once(option: &str, times: usize) -> QuestionError {
    let option = option.replace('_', "-");
    QuestionError::invalid(
        "E-USAGE-ONCE",
        Bilingual::new(
            format!("--{option} is given {times} times"),
            format!("--{option} 给出了 {times} 次"),
        ),
        Bilingual::new("expected once", "应只给出一次"),
    )
}

fn no_part(option: &str) -> QuestionError {
    let option = option.replace('_', "-");
    QuestionError::invalid(
        "E-USAGE-PLAYS-NO-PART",
        Bilingual::new(
            format!("--{option} plays no part beside the other options"),
            format!("--{option} 与其他选项同用时不起作用"),
        ),
        Bilingual::new("leave it out", "请去掉它"),
    )
}
