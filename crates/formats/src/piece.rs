//! A piece of a file: as many lines as one worker reads at a time.

use crate::FormatError;
use crate::block::Block;
use crate::cells::{Cells, Parted};
use crate::csv::Lines;

/// Bytes of a piece: some thousand lines.
const BYTES: usize = 1 << 18;
/// Fewest bytes of lines worth a block of their own among lines with quotes.
const FEWEST: usize = 1 << 14;
/// Most records taken out of their quotes in one piece.
const RECORDS: usize = 1 << 12;

/// Some lines of a file.
#[derive(Debug)]
pub enum Piece {
    /// Lines as they stand in the file.
    Plain(Block),
    /// Records that had to be taken out of quotes.
    Parted(Parted),
}

impl Piece {
    /// Hands the lines to `take`; `cells` is room to work in.
    ///
    /// # Errors
    /// `E-FORMAT-RECORD` for a record past the limits of a record, behind the
    /// lines before it.
    pub fn read(
        &self,
        cells: &mut Cells,
        take: impl FnOnce(&str, &Cells),
    ) -> Result<(), FormatError> {
        match self {
            Piece::Parted(parted) => take(&parted.text, &parted.cells),
            Piece::Plain(block) => {
                cells.read(block);
                take(&block.text, cells);
            }
        }
        cells.refusal()
    }
}

/// The next lines, and whether the file ended behind them or why it could not
/// be read on.
pub fn deal(lines: &mut Lines) -> (Option<Piece>, Result<bool, FormatError>) {
    match lines.next_block(BYTES, FEWEST) {
        Ok(Some(block)) => return (Some(Piece::Plain(block)), Ok(false)),
        Ok(None) => {}
        Err(error) => return (None, Err(error)),
    }
    let mut parted = Parted::new();
    let ended = loop {
        if parted.text.len() >= BYTES || parted.cells.lines().len() >= RECORDS {
            break Ok(false);
        }
        match lines.next_row() {
            Ok(Some(row)) => parted.push(&row),
            Ok(None) => break Ok(true),
            Err(error) => break Err(error),
        }
    };
    let piece = (!parted.text.is_empty()).then_some(Piece::Parted(parted));
    (piece, ended)
}
