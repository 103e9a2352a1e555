//! S6.2: the shop whose customer owns the bank.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Flow, Number, Stock, at_least_zero, part};
use super::double_entry::{Book, Purchase};
use super::refusal;

/// Who takes part in the parable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The customer, who owns the bank: one balance sheet.
    Customer,
    /// The shop.
    Shop,
}

impl Party {
    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Party::Customer => "customer",
            Party::Shop => "shop",
        }
    }
}

/// What changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Goods.
    Goods,
    /// Cash.
    Cash,
    /// The shop's deposit at the customer's bank.
    Deposit,
    /// Interest on it.
    Interest,
}

impl Thing {
    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Thing::Goods => "goods",
            Thing::Cash => "cash",
            Thing::Deposit => "deposit",
            Thing::Interest => "interest",
        }
    }
}

/// What the purchase cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Parable {
    /// The four steps: purchase, deposit, interest.
    pub book: Book<Party, Thing>,
    /// Interest of a year.
    pub interest: Flow,
    /// Cash the customer is left without: the price less the deposit.
    pub cash_paid: Stock,
    /// What the customer still owes at the end: the deposit and interest that was not paid out.
    pub owed: Stock,
    /// Interest of all years, if paid out.
    pub interest_paid: Flow,
}

/// cost of a year = r·d·P; owed = d·P
///
/// The shop puts a share d of the price P into the customer's bank at a rate
/// r. The customer's cash comes back, and what the purchase costs him a year
/// is the interest. It is not all it costs: the deposit is a debt, and it
/// stands until goods flow the other way.
///
/// Unit: that of the price; interest a year. Sign: costs positive.
///
/// Errors: `E-CYCLE-NEGATIVE` for a price below zero, `E-CYCLE-SHARE` for a share
/// outside 0 to 1, `E-CYCLE-COUNT` for no or more than 1000 years.
///
/// Source: document 003, lines 13–18 (1000 yuan; only some interest, no rate stated).
pub fn parable(
    price: &Stock,
    deposited: &Number,
    rate: &Number,
    years: u32,
) -> Result<Parable, BasisError> {
    at_least_zero(("the price", "价格"), price)?;
    refusal::share(("the deposited share", "存入份额"), deposited)?;
    if !(1..=1_000).contains(&years) {
        return Err(refusal::count(("years", "年数"), years, 1_000));
    }
    let deposit: Stock = part(price, deposited)?;
    let interest: Flow = part(&deposit, rate)?;
    Ok(Parable {
        book: book(price.value(), deposit.value(), interest.value(), years),
        cash_paid: price.minus(&deposit)?,
        interest_paid: part(&interest, &Number::exact(years.into()))?,
        interest,
        owed: deposit,
    })
}

fn book(price: Decimal, deposit: Decimal, interest: Decimal, years: u32) -> Book<Party, Thing> {
    use Party::{Customer, Shop};
    let mut book = Book::new();
    let mut buy = |at, buyer, seller, thing, amount| {
        let made = Purchase {
            buyer,
            seller,
            thing,
            money: Thing::Cash,
        };
        book.buy(at, made, amount);
    };
    buy((1, 1), Customer, Shop, Thing::Goods, price);
    buy((1, 2), Shop, Customer, Thing::Deposit, deposit);
    for year in 1..=years {
        buy((year, 3), Customer, Shop, Thing::Interest, interest);
    }
    book
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::stock;
    use proptest::prelude::*;

    fn told(price: &str, share: &str, rate: &str) -> Parable {
        let read = |text| Number::read(text).unwrap();
        parable(&stock(price).unwrap(), &read(share), &read(rate), 1).unwrap()
    }

    #[test]
    fn s6_2_a_thousand_at_two_percent_costs_twenty_a_year() {
        let whole = told("1000元", "100%", "2%");
        assert_eq!(whole.interest.value(), Decimal::from(20));
        assert!(whole.cash_paid.value().is_zero());
        assert_eq!(whole.owed.value(), Decimal::from(1_000));
        assert_eq!(whole.book.residual().unwrap(), Decimal::ZERO);
    }

    #[test]
    fn a_shop_that_keeps_its_cash_costs_the_price() {
        let kept = told("1000元", "0", "2%");
        assert!(kept.interest.value().is_zero() && kept.owed.value().is_zero());
        assert_eq!(kept.cash_paid.value(), Decimal::from(1_000));
        let code = parable(&stock("1元").unwrap(), &Number::one(), &Number::one(), 0)
            .unwrap_err()
            .code();
        assert_eq!(code, "E-CYCLE-COUNT");
    }

    proptest! {
        /// The customer's cash, over the whole, is the price less the deposit and all interest.
        #[test]
        fn cash_of_the_book_is_price_less_deposit_and_interest(p in 0i64..1_000_000, d in 0i64..=100, r in 0i64..2_000, n in 1u32..30) {
            let price = stock(&format!("{p} CNY")).unwrap();
            let (share, rate) = (Number::exact(Decimal::new(d, 2)), Number::exact(Decimal::new(r, 4)));
            let made = parable(&price, &share, &rate, n).unwrap();
            prop_assert_eq!(made.book.residual().unwrap(), Decimal::ZERO);
            let cash = made.book.position(n, Party::Customer, Thing::Cash).unwrap();
            prop_assert_eq!(-cash, made.cash_paid.value() + made.interest_paid.value());
            prop_assert_eq!(made.book.position(n, Party::Shop, Thing::Deposit).unwrap(), made.owed.value());
        }
    }
}
