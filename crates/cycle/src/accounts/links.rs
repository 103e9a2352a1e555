//! Who paid whom in a period, as links from payer to receiver.

use triffin_basis::{BasisError, Bilingual};

use super::{State, transactions};

/// A payment of one sector to another, ready for a Sankey diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Who paid.
    pub from: String,
    /// Who received.
    pub to: String,
    /// The row of the transactions matrix it is from.
    pub name: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// How much, above 0, in the currency shown.
    pub value: f64,
}

/// The links whose sums are the cells of the transactions matrix.
///
/// Where several pay and several receive in one row, as when one holder sells
/// to another while the issuer issues, each pays each in proportion.
///
/// Unit: the currency shown.
///
/// # Errors
///
/// `E-CYCLE-MATRIX-PERIOD` in the opening state.
pub fn links(state: &State) -> Result<Vec<Link>, BasisError> {
    let matrix = transactions(state)?;
    let mut links = Vec::new();
    for row in &matrix.rows {
        let cells = || {
            row.cells
                .iter()
                .enumerate()
                .filter_map(|(at, cell)| Some((at, (*cell)?)))
        };
        let received: f64 = cells().map(|(_, cell)| cell.max(0.0)).sum();
        for (from, paid) in cells().filter(|(_, cell)| *cell < 0.0) {
            for (to, cell) in cells().filter(|(_, cell)| *cell > 0.0) {
                links.push(Link {
                    from: matrix.columns[from].clone(),
                    to: matrix.columns[to].clone(),
                    name: row.name.clone(),
                    title: row.title.clone(),
                    value: -paid * cell / received,
                });
            }
        }
    }
    Ok(links)
}
