//! Lines of records to codes, the usual way of a line first.

use std::collections::BTreeMap;

use crate::FormatError;
use crate::block_source::Worker;
use crate::cells::Cells;
use crate::coded::CodedRecords;
use crate::csv::Row;
use crate::layout::{Layout, misshapen};
use crate::readers::records_csv::Records;
use crate::readers::usual_lines::UsualLines;
use crate::source::{Chunk, SetAside};

/// Reads lines of a file of records, one record a line.
pub struct CodedWorker {
    records: Records,
    table: CodedRecords,
    aside: Vec<SetAside>,
    width: usize,
    /// What reads a line whose cells were seen before.
    usual: Option<UsualLines>,
    /// Room to work in.
    ends: Vec<usize>,
}

impl CodedWorker {
    /// Reads lines of `width` fields by the one plan of `records`.
    pub(super) fn new(records: Records, width: usize) -> Self {
        Self {
            usual: UsualLines::of(&records),
            records,
            table: CodedRecords::new(),
            aside: Vec::new(),
            width,
            ends: Vec::new(),
        }
    }

    /// Reads a line with everything that may be about it.
    fn in_full(&mut self, row: &Row<'_>) {
        if let Some(problem) = misshapen(row, self.width) {
            self.aside.push(problem.at(row.line));
            return;
        }
        let extra = self.records.plans.extra(row);
        let table = &mut self.table;
        let read = self.records.record(0, row, extra.as_deref(), |record| {
            let coded = table.text.coded(record);
            table.push(&coded);
        });
        if let Err(problem) = read {
            self.aside.push(problem.at(row.line));
        }
    }

    /// Puts usual lines in by runs, and the others between them in full.
    fn in_runs(&mut self, usual: &UsualLines, text: &str, cells: &Cells) {
        if usual.is_all_of(cells.lines().len()) {
            let lines = 0..cells.lines().len();
            return usual.put(lines, &mut self.table, &mut self.records);
        }
        let (mut run, mut nth) = (0..0, 0);
        for line in cells.lines() {
            let of_width = line.cells == self.width;
            nth += usize::from(of_width);
            if of_width && usual.is_usual(nth - 1) {
                run.end = nth;
                continue;
            }
            usual.put(run, &mut self.table, &mut self.records);
            run = nth..nth;
            self.line_in_full(text, cells, line);
        }
        usual.put(run, &mut self.table, &mut self.records);
    }

    fn line_in_full(&mut self, text: &str, cells: &Cells, line: &crate::cells::Line) {
        let mut ends = std::mem::take(&mut self.ends);
        self.in_full(&cells.row(line, text, &mut ends));
        self.ends = ends;
    }
}

impl Worker for CodedWorker {
    fn lines(&mut self, text: &str, cells: &Cells) {
        match self.usual.take() {
            Some(mut usual) => {
                let (records, table) = (&mut self.records, &mut self.table);
                usual.read(text, cells, self.width, records, table);
                self.in_runs(&usual, text, cells);
                self.usual = Some(usual);
            }
            None => {
                for line in cells.lines() {
                    self.line_in_full(text, cells, line);
                }
            }
        }
    }

    fn finish(&mut self) -> Result<Chunk, FormatError> {
        let (batch, forgotten) = self.table.finish()?;
        if let Some(usual) = &mut self.usual
            && (forgotten || usual.is_full())
        {
            usual.forget();
        }
        Ok(Chunk {
            batch,
            aside: std::mem::take(&mut self.aside),
        })
    }

    fn absorb(&mut self, other: Self) {
        self.records.absorb(other.records);
    }

    fn notes(&self) -> Vec<String> {
        Layout::notes(&self.records)
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        Layout::own_areas(&self.records)
    }
}
