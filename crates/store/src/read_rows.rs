//! The rows of a file given with a question, packed in memory.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, RecordBatchOptions, StringArray};
use arrow::datatypes::{DataType, Int32Type, SchemaRef};
use datafusion::common::Result;

use crate::packed_column::PackedColumn;

/// Dictionaries remembered a column: those of the readers at work.
const MOST_KNOWN: usize = 16;

/// Rows as they were read, some thousand a piece, each text column under one
/// dictionary.
#[derive(Debug)]
pub(crate) struct ReadRows {
    schema: SchemaRef,
    /// The texts of each column that is a dictionary.
    texts: Vec<Option<ArrayRef>>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    rows: usize,
    columns: Vec<PackedColumn>,
}

impl ReadRows {
    /// The columns.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many pieces there are.
    pub(crate) fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// Bounds of the values of a column in a piece, where they are known.
    pub(crate) fn bounds(&self, piece: usize, column: usize) -> Option<(i64, i64)> {
        self.column(piece, column)?.bounds()
    }

    /// Whether a column of a piece is null in some row, as far as is known.
    pub(crate) fn has_nulls(&self, piece: usize, column: usize) -> bool {
        let column = self.column(piece, column);
        column.is_none_or(PackedColumn::has_nulls)
    }

    /// The text that a column says in every row of a piece; none where rows
    /// differ.
    pub(crate) fn only_text(&self, piece: usize, column: usize) -> Option<&str> {
        let texts = self.texts.get(column)?.as_ref()?.as_string::<i32>();
        let code = self.column(piece, column)?.only()?;
        // proof: a code is the place of a text.
        Some(texts.value(usize::try_from(code).ok()?))
    }

    fn column(&self, piece: usize, column: usize) -> Option<&PackedColumn> {
        self.pieces.get(piece)?.columns.get(column)
    }

    /// Some columns of a piece.
    pub(crate) fn batch(
        &self,
        piece: usize,
        columns: &[usize],
        schema: &SchemaRef,
    ) -> Result<RecordBatch> {
        let piece = &self.pieces[piece];
        let unpacked = columns.iter().zip(schema.fields()).map(|(column, field)| {
            let texts = self.texts[*column].as_ref();
            piece.columns[*column].unpacked(field.data_type(), piece.rows, texts)
        });
        let rows = RecordBatchOptions::new().with_row_count(Some(piece.rows));
        Ok(RecordBatch::try_new_with_options(
            schema.clone(),
            unpacked.collect(),
            &rows,
        )?)
    }
}

/// Rows being packed.
pub(crate) struct ReadRowsBuilder {
    schema: SchemaRef,
    columns: Vec<Texts>,
    pieces: Vec<Piece>,
}

impl ReadRowsBuilder {
    /// No rows yet, of a schema.
    pub(crate) fn new(schema: SchemaRef) -> Self {
        let columns = schema.fields().iter().map(|_| Texts::default());
        Self {
            columns: columns.collect(),
            schema,
            pieces: Vec::new(),
        }
    }

    /// Takes in rows of the schema.
    pub(crate) fn push(&mut self, batch: &RecordBatch) {
        if batch.num_rows() == 0 {
            return;
        }
        let columns = batch.columns().iter().zip(&mut self.columns);
        let columns = columns.map(|(column, texts)| {
            let codes = column
                .as_dictionary_opt::<Int32Type>()
                .map(|column| texts.codes(column.values()));
            PackedColumn::new(column, codes)
        });
        self.pieces.push(Piece {
            rows: batch.num_rows(),
            columns: columns.collect(),
        });
    }

    /// The rows.
    pub(crate) fn finish(self) -> ReadRows {
        let fields = self.schema.fields().iter().zip(self.columns);
        let texts = fields.map(|(field, texts)| {
            matches!(field.data_type(), DataType::Dictionary(_, _)).then(|| texts.values())
        });
        ReadRows {
            texts: texts.collect(),
            schema: self.schema,
            pieces: self.pieces,
        }
    }
}

/// The texts a column has held, under codes of our own.
#[derive(Default)]
struct Texts {
    code_of: HashMap<Arc<str>, i32>,
    texts: Vec<Arc<str>>,
    /// Dictionaries seen, each with our codes of its texts. Holding them keeps
    /// their place in memory from being used again.
    known: Vec<(ArrayRef, Vec<i32>)>,
}

impl Texts {
    /// Our codes of the texts of a dictionary.
    fn codes(&mut self, values: &ArrayRef) -> &[i32] {
        let same = |(known, _): &(ArrayRef, Vec<i32>)| Arc::ptr_eq(known, values);
        let place = match self.known.iter().position(same) {
            Some(place) => place,
            None => {
                let texts = values.as_string::<i32>().iter();
                let codes = texts.map(|text| text.map_or(0, |text| self.code(text)));
                let codes = codes.collect();
                if self.known.len() == MOST_KNOWN {
                    self.known.remove(0);
                }
                self.known.push((values.clone(), codes));
                self.known.len() - 1
            }
        };
        &self.known[place].1
    }

    fn code(&mut self, text: &str) -> i32 {
        if let Some(code) = self.code_of.get(text) {
            return *code;
        }
        let code = self.texts.len() as i32;
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.code_of.insert(text, code);
        code
    }

    fn values(&self) -> ArrayRef {
        let texts = self.texts.iter().map(|text| Some(text.as_ref()));
        Arc::new(texts.collect::<StringArray>())
    }
}
