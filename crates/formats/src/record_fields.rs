//! The fields of a trade record and the headings they are known by.

use crate::plan::Field;

const fn field(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field { name, aliases }
}

/// Places of the fields in [`RECORD_FIELDS`].
#[allow(missing_docs)] // Each is the field of that name.
pub mod at {
    pub const FLOW: usize = 0;
    pub const REPORTER: usize = 1;
    pub const PARTNER: usize = 2;
    pub const PRODUCT: usize = 3;
    pub const PRODUCT_SYSTEM: usize = 4;
    pub const VALUE: usize = 5;
    pub const CURRENCY: usize = 6;
    pub const VALUATION: usize = 7;
    pub const QUANTITY: usize = 8;
    pub const QUANTITY_UNIT: usize = 9;
    pub const NET_WEIGHT: usize = 10;
    pub const REGIME: usize = 11;
    pub const TRADE_SYSTEM: usize = 12;
    pub const REGION: usize = 13;
    pub const ENTITY: usize = 14;
    pub const END_USE: usize = 15;
    pub const DECLARED: usize = 16;
    pub const SHIPPED: usize = 17;
    pub const SETTLED: usize = 18;
    pub const PERIOD: usize = 19;
    pub const PARTNER2: usize = 20;
    pub const CUSTOMS: usize = 21;
    pub const TRANSPORT: usize = 22;
    pub const FLAG: usize = 23;
    pub const UNIT_PRICE: usize = 24;
}

/// Fields of a trade record, in the order of [`at`].
pub const RECORD_FIELDS: [Field; 25] = [
    field("flow", &["进出口", "流向", "进出口类型", "trade flow"]),
    field("reporter", &["报告国", "申报国", "报告经济体"]),
    field(
        "partner",
        &["贸易伙伴", "贸易伙伴国", "伙伴国", "国别", "原产国"],
    ),
    field(
        "product",
        &["商品编码", "商品代码", "HS编码", "税号", "commodity"],
    ),
    field("product_system", &["classification", "商品分类", "分类"]),
    field("value", &["金额", "价值", "贸易额", "amount"]),
    field("currency", &["币种", "货币", "币制"]),
    field("valuation", &["计价方式", "计价", "成交方式", "价格条款"]),
    field("quantity", &["数量", "qty"]),
    field("quantity_unit", &["数量单位", "计量单位", "单位"]),
    field("net_weight_kg", &["净重", "净重(千克)", "net weight kg"]),
    field("regime", &["贸易方式", "监管方式"]),
    field("trade_system", &["贸易体系", "贸易统计制度"]),
    field(
        "region",
        &["地区", "省份", "省市", "收发货人注册地", "province"],
    ),
    field("entity", &["企业性质", "企业类型", "主体"]),
    field("end_use", &["用途", "最终用途"]),
    field("declared_on", &["报关日期", "申报日期"]),
    field("shipped_on", &["装运日期", "发运日期"]),
    field("settled_on", &["结算日期", "收付汇日期"]),
    field("period", &["期间", "时期", "年月", "统计时间"]),
    field("partner2", &["第二伙伴"]),
    field("customs_procedure", &["海关程序"]),
    field("transport", &["运输方式", "transport mode"]),
    field("flag", &["状态", "status"]),
    field("unit_price", &["单价", "price"]),
];

/// `export` or `import`; `None` for any other word.
pub fn flow(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "export" | "exports" | "x" | "出口" => Some("export"),
        "import" | "imports" | "m" | "进口" => Some("import"),
        _ => None,
    }
}

/// The valuation's stored word; `None` for any other.
pub fn valuation(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "fob" | "离岸价" | "离岸" => Some("fob"),
        "cif" | "到岸价" | "到岸" => Some("cif"),
        "customs" | "customs value" | "海关价值" | "完税价格" => Some("customs"),
        "fas" | "船边交货价" => Some("fas"),
        "mixed" | "混合" => Some("mixed"),
        _ => None,
    }
}

/// The regime's stored word; `None` for any other.
pub fn regime(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "general" | "一般贸易" => Some("general"),
        "processing" | "加工贸易" | "来料加工" | "进料加工" => Some("processing"),
        "bonded" | "保税" | "保税区" | "保税物流" => Some("bonded"),
        "reexport" | "re-export" | "转口" | "转口贸易" => Some("reexport"),
        "ecommerce" | "e-commerce" | "跨境电商" => Some("ecommerce"),
        "other" | "其他" | "其他贸易" => Some("other"),
        _ => None,
    }
}

/// The trade system's stored word; `None` for any other.
pub fn trade_system(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "general" | "g" | "总贸易" => Some("general"),
        "special" | "s" | "专门贸易" => Some("special"),
        _ => None,
    }
}
