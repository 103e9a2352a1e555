//! Comparing and ranking quantities on one basis.

use std::cmp::Ordering;

use super::Quantity;
use crate::error::BasisError;
use crate::kind::Kind;

impl<K: Kind> Quantity<K> {
    /// Which of two is larger; `None` when their digits do not decide. Only
    /// exact values are ever equal: 46.4 % printed twice may be two shares.
    ///
    /// # Errors
    /// `E-BASIS-…` for the first attribute that differs.
    pub fn order(&self, other: &Self) -> Result<Option<Ordering>, BasisError> {
        self.basis.require_same(&other.basis)?;
        let exact = |quantity: &Self| quantity.interval.width().is_some_and(|w| w.is_zero());
        if exact(self) && exact(other) {
            return Ok(Some(self.value.cmp(&other.value)));
        }
        Ok(self.interval.order(&other.interval))
    }

    /// Positions from the largest value to the smallest; equal values keep
    /// their order.
    ///
    /// # Errors
    /// `E-BASIS-…` for the first attribute on which any two differ: a list in
    /// several currencies has no largest.
    pub fn rank(quantities: &[Self]) -> Result<Vec<usize>, BasisError> {
        if let Some((first, rest)) = quantities.split_first() {
            first.basis.require_stated()?;
            for other in rest {
                first.basis.require_same(&other.basis)?;
            }
        }
        let mut order: Vec<usize> = (0..quantities.len()).collect();
        order.sort_by(|a, b| quantities[*b].value.cmp(&quantities[*a].value));
        Ok(order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::parse_amount;
    use crate::basis::Basis;
    use crate::kind::Flow;

    fn flow(text: &str) -> Quantity<Flow> {
        let amount = parse_amount(text).unwrap();
        Quantity::printed(&amount, Basis::of(amount.unit.clone())).unwrap()
    }

    #[test]
    fn order_is_said_only_where_digits_decide() {
        let order = |a, b| flow(a).order(&flow(b)).unwrap();
        assert_eq!(order("4190亿美元", "4000亿美元"), Some(Ordering::Greater));
        assert_eq!(order("约4000亿美元", "4220亿美元"), None);
        assert_eq!(order("1 USD", "1 USD"), None);
        let one = Quantity::<Flow>::new(flow("1 USD").value(), flow("1 USD").basis().clone());
        let one = one.unwrap();
        assert_eq!(one.order(&one).unwrap(), Some(Ordering::Equal));
        assert_eq!(
            flow("1亿美元").order(&flow("1亿元")).unwrap_err().code(),
            "E-BASIS-CURRENCY"
        );
    }

    #[test]
    fn a_rank_is_from_the_largest() {
        let list = [flow("-5 USD"), flow("7 USD"), flow("0 USD")];
        assert_eq!(Quantity::rank(&list).unwrap(), [1, 2, 0]);
    }
}
