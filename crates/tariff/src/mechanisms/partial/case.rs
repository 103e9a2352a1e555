//! A market as a text: TOML with products, plants, duties and every assumption.

use serde::Deserialize;
use triffin_basis::{BasisError, Bilingual};

use super::quota::Quota;
use crate::mechanisms::refusal::{self, shape};

/// One market and what is done to it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name, that of its file.
    pub name: String,
    /// What it is about.
    pub title: Text,
    /// Currency of prices.
    pub currency: String,
    /// What quantities are counted in.
    pub units: Text,
    /// What buyers want.
    pub demand: Wanted,
    /// Whether the products of a brand that are sold together are priced as one.
    #[serde(default)]
    pub joint_pricing: bool,
    /// Firms whose prices move as those of the others do on average.
    #[serde(default)]
    pub matching: Vec<String>,
    /// Products.
    pub product: Vec<Product>,
    /// Alternatives of a choice, for the demand `logit`.
    #[serde(default)]
    pub choice: Vec<Choice>,
    /// Duties by good and origin.
    #[serde(default)]
    pub duty: Vec<Duty>,
    /// A tariff quota.
    pub quota: Option<QuotaOn>,
    /// What was found elsewhere, to be put beside the answer.
    #[serde(default)]
    pub published: Vec<Published>,
    /// What was taken as given.
    #[serde(default)]
    pub assumption: Vec<Assumption>,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Text {
    /// The text as the program prints it.
    pub fn both(&self) -> Bilingual {
        Bilingual::new(&*self.en, &*self.zh)
    }
}

/// How quantities follow prices.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub enum Wanted {
    /// Buyers choose one alternative, or none.
    Logit {
        /// Mean own-price elasticity of the alternatives, without sign.
        elasticity: f64,
        /// Share of buyers who take none.
        none: f64,
    },
    /// Quantities move in proportion to prices.
    Linear {
        /// Elasticity of the product of the row to the price of the product of
        /// the column, with sign, in the order of the products.
        elasticities: Vec<Vec<f64>>,
    },
}

/// A product of a firm.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Who sells it.
    pub firm: String,
    /// The good it is, for duties and sums.
    pub good: String,
    /// Retail price before.
    pub retail: f64,
    /// Units sold before; for the demand `logit` they follow from the choices.
    pub units: Option<f64>,
    /// Where it can be made.
    pub plant: Vec<Plant>,
}

/// A place where a product can be made.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plant {
    /// Code of the country.
    pub origin: String,
    /// Cost of a unit at the border, which is its customs value.
    pub customs: f64,
}

/// An alternative that buyers choose.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Names of the products taken together.
    pub takes: Vec<String>,
    /// Buyers before.
    pub buyers: f64,
}

/// Which goods and origins a measure falls on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The good.
    pub good: String,
    /// Code of the country, or `*` for all but those left out.
    pub origin: String,
    /// Origins left out; home is one.
    #[serde(default)]
    pub except: Vec<String>,
    /// The firm, where the rate is for one firm.
    pub firm: Option<String>,
    /// Rate before.
    #[serde(default)]
    pub before: f64,
    /// Rate after.
    pub after: f64,
}

/// A quota and what it falls on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaOn {
    /// The good.
    pub good: String,
    /// Origins left out; home is one.
    pub except: Vec<String>,
    /// Units that may enter at the lower rate.
    pub units: f64,
    /// Rate within.
    pub within: f64,
    /// Rate beyond.
    pub above: f64,
}

/// A number found elsewhere.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The measure it stands beside: `GOOD.retail_pct`, `GOOD.units_pct`, `duty`, `consumer_cost`.
    pub measure: String,
    /// The number.
    pub value: f64,
    /// Where it is printed.
    pub source: Text,
}

/// What was taken as given, and from where.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// What is assumed.
    pub what: Text,
    /// Where it is from.
    pub source: Text,
}

impl Duty {
    /// Whether it falls on a product made in an origin.
    pub(super) fn falls_on(&self, product: &Product, origin: &str) -> bool {
        let firm = self.firm.as_deref().is_none_or(|firm| firm == product.firm);
        let place = match self.origin == "*" {
            true => !self.except.iter().any(|left| left == origin),
            false => self.origin == origin,
        };
        firm && place && self.good == product.good
    }
}

impl QuotaOn {
    /// Whether it falls on a product made in an origin.
    pub(super) fn falls_on(&self, product: &Product, origin: &str) -> bool {
        self.good == product.good && !self.except.iter().any(|left| left == origin)
    }

    /// The quantity and the rates, checked.
    pub(super) fn terms(&self) -> Result<Quota, BasisError> {
        Quota {
            units: self.units,
            within: self.within,
            above: self.above,
        }
        .checked()
    }
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// `E-TARIFF-CASE` with line and column where the text is no case or names
    /// what is not there, `E-TARIFF-RATE` or `E-TARIFF-NEGATIVE` for a rate or
    /// price that cannot be.
    pub fn read(text: &str) -> Result<Self, BasisError> {
        let case: Self = toml::from_str(text).map_err(|error| not_read(&error))?;
        case.checked()?;
        Ok(case)
    }

    /// The place of a product.
    pub(super) fn place(&self, name: &str) -> Result<usize, BasisError> {
        let found = self.product.iter().position(|product| product.name == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = self
                .product
                .iter()
                .map(|product| product.name.as_str())
                .collect();
            unknown("product", "产品", name, &names)
        })
    }

    fn checked(&self) -> Result<(), BasisError> {
        if self.product.is_empty() {
            return Err(shape(
                "a case without a product".into(),
                "案例中没有产品".into(),
                0,
            ));
        }
        for product in &self.product {
            product.checked()?;
            if self
                .product
                .iter()
                .filter(|other| other.name == product.name)
                .count()
                > 1
            {
                return Err(twice(&product.name));
            }
        }
        for name in self.choice.iter().flat_map(|choice| &choice.takes) {
            self.place(name)?;
        }
        let firms: Vec<&str> = self
            .product
            .iter()
            .map(|product| product.firm.as_str())
            .collect();
        if let Some(firm) = self
            .matching
            .iter()
            .find(|firm| !firms.contains(&firm.as_str()))
        {
            return Err(unknown("firm", "企业", firm, &firms));
        }
        for duty in &self.duty {
            self.knows_good(&duty.good)?;
            refusal::duty(("a duty before", "原税率"), duty.before)?;
            refusal::duty(("a duty after", "新税率"), duty.after)?;
        }
        if let Some(quota) = &self.quota {
            self.knows_good(&quota.good)?;
            quota.terms()?;
        }
        Ok(())
    }

    fn knows_good(&self, good: &str) -> Result<(), BasisError> {
        match self.product.iter().any(|product| product.good == good) {
            true => Ok(()),
            false => {
                let goods: Vec<&str> = self
                    .product
                    .iter()
                    .map(|product| product.good.as_str())
                    .collect();
                Err(unknown("good", "商品", good, &goods))
            }
        }
    }
}

impl Product {
    fn checked(&self) -> Result<(), BasisError> {
        let (en, zh) = (
            format!("the retail price of {}", self.name),
            format!("{} 的零售价", self.name),
        );
        refusal::positive((&en, &zh), self.retail)?;
        for plant in &self.plant {
            let (en, zh) = (
                format!("the customs value of {} from {}", self.name, plant.origin),
                format!("{} 自 {} 的海关价格", self.name, plant.origin),
            );
            refusal::positive((&en, &zh), plant.customs)?;
        }
        match self.plant.is_empty() {
            true => Err(shape(
                format!("{} has no plant", self.name),
                format!("{} 没有产地", self.name),
                &self.name,
            )),
            false => Ok(()),
        }
    }
}

fn not_read(error: &toml::de::Error) -> BasisError {
    let told = error.to_string();
    let told = told.trim();
    BasisError::new(
        "E-TARIFF-CASE",
        format!("the text is no case:\n{told}"),
        format!("文本不是有效的案例：\n{told}"),
    )
    .value(error.message())
    .expected(
        "name, title, currency, units, demand and products",
        "name、title、currency、units、demand 与 product",
    )
    .remedy(
        "Compare it with triffin tariff partial washers-2018 --show text",
        "请对照 triffin tariff partial washers-2018 --show text",
    )
}

fn unknown(kind_en: &str, kind_zh: &str, name: &str, known: &[&str]) -> BasisError {
    let error = BasisError::new(
        "E-TARIFF-CASE",
        format!("there is no {kind_en} \"{name}\" in this case"),
        format!("此案例中没有{kind_zh}“{name}”"),
    )
    .value(name);
    let near = triffin_basis::nearest::nearest(name, known.iter().copied());
    match near.first() {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => error.expected(known.join(", "), known.join("、")),
    }
}

fn twice(name: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-CASE",
        format!("the product \"{name}\" stands twice"),
        format!("产品“{name}”出现两次"),
    )
    .value(name)
    .expected("one name for each product", "每种产品一个名称")
    .remedy("Rename one of them", "请改其中一个的名称")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::partial::library;

    #[test]
    fn slips_in_a_case_are_named() {
        let text = library::text("washers-2018").unwrap();
        let code = |text: String| {
            let error = Case::read(&text).unwrap_err();
            (error.code(), error.to_string())
        };
        let slip = code(text.replace("\"Samsung dryer\"]", "\"Samsung drier\"]"));
        assert!(
            slip.0 == "E-TARIFF-CASE" && slip.1.contains("Samsung dryer"),
            "{slip:?}"
        );
        assert_eq!(
            code(text.replace("within = 0.20", "within = 0.70")).0,
            "E-TARIFF-RATE"
        );
        assert_eq!(
            code(text.replace("retail = 729", "retail = -729")).0,
            "E-TARIFF-NEGATIVE"
        );
        let slip = code(text.replace("currency =", "curency ="));
        assert!(slip.1.contains("curency"), "{}", slip.1);
        assert_eq!(code(String::new()).0, "E-TARIFF-CASE");
    }
}
