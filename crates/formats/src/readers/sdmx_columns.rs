//! What the columns of an SDMX-CSV file are: the structure, the dimensions,
//! time and value, attributes, and labels beside codes.

use crate::FormatError;
use crate::csv::Row;
use crate::header::Header;

/// A column of codes, and where its labels stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// The component's id.
    pub id: String,
    at: usize,
    label: Option<usize>,
    /// Code and label in one cell: `A: Annual`.
    joined: bool,
}

impl Coded {
    /// The code of a line.
    pub fn code<'a>(&self, row: &Row<'a>) -> &'a str {
        let text = row.get(self.at).unwrap_or("");
        match text.split_once(": ").filter(|_| self.joined) {
            Some((code, _)) => code,
            None => text,
        }
    }

    /// The label of a line; empty where there is none.
    pub fn label<'a>(&self, row: &Row<'a>) -> &'a str {
        match self.label {
            Some(at) => row.get(at).unwrap_or(""),
            None if self.joined => {
                let text = row.get(self.at).unwrap_or("");
                text.split_once(": ").map_or("", |(_, label)| label)
            }
            None => "",
        }
    }
}

/// The columns of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The data flow: `DATAFLOW` (1.0) or `STRUCTURE_ID` (2.0).
    pub structure: Coded,
    /// `ACTION` of version 2.0.
    pub action: Option<Coded>,
    /// Dimensions that make the indicator's key, in the file's order.
    pub dimensions: Vec<Coded>,
    /// The reporting area.
    pub economy: Option<Coded>,
    /// The other side.
    pub counterpart: Option<Coded>,
    /// `TIME_PERIOD`.
    pub time: Coded,
    /// `OBS_VALUE`.
    pub value: Coded,
    /// The unit of measure, which may be a dimension as well.
    pub unit: Option<Coded>,
    /// The power of ten of a printed 1.
    pub multiplier: Option<Coded>,
    /// The status of the observation.
    pub status: Option<Coded>,
    /// The day of the last update.
    pub updated: Option<Coded>,
    /// Attributes not kept.
    pub left: Vec<String>,
}

const ECONOMY: [&str; 12] = [
    "REF_AREA",
    "GEO",
    "REPORTING_AREA",
    "REPORTING_ECONOMY",
    "REPORTER",
    "L_REP_CTY",
    "DER_REP_CTY",
    "REP_CTY",
    "COUNTRY",
    "LOCATION",
    "AREA",
    "BORROWERS_CTY",
];
const COUNTERPART: [&str; 8] = [
    "COUNTERPART_AREA",
    "PARTNER",
    "PARTNER_AREA",
    "COUNTERPART_ECONOMY",
    "COUNTERPART_COUNTRY",
    "L_CP_COUNTRY",
    "DER_CPC",
    "VIS_A_VIS_AREA",
];
const UNIT: [&str; 4] = ["UNIT_MEASURE", "UNIT", "UNIT_OF_MEASURE", "CURRENCY_UNIT"];
const MULTIPLIER: [&str; 4] = ["UNIT_MULT", "UNIT_MULTIPLIER", "SCALE", "MULTIPLIER"];
const STATUS: [&str; 3] = ["OBS_STATUS", "OBS_FLAG", "STATUS"];
const UPDATED: [&str; 2] = ["LAST UPDATE", "LAST_UPDATE"];
const STRUCTURE: [&str; 4] = [
    "STRUCTURE",
    "STRUCTURE_NAME",
    "SERIES_NAME",
    "DATAFLOW_NAME",
];

/// Attributes that standard data flows attach to series and observations; a
/// column that is none of these and none of the above is a dimension.
///
/// Source: SDMX cross-domain concepts (2009, 2016), and the attributes of the
/// data flows of the BIS, the ECB, the IMF, the OECD and Eurostat.
const ATTRIBUTES: [&str; 44] = [
    "AVAILABILITY",
    "BASE_PER",
    "BASE_PERIOD",
    "BREAKS",
    "COLLECTION",
    "COLLECTION_INDICATOR",
    "COMMENT",
    "COMMENT_DSET",
    "COMMENT_OBS",
    "COMMENT_TS",
    "COMPILATION",
    "COMPILING_ORG",
    "CONF_STATUS",
    "COVERAGE",
    "DATA_COMP",
    "DECIMALS",
    "DIFFUSION_ORG",
    "DISS_ORG",
    "EMBARGO_TIME",
    "FULL_DESCRIPTION",
    "INT_OBS_COM",
    "METHODOLOGY",
    "METHODOLOGY_NOTES",
    "NOTES",
    "OBS_COM",
    "OBS_CONF",
    "OBS_EDP_WBB",
    "OBS_NOTE",
    "OBS_PRE_BREAK",
    "ORG_VISIBILITY",
    "PRE_BREAK_VALUE",
    "PUBL_PUBLIC",
    "REF_PERIOD_DETAIL",
    "REPYEARSTART",
    "SERIES_CODE",
    "SOURCE",
    "SOURCE_AGENCY",
    "SOURCE_REF",
    "SUPP_INFO_BREAKS",
    "TIME_FORMAT",
    "TITLE",
    "TITLE_COMPL",
    "TITLE_GRP",
    "TITLE_TS",
];

impl Columns {
    /// The columns of a header; `None` when it is of no SDMX-CSV file.
    pub fn of(header: &Header) -> Option<Columns> {
        let coded = coded(header)?;
        let one = |names: &[&str]| {
            let found = |name: &&str| coded.iter().find(|c| c.id.eq_ignore_ascii_case(name));
            names.iter().find_map(found).cloned()
        };
        let (economy, counterpart) = (one(&ECONOMY), one(&COUNTERPART));
        let is_part = |c: &Coded| {
            [&economy, &counterpart]
                .iter()
                .any(|p| p.as_ref() == Some(c))
        };
        let among = |names: &[&str], c: &Coded| names.iter().any(|n| c.id.eq_ignore_ascii_case(n));
        let is_own = |c: &Coded| {
            let own = [
                "DATAFLOW",
                "STRUCTURE_ID",
                "ACTION",
                "TIME_PERIOD",
                "OBS_VALUE",
            ];
            let lists = [&own[..], &STRUCTURE, &MULTIPLIER, &STATUS, &UPDATED];
            lists.iter().any(|names| among(names, c))
        };
        let dimensions = coded
            .iter()
            .filter(|c| !is_own(c) && !is_part(c) && !among(&ATTRIBUTES, c));
        let left = coded.iter().filter(|c| among(&ATTRIBUTES, c));
        Some(Columns {
            structure: one(&["STRUCTURE_ID", "DATAFLOW"])?,
            action: one(&["ACTION"]),
            dimensions: dimensions.cloned().collect(),
            time: one(&["TIME_PERIOD"])?,
            value: one(&["OBS_VALUE"])?,
            unit: one(&UNIT),
            multiplier: one(&MULTIPLIER),
            status: one(&STATUS),
            updated: one(&UPDATED),
            left: left.map(|c| c.id.clone()).collect(),
            economy,
            counterpart,
        })
    }

    /// As [`Columns::of`].
    ///
    /// # Errors
    /// `E-FORMAT-HEADER` when it is none.
    pub fn need(header: &Header) -> Result<Columns, FormatError> {
        match Columns::of(header) {
            Some(columns) => Ok(columns),
            None => {
                header.need("TIME_PERIOD")?;
                header.need("OBS_VALUE")?;
                Err(unpaired())
            }
        }
    }
}

fn unpaired() -> FormatError {
    FormatError::new(
        "E-FORMAT-HEADER",
        "no data flow heads the line, or codes and labels do not alternate",
        "DATAFLOW or STRUCTURE first; with labels, each column of codes followed by theirs",
        "Ask the publisher for the file without labels.",
    )
    .zh(
        "首列不是数据流，或编码列与标签列没有交替出现",
        "首列为 DATAFLOW 或 STRUCTURE；带标签时每个编码列之后紧跟其标签列",
        "请向发布者索取不带标签的文件。",
    )
}

/// The columns of codes, each with its labels. A file that names its structure
/// (`STRUCTURE_NAME`) puts a column of labels after each column of codes.
fn coded(header: &Header) -> Option<Vec<Coded>> {
    let names = header.names();
    let first = names.first()?.to_uppercase();
    if !matches!(first.as_str(), "DATAFLOW" | "STRUCTURE") {
        return None;
    }
    let alternating = header.find("STRUCTURE_NAME").map(|at| at + 1);
    let mut coded = Vec::new();
    let mut at = 0;
    while at < names.len() {
        let (id, joined) = match names[at].split_once(": ") {
            Some((id, _)) => (id, true),
            None => (names[at].as_str(), false),
        };
        let alone = alternating.is_none_or(|from| at < from) || id == "ACTION";
        let label = (!alone && at + 1 < names.len()).then_some(at + 1);
        coded.push(Coded {
            id: id.to_owned(),
            at,
            label,
            joined,
        });
        at += if label.is_some() { 2 } else { 1 };
    }
    Some(coded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &str) -> Option<Columns> {
        Columns::of(&Header::of(names.split(',').map(str::to_owned).collect()).unwrap())
    }

    fn ids(columns: &Columns) -> Vec<&str> {
        columns.dimensions.iter().map(|c| c.id.as_str()).collect()
    }

    #[test]
    fn dimensions_are_what_is_neither_time_value_nor_attribute() {
        let plain = columns(
            "DATAFLOW,TIME_PERIOD,REF_AREA,ITEM,FREQ,UNIT_MULT,DECIMALS,OBS_VALUE,OBS_STATUS",
        );
        let plain = plain.unwrap();
        assert_eq!(ids(&plain), ["ITEM", "FREQ"]);
        assert_eq!(plain.economy.unwrap().id, "REF_AREA");
        assert_eq!(plain.left, ["DECIMALS"]);
    }

    #[test]
    fn labels_beside_codes_are_no_dimensions() {
        let labelled = columns(
            "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,geo,Area,TIME_PERIOD,Time,OBS_VALUE,Value",
        );
        assert_eq!(ids(&labelled.unwrap()), ["freq"]);
        let broken = "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,TIME_PERIOD,OBS_VALUE,Value";
        assert_eq!(columns(broken), None);
    }

    #[test]
    fn another_header_is_of_no_such_file() {
        assert_eq!(columns("a,TIME_PERIOD,OBS_VALUE"), None);
        assert_eq!(columns("DATAFLOW,geo,OBS_VALUE"), None);
    }
}
