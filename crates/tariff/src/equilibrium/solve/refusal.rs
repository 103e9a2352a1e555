//! Why there is no equilibrium to show.

use triffin_basis::BasisError;

pub(super) fn other_world(found: usize, expected: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("the shock has {found} flows, the world {expected}"),
        format!("冲击含 {found} 个流量，而世界有 {expected} 个"),
    )
    .value(found)
    .expected(
        "a shock and a baseline made for this world",
        "为同一世界构造的冲击与基准",
    )
}

pub(super) fn kappa(kappa: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-KAPPA",
        format!("the elasticity of labour supply kappa is {kappa}"),
        format!("劳动供给弹性 kappa 为 {kappa}"),
    )
    .value(kappa)
    .expected(
        "a number, zero or more; 0 fixes employment",
        "非负数；0 表示就业固定",
    )
}

pub(super) fn psi_length(found: usize, expected: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-PSI",
        format!("{found} scale elasticities for {expected} sectors"),
        format!("{expected} 个部门却有 {found} 个规模弹性"),
    )
    .value(found)
    .expected("one a sector, or none", "每个部门一个，或全部省略")
}

pub(super) fn psi(sector: &str, psi: f64, theta: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-PSI",
        format!("the scale elasticity psi of {sector} is {psi}, its trade elasticity {theta}"),
        format!("{sector} 的规模弹性 psi 为 {psi}，贸易弹性为 {theta}"),
    )
    .value(psi)
    .expected("psi ≥ 0 and psi × theta ≤ 1", "psi ≥ 0 且 psi × theta ≤ 1")
    .remedy(
        "Beyond that, equilibria are many: no counterfactual follows from the data",
        "超出此范围均衡不唯一，数据无法决定反事实结果",
    )
}

pub(super) fn one_way(region: &str, buys: bool) -> BasisError {
    let (en, zh) = if buys {
        ("buys abroad and sells nothing there", "有进口而无出口")
    } else {
        ("sells abroad and buys nothing there", "有出口而无进口")
    };
    BasisError::new(
        "E-TARIFF-ONE-WAY",
        format!("{region} {en}: its deficit cannot be zero"),
        format!("{region} {zh}：其逆差不可能为零"),
    )
    .value(region)
    .expected("trade in both directions, or none", "双向贸易，或没有贸易")
    .remedy(
        "Add the missing flows, or keep the deficits of the data",
        "请补充缺少的流量，或保留数据中的逆差",
    )
}

pub(super) fn income(region: &str, income: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-SPENDING",
        format!("{region} has nothing left to spend: income is {income}"),
        format!("{region} 已无可支出的收入：{income}"),
    )
    .value(income)
    .expected(
        "value added + revenue + deficit above zero",
        "增加值＋关税收入＋逆差大于零",
    )
    .remedy(
        "Take another deficit closure, for example zero",
        "请改用其他逆差封闭规则，例如 zero",
    )
}

pub(super) fn convergence(
    market: (&str, &str),
    miss: f64,
    sweeps: usize,
    tolerance: f64,
) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-EQUILIBRIUM",
        format!("after {sweeps} passes {} misses by {miss:.3e}", market.0),
        format!("经过 {sweeps} 轮，{}仍差 {miss:.3e}", market.1),
    )
    .value(format!("{miss:.3e}"))
    .expected(format!("at most {tolerance:e}"), format!("不超过 {tolerance:e}"))
    .remedy(
        "Look at that market's flows and elasticity; a smaller shock tells whether the data or the size is the cause",
        "请检查该市场的流量与弹性；用较小的冲击可判断原因在数据还是在幅度",
    )
}
