//! `cycle matrices`: the accounts of a model in one period.

use triffin_basis::nearest::nearest;
use triffin_basis::{BasisError, Bilingual};
use triffin_cycle::accounts::{
    Accounts, Matrix, Part, State, balance_sheet, current_account, holders, lending_by_sector,
    links, revaluation, transactions,
};

use super::asked::Asked;
use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// The views of `cycle matrices`.
pub const VIEWS: [&str; 6] = [
    "matrices",
    "links",
    "holders",
    "current-account",
    "lending",
    "openings",
];

/// What is asked of the accounts; the run goes to the period asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedMatrices {
    /// The run; its last period is the one shown.
    pub run: Asked,
    /// The currency shown; the first of the model where none is named.
    pub currency: Option<String>,
    /// One of [`VIEWS`], the first where none is named.
    pub view: Option<String>,
    /// The instrument or the economy a view is of.
    pub of: Option<String>,
}

/// Balance sheet, transactions and revaluation of a period, every row with its
/// sum and every matrix with the sums of its columns; or another view of the
/// same accounts.
///
/// # Errors
/// Those of a run; `E-CYCLE-NO-ACCOUNTS` for a model written as equations
/// alone; `E-CYCLE-CURRENCY`, `E-CYCLE-INSTRUMENT`, `E-CYCLE-ECONOMY`.
pub fn matrices(asked: &AskedMatrices) -> Result<Answer, QuestionError> {
    let prepared = asked.run.prepare()?;
    let model = prepared.program.model();
    let Some(accounts) = model.accounts.as_deref() else {
        return Err(no_accounts(&model.name).into());
    };
    let view = view(asked.view.as_deref())?;
    let path = prepared.program.run(&prepared.run)?;
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let mut state = State::new(accounts, path.periods(), &value);
    if let Some(currency) = &asked.currency {
        state = state.shown_in(currency)?;
    }
    let of = || asked.of.clone().ok_or_else(|| nothing_named(view));
    let mut notes = prepared.notes;
    let rows = match view {
        "links" => link_rows(&state)?,
        "holders" => holder_rows(&state, &of()?)?,
        "current-account" => part_rows(current_account(&state, &of()?)?),
        "lending" => part_rows(lending_by_sector(&state, &of()?)?),
        "openings" => origin_rows(accounts, model),
        _ => {
            let drawn = draw(&state)?;
            notes.extend(
                drawn
                    .iter()
                    .filter(|(_, matrix)| !matrix.closes())
                    .map(open),
            );
            drawn
                .iter()
                .flat_map(|(name, matrix)| matrix_rows(name, matrix))
                .collect()
        }
    };
    Ok(Answer {
        rows,
        meta: Meta {
            notes,
            ..Meta::default()
        },
        ..Answer::default()
    })
}

/// The opening state has a balance sheet alone.
fn draw(state: &State) -> Result<Vec<(&'static str, Matrix)>, BasisError> {
    let mut drawn = vec![("balance_sheet", balance_sheet(state))];
    if state.period() > 0 {
        drawn.push(("transactions", transactions(state)?));
        drawn.push(("revaluation", revaluation(state)?));
    }
    Ok(drawn)
}

fn matrix_rows(name: &'static str, matrix: &Matrix) -> Vec<Row> {
    let head = |row: &str, title: Bilingual| -> Row {
        vec![
            ("matrix".into(), Value::text(name)),
            ("row".into(), Value::text(row)),
            ("title".into(), Value::Both(title)),
        ]
    };
    let mut rows: Vec<Row> = Vec::with_capacity(matrix.rows.len() + 1);
    for line in &matrix.rows {
        let mut cells = head(&line.name, line.title.clone());
        let columns = matrix.columns.iter().zip(&line.cells);
        cells.extend(columns.map(|(column, cell)| (column.clone().into(), Value::from(*cell))));
        cells.push(("sum".into(), Value::from(Some(line.sum()))));
        rows.push(cells);
    }
    let mut cells = head("sum", Bilingual::new("Sum", "合计"));
    let mut total = 0.0;
    for (place, column) in matrix.columns.iter().enumerate() {
        let sum = matrix.column_sum(place);
        total += sum;
        cells.push((column.clone().into(), Value::from(Some(sum))));
    }
    cells.push(("sum".into(), Value::from(Some(total))));
    rows.push(cells);
    rows
}

fn link_rows(state: &State) -> Result<Vec<Row>, BasisError> {
    let links = links(state)?.into_iter().map(|link| {
        row([
            ("from", Value::text(link.from)),
            ("to", Value::text(link.to)),
            ("flow", Value::text(link.name)),
            ("title", Value::Both(link.title)),
            ("value", Value::from(Some(link.value))),
        ])
    });
    Ok(links.collect())
}

fn holder_rows(state: &State, instrument: &str) -> Result<Vec<Row>, BasisError> {
    let held = holders(state, instrument)?.into_iter().map(|holder| {
        row([
            ("sector", Value::text(holder.sector)),
            ("units", Value::from(Some(holder.units))),
            ("value", Value::from(Some(holder.value))),
            ("share", Value::from(Some(holder.share))),
        ])
    });
    Ok(held.collect())
}

fn part_rows(parts: Vec<Part>) -> Vec<Row> {
    let total: f64 = parts.iter().map(|part| part.value).sum();
    let sum = Part {
        name: "sum".to_owned(),
        title: Bilingual::new("Sum", "合计"),
        value: total,
    };
    let rows = parts.into_iter().chain([sum]).map(|part| {
        row([
            ("row", Value::text(part.name)),
            ("title", Value::Both(part.title)),
            ("value", Value::from(Some(part.value))),
        ])
    });
    rows.collect()
}

fn origin_rows(accounts: &Accounts, model: &triffin_cycle::Model) -> Vec<Row> {
    let names = [
        Bilingual::new("cited", "引用"),
        Bilingual::new("derived", "推算"),
        Bilingual::new("assumed", "假设"),
    ];
    let shares = accounts.origins(model);
    let rows = names.into_iter().zip(shares).map(|(name, share)| {
        row([
            ("origin", Value::Both(name)),
            (
                "cells",
                Value::Int(i64::try_from(share.cells).unwrap_or(i64::MAX)),
            ),
            ("share", Value::from(Some(share.of_cells))),
        ])
    });
    rows.collect()
}

fn view(named: Option<&str>) -> Result<&'static str, BasisError> {
    let Some(name) = named else {
        return Ok(VIEWS[0]);
    };
    if let Some(known) = VIEWS.into_iter().find(|known| *known == name) {
        return Ok(known);
    }
    let error = BasisError::new(
        "E-CYCLE-VIEW",
        format!("there is no view `{name}` of the accounts"),
        format!("没有名为“{name}”的账户视图"),
    )
    .value(name)
    .expected(VIEWS.join(", "), VIEWS.join("、"));
    Err(match nearest(name, VIEWS).first() {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => error,
    })
}

pub(super) fn no_accounts(model: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-NO-ACCOUNTS",
        format!("{model} is written as equations: who holds and pays what is not declared"),
        format!("{model} 以方程写成：未声明谁持有、谁支付"),
    )
    .value(model)
    .expected(
        "a model with sectors, instruments and flows, such as dollar-cycle",
        "声明了部门、工具与流量的模型，例如 dollar-cycle",
    )
    .remedy(
        "Write its accounts, or ask for its variables with cycle run",
        "请写出其账户，或用 cycle run 查看变量",
    )
}

fn nothing_named(view: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-VIEW",
        format!("the view `{view}` is of an instrument or an economy, and none is named"),
        format!("视图“{view}”须指明工具或经济体"),
    )
    .value(view)
    .remedy("Add --of NAME", "请加 --of 名称")
}

/// A matrix that does not close, by how much.
fn open((name, matrix): &(&'static str, Matrix)) -> Note {
    let gap = matrix.largest_gap();
    Note::warning(
        "W-CYCLE-MATRIX-OPEN",
        format!("the {name} matrix misses by {gap:e}"),
        format!("{name} 矩阵相差 {gap:e}"),
    )
}
