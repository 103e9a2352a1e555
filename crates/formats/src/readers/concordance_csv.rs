//! `concordance-csv`: which code of one classification corresponds to which of
//! another.

use crate::FormatError;
use crate::builder::CodeRow;
use crate::csv::{Lines, Row};
use crate::decimal::is_missing;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::product;
use crate::schema::Kind;
use crate::source::{Profile, Source};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "concordance-csv",
    title_en: "UN Statistics Division, correspondence of two classifications",
    title_zh: "联合国统计司分类对照表",
    kind: Kind::Codes,
    docs_en: "Three columns: a code of one classification, the code of the other, the kind of \
           relation; headed by the names of the classifications (HS 2012, BEC, Relationship).",
    docs_zh: "三列：一种分类的编码、另一种分类的编码、对应关系；列名为分类名称（HS 2012、BEC、Relationship）。",
    guide: Guide {
        publisher: [
            "United Nations Statistics Division; free with citation",
            "联合国统计司；注明出处可自由使用",
        ],
        detection: [
            "two columns headed by known classifications, and Relationship",
            "两列以已知分类命名，另有 Relationship",
        ],
        units: ["none: codes", "无：均为编码"],
        aside: [
            "a code that its classification cannot have (`bad_product`)",
            "不属于该分类的编码（`bad_product`）",
        ],
        traps: &[
            [
                "Codes are texts: 010121 keeps its zero, whatever a spreadsheet would do.",
                "编码是文本：010121 保留首位零。",
            ],
            [
                "The file begins with a byte-order mark, which is no part of the first heading.",
                "文件以字节序标记开头，它不属于首个列名。",
            ],
            [
                "One code may stand on several lines (n:n): such a code has no single counterpart.",
                "同一编码可占多行（n:n）：它没有唯一对应。",
            ],
        ],
    },
};

/// The classifications of the first two columns.
fn systems(header: &Header) -> Option<(&'static str, &'static str)> {
    let [from, to, relation] = header.names() else {
        return None;
    };
    let known = relation.eq_ignore_ascii_case("Relationship");
    known.then_some((product::system(from)?, product::system(to)?))
}

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    if systems(&head.header()).is_some() {
        100
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when the columns are not two classifications and their
/// relation.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let (from, to) = systems(&header).ok_or_else(|| no_concordance(&header))?;
    let dataset = format!("unsd-{}-{}", from.to_lowercase(), to.to_lowercase());
    let profile = Profile {
        mapping: opening.mapping_text,
        ..Profile::published(
            &INFO,
            &dataset,
            "United Nations Statistics Division, correspondence tables",
            "free with citation",
        )
    };
    let width = header.width();
    let layout = Concordance { from, to };
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

fn no_concordance(header: &Header) -> FormatError {
    let names = header.names().join(", ");
    FormatError::new(
        "E-FORMAT-HEADER",
        format!("the columns are not two classifications and their relation: {names}"),
        "HS 2012, BEC, Relationship",
        "Name another format with --as, or rename the columns.",
    )
    .zh(
        format!("各列不是两种分类及其关系：{names}"),
        "两种分类的名称与 Relationship，如 HS 2012、BEC、Relationship",
        "请用 --as 指定其他格式，或修改列名。",
    )
}

struct Concordance {
    from: &'static str,
    to: &'static str,
}

/// `n to 1`, `n:1` and `1-n` in one form.
fn relation(text: &str) -> Option<String> {
    let plain = text
        .to_lowercase()
        .replace(" to ", ":")
        .replace([' ', '-'], "");
    (!plain.is_empty()).then_some(plain)
}

impl Layout for Concordance {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.line(row, out) {
            out.set_aside(row.line, problem);
        }
    }
}

impl Concordance {
    fn line(&self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let cell = |at: usize| row.get(at).unwrap_or("");
        let code = code(self.from, cell(0))?;
        let target = match is_missing(cell(1)) {
            true => None,
            false => Some(code_of_target(self.to, cell(1))?),
        };
        let relation = relation(cell(2));
        out.code(&CodeRow {
            system: self.from,
            code: &code,
            target_system: Some(self.to),
            target: target.as_deref(),
            relation: relation.as_deref(),
            source_row: row.line,
            ..CodeRow::default()
        });
        Ok(())
    }
}

fn code(system: &'static str, text: &str) -> Result<String, Problem> {
    let expected = "a code of its classification, leading zeros kept";
    let found = product::product(text, Some(system)).filter(|product| product.level > 0);
    found
        .map(|product| product.code)
        .ok_or_else(|| Problem::cell("bad_product", system, text, expected))
}

fn code_of_target(system: &'static str, text: &str) -> Result<String, Problem> {
    code(system, text.trim_end_matches('*'))
}
