//! `code-table-csv`: lists of codes and what they are called, as publishers
//! ship them beside their data.

use crate::FormatError;
use crate::builder::CodeRow;
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::readers::weo_units;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "code-table-csv",
    title_en: "Code tables of UN Comtrade, the World Bank, the IMF and CEPII",
    title_zh: "联合国 Comtrade、世界银行、国际货币基金组织与 CEPII 的代码表",
    kind: Kind::Codes,
    docs_en: "Comtrade's lists of reporters and partners, the World Bank's Metadata_Country, the \
           lists of countries and concepts of a DDF folder, BACI's table of countries. Each line \
           is a code, its name and our area code (or unit); the other columns are kept in extra.",
    docs_zh: "Comtrade 的报告方与伙伴清单、世界银行 Metadata_Country、DDF 文件夹的国家与概念清单、BACI 国家表。每行为代码、名称与本程序的地区代码（或单位）；其余列存于 extra。",
    guide: Guide {
        publisher: [
            "UN Statistics Division (UN terms), World Bank (CC BY 4.0), IMF (IMF terms), CEPII",
            "联合国统计司（联合国条款）、世界银行（CC BY 4.0）、国际货币基金组织（基金组织条款）、CEPII",
        ],
        detection: ["the headings of one of these tables", "上述各表之一的列名"],
        units: ["none: codes", "无：均为代码"],
        aside: [
            "a line without a code (`missing_code`)",
            "没有代码的行（`missing_code`）",
        ],
        traps: &[
            [
                "Groups and leftovers (_AC, _X, ASEAN, World) are no countries: the relation says \
                 economy, group, special or world.",
                "组别与未列明地区（_AC、_X、东盟、世界）不是国家：relation 列写明 economy、group、special 或 world。",
            ],
            [
                "Comtrade puts MCO beside 492, which is Europe EU nes: the number decides.",
                "Comtrade 在 492（欧盟未列明）旁写 MCO：以数字为准。",
            ],
            [
                "Letters are padded with blanks (`_X `), and A79 stands for two areas.",
                "字母代码后有空格（`_X `），A79 代表两个地区。",
            ],
        ],
    },
};

/// What a code is related to.
#[derive(Clone, Copy)]
enum Target {
    /// The area the code, or the code in this column, names.
    Area(&'static str),
    /// The unit two columns name: unit and scale.
    Unit(&'static str, &'static str),
}

/// One publisher's table.
struct Table {
    system: &'static str,
    needs: &'static [&'static str],
    code: &'static str,
    name: &'static str,
    target: Target,
    comtrade: bool,
    from: &'static str,
    until: &'static str,
    publisher: &'static str,
    licence: &'static str,
}

const UN: &str = "United Nations Statistics Division, Comtrade reference tables";
const UN_TERMS: &str = "UN terms: no redistribution";
const IMF: &str = "International Monetary Fund, World Economic Outlook";

const TABLES: [Table; 6] = [
    Table {
        system: "comtrade-reporter",
        needs: &["id", "text", "reporterCode", "isGroup"],
        code: "id",
        name: "text",
        target: Target::Area("id"),
        comtrade: true,
        from: "entryEffectiveDate",
        until: "entryExpiredDate",
        publisher: UN,
        licence: UN_TERMS,
    },
    Table {
        system: "comtrade-partner",
        needs: &["id", "text", "PartnerCode", "isGroup"],
        code: "id",
        name: "text",
        target: Target::Area("id"),
        comtrade: true,
        from: "entryEffectiveDate",
        until: "entryExpiredDate",
        publisher: UN,
        licence: UN_TERMS,
    },
    Table {
        system: "worldbank-economy",
        needs: &["Country Code", "Region", "IncomeGroup", "TableName"],
        code: "Country Code",
        name: "TableName",
        target: Target::Area("Country Code"),
        comtrade: false,
        from: "",
        until: "",
        publisher: "World Bank, list of economies",
        licence: "CC BY 4.0",
    },
    Table {
        system: "weo-economy",
        needs: &["country", "weo_country_code", "country_name"],
        code: "country",
        name: "country_name",
        target: Target::Area("country"),
        comtrade: false,
        from: "",
        until: "",
        publisher: IMF,
        licence: "IMF terms",
    },
    Table {
        system: "weo-concept",
        needs: &[
            "concept",
            "concept_type",
            "subject_descriptor",
            "unit",
            "scale",
        ],
        code: "concept",
        name: "subject_descriptor",
        target: Target::Unit("unit", "scale"),
        comtrade: false,
        from: "",
        until: "",
        publisher: IMF,
        licence: "IMF terms",
    },
    Table {
        system: "baci-country",
        needs: &[
            "country_code",
            "country_name",
            "country_iso2",
            "country_iso3",
        ],
        code: "country_code",
        name: "country_name",
        target: Target::Area("country_iso3"),
        comtrade: false,
        from: "",
        until: "",
        publisher: "CEPII, BACI",
        licence: "Etalab 2.0, with citation",
    },
];

fn table(header: &Header) -> Option<&'static Table> {
    TABLES.iter().find(|table| header.has_all(table.needs))
}

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    if table(&head.header()).is_some() {
        95
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when the columns are those of no table.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let table = match table(&header) {
        Some(table) => table,
        None => {
            header.need(TABLES[0].needs[0])?;
            header.need(TABLES[0].needs[2])?;
            &TABLES[0]
        }
    };
    let column = |name: &str| header.find(name).filter(|_| !name.is_empty());
    let code = header.need(table.code)?;
    let taken = [table.code, table.name, table.from, table.until];
    let others = (0..header.width()).filter(|at| {
        let name = &header.names()[*at];
        !name.is_empty() && !taken.iter().any(|taken| header.find(taken) == Some(*at))
    });
    let layout = Codes {
        table,
        code,
        name: column(table.name),
        target: match table.target {
            Target::Area(name) => (column(name), None),
            Target::Unit(unit, scale) => (column(unit), column(scale)),
        },
        from: column(table.from),
        until: column(table.until),
        others: others.map(|at| (at, header.names()[at].clone())).collect(),
        areas: match table.comtrade {
            true => Areas::of_comtrade(),
            false => Areas::default(),
        },
        dates: Dates::default(),
    };
    let profile = Profile {
        mapping: opening.mapping_text,
        ..Profile::published(&INFO, table.system, table.publisher, table.licence)
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Codes {
    table: &'static Table,
    code: usize,
    name: Option<usize>,
    target: (Option<usize>, Option<usize>),
    from: Option<usize>,
    until: Option<usize>,
    others: Vec<(usize, String)>,
    areas: Areas,
    dates: Dates,
}

impl Layout for Codes {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.line(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}

impl Codes {
    fn line(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("");
        let code = cell(Some(self.code));
        if code.is_empty() {
            return Err(Problem::cell("missing_code", self.table.code, "", "a code"));
        }
        let name = Some(cell(self.name)).filter(|name| !name.is_empty());
        let valid_from = self.day(cell(self.from))?;
        let valid_until = self.day(cell(self.until))?;
        let (target_system, target, relation) = self.related(row);
        let extra = self.extra(row);
        out.code(&CodeRow {
            system: self.table.system,
            code,
            name,
            target_system: Some(target_system),
            target: target.as_deref(),
            relation,
            valid_from,
            valid_until,
            source_row: row.line,
            extra: extra.as_deref(),
        });
        Ok(())
    }

    fn related(&mut self, row: &Row<'_>) -> (&'static str, Option<String>, Option<&'static str>) {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("");
        let text = cell(self.target.0);
        match self.table.target {
            Target::Unit(..) => {
                let unit = weo_units::unit(text, cell(self.target.1));
                ("unit", Some(unit), None)
            }
            Target::Area(_) if text.is_empty() => ("area", None, None),
            Target::Area(_) => {
                let area = self.areas.resolve(text);
                let target = area.known.then(|| area.code.clone());
                ("area", target, Some(area.level))
            }
        }
    }

    fn day(&mut self, text: &str) -> Result<Option<i32>, Problem> {
        if text.is_empty() {
            return Ok(None);
        }
        let period = self.dates.read(text);
        period
            .map(|period| Some(period.days_since_epoch().0))
            .ok_or_else(|| Problem::cell("bad_date", "date", text, "a day such as 1993-01-01"))
    }

    fn extra(&self, row: &Row<'_>) -> Option<String> {
        let mut object = serde_json::Map::new();
        for (at, name) in &self.others {
            if let Some(text) = row.get(*at).filter(|text| !text.is_empty()) {
                object.insert(name.clone(), text.into());
            }
        }
        (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string())
    }
}
