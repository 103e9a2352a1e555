//! Whole lines without quotes, as they stand in the file: most of most files.
//! They need no unquoting and no state, so several are read at a time.

/// Some lines of a file.
#[derive(Debug)]
pub struct Block {
    /// Line of the file the block begins on, 1-based.
    pub line: u64,
    /// The lines, each with its end.
    pub text: String,
    /// What parts the fields.
    pub delimiter: u8,
}

impl Block {
    /// Hands each line that is not empty to `take`.
    ///
    /// # Errors
    /// `E-FORMAT-RECORD` for a record past the limits of a record.
    #[cfg(test)]
    pub fn each(
        &self,
        mut take: impl FnMut(&crate::csv::Row<'_>),
    ) -> Result<(), crate::FormatError> {
        let mut cells = crate::cells::Cells::new();
        cells.read(self);
        let mut ends = Vec::new();
        for line in cells.lines() {
            take(&cells.row(line, &self.text, &mut ends));
        }
        cells.refusal()
    }
}

#[cfg(test)]
mod tests {
    use crate::bytes::Input;
    use crate::csv::Lines;
    use crate::encoding::Text;
    use proptest::prelude::*;

    type Read = Result<Vec<(u64, bool, Vec<String>)>, &'static str>;

    fn lines(text: &str) -> Lines {
        let bytes = Input::Memory("t".into(), text.as_bytes().into())
            .open()
            .unwrap();
        Lines::new(Text::new(bytes, Some(encoding_rs::UTF_8)), b',')
    }

    fn slowly(text: &str) -> Read {
        let mut lines = lines(text);
        let mut rows = Vec::new();
        while let Some(row) = lines.next_row().map_err(|e| e.code)? {
            let fields = row.fields().map(str::to_owned).collect();
            rows.push((row.line, row.is_blank(), fields));
        }
        Ok(rows)
    }

    fn in_blocks(text: &str, size: usize) -> Read {
        let mut lines = lines(text);
        let mut rows = Vec::new();
        loop {
            if let Some(block) = lines.next_block(size, 1).map_err(|e| e.code)? {
                block
                    .each(|row| {
                        let fields = row.fields().map(str::to_owned).collect();
                        rows.push((row.line, row.is_blank(), fields));
                    })
                    .map_err(|e| e.code)?;
                continue;
            }
            match lines.next_row().map_err(|e| e.code)? {
                Some(row) => {
                    let fields = row.fields().map(str::to_owned).collect();
                    rows.push((row.line, row.is_blank(), fields));
                }
                None => return Ok(rows),
            }
        }
    }

    proptest! {
        #[test]
        fn blocks_hold_what_lines_hold(text in "([ab ,é]{0,5}(,|\n|\r\n|\r|\"|\n\n)){0,40}", size in 1usize..60) {
            prop_assert_eq!(in_blocks(&text, size), slowly(&text));
        }
    }
}
