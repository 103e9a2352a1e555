//! Flows over adjoining periods, and the change of a stock.

use super::{Quantity, overflow};
use crate::attribute::Attribute;
use crate::basis::Basis;
use crate::error::BasisError;
use crate::kind::{Flow, Stock};
use crate::lineage::Step;
use crate::number::exact_add;
use crate::window::Window;

impl Quantity<Flow> {
    /// flow(t₀..t₁) + flow(t₁+1..t₂) = flow(t₀..t₂)
    ///
    /// # Errors
    /// `E-BASIS-PERIOD` when `next` does not begin where this ends or is of
    /// another length of period; `E-BASIS-…` when another attribute differs.
    pub fn then(&self, next: &Self) -> Result<Self, BasisError> {
        let (left, right) = (stated(&self.basis)?, stated(&next.basis)?);
        if left.to.freq() != right.from.freq() || left.to.next() != right.from {
            return Err(Attribute::Period.differs(&left.to_string(), &right.to_string()));
        }
        let joined = Some(Window::new(left.from, right.to)?);
        self.over(joined).plus(&next.over(joined))
    }

    fn over(&self, period: Option<Window>) -> Self {
        let basis = Basis {
            period,
            ..self.basis.clone()
        };
        Self::raw(self.value, self.interval, basis, self.lineage.clone())
    }
}

impl Quantity<Stock> {
    /// closing − opening = transactions + revaluations + other changes
    ///
    /// The change of a stock between two moments is a flow over the periods
    /// between them; it holds revaluations too, so it is not the transactions
    /// alone.
    ///
    /// # Errors
    /// `E-BASIS-PERIOD` when `opening` is not earlier or of another length of
    /// period; `E-BASIS-…` when another attribute differs.
    ///
    /// Source: IMF, Balance of Payments and International Investment Position
    /// Manual, 6th edition (2009), chapter 9.
    pub fn change_since(&self, opening: &Self) -> Result<Quantity<Flow>, BasisError> {
        let (before, after) = (stated(&opening.basis)?, stated(&self.basis)?);
        if before.to.freq() != after.to.freq() || before.to >= after.to {
            return Err(Attribute::Period.differs(&after.to_string(), &before.to_string()));
        }
        let basis = Basis {
            period: None,
            ..self.basis.clone()
        };
        let undated = Basis {
            period: None,
            ..opening.basis.clone()
        };
        basis.require_same(&undated)?;
        let value = exact_add(self.value, -opening.value)
            .ok_or_else(|| overflow("the change", "变动额"))?;
        let step = Step::new(
            "change-of-stock",
            format!("stock at {} − stock at {}", after.to, before.to),
            format!("{} 存量 − {} 存量", after.to, before.to),
        );
        let between = Window::new(before.to.next(), after.to)?;
        let basis = Basis {
            period: Some(between),
            ..basis.merged(&undated)
        };
        let interval = self.interval.minus(&opening.interval)?;
        Ok(self.derived(value, interval, basis, step))
    }
}

fn stated(basis: &Basis) -> Result<Window, BasisError> {
    basis
        .period
        .ok_or_else(|| Attribute::Period.unstated(basis.source.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Period;
    use crate::stock_flow::StockFlow;
    use crate::unit::Unit;
    use rust_decimal::Decimal;

    fn basis(period: &str) -> Basis {
        Basis {
            period: Window::parse(period).ok(),
            ..Basis::of(Unit::parse("USD").unwrap().0)
        }
    }

    fn flow(value: i64, period: &str) -> Quantity<Flow> {
        Quantity::new(Decimal::from(value), basis(period)).unwrap()
    }

    fn stock(value: i64, period: &str) -> Quantity<Stock> {
        Quantity::new(Decimal::from(value), basis(period)).unwrap()
    }

    /// S1.8: twelve months are the year.
    #[test]
    fn twelve_adjoining_months_are_one_window() {
        let months = Period::year(2018).parts(crate::Freq::Month);
        let year = months
            .iter()
            .map(|month| flow(1, &month.to_string()))
            .reduce(|total, month| total.then(&month).unwrap())
            .unwrap();
        assert_eq!(year.value(), Decimal::from(12));
        assert_eq!(year.basis().period, Window::parse("2018-01..2018-12").ok());
    }

    #[test]
    fn a_gap_or_an_overlap_is_refused() {
        for next in ["2018", "2020", "2019-Q1"] {
            let refusal = flow(1, "2018").then(&flow(1, next)).unwrap_err();
            assert_eq!(refusal.code(), "E-BASIS-PERIOD", "{next}");
        }
        let refusal = flow(1, "2018").plus(&flow(1, "2019")).unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-PERIOD");
    }

    #[test]
    fn the_change_of_a_stock_is_a_flow() {
        let change = stock(110, "2019")
            .change_since(&stock(100, "2017"))
            .unwrap();
        assert_eq!(change.value(), Decimal::from(10));
        assert_eq!(change.basis().stock_flow, Some(StockFlow::Flow));
        assert_eq!(change.basis().period, Window::parse("2018..2019").ok());
        assert!(stock(1, "2017").change_since(&stock(1, "2017")).is_err());
    }
}
