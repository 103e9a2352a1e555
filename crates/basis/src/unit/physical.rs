//! Physical units of trade statistics and the names they come under.

/// Symbol, Chinese label, other names in lower case.
///
/// Source: the quantity units recommended by the World Customs Organization
/// for trade statistics, and the mass and volume units publishers add.
const UNITS: [(&str, &str, &[&str]); 22] = [
    (
        "kg",
        "千克",
        &["kg", "kilogram", "kilograms", "kgs", "公斤", "千克"],
    ),
    ("mg", "毫克", &["milligram", "milligrams", "毫克"]),
    ("kt", "千吨", &["kilotonne", "kilotonnes"]),
    ("Mt", "百万吨", &["megatonne", "megatonnes"]),
    ("g", "克", &["gram", "grams", "克"]),
    (
        "t",
        "吨",
        &[
            "tonne",
            "tonnes",
            "metric ton",
            "metric tons",
            "吨",
            "噸",
            "公吨",
        ],
    ),
    ("carat", "克拉", &["carats", "克拉"]),
    ("l", "升", &["litre", "litres", "liter", "liters", "升"]),
    ("m", "米", &["metre", "metres", "meter", "meters", "米"]),
    (
        "m2",
        "平方米",
        &["m²", "square metres", "square meters", "平方米"],
    ),
    (
        "m3",
        "立方米",
        &["m³", "cubic metres", "cubic meters", "立方米"],
    ),
    ("kWh", "千瓦时", &["kwh", "千瓦时"]),
    (
        "MWh",
        "兆瓦时",
        &["mwh", "1000 kwh", "thousand kwh", "兆瓦时"],
    ),
    ("barrel", "桶", &["barrels", "bbl", "桶"]),
    (
        "item",
        "件",
        &[
            "items",
            "u",
            "number of items",
            "unit",
            "units",
            "pc",
            "pcs",
            "piece",
            "pieces",
            "no",
            "件",
            "台",
            "辆",
            "只",
        ],
    ),
    ("pair", "双", &["pairs", "2u", "双", "對", "对"]),
    ("dozen", "打", &["dozens", "12u", "打"]),
    ("pack", "包", &["packs", "包"]),
    ("person", "人", &["persons", "people", "人", "人次"]),
    ("year", "年", &["years", "年"]),
    ("month", "个月", &["months", "个月"]),
    ("day", "天", &["days", "天", "日"]),
];

/// The symbol of a name, in any case of an English one.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    UNITS
        .iter()
        .find(|(symbol, _, names)| {
            // Short symbols differ by case: mg is no Mg.
            let word = symbol.len() > 3 && *symbol == lower;
            *symbol == name || word || names.contains(&lower.as_str())
        })
        .map(|row| row.0)
}

/// The Chinese label of a symbol; the symbol itself when it has none.
pub(super) fn label_zh(symbol: &str) -> &str {
    UNITS
        .iter()
        .find(|row| row.0 == symbol)
        .map_or(symbol, |row| row.1)
}
