//! The brief as blocks: what both the terminal page and the HTML page lay out.

use triffin_basis::Lang;

use crate::charts::Chart;
use crate::facts::Facts;
use crate::footnotes::Footnotes;
use crate::marks;
use crate::numerals::Numerals;
use crate::sections;

/// A brief in one language, ready to be laid out.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its language.
    pub lang: Lang,
    /// `United States – China: goods balance, 2018`.
    pub title: String,
    /// What the reader is told before anything else: as-of date, conventions.
    pub subtitle: String,
    /// Its sections, in order; none is empty.
    pub sections: Vec<Section>,
}

/// One section.
#[derive(Clone, Debug)]
pub struct Section {
    /// A stable name for anchors: `headline`.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// One piece of content.
#[derive(Clone, Debug)]
pub enum Block {
    /// A sentence or several.
    Text(Paragraph),
    /// Something a reader must not overlook.
    Warning(String),
    /// Names and values: the basis.
    Terms(Vec<(String, String)>),
    /// What is not there, each with why and what would bring it.
    Gaps(Vec<(String, String)>),
    /// A table for reading.
    Table(Table),
    /// A picture; it knows the numbers behind it.
    Figure(Chart),
    /// Every digit, source and formula behind a section; folded away on a page
    /// and left out on a terminal.
    Evidence(Table),
    /// Numbered sources.
    Notes(Vec<Note>),
}

/// A numbered source.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its number.
    pub number: usize,
    /// Publisher, dataset, vintage, release, licence.
    pub text: String,
    /// Dataset and release, for a folded page.
    pub short: String,
}

/// A text with footnotes.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// The text.
    pub text: String,
    /// Footnote numbers.
    pub notes: Vec<usize>,
    /// True when a folded page leaves it out.
    pub aside: bool,
}

impl Paragraph {
    /// A text with the footnotes of its numbers.
    pub fn new(text: impl Into<String>, notes: Vec<usize>) -> Self {
        Self {
            text: text.into(),
            notes,
            aside: false,
        }
    }

    /// A text that a folded page leaves out.
    pub fn aside(text: impl Into<String>) -> Self {
        Self {
            aside: true,
            ..Self::new(text, Vec::new())
        }
    }
}

/// What a folded page makes of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// A table.
    #[default]
    Table,
    /// Its rows run on, `Goods +105.9 · Services +8.9`.
    RunOn,
    /// The rows of each status run on; those that passed are counted elsewhere.
    ByStatus,
    /// Nothing: the text beside it says as much.
    Nothing,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows, with the unit of its numbers.
    pub caption: String,
    /// Column heads; a numeric column is set flush right.
    pub head: Vec<Head>,
    /// Rows.
    pub rows: Vec<Row>,
    /// What the letters of its flags mean.
    pub legend: Option<String>,
    /// What a folded page makes of it.
    pub fold: Fold,
}

impl Table {
    /// The same, folded in this way.
    pub fn folded(mut self, fold: Fold) -> Self {
        self.fold = fold;
        self
    }

    /// The same without the columns in which no row says anything; the first
    /// one stays.
    pub fn without_empty_columns(mut self) -> Self {
        let full = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.cells.get(at));
            at == 0 || cells.any(|cell| !cell.text.is_empty())
        };
        let kept: Vec<bool> = (0..self.head.len()).map(full).collect();
        let mut keep = kept.iter();
        self.head.retain(|_| keep.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut keep = kept.iter();
            row.cells.retain(|_| keep.next().copied().unwrap_or(true));
        }
        self
    }

    /// The same with the letters of its flags explained.
    pub fn with_legend(mut self, lang: Lang) -> Self {
        self.legend = marks::legend(self.rows.iter().flat_map(|row| &row.cells), lang);
        self
    }
}

/// The head of a column.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its text.
    pub text: String,
    /// True for numbers.
    pub numeric: bool,
}

impl Head {
    /// A column of words.
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            numeric: false,
        }
    }

    /// A column of numbers.
    pub fn numbers(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            numeric: true,
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Footnote numbers.
    pub notes: Vec<usize>,
    /// True for totals.
    pub total: bool,
    /// True when it only says that nothing was found; a terminal runs such rows
    /// together on one line.
    pub quiet: bool,
    /// True when a folded page leaves it out.
    pub aside: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// The letter of its status flag; none for an observed value.
    pub mark: Option<char>,
    /// How it should strike the eye.
    pub tone: Tone,
}

/// How a cell should strike the eye; never the only carrier of a meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As the rest.
    #[default]
    Plain,
    /// Below zero.
    Negative,
    /// Not there.
    Missing,
    /// A check passed.
    Pass,
    /// A check adjusted something.
    Adjusted,
    /// A check failed.
    Fail,
}

impl Cell {
    /// A cell of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same with another tone.
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Writes the facts as a document in the language of `numerals`.
pub fn compose(facts: &Facts, numerals: Numerals) -> Document {
    let mut notes = Footnotes::new(&facts.sources);
    let sections = sections::all(facts, numerals, &mut notes);
    Document {
        lang: numerals.lang(),
        title: sections::headline::title(facts, numerals.lang()),
        subtitle: sections::headline::subtitle(facts, numerals.lang()),
        sections,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[&str; 3]]) -> Table {
        Table {
            head: ["a", "b", "c"].map(Head::words).into(),
            rows: rows
                .iter()
                .map(|row| Row {
                    cells: row.map(Cell::text).into(),
                    ..Row::default()
                })
                .collect(),
            ..Table::default()
        }
    }

    fn heads(table: &Table) -> Vec<&str> {
        table.head.iter().map(|head| head.text.as_str()).collect()
    }

    #[test]
    fn only_a_column_without_any_text_is_left_out() {
        let kept = table(&[["", "", "x"], ["", "", ""]]).without_empty_columns();
        assert_eq!(heads(&kept), ["a", "c"]);
        assert_eq!(kept.rows[0].cells[1].text, "x");
        assert!(kept.rows.iter().all(|row| row.cells.len() == 2));
    }

    #[test]
    fn the_legend_explains_the_letters_that_are_used_and_no_other() {
        let mut marked = table(&[["x", "1", "2"]]);
        marked.rows[0].cells[1].mark = Some('p');
        let legend = marked.with_legend(Lang::En).legend.unwrap();
        assert_eq!(legend, "Marks: p provisional");
        assert_eq!(table(&[["x", "1", "2"]]).with_legend(Lang::En).legend, None);
    }
}
