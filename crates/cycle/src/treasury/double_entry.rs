//! A book in which every payment has a payer, a receiver and a thing paid for.

use triffin_basis::{BasisError, Decimal};

use super::refusal;

/// One line of the book: a source of funds is positive, a use negative.
///
/// To acquire an asset or to repay a debt is a use; to give an asset up or to
/// issue a debt is a source. Over a step the lines of each sector sum to zero
/// (what it spends it got somewhere) and so do those of each instrument (what
/// one acquires another gives up or issues).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting<S, I> {
    /// Round of the loop, from 1.
    pub round: u32,
    /// Step of the round, from 1.
    pub step: u32,
    /// Whose line it is.
    pub sector: S,
    /// What is bought, sold, held or owed.
    pub instrument: I,
    /// Positive a source of funds, negative a use.
    pub amount: Decimal,
}

/// The lines, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book<S, I> {
    postings: Vec<Posting<S, I>>,
}

/// Someone buys a thing with money.
pub(crate) struct Purchase<S, I> {
    pub buyer: S,
    pub seller: S,
    pub thing: I,
    pub money: I,
}

impl<S: Copy + PartialEq, I: Copy + PartialEq> Book<S, I> {
    /// An empty book.
    pub fn new() -> Self {
        Self {
            postings: Vec::new(),
        }
    }

    /// The buyer uses funds for the thing and draws on the money; the seller
    /// gives the thing and takes the money: four lines that sum to zero both ways.
    pub(crate) fn buy(&mut self, at: (u32, u32), made: Purchase<S, I>, amount: Decimal) {
        let (round, step) = at;
        let lines = [
            (made.buyer, made.thing, -amount),
            (made.buyer, made.money, amount),
            (made.seller, made.thing, amount),
            (made.seller, made.money, -amount),
        ];
        self.postings
            .extend(lines.map(|(sector, instrument, amount)| Posting {
                round,
                step,
                sector,
                instrument,
                amount,
            }));
    }

    /// Every line.
    pub fn postings(&self) -> &[Posting<S, I>] {
        &self.postings
    }

    /// What a sector holds of an instrument more (positive) or owes more
    /// (negative) than at the start, after a round.
    ///
    /// # Errors
    /// `E-CYCLE-OVERFLOW` where the sum does not fit.
    pub fn position(&self, round: u32, sector: S, instrument: I) -> Result<Decimal, BasisError> {
        self.sum(|line| {
            line.round <= round && line.sector == sector && line.instrument == instrument
        })
        .map(|sources| -sources)
    }

    /// The largest imbalance of a sector or an instrument in any one step: zero
    /// for a book that is kept right.
    ///
    /// # Errors
    /// `E-CYCLE-OVERFLOW` where a sum does not fit.
    pub fn residual(&self) -> Result<Decimal, BasisError> {
        let mut worst = Decimal::ZERO;
        for step in self
            .postings
            .chunk_by(|a, b| (a.round, a.step) == (b.round, b.step))
        {
            for line in step {
                let sector: Decimal = sum(step, |other| other.sector == line.sector)?;
                let instrument = sum(step, |other| other.instrument == line.instrument)?;
                worst = worst.max(sector.abs()).max(instrument.abs());
            }
        }
        Ok(worst)
    }

    fn sum(&self, chosen: impl Fn(&Posting<S, I>) -> bool) -> Result<Decimal, BasisError> {
        sum(&self.postings, chosen)
    }
}

fn sum<S, I>(
    lines: &[Posting<S, I>],
    chosen: impl Fn(&Posting<S, I>) -> bool,
) -> Result<Decimal, BasisError> {
    lines
        .iter()
        .filter(|line| chosen(line))
        .try_fold(Decimal::ZERO, |sum, line| sum.checked_add(line.amount))
        .ok_or_else(|| refusal::too_large(("the sum", "合计")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_line_shows_as_an_imbalance() {
        let mut book = Book::new();
        let made = Purchase {
            buyer: "b",
            seller: "s",
            thing: "goods",
            money: "cash",
        };
        book.buy((1, 1), made, Decimal::TEN);
        assert_eq!(book.residual().unwrap(), Decimal::ZERO);
        assert_eq!(book.position(1, "b", "cash").unwrap(), -Decimal::TEN);
        book.postings.pop();
        assert_eq!(book.residual().unwrap(), Decimal::TEN);
    }
}
