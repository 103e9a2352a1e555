//! `[[shock]]`: which tariffs and trade costs change, and to what.

use triffin_basis::BasisError;

use super::section::Section;
use super::select::Selector;

/// What happens to a tariff.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It becomes this rate; 0.25 is 25 %.
    Rate(f64),
    /// These points are added; 0.1 makes 5 % into 15 %.
    Add(f64),
    /// It is multiplied; 0 takes it away.
    Factor(f64),
    /// It becomes what a table says, row by row.
    File(RateFile),
}

/// A table of rates: `importer, exporter, sector` as far as it has them, and a rate.
#[derive(Clone, Debug, PartialEq)]
pub struct RateFile {
    /// The file.
    pub path: String,
    /// What its columns are called, where not by what they hold.
    pub columns: Vec<(String, String)>,
    /// Whether its rates come on top of the tariffs there are.
    pub adds: bool,
    /// Which of its rows count.
    pub only: Option<String>,
}

impl RateFile {
    /// The name in the file of what a column holds.
    pub fn column<'a>(&'a self, role: &'a str) -> &'a str {
        let mut renamed = self.columns.iter();
        renamed
            .find_map(|(what, name)| (what == role).then_some(name.as_str()))
            .unwrap_or(role)
    }

    /// Whether the scenario names the column itself.
    pub fn names(&self, role: &str) -> bool {
        self.columns.iter().any(|(what, _)| what == role)
    }
}

/// One shock; later ones come on top of earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// Line of the scenario.
    pub line: usize,
    /// Who buys.
    pub importers: Selector,
    /// Who sells.
    pub exporters: Selector,
    /// Of which sectors.
    pub sectors: Selector,
    /// What happens to the tariff.
    pub tariff: Option<Change>,
    /// What the trade cost is multiplied by; 1.05 is 5 % dearer.
    pub iceberg: Option<f64>,
    /// Columns of the gravity table that change, and to what.
    pub set: Vec<(String, f64)>,
}

const KEYS: [&str; 13] = [
    "importer", "exporter", "between", "sector", "rate", "add", "factor", "file", "columns",
    "adds", "where", "iceberg", "set",
];
const COLUMNS: [&str; 4] = ["importer", "exporter", "sector", "rate"];

impl Shock {
    pub(super) fn all(root: &Section<'_>) -> Result<Vec<Self>, BasisError> {
        let tables = root.tables("shock")?;
        let shocks = tables.into_iter().enumerate().map(|(at, table)| {
            let section = Section::of(&format!("[[shock]] {}", at + 1), table, &KEYS)?;
            Self::of(&section)
        });
        shocks.collect()
    }

    fn of(section: &Section<'_>) -> Result<Self, BasisError> {
        let (importers, exporters) = pairs(section)?;
        let shock = Self {
            line: section.line(),
            importers,
            exporters,
            sectors: selector(section, "sector")?,
            tariff: change(section)?,
            iceberg: section.number_where(
                "iceberg",
                |factor| factor > 0.0,
                "a factor above 0; 1.05 is 5 % dearer",
                "大于 0 的倍数；1.05 为贵 5%",
            )?,
            set: match section.table("set")? {
                None => Vec::new(),
                Some(_) => set(section)?,
            },
        };
        if shock.tariff.is_none() && shock.iceberg.is_none() && shock.set.is_empty() {
            return Err(section.missing(
                "rate",
                "one of rate, add, factor, file, iceberg, set",
                "rate、add、factor、file、iceberg、set 之一",
            ));
        }
        Ok(shock)
    }
}

/// Importers and exporters, or both from `between`.
fn pairs(section: &Section<'_>) -> Result<(Selector, Selector), BasisError> {
    let Some(between) = section.names("between")? else {
        return Ok((
            selector(section, "importer")?,
            selector(section, "exporter")?,
        ));
    };
    if section.get("importer").is_some() || section.get("exporter").is_some() {
        return Err(two_ways(section, "between", "importer"));
    }
    let both = Selector::of(between);
    Ok((both.clone(), both))
}

fn selector(section: &Section<'_>, key: &str) -> Result<Selector, BasisError> {
    Ok(section.names(key)?.map_or_else(Selector::all, Selector::of))
}

/// The one thing that happens to the tariff.
fn change(section: &Section<'_>) -> Result<Option<Change>, BasisError> {
    let ways = ["rate", "add", "factor", "file"];
    let mut given = ways.into_iter().filter(|way| section.get(way).is_some());
    if let (Some(one), Some(other)) = (given.next(), given.next()) {
        return Err(two_ways(section, one, other));
    }
    let above = |rate: f64| rate > -1.0;
    let (en, zh) = (
        "a rate above −100 %: 0.25 is 25 %",
        "高于 −100% 的税率：0.25 为 25%",
    );
    if let Some(rate) = section.number_where("rate", above, en, zh)? {
        return Ok(Some(Change::Rate(rate)));
    }
    if let Some(points) = section.number("add")? {
        return Ok(Some(Change::Add(points)));
    }
    let (en, zh) = ("a factor of 0 or more", "不小于 0 的倍数");
    if let Some(factor) = section.number_where("factor", |factor| factor >= 0.0, en, zh)? {
        return Ok(Some(Change::Factor(factor)));
    }
    let Some(path) = section.text("file")? else {
        return Ok(None);
    };
    let mut columns = Vec::new();
    if let Some(table) = section.beneath("columns", &COLUMNS)? {
        for role in COLUMNS {
            if let Some(name) = table.text(role)? {
                columns.push((role.to_owned(), name));
            }
        }
    }
    Ok(Some(Change::File(RateFile {
        path,
        columns,
        adds: section.flag("adds")?.unwrap_or(false),
        only: section.text("where")?,
    })))
}

/// `set = { pta = 1 }`.
fn set(section: &Section<'_>) -> Result<Vec<(String, f64)>, BasisError> {
    use super::section::ByName;
    match section.number_by_name("set")? {
        Some(ByName::Each(each)) => Ok(each),
        _ => Ok(Vec::new()),
    }
}

fn two_ways(section: &Section<'_>, one: &str, other: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-SCENARIO-TWICE",
        format!(
            "line {}: {} has both {one} and {other}",
            section.line(),
            section.name()
        ),
        format!(
            "第 {} 行：{} 同时有 {one} 与 {other}",
            section.line(),
            section.name()
        ),
    )
    .value(format!("{one}, {other}"))
    .expected("one of the two", "二者之一")
    .remedy(
        "Write two [[shock]] sections where both are meant; later ones come on top",
        "若两者都要，请写成两个 [[shock]]；后者叠加在前者之上",
    )
}
