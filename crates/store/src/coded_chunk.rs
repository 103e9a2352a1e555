//! A text column of a row group, written from its codes.
//!
//! A column comes as dictionaries and goes as a dictionary: each text is looked
//! at once, and a row is a code on its way through.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray};
use arrow::datatypes::Int32Type;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder};
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::file::writer::{SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use crate::hybrid::{hybrid, width_of};

/// Rows of a page; few in tests, whose data are small.
const PAGE: usize = if cfg!(test) { 32 } else { 1 << 15 };
/// Bytes of texts beyond which further pages say them in full.
const MOST_BYTES: usize = if cfg!(test) { 64 } else { 1 << 20 };
/// Longest text that is stated as the first or last of a column.
const LONGEST_BOUND: usize = 64;

/// A text column of the row group being filled.
pub(crate) struct CodedChunk {
    descr: ColumnDescPtr,
    /// Whether the first and last text are stated, for readers to pass over.
    bounded: bool,
    texts: Texts,
    /// The codes of the page being filled, of rows that have a text.
    codes: Vec<u32>,
    /// One for each of its rows that has a text, and zero for another.
    there: Vec<u32>,
    pages: Vec<(Vec<u8>, usize, Encoding)>,
    rows: usize,
    nulls: usize,
}

impl CodedChunk {
    /// A column of no rows.
    pub(crate) fn new(descr: ColumnDescPtr, bounded: bool) -> Self {
        Self {
            descr,
            bounded,
            texts: Texts::default(),
            codes: Vec::new(),
            there: Vec::new(),
            pages: Vec::new(),
            rows: 0,
            nulls: 0,
        }
    }

    /// Takes in rows.
    pub(crate) fn write(&mut self, column: &DictionaryArray<Int32Type>) {
        let mut from = 0;
        while from < column.len() {
            let rows = (PAGE - self.there.len()).min(column.len() - from);
            self.take(&column.slice(from, rows));
            from += rows;
            if self.there.len() == PAGE {
                self.end_page();
            }
        }
    }

    fn take(&mut self, column: &DictionaryArray<Int32Type>) {
        let keys = column.keys();
        self.rows += keys.len();
        self.nulls += keys.null_count();
        let rows = self.there.len() + keys.len();
        if keys.null_count() == keys.len() {
            self.there.resize(rows, 0);
            return;
        }
        let mut known = self.texts.known(column.values());
        if keys.null_count() == 0 {
            self.there.resize(rows, 1);
            let codes = keys.values().iter();
            self.codes.extend(codes.map(|key| known.code(*key)));
            return;
        }
        for key in keys {
            self.there.push(u32::from(key.is_some()));
            self.codes.extend(key.map(|key| known.code(key)));
        }
    }

    /// Ends the page being filled: whether rows have a text, then the texts.
    fn end_page(&mut self) {
        if self.there.is_empty() {
            return;
        }
        let mut bytes = Vec::new();
        if self.descr.max_def_level() > 0 {
            bytes.extend_from_slice(&[0; 4]);
            hybrid(&self.there, 1, &mut bytes);
            let length = bytes.len() as u32 - 4;
            bytes[..4].copy_from_slice(&length.to_le_bytes());
        }
        let encoding = match self.texts.bytes > MOST_BYTES {
            true => {
                for code in &self.codes {
                    plain(&self.texts.texts[*code as usize], &mut bytes);
                }
                Encoding::PLAIN
            }
            false => {
                let width = width_of(self.codes.iter().copied().max().unwrap_or(0));
                bytes.push(width);
                hybrid(&self.codes, width, &mut bytes);
                Encoding::RLE_DICTIONARY
            }
        };
        self.pages.push((bytes, self.there.len(), encoding));
        self.codes.clear();
        self.there.clear();
    }

    /// Adds the column to its row group.
    pub(crate) fn append_to<W: std::io::Write + Send>(
        mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<()> {
        self.end_page();
        let mut chunk = Chunk::default();
        let mut sink = TrackedWrite::new(Vec::new());
        let mut writer = SerializedPageWriter::new(&mut sink);
        let dictionary = self.texts.page();
        chunk.put(&mut writer, dictionary, 0)?;
        let data = chunk.bytes;
        for (bytes, rows, encoding) in std::mem::take(&mut self.pages) {
            chunk.put(&mut writer, data_page(bytes, rows, encoding), rows)?;
        }
        let bytes = Page::DictionaryPage {
            buf: sink.into_inner()?.into(),
            num_values: 0,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        let close = self.closed(chunk, data)?;
        // A page holds its bytes in the form that a row group takes in.
        group.append_column(bytes.buffer(), close)
    }

    fn closed(self, chunk: Chunk, data: i64) -> Result<ColumnCloseResult> {
        let mut metadata = ColumnChunkMetaData::builder(self.descr.clone())
            .set_compression(Compression::UNCOMPRESSED)
            .set_encodings(chunk.encodings)
            .set_num_values(self.rows as i64)
            .set_total_compressed_size(chunk.bytes)
            .set_total_uncompressed_size(chunk.bytes)
            .set_dictionary_page_offset(Some(0))
            .set_data_page_offset(data);
        if let Some(bounds) = self.bounds() {
            metadata = metadata.set_statistics(bounds);
        }
        Ok(ColumnCloseResult {
            bytes_written: chunk.bytes as u64,
            rows_written: self.rows as u64,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: Some(chunk.places.build()),
        })
    }

    /// The first and last text; nothing where they are too long to be stated.
    fn bounds(&self) -> Option<Statistics> {
        let texts = || self.texts.texts.iter().map(|text| text.as_bytes());
        let bounds = texts().min().zip(texts().max());
        let short = |(first, last): &(&[u8], &[u8])| first.len().max(last.len()) <= LONGEST_BOUND;
        let (first, last) = bounds.filter(|bounds| self.bounded && short(bounds))?;
        let [first, last] = [first, last].map(|text| Some(ByteArray::from(text.to_vec())));
        let nulls = Some(self.nulls as u64);
        Some(Statistics::ByteArray(ValueStatistics::new(
            first, last, None, nulls, false,
        )))
    }
}

fn data_page(bytes: Vec<u8>, rows: usize, encoding: Encoding) -> Page {
    Page::DataPage {
        buf: bytes.into(),
        num_values: rows as u32,
        encoding,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    }
}

/// A text as it stands by itself: its length, then its bytes.
fn plain(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// What was written of a column.
#[derive(Default)]
struct Chunk {
    bytes: i64,
    encodings: Vec<Encoding>,
    places: OffsetIndexBuilder,
}

impl Chunk {
    fn put(&mut self, writer: &mut impl PageWriter, page: Page, rows: usize) -> Result<()> {
        for encoding in [page.encoding(), Encoding::RLE] {
            if !self.encodings.contains(&encoding) {
                self.encodings.push(encoding);
            }
        }
        let is_data = page.is_data_page();
        let size = page.buffer().len();
        let spec = writer.write_page(CompressedPage::new(page, size))?;
        if is_data {
            let size = i32::try_from(spec.compressed_size);
            let size = size.map_err(|_| ParquetError::General("a page is too large".to_owned()))?;
            self.places.append_row_count(rows as i64);
            self.places.append_offset_and_size(spec.offset as i64, size);
        }
        self.bytes += spec.bytes_written as i64;
        Ok(())
    }
}

/// The texts of a row group, numbered in the order its rows say them: the bytes
/// of a file do not depend on who read it.
#[derive(Default)]
struct Texts {
    code_of: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    /// Bytes of all texts.
    bytes: usize,
    /// Dictionaries met, each with our codes of its texts. Holding them keeps
    /// their place in memory from being used again.
    met: Vec<(ArrayRef, Vec<u32>)>,
}

/// Dictionaries remembered: those of the readers at work.
const MOST_MET: usize = 16;
/// The code of a text that no row has said yet.
const UNSAID: u32 = u32::MAX;

/// The texts of a dictionary, with our codes of them.
struct Known<'a> {
    values: ArrayRef,
    codes: &'a mut Vec<u32>,
    code_of: &'a mut HashMap<Arc<str>, u32>,
    texts: &'a mut Vec<Arc<str>>,
    bytes: &'a mut usize,
}

impl Texts {
    fn known(&mut self, values: &ArrayRef) -> Known<'_> {
        let same = |(met, _): &(ArrayRef, Vec<u32>)| Arc::ptr_eq(met, values);
        let place = match self.met.iter().position(same) {
            Some(place) => place,
            None => {
                if self.met.len() == MOST_MET {
                    self.met.remove(0);
                }
                self.met.push((values.clone(), vec![UNSAID; values.len()]));
                self.met.len() - 1
            }
        };
        Known {
            values: values.clone(),
            codes: &mut self.met[place].1,
            code_of: &mut self.code_of,
            texts: &mut self.texts,
            bytes: &mut self.bytes,
        }
    }

    /// The texts in the order of their codes.
    fn page(&self) -> Page {
        let mut bytes = Vec::with_capacity(self.bytes + 4 * self.texts.len());
        self.texts.iter().for_each(|text| plain(text, &mut bytes));
        Page::DictionaryPage {
            buf: bytes.into(),
            num_values: self.texts.len() as u32,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        }
    }
}

impl Known<'_> {
    /// Our code of the text at a place.
    #[inline]
    fn code(&mut self, key: i32) -> u32 {
        // proof: a key is the place of a text.
        match self.codes[key as usize] {
            UNSAID => self.say(key as usize),
            code => code,
        }
    }

    #[cold]
    fn say(&mut self, place: usize) -> u32 {
        let text = self.values.as_string::<i32>().value(place);
        let next = self.texts.len() as u32;
        let code = *self.code_of.entry(text.into()).or_insert(next);
        if code == next {
            self.texts.push(text.into());
            *self.bytes += text.len();
        }
        self.codes[place] = code;
        code
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use arrow::array::{RecordBatch, StringArray};
    use arrow::compute::{cast, concat_batches};
    use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use proptest::prelude::*;

    use super::*;
    use crate::durable::{FileSteps, HashedFile};
    use crate::failpoint::Step;
    use crate::table_file::TableFile;

    const STEPS: FileSteps = FileSteps {
        create: Step::DataCreate,
        write: Step::DataWrite,
        sync: Step::DataSync,
    };

    fn batch(schema: &SchemaRef, rows: &[(String, Option<String>)]) -> RecordBatch {
        let flow: StringArray = rows.iter().map(|row| Some(row.0.as_str())).collect();
        let region: StringArray = rows.iter().map(|row| row.1.as_deref()).collect();
        RecordBatch::try_new(schema.clone(), vec![Arc::new(flow), Arc::new(region)]).unwrap()
    }

    /// The batch with dictionaries that hold texts no row says, as those of a
    /// reader do.
    fn coded(batch: &RecordBatch, unsaid: &str) -> RecordBatch {
        let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let column = |column: &ArrayRef| {
            let one = Arc::new(StringArray::from(vec![unsaid])) as ArrayRef;
            let both = arrow::compute::concat(&[&one, column]).unwrap();
            cast(&both, &kind).unwrap().slice(1, column.len())
        };
        let columns = batch.columns().iter().map(column);
        let names = ["flow", "region"].into_iter().zip(columns);
        let names = names.map(|(name, column)| (name, column, name == "region"));
        RecordBatch::try_from_iter_with_nullable(names).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Another reader finds the texts that were written, and their bounds.
        #[test]
        fn texts_come_back_from_the_file(
            batches in prop::collection::vec(
                prop::collection::vec(("[ab]{0,2}|[a-z中]{9}", prop::option::of("[xy]{0,1}")), 1..60),
                1..5,
            ),
        ) {
            let schema: SchemaRef = Arc::new(Schema::new(vec![
                Field::new("flow", DataType::Utf8, false),
                Field::new("region", DataType::Utf8, true),
            ]));
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("t.parquet");
            let file = HashedFile::create(&path, STEPS).unwrap();
            let mut table = TableFile::begin(file, schema.clone()).unwrap();
            let written: Vec<_> = batches.iter().map(|rows| batch(&schema, rows)).collect();
            for (batch, unsaid) in written.iter().zip(["", "a", "q", "x"]) {
                table.write(&coded(batch, unsaid)).unwrap();
            }
            table.finish().unwrap();
            let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
            let group = reader.metadata().row_group(0).clone();
            let read: Vec<_> = reader.build().unwrap().map(|batch| batch.unwrap()).collect();
            let whole = concat_batches(&schema, &written).unwrap();
            prop_assert_eq!(concat_batches(&schema, &read).unwrap(), whole);
            let flows = batches.iter().flatten().map(|row| row.0.as_bytes());
            let stated = group.column(0).statistics().unwrap();
            prop_assert_eq!(stated.min_bytes_opt(), flows.clone().min());
            prop_assert_eq!(stated.max_bytes_opt(), flows.max());
            prop_assert!(group.column(1).statistics().is_none());
        }
    }
}
