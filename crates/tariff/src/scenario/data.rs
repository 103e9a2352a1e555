//! `[data]`: which tables there are, where they lie and what they hold.

use triffin_basis::BasisError;

use super::section::Section;
use super::tree::Kind;

/// A table of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// Expenditure by importer, exporter and sector, own trade included.
    Flows,
    /// Tariffs by importer, exporter and sector.
    Tariffs,
    /// Cost shares of inputs by region, using sector and input sector.
    Inputs,
    /// What belongs to a sector: its trade elasticity.
    Sectors,
    /// What belongs to a region: its value added, its output.
    Regions,
    /// What belongs to a sector of a region: value-added and final shares.
    SectorsByRegion,
    /// One sector as a square table, importers in rows, exporters in columns.
    Matrix,
    /// One sector as a table of pairs with trade, output, expenditure and costs.
    Gravity,
}

impl TableKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Flows,
        Self::Tariffs,
        Self::Inputs,
        Self::Sectors,
        Self::Regions,
        Self::SectorsByRegion,
        Self::Matrix,
        Self::Gravity,
    ];

    /// The key in `[data]`, and the name of the file where none is given.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flows => "flows",
            Self::Tariffs => "tariffs",
            Self::Inputs => "inputs",
            Self::Sectors => "sectors",
            Self::Regions => "regions",
            Self::SectorsByRegion => "sectors_by_region",
            Self::Matrix => "matrix",
            Self::Gravity => "gravity",
        }
    }

    /// Its columns by the name of what they hold.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Flows => &["importer", "exporter", "sector", "expenditure"],
            Self::Tariffs => &["importer", "exporter", "sector", "rate"],
            Self::Inputs => &["region", "using_sector", "input_sector", "cost_share"],
            Self::Sectors => &["sector", "theta", "coefficient", "std_error", "traded"],
            Self::Regions => &["region", "value_added", "output", "expenditure"],
            Self::SectorsByRegion => &[
                "region",
                "sector",
                "value_added_share",
                "final_share",
                "output",
            ],
            Self::Matrix => &["name"],
            Self::Gravity => &["importer", "exporter", "trade", "output", "expenditure"],
        }
    }
}

/// Whether the values of trade hold the duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duties {
    /// Values as the buyer pays them: π·X of Caliendo and Parro.
    #[default]
    Included,
    /// Values as customs count them; the duty comes on top.
    Excluded,
}

/// Where the trade of a region with itself comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnTrade {
    /// The table has it; a region without is refused.
    #[default]
    Given,
    /// Output less exports, where the table lacks it.
    FromOutput,
}

/// Who the rows of a square table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatrixRows {
    /// A row holds what one importer buys.
    #[default]
    Importers,
    /// A row holds what one exporter sells.
    Exporters,
}

/// The tables of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    /// The folder of files that are not named, from the scenario's own.
    pub folder: Option<String>,
    /// Files by table, from `folder`, else from the scenario's own.
    pub files: Vec<(TableKind, String)>,
    /// What a column is called: table, what it holds, its name in the file.
    pub columns: Vec<(TableKind, String, String)>,
    /// Which rows of a table count.
    pub only: Vec<(TableKind, String)>,
    /// Whether the flows hold the duty.
    pub duties: Duties,
    /// Where own trade comes from.
    pub own_trade: OwnTrade,
    /// Who the rows of a square table are.
    pub matrix_rows: MatrixRows,
    /// The unit of the values, as it is printed.
    pub unit: Option<String>,
}

const KEYS: [&str; 15] = [
    "folder",
    "flows",
    "tariffs",
    "inputs",
    "sectors",
    "regions",
    "sectors_by_region",
    "matrix",
    "gravity",
    "columns",
    "where",
    "duties",
    "own_trade",
    "matrix_rows",
    "unit",
];

impl Data {
    pub(super) fn of(root: &Section<'_>) -> Result<Self, BasisError> {
        let Some(section) = root.beneath("data", &KEYS)? else {
            return Err(root.missing(
                "[data]",
                "a section that names the tables",
                "说明数据表的小节",
            ));
        };
        let mut files = Vec::new();
        for kind in TableKind::ALL {
            if let Some(file) = section.text(kind.as_str())? {
                files.push((kind, file));
            }
        }
        let folder = section.text("folder")?;
        if folder.is_none() && files.is_empty() {
            return Err(section.missing(
                "folder",
                "folder = \"…\", or a file for flows, matrix or gravity",
                "folder = \"…\"，或 flows、matrix、gravity 之一的文件",
            ));
        }
        Ok(Self {
            folder,
            files,
            columns: columns(&section)?,
            only: only(&section)?,
            duties: section
                .word(
                    "duties",
                    &[
                        ("included", Duties::Included),
                        ("excluded", Duties::Excluded),
                    ],
                )?
                .unwrap_or_default(),
            own_trade: section
                .word(
                    "own_trade",
                    &[
                        ("given", OwnTrade::Given),
                        ("from-output", OwnTrade::FromOutput),
                    ],
                )?
                .unwrap_or_default(),
            matrix_rows: section
                .word(
                    "matrix_rows",
                    &[
                        ("importers", MatrixRows::Importers),
                        ("exporters", MatrixRows::Exporters),
                    ],
                )?
                .unwrap_or_default(),
            unit: section.text("unit")?,
        })
    }

    /// The file named for a table.
    pub fn file(&self, kind: TableKind) -> Option<&str> {
        let mut named = self.files.iter();
        named.find_map(|(of, file)| (*of == kind).then_some(file.as_str()))
    }

    /// The name in the file of what a column holds; its own name unless renamed.
    pub fn column<'a>(&'a self, kind: TableKind, role: &'a str) -> &'a str {
        self.renamed(kind, role).unwrap_or(role)
    }

    /// The name that the scenario gives to a column, where it gives one.
    pub fn renamed(&self, kind: TableKind, role: &str) -> Option<&str> {
        let mut renamed = self.columns.iter();
        renamed.find_map(|(of, what, name)| (*of == kind && what == role).then_some(name.as_str()))
    }

    /// Which rows of a table count; all where nothing is said.
    pub fn rows_where(&self, kind: TableKind) -> Option<&str> {
        let mut said = self.only.iter();
        said.find_map(|(of, text)| (*of == kind).then_some(text.as_str()))
    }
}

fn tables() -> [&'static str; 8] {
    TableKind::ALL.map(TableKind::as_str)
}

/// `[data.columns.flows] expenditure = "value"`.
fn columns(section: &Section<'_>) -> Result<Vec<(TableKind, String, String)>, BasisError> {
    let Some(all) = section.beneath("columns", &tables())? else {
        return Ok(Vec::new());
    };
    let mut renamed = Vec::new();
    for kind in TableKind::ALL {
        let Some(table) = all.beneath(kind.as_str(), kind.columns())? else {
            continue;
        };
        for role in kind.columns() {
            if let Some(name) = table.text(role)? {
                renamed.push((kind, (*role).to_owned(), name));
            }
        }
    }
    Ok(renamed)
}

/// `[data.where] flows = "year = 2006"`.
fn only(section: &Section<'_>) -> Result<Vec<(TableKind, String)>, BasisError> {
    let Some(all) = section.beneath("where", &tables())? else {
        return Ok(Vec::new());
    };
    let mut said = Vec::new();
    for kind in TableKind::ALL {
        match all.get(kind.as_str()).map(|node| &node.kind) {
            Some(Kind::Text(text)) => said.push((kind, text.clone())),
            Some(_) => {
                // The text is asked for only to refuse what is none.
                all.text(kind.as_str())?;
            }
            None => {}
        }
    }
    Ok(said)
}
