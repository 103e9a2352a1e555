//! A counterfactual from a table of pairs: costs estimated, resistances solved.

use std::collections::HashMap;

use triffin_basis::BasisError;
use triffin_formats::columns::Hold;
use triffin_tariff::equilibrium::gravity_table::{
    CostTerm, Country, GravityTable, Results, Row as PairRow, Setting, simulate, trade_costs,
};
use triffin_tariff::estimate::{self, Request, Term};
use triffin_tariff::scenario::{ByName, Gravity, TableKind, Theta, place};

use super::files::Desk;
use super::frame;
use super::names::REGION;
use super::solve::{AskedSolve, By, add, name, told};
use super::table::Table;
use crate::answer::{Answer, Meta, Note, Row};
use crate::columns::Origin;
use crate::error::QuestionError;
use crate::value::Value;

/// Solves the scenario of a gravity table.
pub(super) fn solve(desk: &Desk, asked: &AskedSolve, by: By) -> Result<Answer, QuestionError> {
    let Some(gravity) = &desk.scenario.gravity else {
        return Err(no_table().into());
    };
    let read = Read::of(desk, gravity)?;
    let (coefficients, fitted) = match gravity.coefficients.len() == gravity.costs.len() {
        true => (gravity.coefficients.clone(), Vec::new()),
        false => read.estimate(desk, gravity)?,
    };
    let terms = read.terms(desk, gravity, &coefficients)?;
    let (before, after) = trade_costs(&terms)?;
    let setting = setting(desk, gravity, &read.table)?;
    let results = simulate(&read.table, &before, &after, &setting)?;
    let told = told(&asked.regions, read.table.regions())?;
    let rows = match by {
        By::Region => countries(&results, &told),
        _ => pairs(&results, read.table.regions(), &told),
    };
    let reference = name(read.table.regions(), setting.reference);
    let mut facts = vec![
        ("residual", results.residual.into()),
        ("iterations", results.iterations.into()),
        ("model", "gravity".into()),
        ("closure", "share-of-gdp".into()),
        ("incomes", setting.incomes.name().into()),
        ("numeraire", reference),
        ("sigma", setting.sigma.into()),
    ];
    let told = coefficients
        .iter()
        .map(|(name, value)| (name.clone(), (*value).into()));
    facts.push((
        "coefficients",
        Value::Nested(serde_json::Value::Object(told.collect())),
    ));
    Ok(Answer {
        rows,
        meta: Meta {
            system: "S7",
            unit: Some("percent".to_owned()),
            formula: Some("X_ij = Y_i E_j / Y (t_ij / (Π_i P_j))^(1 − σ)"),
            facts,
            notes: fitted,
            ..Meta::default()
        },
        ..Answer::default()
    })
}

/// The coefficient of each cost, by name.
type Coefficients = Vec<(String, f64)>;

/// A gravity table with its columns of costs.
struct Read {
    origin: Origin,
    rows: Table,
    table: GravityTable,
    /// Names of the columns of pairs and trade in the file.
    columns: [String; 3],
}

impl Read {
    fn of(desk: &Desk, gravity: &Gravity) -> Result<Self, QuestionError> {
        let origin = desk.table(TableKind::Gravity)?.ok_or_else(no_table)?;
        let data = &desk.scenario.data;
        let column = |role| data.column(TableKind::Gravity, role);
        let names = [column("importer"), column("exporter")];
        let mut numbers = vec![column("trade"), column("output"), column("expenditure")];
        numbers.extend(gravity.costs.iter().map(String::as_str));
        let only = data.rows_where(TableKind::Gravity);
        let rows = Table::read(&origin, &names, &numbers, only)?;
        let pair = |row: usize| {
            Ok(PairRow {
                importer: rows.names[0][row].clone(),
                exporter: rows.names[1][row].clone(),
                trade: rows.numbers[0][row],
                output: rows.number(1, row, "output")?,
                expenditure: rows.number(2, row, "expenditure")?,
            })
        };
        let pairs: Result<Vec<PairRow>, BasisError> = (0..rows.rows()).map(pair).collect();
        let columns = ["importer", "exporter", "trade"].map(|role| column(role).to_owned());
        Ok(Self {
            table: GravityTable::new(&pairs?)?,
            origin,
            rows,
            columns,
        })
    }

    /// Coefficients by PPML with effects of exporters and importers; those
    /// given stay as they are.
    fn estimate(
        &self,
        desk: &Desk,
        gravity: &Gravity,
    ) -> Result<(Coefficients, Vec<Note>), QuestionError> {
        let [importer, exporter, trade] = &self.columns;
        let x = gravity.costs.iter().map(|name| Term::column(name));
        let request = Request::new(Term::column(trade), x.collect())
            .effect(exporter)?
            .effect(importer)?;
        let mut wanted = vec![
            (importer.clone(), Hold::Texts),
            (exporter.clone(), Hold::Texts),
            (trade.clone(), Hold::Numbers),
        ];
        wanted.extend(
            gravity
                .costs
                .iter()
                .map(|name| (name.clone(), Hold::Numbers)),
        );
        let only = desk.scenario.data.rows_where(TableKind::Gravity);
        let framed = frame::read(&self.origin, wanted, only.map(str::to_owned))?;
        let fit = estimate::estimate(&framed.frame, &request)?;
        let given: HashMap<&str, f64> = gravity
            .coefficients
            .iter()
            .map(|(name, value)| (name.as_str(), *value))
            .collect();
        let mut told = Vec::new();
        for name in &gravity.costs {
            let found = given.get(name.as_str()).copied();
            let found = found.or_else(|| fit.term(name).map(|term| term.estimate));
            told.push((name.clone(), found.ok_or_else(|| spanned(name))?));
        }
        let note = Note::remark(
            "W-TARIFF-ESTIMATED",
            format!(
                "costs are estimated by PPML with effects of exporters and importers on {} of {} rows",
                fit.rows_used, fit.rows_in
            ),
            format!(
                "贸易成本以 PPML 估计，含出口方与进口方效应，使用 {} 行中的 {} 行",
                fit.rows_in, fit.rows_used
            ),
        );
        Ok((told, vec![note]))
    }

    /// The columns of costs before and after the shocks, by pair.
    fn terms(
        &self,
        desk: &Desk,
        gravity: &Gravity,
        coefficients: &[(String, f64)],
    ) -> Result<Vec<CostTerm>, QuestionError> {
        let mut terms = Vec::new();
        for (at, cost) in gravity.costs.iter().enumerate() {
            let values = (0..self.rows.rows()).map(|row| self.rows.number(3 + at, row, cost));
            let before = values.collect::<Result<Vec<f64>, _>>()?;
            let after = self.shocked(desk, cost, &before)?;
            let known = coefficients.iter().find(|(name, _)| name == cost);
            terms.push(CostTerm {
                name: cost.clone(),
                coefficient: known.map_or(0.0, |(_, value)| *value),
                before: self.table.by_pair(&before)?,
                after: self.table.by_pair(&after)?,
            });
        }
        Ok(terms)
    }

    /// A column after every shock that sets it.
    fn shocked(&self, desk: &Desk, cost: &str, before: &[f64]) -> Result<Vec<f64>, QuestionError> {
        let regions = self.table.regions();
        let groups = &desk.scenario.groups;
        let mut after = before.to_vec();
        for shock in &desk.scenario.shocks {
            if shock.set.is_empty() || shock.tariff.is_some() || shock.iceberg.is_some() {
                return Err(only_set(shock.line).into());
            }
            let gravity = desk.scenario.gravity.as_ref();
            let known = |name: &String| gravity.is_some_and(|gravity| gravity.costs.contains(name));
            if let Some((stray, _)) = shock.set.iter().find(|(name, _)| !known(name)) {
                return Err(no_cost(shock.line, stray).into());
            }
            let Some((_, value)) = shock.set.iter().find(|(name, _)| name == cost) else {
                continue;
            };
            let importers = shock.importers.places(regions, groups, shock.line)?;
            let exporters = shock.exporters.places(regions, groups, shock.line)?;
            let among = |places: &[usize], name: &String| {
                places.iter().any(|place| regions.get(*place) == Some(name))
            };
            for (row, cell) in after.iter_mut().enumerate() {
                let (importer, exporter) = (&self.rows.names[0][row], &self.rows.names[1][row]);
                let abroad = importer != exporter;
                if abroad && among(&importers, importer) && among(&exporters, exporter) {
                    *cell = *value;
                }
            }
        }
        Ok(after)
    }
}

fn setting(desk: &Desk, gravity: &Gravity, table: &GravityTable) -> Result<Setting, BasisError> {
    let Theta::Given(ByName::All(theta)) = &desk.scenario.elasticity.theta else {
        return Err(BasisError::new(
            "E-TARIFF-THETA",
            "a gravity table needs one elasticity",
            "引力数据表需要一个弹性",
        )
        .expected(
            "[elasticity] sigma = 5, or theta = 4",
            "[elasticity] sigma = 5 或 theta = 4",
        ));
    };
    let reference = match &gravity.reference {
        Some(name) => place(table.regions(), name, REGION)?,
        None => 0,
    };
    Ok(Setting {
        sigma: theta + 1.0,
        reference,
        incomes: gravity.incomes,
    })
}

fn countries(results: &Results, told: &[bool]) -> Vec<Row> {
    let each = results.countries.iter().zip(told);
    each.filter(|(_, told)| **told)
        .map(|(country, _)| of_country(country))
        .collect()
}

fn of_country(found: &Country) -> Row {
    let mut row = Row::new();
    add(
        &mut row,
        [
            ("region", Value::text(&found.region)),
            ("wage", found.factory_gate_price.into()),
            ("price_index", found.inward_resistance.into()),
            (
                "real_income",
                (100.0 * (1.0 / found.welfare_statistic - 1.0)).into(),
            ),
            ("real_wage", found.terms_of_trade.into()),
            ("welfare_linear", Value::Null),
            ("exports", found.foreign_exports.into()),
            ("imports", found.foreign_imports.into()),
            ("balance", Value::Null),
            ("tariff_revenue", Value::Null),
            ("factory_gate_price", found.factory_gate_price.into()),
            ("outward_resistance", found.outward_resistance.into()),
            ("inward_resistance", found.inward_resistance.into()),
            ("gdp", found.gdp.into()),
            ("terms_of_trade", found.terms_of_trade.into()),
            ("output", found.output.into()),
            ("expenditure", found.expenditure.into()),
            ("intranational_trade", found.intranational_trade.into()),
            ("welfare_statistic_level", found.welfare_statistic.into()),
            (
                "outward_resistance_before_level",
                found.outward_resistance_before.into(),
            ),
            (
                "inward_resistance_before_level",
                found.inward_resistance_before.into(),
            ),
        ],
    );
    row
}

fn pairs(results: &Results, regions: &[String], told: &[bool]) -> Vec<Row> {
    let among = results.pairs.iter().filter(|pair| told[pair.exporter]);
    let row = |pair: &triffin_tariff::equilibrium::gravity_table::Pair| {
        let mut row = Row::new();
        add(
            &mut row,
            [
                ("exporter", name(regions, pair.exporter)),
                ("importer", name(regions, pair.importer)),
                ("trade", pair.change.into()),
                ("trade_before_level", pair.before.into()),
                ("trade_level", pair.after.into()),
            ],
        );
        row
    };
    among.map(row).collect()
}

fn no_table() -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-TABLE",
        "[gravity] is there, and data.gravity is not",
        "有 [gravity] 而没有 data.gravity",
    )
    .value("gravity")
    .expected(
        "data.gravity = \"…\": importer, exporter, trade, output, expenditure and the columns of costs",
        "data.gravity = \"…\"：importer、exporter、trade、output、expenditure 及成本列",
    )
}

fn spanned(name: &str) -> BasisError {
    BasisError::new(
        "E-GRAVITY-COLLINEAR",
        format!("{name} cannot be estimated: other costs and the effects span it"),
        format!("无法估计 {name}：它可由其他成本与效应线性表示"),
    )
    .value(name)
    .expected(
        "costs that vary between pairs by themselves",
        "在国家对之间独立变动的成本",
    )
    .remedy(
        "Leave it out of costs, or give its coefficient in [gravity.coefficients]",
        "请从 costs 中去掉，或在 [gravity.coefficients] 中给出系数",
    )
}

fn only_set(line: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-MODEL",
        format!("line {line}: a shock to a gravity table sets columns of costs"),
        format!("第 {line} 行：引力数据表的冲击须设定成本列"),
    )
    .value(line)
    .expected("set = { column = value }", "set = { 列 = 值 }")
}

fn no_cost(line: usize, name: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-MODEL",
        format!("line {line}: {name} is none of the costs"),
        format!("第 {line} 行：{name} 不在 costs 之中"),
    )
    .value(name)
    .expected("a column of [gravity] costs", "[gravity] costs 中的列")
}
