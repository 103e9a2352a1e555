//! Why tables are no world.

use std::fmt::Display;

use triffin_basis::BasisError;

use crate::equilibrium::flows::Flow;

/// importer ← exporter, sector
pub(super) fn cell(regions: &[String], sectors: &[String], flow: &Flow) -> String {
    let name = |names: &[String], at: u32| {
        let name = names.get(at as usize);
        name.cloned().unwrap_or_else(|| format!("#{at}"))
    };
    format!(
        "{} ← {}, {}",
        name(regions, flow.importer),
        name(regions, flow.exporter),
        name(sectors, flow.sector)
    )
}

pub(super) fn shape(what: &str, what_zh: &str, found: impl Display, expected: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("{what}: {found}"),
        format!("{what_zh}：{found}"),
    )
    .value(found)
    .expected(
        format!("{expected}, or a position below it"),
        format!("{expected}，或小于它的位置"),
    )
}

pub(super) fn theta(sector: &str, theta: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-THETA",
        format!("the trade elasticity of {sector} is {theta}"),
        format!("{sector} 的贸易弹性为 {theta}"),
    )
    .value(theta)
    .expected("a positive number, for example 4", "正数，例如 4")
    .remedy(
        "Give the elasticity without its sign: trade falls by theta percent for one percent of cost",
        "请给出不带负号的弹性：成本上升 1%，贸易下降 theta%",
    )
}

pub(super) fn flow(cell: &str, value: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-FLOW",
        format!("the flow {cell} is {value}"),
        format!("流量 {cell} 为 {value}"),
    )
    .value(value)
    .expected("a finite number, zero or more", "有限的非负数")
}

pub(super) fn duplicate(cell: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-DUPLICATE",
        format!("{cell} is there twice"),
        format!("{cell} 出现两次"),
    )
    .value(cell)
    .expected("one row a cell", "每个单元格一行")
}

pub(in crate::equilibrium) fn rate(cell: &str, rate: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-RATE",
        format!("the tariff of {cell} is {rate}"),
        format!("{cell} 的关税为 {rate}"),
    )
    .value(rate)
    .expected(
        "a rate above -1 (-100 %); 0.1 is 10 %",
        "大于 -1（-100%）的税率；0.1 即 10%",
    )
}

pub(in crate::equilibrium) fn own_duty(cell: &str, rate: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-DUTY",
        format!("goods bought at home bear a tariff: {cell}, {rate}"),
        format!("国内购买的货物被征关税：{cell}，{rate}"),
    )
    .value(rate)
    .expected(
        "0 where importer and exporter are the same",
        "进口方与出口方相同时为 0",
    )
}

pub(super) fn own_trade(region: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-TRADE",
        format!("{region} buys nothing from itself"),
        format!("{region} 没有自身贸易"),
    )
    .value(region)
    .expected(
        "flows with importer = exporter, or gross output to compute them from",
        "进口方等于出口方的流量，或可据以计算的总产出",
    )
    .remedy(
        "Add the rows, or give gross output by region and sector: own trade is output less exports",
        "请补充这些行，或给出各地区各部门总产出：自身贸易＝产出－出口",
    )
}

pub(super) fn own_trade_negative(
    region: &str,
    sector: &str,
    output: f64,
    exports: f64,
) -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-TRADE",
        format!("{region} exports more {sector} than it makes: {exports} of {output}"),
        format!("{region} 的 {sector} 出口多于产出：{exports}，产出 {output}"),
    )
    .value(output - exports)
    .expected(
        "output of at least the exports, before duty",
        "产出不少于出口（均不含关税）",
    )
}

pub(super) fn shares(cell: &str, what: (&str, &str), sum: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHARES",
        format!("{} of {cell} sum to {sum}", what.0),
        format!("{cell} 的{}合计为 {sum}", what.1),
    )
    .value(sum)
    .expected("1, to within a hundredth", "1（误差不超过百分之一）")
}

pub(super) fn share(cell: &str, what: (&str, &str), share: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHARES",
        format!("{} of {cell} is {share}", what.0),
        format!("{cell} 的{}为 {share}", what.1),
    )
    .value(share)
    .expected("a share from 0 to 1", "0 至 1 的份额")
}

pub(super) fn no_production(region: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-PRODUCTION",
        format!("{region} sells nothing, to itself or others"),
        format!("{region} 没有任何销售（无论对内对外）"),
    )
    .value(region)
    .expected("a region that produces", "有生产的地区")
    .remedy(
        "Leave the region out, or add it to another",
        "请删去该地区，或并入其他地区",
    )
}

pub(super) fn no_purchases(region: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-PURCHASES",
        format!("{region} buys nothing, from itself or others"),
        format!("{region} 没有任何购买（无论对内对外）"),
    )
    .value(region)
    .expected("a region that spends", "有支出的地区")
    .remedy(
        "Leave the region out, or add it to another",
        "请删去该地区，或并入其他地区",
    )
}

pub(super) fn no_trade(sector: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-TRADE",
        format!("nobody buys {sector}"),
        format!("无人购买 {sector}"),
    )
    .value(sector)
    .expected("a sector with flows", "有流量的部门")
    .remedy("Leave the sector out", "请删去该部门")
}

pub(super) fn no_technology(cell: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-TECHNOLOGY",
        format!("{cell} is sold, and nothing says how it is made"),
        format!("{cell} 有销售，却没有成本结构"),
    )
    .value(cell)
    .expected(
        "a share of value added, or of inputs",
        "增加值份额或投入份额",
    )
}

pub(super) fn no_supplier(cell: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-SUPPLIER",
        format!("{cell} is used, and nobody sells it there"),
        format!("{cell} 有使用，却无人供应"),
    )
    .value(cell)
    .expected("a flow from at least one exporter", "至少一个出口方的流量")
}

pub(super) fn value_added(region: &str, value: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-VALUE-ADDED",
        format!("value added of {region} is {value}"),
        format!("{region} 的增加值为 {value}"),
    )
    .value(value)
    .expected("a positive number", "正数")
}
