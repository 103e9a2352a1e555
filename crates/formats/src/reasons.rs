//! The reasons rows are set aside for, in words.

use triffin_basis::Lang;

/// Reason, English, Chinese.
const REASONS: [(&str, &str, &str); 33] = [
    ("bad_action", "action not known", "操作类型无法识别"),
    (
        "bad_classification",
        "classification not known",
        "商品分类无法识别",
    ),
    ("bad_date", "no such date", "日期不存在"),
    (
        "bad_encoding",
        "not text in the file's encoding",
        "不是该文件编码的文字",
    ),
    ("bad_flag", "status flag not known", "状态标记无法识别"),
    ("bad_number", "not a number", "不是数字"),
    ("bad_period", "no such period", "时期不存在"),
    (
        "bad_product",
        "not a code of its classification",
        "不是该分类的商品编码",
    ),
    ("bad_regime", "trade regime not known", "贸易方式无法识别"),
    (
        "bad_trade_system",
        "trade system not known",
        "贸易体系无法识别",
    ),
    ("bad_unit", "unit not known", "单位无法识别"),
    ("bad_valuation", "valuation not known", "计价方式无法识别"),
    (
        "conflicting_value",
        "another value for the same observation",
        "同一观测有不同数值",
    ),
    ("duplicate_row", "the same row again", "重复的行"),
    (
        "stored_row",
        "a row an earlier file stored",
        "先前文件已存入的行",
    ),
    ("empty_row", "empty line", "空行"),
    ("future_date", "later than today", "晚于今天"),
    ("long_row", "more fields than the header", "字段多于表头"),
    ("missing_code", "no code", "缺代码"),
    ("missing_economy", "no economy", "缺经济体"),
    ("missing_flow", "neither export nor import", "缺进出口方向"),
    ("missing_indicator", "no indicator", "缺指标"),
    ("missing_partner", "no partner", "缺贸易伙伴"),
    ("missing_period", "no period", "缺时期"),
    ("missing_reporter", "no reporter", "缺报告国"),
    ("negative_value", "negative amount", "金额为负"),
    ("not_goods", "not trade in goods", "不是货物贸易"),
    ("short_row", "fewer fields than the header", "字段少于表头"),
    (
        "too_many_digits",
        "more digits than can be kept exactly",
        "位数超出可精确保存的范围",
    ),
    ("unknown_currency", "currency not known", "币种无法识别"),
    ("unknown_economy", "economy not known", "经济体无法识别"),
    ("unknown_flow", "flow not known", "流向无法识别"),
    (
        "unknown_quote",
        "unclear which way round the rate is quoted",
        "无法判断汇率标价方向",
    ),
];

/// The reason in words; `None` for one this crate does not give.
pub fn reason_label(reason: &str, lang: Lang) -> Option<&'static str> {
    let (_, en, zh) = REASONS.iter().find(|(name, _, _)| *name == reason)?;
    Some(match lang {
        Lang::En => en,
        Lang::Zh => zh,
    })
}

/// Every reason's machine name.
pub fn reasons() -> impl Iterator<Item = &'static str> {
    REASONS.iter().map(|(name, _, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: [&str; 25] = [
        include_str!("decimal.rs"),
        include_str!("layout.rs"),
        include_str!("readers/baci_csv.rs"),
        include_str!("readers/bis_eer_csv.rs"),
        include_str!("readers/bis_eer_xlsx.rs"),
        include_str!("readers/bis_weights_csv.rs"),
        include_str!("readers/code_table_csv.rs"),
        include_str!("readers/comtrade_reporting_csv.rs"),
        include_str!("readers/comtrade_row.rs"),
        include_str!("readers/concordance_csv.rs"),
        include_str!("readers/crises_csv.rs"),
        include_str!("readers/eurostat_bilateral_csv.rs"),
        include_str!("readers/ewn_csv.rs"),
        include_str!("readers/fed_h10_csv.rs"),
        include_str!("readers/fred_csv.rs"),
        include_str!("readers/keyed_csv.rs"),
        include_str!("readers/pwt_csv.rs"),
        include_str!("readers/record_cells.rs"),
        include_str!("readers/record_times.rs"),
        include_str!("readers/records_csv.rs"),
        include_str!("readers/sdmx_csv.rs"),
        include_str!("readers/series_csv.rs"),
        include_str!("readers/weo_ddf.rs"),
        include_str!("readers/worldbank_csv.rs"),
        include_str!("readers/worldbank_databank_xlsx.rs"),
    ];

    fn is_reason(word: &str) -> bool {
        let first = word.split('_').next().unwrap_or("");
        let known = [
            "bad", "missing", "unknown", "too", "short", "long", "empty", "future",
        ];
        word.contains('_')
            && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            && known.contains(&first)
    }

    #[test]
    fn every_reason_a_reader_gives_has_words_and_is_documented() {
        let given = SOURCES
            .iter()
            .flat_map(|text| text.split('"'))
            .filter(|word| is_reason(word));
        let mut count = 0;
        for reason in given {
            assert!(reason_label(reason, Lang::Zh).is_some(), "{reason}");
            count += 1;
        }
        assert!(count > 20);
        let pages = [
            include_str!("../../../docs/reference/mapping.md"),
            include_str!("../../../docs/reference/mapping.zh-CN.md"),
        ];
        for reason in reasons() {
            let quoted = format!("`{reason}`");
            assert!(pages.iter().all(|page| page.contains(&quoted)), "{reason}");
        }
    }
}
