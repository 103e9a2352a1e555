//! S6.1: the four steps of the dollar cycle as double entry.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Flow, Named, Number, at_least_zero};
use super::double_entry::{Book, Purchase};
use super::refusal;

/// The most rounds a ledger is kept for.
pub const MOST_ROUNDS: u32 = 1_000;
/// Decimals to which a payment is rounded, so that all sums are exact.
const PLACES: u32 = 6;

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sector {
    /// Households and firms of the issuer.
    UsHouseholds,
    /// Its government.
    UsGovernment,
    /// The exporter abroad.
    Exporter,
    /// The exporter's central bank.
    CentralBank,
}

/// What changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// Goods bought abroad: no claim remains.
    Imports,
    /// Government spending on the issuer's households.
    Spending,
    /// Deposits at banks of the issuer. Their liability changes its holder, not its size.
    Dollars,
    /// Money of the exporter's country, issued by its central bank, at the rate of the day.
    LocalMoney,
    /// Treasuries, issued by the government.
    Treasuries,
}

impl Sector {
    /// Every sector, in the order of the steps.
    pub const ALL: [Sector; 4] = [
        Sector::UsHouseholds,
        Sector::Exporter,
        Sector::CentralBank,
        Sector::UsGovernment,
    ];

    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Sector::UsHouseholds => "us_households",
            Sector::UsGovernment => "us_government",
            Sector::Exporter => "exporter",
            Sector::CentralBank => "central_bank",
        }
    }
}

impl Instrument {
    /// What remains as a claim after the round.
    pub const CLAIMS: [Instrument; 3] = [
        Instrument::Dollars,
        Instrument::LocalMoney,
        Instrument::Treasuries,
    ];

    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Instrument::Imports => "imports",
            Instrument::Spending => "spending",
            Instrument::Dollars => "dollars",
            Instrument::LocalMoney => "local_money",
            Instrument::Treasuries => "treasuries",
        }
    }
}

/// What the loop is driven by.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Imports of the first round.
    pub payment: Flow,
    /// a: share of the dollars that the exporter sells to its central bank.
    pub reserve_share: Number,
    /// b: share of these that the central bank puts into Treasuries.
    pub treasury_share: Number,
    /// k: income made by a dollar of government spending.
    pub multiplier: Number,
    /// μ: share of income spent on imports.
    pub import_propensity: Number,
}

/// One turn of the loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Round {
    /// From 1.
    pub round: u32,
    /// Imports, M.
    pub imports: Decimal,
    /// Dollars that entered reserves, a·M.
    pub reserves: Decimal,
    /// Treasuries bought, b·a·M.
    pub treasuries: Decimal,
    /// Government spending financed by them.
    pub spending: Decimal,
    /// Imports that the spending leads to in the next round.
    pub next_imports: Decimal,
    /// Of this round's dollars, what does not come back as imports.
    pub leak: Decimal,
}

/// The rounds and every line behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Rounds in order.
    pub rounds: Vec<Round>,
    /// The double entry.
    pub book: Book<Sector, Instrument>,
    /// λ = a·b·k·μ: imports of a round over those of the round before.
    pub loop_factor: Decimal,
    /// Imports of all rounds to come, P ÷ (1 − λ); none where λ ≥ 1.
    pub total_imports: Option<Decimal>,
}

/// M_{n+1} = a·b·k·μ·M_n; every step: Σ sectors = 0 and Σ instruments = 0
///
/// 1 households pay for imports in dollars; 2 the exporter sells a share a of
/// them to its central bank for local money; 3 the central bank puts a share b
/// into Treasuries; 4 the government spends the proceeds, income rises k-fold,
/// and a share μ of it buys imports. With λ = a·b·k·μ < 1 the loop ends and all
/// imports together are P/(1 − λ). Foreign claims on the issuer (dollars and
/// Treasuries) rise by each round's deficit, whatever a and b are: the issuer's
/// current account is −M, its financial account −M, in one sum of zero.
///
/// Unit: that of the payment; payments are rounded to a millionth. Sign: a source of funds is
/// positive, a use negative; a claim held is positive, one owed negative.
///
/// Errors: `E-CYCLE-NEGATIVE`, `E-CYCLE-SHARE` for a share outside 0 to 1,
/// `E-CYCLE-COUNT` for no or more than 1000 rounds, `E-CYCLE-OVERFLOW` for a
/// loop that outgrows the numbers.
///
/// Source: document 000, the dollar cycle in four steps (10 mn dollars); document 003; W. Godley and M. Lavoie,
/// Monetary Economics (2007), ch. 2, for the two-way check. Document 000 books step 3 to the
/// capital account; by BPM6 it is the financial account.
pub fn ledger(terms: &Terms, rounds: u32) -> Result<Ledger, BasisError> {
    checked(terms, rounds)?;
    let factor = loop_factor(terms)?;
    let mut book = Book::new();
    let mut kept = Vec::new();
    let mut imports = terms.payment.value().round_dp(PLACES);
    for number in 1..=rounds {
        let round = turn(&mut book, terms, number, imports)?;
        imports = round.next_imports;
        kept.push(round);
    }
    let total = Decimal::ONE
        .checked_sub(factor)
        .filter(|left| *left > Decimal::ZERO);
    Ok(Ledger {
        rounds: kept,
        book,
        loop_factor: factor,
        total_imports: total.and_then(|left| terms.payment.value().checked_div(left)),
    })
}

fn checked(terms: &Terms, rounds: u32) -> Result<(), BasisError> {
    at_least_zero(("the payment", "付款额"), &terms.payment)?;
    refusal::share(("the reserve share", "入储份额"), &terms.reserve_share)?;
    refusal::share(("the Treasury share", "购债份额"), &terms.treasury_share)?;
    let at_least_zero: [(Named, &Number); 2] = [
        (("the multiplier", "乘数"), &terms.multiplier),
        (
            ("the import propensity", "进口倾向"),
            &terms.import_propensity,
        ),
    ];
    for (name, number) in at_least_zero {
        if number.value() < Decimal::ZERO {
            return Err(refusal::negative(name, number.value()));
        }
    }
    match (1..=MOST_ROUNDS).contains(&rounds) {
        true => Ok(()),
        false => Err(refusal::count(("rounds", "轮数"), rounds, MOST_ROUNDS)),
    }
}

fn loop_factor(terms: &Terms) -> Result<Decimal, BasisError> {
    let product = terms
        .reserve_share
        .times(&terms.treasury_share)?
        .times(&terms.multiplier)?
        .times(&terms.import_propensity)?;
    Ok(product.value())
}

fn turn(
    book: &mut Book<Sector, Instrument>,
    terms: &Terms,
    round: u32,
    imports: Decimal,
) -> Result<Round, BasisError> {
    use Instrument::{Dollars, Imports, LocalMoney, Spending, Treasuries};
    use Sector::{CentralBank, Exporter, UsGovernment, UsHouseholds};
    let reserves = times(imports, &terms.reserve_share)?;
    let treasuries = times(reserves, &terms.treasury_share)?;
    let income = times(treasuries, &terms.multiplier)?;
    let steps = [
        (UsHouseholds, Exporter, Imports, Dollars, imports),
        (CentralBank, Exporter, Dollars, LocalMoney, reserves),
        (CentralBank, UsGovernment, Treasuries, Dollars, treasuries),
        (UsGovernment, UsHouseholds, Spending, Dollars, treasuries),
    ];
    for ((buyer, seller, thing, money, amount), step) in steps.into_iter().zip(1_u32..) {
        let made = Purchase {
            buyer,
            seller,
            thing,
            money,
        };
        book.buy((round, step), made, amount);
    }
    let next_imports = times(income, &terms.import_propensity)?;
    Ok(Round {
        round,
        imports,
        reserves,
        treasuries,
        spending: treasuries,
        next_imports,
        leak: imports - next_imports,
    })
}

fn times(amount: Decimal, number: &Number) -> Result<Decimal, BasisError> {
    amount
        .checked_mul(number.value())
        .filter(|product| product.abs() < Decimal::from(i64::MAX))
        .map(|product| product.round_dp(PLACES))
        .ok_or_else(|| refusal::too_large(("a payment", "一笔付款")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::flow;
    use proptest::prelude::*;

    fn terms(payment: &str, a: i64, b: i64, k: i64, mu: i64) -> Terms {
        let hundredths = |n| Number::exact(Decimal::new(n, 2));
        Terms {
            payment: flow(payment).unwrap(),
            reserve_share: hundredths(a),
            treasury_share: hundredths(b),
            multiplier: hundredths(k),
            import_propensity: hundredths(mu),
        }
    }

    /// 000: 10 mn paid, 10 mn into reserves, 10 mn into Treasuries.
    #[test]
    fn s6_1_ten_million_go_round_and_every_step_sums_to_zero() {
        let kept = ledger(&terms("1000万美元", 100, 100, 150, 15), 4).unwrap();
        let first = kept.rounds[0];
        let ten = Decimal::from(10_000_000);
        assert_eq!(
            (first.imports, first.reserves, first.treasuries),
            (ten, ten, ten)
        );
        assert_eq!(first.next_imports, Decimal::from(2_250_000));
        assert_eq!(kept.book.residual().unwrap(), Decimal::ZERO);
        let held = |round| {
            kept.book
                .position(round, Sector::CentralBank, Instrument::Treasuries)
                .unwrap()
        };
        assert!((1..4).all(|round| held(round + 1) > held(round)));
        let all = kept.total_imports.unwrap();
        assert_eq!(all.round(), Decimal::from(12_903_226));
    }

    #[test]
    fn a_loop_without_a_leak_does_not_end() {
        let endless = ledger(&terms("10 mn USD", 100, 100, 200, 50), 3).unwrap();
        assert_eq!(
            (endless.loop_factor, endless.total_imports),
            (Decimal::ONE, None)
        );
        let refused = ledger(&terms("10 mn USD", 101, 100, 100, 15), 3).unwrap_err();
        assert_eq!(refused.code(), "E-CYCLE-SHARE");
        let runaway = ledger(&terms("10 mn USD", 100, 100, 9_000, 900), 1_000).unwrap_err();
        assert_eq!(runaway.code(), "E-CYCLE-OVERFLOW");
        assert_eq!(
            ledger(&terms("1 USD", 1, 1, 1, 1), 0).unwrap_err().code(),
            "E-CYCLE-COUNT"
        );
    }

    proptest! {
        #[test]
        fn every_entry_balances_and_foreign_claims_are_the_deficits(a in 0i64..=100, b in 0i64..=100, k in 0i64..300, mu in 0i64..100, n in 1u32..12) {
            let kept = ledger(&terms("123456789.01 USD", a, b, k, mu), n).unwrap();
            prop_assert_eq!(kept.book.residual().unwrap(), Decimal::ZERO);
            let claims = |sector| -> Decimal {
                [Instrument::Dollars, Instrument::Treasuries]
                    .map(|claim| kept.book.position(n, sector, claim).unwrap())
                    .iter()
                    .sum()
            };
            let foreign = claims(Sector::Exporter) + claims(Sector::CentralBank);
            let deficits: Decimal = kept.rounds.iter().map(|round| round.imports).sum();
            prop_assert_eq!(foreign, deficits);
            prop_assert_eq!(claims(Sector::UsHouseholds) + claims(Sector::UsGovernment), -deficits);
        }

        #[test]
        fn the_rounds_approach_the_total(a in 0i64..=100, b in 0i64..=100, mu in 0i64..60) {
            let kept = ledger(&terms("10 mn USD", a, b, 150, mu), 200).unwrap();
            let sum: Decimal = kept.rounds.iter().map(|round| round.imports).sum();
            prop_assert!((sum - kept.total_imports.unwrap()).abs() < Decimal::new(1, 2));
        }
    }
}
