//! Price indices a user names: in a file, as a series of the store, or on the
//! line.

use std::collections::BTreeSet;
use std::path::Path;

use triffin_basis::{BasisError, Bilingual, Period, Unit};
use triffin_trade::real::indices::PriceIndices;
use triffin_trade::{Exact, Flow};

use crate::answer::SourceRef;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// The indices, and where they are from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deflators {
    pub(crate) indices: PriceIndices,
    pub(crate) sources: Vec<SourceRef>,
    /// What was named, for the answer's basis.
    pub(crate) named: Vec<String>,
}

impl Workbench {
    /// The indices of `names`: a CSV file (`product,flow,period,index`), a
    /// series as `data show` takes it, or `PERIOD=INDEX`; `export:` or
    /// `import:` before it keeps it to one side.
    ///
    /// # Errors
    /// `E-DEFLATOR-FILE` when a file cannot be read, `E-DEFLATOR-UNIT` when a
    /// series is no index, `E-TRADE-DEFLATOR` when an index is not positive.
    pub(crate) fn deflators(
        &self,
        scope: &Scope,
        names: &[String],
    ) -> Result<Deflators, QuestionError> {
        let mut given = Deflators::default();
        for name in names {
            given.named.push(name.clone());
            let (flow, what) = side(name);
            let indices = &mut given.indices;
            if let Some((period, index)) = what.split_once('=') {
                let index = index.trim().parse::<Exact>()?;
                indices.add("", flow, Period::parse(period.trim())?, index)?;
            } else if Path::new(what).is_file() {
                file(Path::new(what), flow, indices)?;
            } else {
                self.series_of(scope, what, flow, &mut given)?;
            }
        }
        Ok(given)
    }

    fn series_of(
        &self,
        scope: &Scope,
        name: &str,
        flow: Option<Flow>,
        given: &mut Deflators,
    ) -> Result<(), QuestionError> {
        // The scope's source is that of the records.
        let scope = Scope {
            source: None,
            ..scope.clone()
        };
        let id = self.series_id(&scope, name)?;
        let shown = self.store().show(&id, None, &scope.at)?;
        for one in &shown {
            let is_index = matches!(Unit::parse(&one.unit), Ok((Unit::Index { .. }, _)));
            if !is_index {
                return Err(no_index(name, &one.unit));
            }
            if let Some(printed) = &one.printed {
                let index = printed.parse::<Exact>()?;
                given
                    .indices
                    .add("", flow, Period::parse(&one.period)?, index)?;
            }
        }
        let from: BTreeSet<&str> = shown.iter().map(|one| one.dataset.as_str()).collect();
        let catalogue = self.store().catalogue(&scope.at)?;
        let sources = catalogue
            .iter()
            .filter(|info| from.contains(info.dataset.as_str()));
        given.sources.extend(sources.map(SourceRef::from));
        Ok(())
    }
}

/// The side before a colon, and the rest.
fn side(name: &str) -> (Option<Flow>, &str) {
    match name.split_once(':') {
        Some((word, rest)) if Flow::parse(word).is_some() => (Flow::parse(word), rest),
        _ => (None, name),
    }
}

/// Rows of `product,flow,period,index`; `product` and `flow` may be left out.
fn file(path: &Path, flow: Option<Flow>, into: &mut PriceIndices) -> Result<(), QuestionError> {
    let wrong = |line: u64, en: String, zh: String| bad_file(path, line, &en, &zh);
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        wrong(line, error.to_string(), "不是可读的 CSV".to_owned())
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(unreadable)?;
    let header = reader.headers().map_err(unreadable)?.clone();
    let column = |names: &[&str]| {
        header.iter().position(|name| {
            let name = name.trim_start_matches('\u{feff}');
            names.iter().any(|known| name.eq_ignore_ascii_case(known))
        })
    };
    let (Some(period), Some(index)) = (column(&["period"]), column(&["index", "value"])) else {
        return Err(wrong(
            1,
            "the header lacks period or index".to_owned(),
            "表头缺少 period 或 index".to_owned(),
        ));
    };
    let (product, side) = (column(&["product"]), column(&["flow"]));
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let told = |error: BasisError| {
            let error = QuestionError::from(error);
            wrong(line, error.message.en, error.message.zh)
        };
        let of = match cell(side) {
            "" => flow,
            word => Some(Flow::parse(word).ok_or_else(|| {
                let zh = format!("flow 为“{word}”，应为 export 或 import");
                wrong(line, format!("flow is {word:?}, not export or import"), zh)
            })?),
        };
        let code = match cell(product) {
            triffin_basis::TOTAL => "",
            code => code,
        };
        let when = Period::parse(cell(Some(period))).map_err(told)?;
        let value = cell(Some(index)).parse::<Exact>().map_err(told)?;
        into.add(code, of, when, value).map_err(told)?;
        rows += 1;
    }
    if rows == 0 {
        let (en, zh) = ("there is no row below the header", "表头之下没有数据行");
        return Err(wrong(1, en.to_owned(), zh.to_owned()));
    }
    Ok(())
}

fn bad_file(path: &Path, line: u64, en: &str, zh: &str) -> QuestionError {
    let file = path.display();
    QuestionError::invalid(
        "E-DEFLATOR-FILE",
        Bilingual::new(
            format!("{file}, line {line}: {en}"),
            format!("{file} 第 {line} 行：{zh}"),
        ),
        Bilingual::new(
            "expected a CSV with the columns period and index, and where it applies product (beginning of a code, TOTAL for all) and flow",
            "应为含 period、index 两列的 CSV，可另有 product（编码开头，TOTAL 为全部）和 flow",
        ),
    )
}

fn no_index(name: &str, unit: &str) -> QuestionError {
    QuestionError::invalid(
        "E-DEFLATOR-UNIT",
        Bilingual::new(
            format!("{name} is in {unit:?}, which is no price index"),
            format!("{name} 的单位是“{unit}”，不是价格指数"),
        ),
        Bilingual::new(
            "expected a series with a unit such as index (2015=100): a rate of inflation is none",
            "应为单位如“指数（2015=100）”的序列；通货膨胀率不是指数",
        ),
    )
}
