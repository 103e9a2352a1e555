//! A market before and after: three prices, quantities, origins, duty.

use super::quota::Settled;

/// Prices and quantity of a product at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    /// Where it is made.
    pub origin: String,
    /// Customs value of a unit.
    pub customs: f64,
    /// Duty on the last unit.
    pub duty: f64,
    /// Duty collected on a unit, on average.
    pub collected: f64,
    /// Retail price of a unit.
    pub retail: f64,
    /// Units sold.
    pub units: f64,
}

impl Sale {
    /// Customs value and duty of the last unit.
    pub fn duty_paid(&self) -> f64 {
        self.customs + self.duty
    }
}

/// A product before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Who sells it.
    pub firm: String,
    /// The good it is.
    pub good: String,
    /// Before the measure.
    pub before: Sale,
    /// After it.
    pub after: Sale,
}

/// A market before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// Products, in the order of the case.
    pub products: Vec<Outcome>,
    /// Where imports settled under the quota, if there is one.
    pub quota: Option<Settled>,
}

/// A good before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Good {
    /// Its name.
    pub name: String,
    /// Retail prices at the quantities of before, after ÷ before less one.
    pub retail: f64,
    /// Units before.
    pub units_before: f64,
    /// Units after.
    pub units_after: f64,
}

impl Market {
    /// Duty collected, after less before.
    pub fn duty(&self) -> f64 {
        let of = |sale: &Sale| sale.collected * sale.units;
        self.products
            .iter()
            .map(|each| of(&each.after) - of(&each.before))
            .sum()
    }

    /// Σ Δp·q₀, what buyers pay more for the quantities of before.
    pub fn consumer_cost(&self) -> f64 {
        let dearer = |each: &Outcome| (each.after.retail - each.before.retail) * each.before.units;
        self.products.iter().map(dearer).sum()
    }

    /// Each good with its price and quantity, in the order they appear.
    pub fn goods(&self) -> Vec<Good> {
        let mut names: Vec<&str> = Vec::new();
        for each in &self.products {
            if !names.contains(&each.good.as_str()) {
                names.push(&each.good);
            }
        }
        names.into_iter().map(|name| self.good(name)).collect()
    }

    fn good(&self, name: &str) -> Good {
        let of = || self.products.iter().filter(move |each| each.good == name);
        let spent: f64 = of()
            .map(|each| each.before.retail * each.before.units)
            .sum();
        let would: f64 = of().map(|each| each.after.retail * each.before.units).sum();
        Good {
            name: name.to_owned(),
            retail: would / spent - 1.0,
            units_before: of().map(|each| each.before.units).sum(),
            units_after: of().map(|each| each.after.units).sum(),
        }
    }

    /// Units of a good by origin, before and after, in the order they appear.
    pub fn origins(&self) -> Vec<(String, String, f64, f64)> {
        let mut rows: Vec<(String, String, f64, f64)> = Vec::new();
        let mut add = |good: &str, origin: &str, before: f64, after: f64| match rows
            .iter_mut()
            .find(|row| row.0 == good && row.1 == origin)
        {
            Some(row) => {
                row.2 += before;
                row.3 += after;
            }
            None => rows.push((good.to_owned(), origin.to_owned(), before, after)),
        };
        for each in &self.products {
            add(&each.good, &each.before.origin, each.before.units, 0.0);
            add(&each.good, &each.after.origin, 0.0, each.after.units);
        }
        rows
    }
}
