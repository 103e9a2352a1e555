//! V = Q · P: the value of a record against its quantity and unit price.

use crate::decimal::NumberError;

/// Millionths in one: amounts are kept in millionths.
const ONE: i128 = 1_000_000;

/// Compares values with quantity × unit price, and gives the value where only
/// the two are there. All amounts are in millionths.
#[derive(Debug, Default)]
pub struct ValueCheck {
    compared: u64,
    computed: u64,
    differing: Vec<u64>,
}

impl ValueCheck {
    /// V = Q × P
    ///
    /// The value of a record: as stated, else quantity × unit price. A stated
    /// value that differs from the product by more than one per cent is kept
    /// and noted with its line.
    ///
    /// Unit: millionths of the record's currency; quantity and price likewise.
    ///
    /// # Errors
    /// [`NumberError::TooManyDigits`] when the product is not exact in
    /// millionths.
    ///
    /// Source: S1.1 of the systems list (001, step 2).
    pub fn value(
        &mut self,
        stated: Option<i128>,
        quantity: Option<i128>,
        price: Option<i128>,
        line: u64,
    ) -> Result<Option<i128>, NumberError> {
        let (Some(quantity), Some(price)) = (quantity, price) else {
            return Ok(stated);
        };
        let product = quantity
            .checked_mul(price)
            .ok_or(NumberError::TooManyDigits);
        let Some(stated) = stated else {
            let product = product?;
            if product % ONE != 0 || product / ONE >= 10i128.pow(28) {
                return Err(NumberError::TooManyDigits);
            }
            self.computed += 1;
            return Ok(Some(product / ONE));
        };
        if let Ok(product) = product {
            self.compared += 1;
            // One per cent: beyond what rounding of a printed price explains.
            let gap = (product / ONE - stated).abs();
            if gap > stated / 100 {
                self.differing.push(line);
            }
        }
        Ok(Some(stated))
    }

    /// Takes over what another check found on its lines.
    pub fn absorb(&mut self, other: ValueCheck) {
        self.compared += other.compared;
        self.computed += other.computed;
        self.differing.extend(other.differing);
        self.differing.sort_unstable();
    }

    /// What was found, for people.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.computed > 0 {
            notes.push(format!(
                "{} values are quantity × unit price",
                self.computed
            ));
        }
        if !self.differing.is_empty() {
            let lines: Vec<String> = self.differing.iter().take(10).map(u64::to_string).collect();
            notes.push(format!(
                "{} of {} values differ from quantity × unit price by more than 1 %: line {}",
                self.differing.len(),
                self.compared,
                lines.join(", ")
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_checked_against_its_parts() {
        let mut check = ValueCheck::default();
        let (two, three) = (Some(2 * ONE), Some(3 * ONE));
        assert_eq!(check.value(Some(6 * ONE), two, three, 2), Ok(Some(6 * ONE)));
        assert!(check.notes().is_empty());
        assert_eq!(check.value(Some(7 * ONE), two, three, 3), Ok(Some(7 * ONE)));
        assert_eq!(check.value(None, two, three, 4), Ok(Some(6 * ONE)));
        assert_eq!(check.value(None, two, None, 5), Ok(None));
        assert_eq!(
            check.value(None, Some(1), Some(1), 6),
            Err(NumberError::TooManyDigits)
        );
        assert!(check.notes()[1].contains("1 of 2 values") && check.notes()[1].ends_with("line 3"));
    }
}
