//! `weo-ddf`: the IMF's World Economic Outlook as a folder of DDF files, one
//! table of data points an indicator; or one such table alone.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::bytes::{Input, hex};
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::date_survey::each_row;
use crate::eager::Gathered;
use crate::encoding::Text;
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink, misshapen};
use crate::open::{FolderOpening, Opening};
use crate::readers::weo_concepts::{Concept, Concepts};
use crate::readers::weo_release::Release;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::unit_refusal::ambiguous;
use crate::when::whole_year;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "weo-ddf",
    title_en: "IMF, World Economic Outlook, DDF folder or table",
    title_zh: "国际货币基金组织《世界经济展望》DDF 文件夹或单表",
    kind: Kind::Series,
    docs_en: "A folder with ddf--datapoints--…--by--country--year.csv, and the lists of concepts \
           and entities; or one table of data points (year, country, indicator) alone. `data add` \
           takes the folder's path as it takes a file's.",
    docs_zh: "含 ddf--datapoints--…--by--country--year.csv 以及概念、实体清单的文件夹；或单独一张数据表（year、country、指标）。`data add` 可直接接受文件夹路径。",
    guide: Guide {
        publisher: [
            "International Monetary Fund; IMF terms",
            "国际货币基金组织；基金组织条款",
        ],
        detection: [
            "a folder with files named ddf--datapoints--…; a table whose columns are year, country \
             and a concept of the Outlook",
            "含 ddf--datapoints--… 文件的文件夹；列为 year、country 与一个《展望》概念的表",
        ],
        units: [
            "from the list of concepts beside the table, else from the one the program carries \
             (bca: bn USD, ngdp: bn LCU, ggxwdg_ngdp: % of GDP)",
            "取同目录的概念清单，否则取程序所带清单（bca：十亿美元，ngdp：十亿本币，ggxwdg_ngdp：占GDP的%）",
        ],
        aside: [
            "years that are none; a concept without a unit refuses the file (`E-FORMAT-UNIT`)",
            "不存在的年份；单位不明的概念使文件被拒（`E-FORMAT-UNIT`）",
        ],
        traps: &[
            [
                "Figures from the year of publication on are forecasts and flagged so. The year is \
                 that in the folder's name (weo_apr2019), else the last year less the five the \
                 Outlook looks ahead; the vintage notes which.",
                "自发布之年起的数字为预测并加标记。发布年取自文件夹名（weo_apr2019），否则为最末年份减去《展望》的五年期；版本注明依据。",
            ],
            [
                "Codes of countries are small letters: afg is AFG.",
                "国家代码为小写：afg 即 AFG。",
            ],
            [
                "Earlier years may hold the staff's estimates; the files do not mark them.",
                "更早年份也可能含工作人员估计；文件未作标记。",
            ],
        ],
    },
};

/// The columns of a table of data points: year, country, figure and its
/// concept.
struct Columns {
    year: usize,
    country: usize,
    value: usize,
    concept: String,
}

impl Columns {
    fn of(header: &Header) -> Option<Columns> {
        let (year, country) = (header.find("year")?, header.find("country")?);
        let mut others = (0..header.width()).filter(|at| *at != year && *at != country);
        let (value, None) = (others.next()?, others.next()) else {
            return None;
        };
        Some(Columns {
            year,
            country,
            value,
            concept: header.names()[value].clone(),
        })
    }
}

/// How sure the header makes us that this is a table of data points, of 100.
pub fn score(head: &Head) -> u8 {
    let Some(columns) = Columns::of(&head.header()) else {
        return 0;
    };
    match Concepts::carried().get(&columns.concept) {
        Some(_) => 90,
        None => 0,
    }
}

/// Starts reading one table.
///
/// # Errors
/// `E-FORMAT-HEADER` when the columns are others, `E-FORMAT-UNIT` when the
/// concept is not known.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let path = PathBuf::from(opening.input.name());
    let folder = path.parent().unwrap_or(Path::new("."));
    let concepts = Concepts::of_folder(folder)?;
    let delimiter = opening.head.delimiter;
    let mut lines = Lines::new(opening.text, delimiter);
    let header = Header::read(&mut lines)?;
    let points = Points::of(&header, &concepts)?;
    let last = last_year(&opening.input, delimiter, points.columns.year)?;
    let release = Release::of(&path, last);
    let profile = profile(&release, opening.mapping_text);
    let width = header.width();
    let layout = Points { release, ..points };
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

/// The tables of data points in a folder, in the order of their names.
pub fn tables(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_table = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("ddf--datapoints--") && name.ends_with(".csv")
    };
    let mut tables: Vec<PathBuf> = entries
        .flatten()
        .map(|e| e.path())
        .filter(is_table)
        .collect();
    tables.sort();
    tables
}

/// Reads a folder.
///
/// # Errors
/// As [`open`], for any of its tables.
pub fn open_folder(opening: FolderOpening) -> Result<Box<dyn Source>, FormatError> {
    let concepts = Concepts::of_folder(&opening.folder)?;
    let mut whole = Sha256::new();
    let mut last = None;
    let mut inputs = Vec::new();
    for path in tables(&opening.folder) {
        let input = Input::Path(path);
        whole.update(input.sha256()?);
        let header = Header::read(&mut Lines::new(Text::new(input.open()?, None), b','))?;
        let points = Points::of(&header, &concepts)?;
        last = last.max(last_year(&input, b',', points.columns.year)?);
        inputs.push(input);
    }
    let release = Release::of(&opening.folder, last);
    let mut rows = Gathered::new(INFO.kind);
    let mut notes = Vec::new();
    for input in inputs {
        let mut lines = Lines::new(Text::new(input.open()?, None), b',');
        let header = Header::read(&mut lines)?;
        let mut points = Points {
            release: release.clone(),
            ..Points::of(&header, &concepts)?
        };
        while let Some(row) = lines.next_row()? {
            match misshapen(&row, header.width()) {
                Some(problem) => rows.sink.set_aside(row.line, problem),
                None => points.row(&row, &mut rows.sink),
            }
            rows.cut()?;
        }
        notes.extend(points.notes());
    }
    let mut profile = profile(&release, opening.mapping_text);
    notes.dedup();
    profile.notes.extend(notes);
    Ok(Box::new(rows.source(profile, hex(&whole.finalize()))?))
}

fn profile(release: &Release, mapping: String) -> Profile {
    Profile {
        released: release.latest_day(),
        mapping,
        notes: release.notes(),
        ..Profile::published(
            &INFO,
            "imf-weo",
            "International Monetary Fund, World Economic Outlook",
            "IMF terms",
        )
    }
}

fn last_year(input: &Input, delimiter: u8, column: usize) -> Result<Option<i16>, FormatError> {
    let mut last = None;
    each_row(input, delimiter, &mut |row| {
        let year = row.get(column).and_then(whole_year);
        last = last.max(year.map(|year| year.year_number()));
    })?;
    Ok(last)
}

/// One table of data points.
struct Points {
    columns: Columns,
    concept: Concept,
    release: Release,
    areas: Areas,
}

impl Points {
    fn of(header: &Header, concepts: &Concepts) -> Result<Points, FormatError> {
        let columns = match Columns::of(header) {
            Some(columns) => columns,
            None => {
                header.need("year")?;
                header.need("country")?;
                header.need("indicator")?;
                return Err(no_concept(&header.names().join(", ")));
            }
        };
        let concept = concepts.get(&columns.concept).cloned();
        let concept = concept.ok_or_else(|| no_concept(&columns.concept))?;
        Ok(Points {
            columns,
            concept,
            release: Release::default(),
            areas: Areas::default(),
        })
    }
}

fn no_concept(concept: &str) -> FormatError {
    let why = [
        "no list of concepts beside the table names it",
        "同目录的概念清单中没有它",
    ];
    ambiguous(concept, why, None)
}

impl Layout for Points {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        let cell = |at: usize| row.get(at).unwrap_or("");
        let (text, country) = (cell(self.columns.year), cell(self.columns.country));
        let Some(period) = whole_year(text) else {
            let problem = Problem::cell("bad_period", "year", text, "a year such as 2018");
            return out.set_aside(row.line, problem);
        };
        if country.is_empty() {
            let problem = Problem::cell("missing_economy", "country", "", "a code");
            return out.set_aside(row.line, problem);
        }
        let flag = self.flag(period);
        let observation = SeriesRow {
            economy: &self.areas.resolve(&country.to_uppercase()).code,
            counterpart: None,
            indicator: &self.columns.concept,
            indicator_name: Some(&self.concept.name),
            period,
            printed: None,
            unit: &self.concept.unit,
            flag,
            source: None,
            source_row: row.line,
        };
        observe(
            &observation,
            &self.columns.concept,
            cell(self.columns.value),
            out,
        );
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}

impl Points {
    fn flag(&self, period: Period) -> Flag {
        match self.release.forecasts_from() {
            Some(year) if period.year_number() >= year => Flag::Forecast,
            _ => Flag::Observed,
        }
    }
}
