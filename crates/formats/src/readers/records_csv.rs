//! `records-csv`: customs records, one a line, or a publisher's own table
//! through a mapping.

use std::collections::BTreeMap;

use crate::FormatError;
use crate::block_source::BlockSource;
use crate::builder::RecordRow;
use crate::codes::{Areas, Resolved};
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::plan::{Plan, Plans};
use crate::readers::coded_records::CodedWorker;
use crate::readers::record_cells::{Words, currency, flag, part, partner, product, reporter};
use crate::readers::record_times::TimeReader;
use crate::readers::sum_check::SumChecks;
use crate::readers::value_check::ValueCheck;
use crate::record_fields::{RECORD_FIELDS, at};
use crate::schema::Kind;
use crate::source::{Profile, Source};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "records-csv",
    title_en: "Trade records, one a line",
    title_zh: "贸易记录，每行一条",
    kind: Kind::Records,
    docs_en: "Columns flow, reporter, partner, product, value, currency, valuation, quantity, \
           quantity_unit, regime, region, entity, end_use, declared_on, shipped_on, settled_on; \
           others are kept. A mapping renames or fixes any of them.",
    docs_zh: "列 flow、reporter、partner、product、value、currency、valuation、quantity、quantity_unit、regime、region、entity、end_use、declared_on、shipped_on、settled_on；其他列照样保留。映射可改名或固定任何一列。",
    guide: Guide {
        publisher: [
            "you, or whoever a mapping names",
            "使用者自己，或映射所写的发布者",
        ],
        detection: [
            "columns flow, reporter and value, by these names or their Chinese ones",
            "列 flow、reporter 与 value，或其中文列名",
        ],
        units: [
            "the column currency; valuation and regime as their columns say, null where there is \
             none. A mapping may fix or scale them.",
            "currency 列；计价与贸易方式依各列，没有则为空。映射可固定或换算。",
        ],
        aside: [
            "flows, currencies, regimes and dates that are none; each reason has a name in \
             docs/reference/mapping.md",
            "无法识别的流向、货币、贸易方式与日期；各原因名称见 docs/reference/mapping.zh-CN.md",
        ],
        traps: &[
            [
                "A file adds to what is there, unless --replaces says that it replaces.",
                "文件累加于已有数据，除非 --replaces 声明替换。",
            ],
            [
                "A comma that may part thousands or decimals is set aside until a mapping says which.",
                "可能是千位也可能是小数的逗号，在映射写明之前搁置。",
            ],
        ],
    },
};

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let known = |place: usize| {
        let field = &RECORD_FIELDS[place];
        std::iter::once(&field.name)
            .chain(field.aliases)
            .any(|n| header.find(n).is_some())
    };
    let core = [at::FLOW, at::REPORTER, at::VALUE]
        .into_iter()
        .filter(|&p| known(p))
        .count();
    match core {
        3 => 90,
        2 if known(at::FLOW) && known(at::VALUE) => 60,
        _ => 0,
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a needed column is not there, `E-FORMAT-MAP` when
/// the mapping does not fit.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mapping = opening.options.map.clone().unwrap_or_default();
    let delimiter = opening.head.delimiter;
    let mut lines = Lines::new(opening.text, delimiter);
    let header = match lines.next_row()? {
        Some(row) => Header::new(&row)?,
        None => Header::of(Vec::new())?,
    };
    let replaces = mapping.replaces.unwrap_or(false);
    // In a published table a line with a mode of transport is a part of the
    // line without; in a ledger every line stands for itself.
    let left: &[usize] = match replaces {
        true => &[],
        false => &[at::PARTNER2, at::CUSTOMS, at::TRANSPORT],
    };
    let map = opening.options.map.as_ref();
    let mut plans = Plans::new(&header, &RECORD_FIELDS, map, left)?;
    plans.keep(&header, at::UNIT_PRICE);
    need_fields(&plans, &header)?;
    let profile = Profile {
        format: INFO.name.to_owned(),
        reader_version: 1,
        kind: INFO.kind,
        dataset: mapping
            .dataset
            .clone()
            .unwrap_or_else(|| "records".to_owned()),
        publisher: mapping
            .publisher
            .clone()
            .unwrap_or_else(|| "own records".to_owned()),
        licence: mapping.licence.clone(),
        released: None,
        replaces,
        mapping: opening.mapping_text,
        notes: mapping.notes.clone(),
    };
    let today = opening.options.as_today;
    let layout = || -> Result<Records, FormatError> {
        Ok(Records {
            checks: SumChecks::new(&mapping, &header, delimiter)?,
            numbers: mapping.numbers(delimiter),
            power: mapping.power()?,
            times: TimeReader::new(mapping.dates()?, today),
            plans: plans.clone(),
            areas: Areas::default(),
            currencies: Resolved::currencies(),
            without_unit: 0,
            without_currency: 0,
            own_products: 0,
            ledger: !replaces,
            values: ValueCheck::default(),
        })
    };
    let first = layout()?;
    if !first.one_record_a_line() {
        return Ok(Box::new(CsvSource::new(
            profile,
            lines,
            header.width(),
            first,
        )));
    }
    // More workers than threads, so that none waits long for the last.
    let workers = (0..2 * rayon::current_num_threads())
        .map(|_| Ok(CodedWorker::new(layout()?, header.width())))
        .collect::<Result<Vec<_>, FormatError>>()?;
    Ok(Box::new(BlockSource::new(profile, lines, workers)))
}

/// Flow, reporter and value must be filled, and some time.
fn need_fields(plans: &Plans, header: &Header) -> Result<(), FormatError> {
    let times = [at::PERIOD, at::DECLARED, at::SHIPPED, at::SETTLED];
    for plan in &plans.rows {
        let priced = plan.has(at::QUANTITY) && plan.has(at::UNIT_PRICE);
        let missing = [at::FLOW, at::REPORTER, at::VALUE]
            .into_iter()
            .find(|&field| !(plan.has(field) || field == at::VALUE && priced))
            .map(|field| RECORD_FIELDS[field].name)
            .or_else(|| (!times.iter().any(|&t| plan.has(t))).then_some("period or declared_on"));
        if let Some(name) = missing {
            return Err(FormatError::new(
                "E-FORMAT-HEADER",
                format!(
                    "nothing fills `{name}`; columns are: {}",
                    header.names().join(", ")
                ),
                format!("a column `{name}`, or a mapping that fixes it"),
                "Add the column, or rename or fix it with --map.",
            )
            .zh(
                format!("“{name}”没有来源；现有列：{}", header.names().join("、")),
                format!("列“{name}”，或在映射中固定其值"),
                "请补上该列，或用 --map 改名或固定。",
            ));
        }
    }
    Ok(())
}

/// What reads the records of a file, and what it noted about them.
pub(super) struct Records {
    pub(super) plans: Plans,
    checks: SumChecks,
    pub(super) numbers: NumberStyle,
    pub(super) power: i64,
    pub(super) times: TimeReader,
    pub(super) areas: Areas,
    pub(super) currencies: Resolved,
    pub(super) without_unit: u64,
    pub(super) without_currency: u64,
    pub(super) own_products: u64,
    pub(super) ledger: bool,
    pub(super) values: ValueCheck,
}

impl Layout for Records {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        self.checks.see(row);
        let extra = self.plans.extra(row);
        for index in 0..self.plans.rows.len() {
            let read = self.record(index, row, extra.as_deref(), |record| out.record(record));
            if let Err(problem) = read {
                out.set_aside(row.line, problem);
            }
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.checks.notes();
        notes.extend(self.values.notes());
        let counts = [
            (self.without_unit, "rows with a quantity without a unit"),
            (
                self.without_currency,
                "rows with a value without a currency",
            ),
            (
                self.own_products,
                "rows with a product code that is no HS code and names no classification",
            ),
        ];
        let told = counts.iter().filter(|(rows, _)| *rows > 0);
        notes.extend(told.map(|(rows, what)| format!("{what}: {rows}")));
        notes
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        self.areas.own()
    }
}

impl Records {
    /// Whether a line is one record and nothing is checked along the file.
    fn one_record_a_line(&self) -> bool {
        self.plans.rows.len() == 1 && self.checks.is_empty()
    }

    /// Takes over what another reader noted about its part of the file.
    pub(super) fn absorb(&mut self, other: Records) {
        self.areas.absorb(other.areas);
        self.values.absorb(other.values);
        self.without_unit += other.without_unit;
        self.without_currency += other.without_currency;
        self.own_products += other.own_products;
    }

    /// Reads a line by one of the plans and hands the record on.
    pub(super) fn record(
        &mut self,
        index: usize,
        row: &Row<'_>,
        extra: Option<&str>,
        take: impl FnOnce(&RecordRow<'_>),
    ) -> Result<(), Problem> {
        let plan = &self.plans.rows[index];
        let words = Words::read(plan, row)?;
        let times = self.times.read(plan, row)?;
        let quantity = self.amount(plan, row, at::QUANTITY, 0)?;
        let price = self.amount(plan, row, at::UNIT_PRICE, 0)?;
        let value = self.amount(plan, row, at::VALUE, self.power)?;
        let value = self
            .values
            .value(value, quantity, price, row.line)
            .map_err(|e| Problem::cell(e.reason(), "quantity × unit_price", "", e.expected()))?;
        let net_weight_kg = self.amount(plan, row, at::NET_WEIGHT, 0)?;
        let product = product(plan, row, self.ledger)?;
        let currency = currency(&mut self.currencies, plan, row)?;
        let flag = flag(plan, row, value)?;
        let reporter = reporter(&mut self.areas, plan, row)?;
        let partner = partner(&mut self.areas, plan, row)?;
        let quantity_unit = plan.filled(row, at::QUANTITY_UNIT);
        let own_product = product.system == "other" && !plan.has(at::PRODUCT_SYSTEM);
        self.without_unit += u64::from(quantity.is_some() && quantity_unit.is_none());
        self.without_currency += u64::from(value.is_some() && currency.is_none());
        self.own_products += u64::from(own_product);
        take(&RecordRow {
            flow: words.flow,
            reporter: &reporter,
            partner: &partner.0,
            partner_level: partner.1,
            product: &product.code,
            product_system: product.system,
            product_level: product.level,
            period: times.period,
            value,
            currency,
            valuation: words.valuation,
            quantity,
            quantity_unit,
            net_weight_kg,
            regime: words.regime,
            trade_system: words.trade_system,
            region: plan.filled(row, at::REGION),
            entity: plan.filled(row, at::ENTITY),
            end_use: plan.filled(row, at::END_USE),
            declared_on: times.declared,
            shipped_on: times.shipped,
            settled_on: times.settled,
            partner2: part(plan, row, at::PARTNER2, &["0", "W00", "WLD", "World"]),
            customs_procedure: part(plan, row, at::CUSTOMS, &["C00"]),
            transport: part(plan, row, at::TRANSPORT, &["0"]),
            part_of_another: false,
            flag,
            source_row: row.line,
            extra,
        });
        Ok(())
    }

    fn amount(
        &self,
        plan: &Plan,
        row: &Row<'_>,
        field: usize,
        power: i64,
    ) -> Result<Option<i128>, Problem> {
        let Some(text) = plan.get(row, field).filter(|text| !is_missing(text)) else {
            return Ok(None);
        };
        let name = RECORD_FIELDS[field].name;
        let amount = Digits::parse(text, self.numbers)
            .and_then(|digits| digits.shifted(power).amount())
            .map_err(|e| Problem::cell(e.reason(), name, text, e.expected()))?;
        if amount < 0 {
            let expected = "an amount that is not negative: the flow says the direction";
            return Err(Problem::cell("negative_value", name, text, expected));
        }
        Ok(Some(amount))
    }
}
