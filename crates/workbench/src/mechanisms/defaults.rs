//! What stands for an option that was not typed, and where it is from.

/// A value that stands for an option.
#[derive(Clone, Copy, Debug)]
pub(super) struct Default {
    /// The option.
    pub option: &'static str,
    /// The value as it could be typed; several for an option that may be repeated.
    pub texts: &'static [&'static str],
    /// Where it is from.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

const fn default(
    option: &'static str,
    texts: &'static [&'static str],
    en: &'static str,
    zh: &'static str,
) -> Default {
    Default {
        option,
        texts,
        en,
        zh,
    }
}

const CENSUS: (&str, &str) = (
    "US Census Bureau: US goods trade of 2018",
    "美国人口普查局：2018年美国货物贸易",
);
const SECTION_301: (&str, &str) = (
    "USTR: 25 % on 250 bn USD of imports from China, May 2019, a tenth of US imports",
    "美国贸易代表办公室：2019年5月对2500亿美元中国产品加征25%，约占美国进口的十分之一",
);
const ASSUMED: (&str, &str) = ("assumed", "假设");
const TEXTBOOK: (&str, &str) = (
    "assumed: the simple logic of document 000, lines 223–227",
    "假设：文档000第223—227行的简单逻辑",
);
const ASYMMETRY: (&str, &str) = (
    "assumed: low for imports and high for exports, as document 000, lines 255–271",
    "假设：进口低、出口高，据文档000第255—271行",
);

/// What stands for each option.
const DEFAULTS: [Default; 34] = [
    default("imports", &["2536 bn USD"], CENSUS.0, CENSUS.1),
    default("exports", &["1666 bn USD"], CENSUS.0, CENSUS.1),
    default("rise", &["25%"], SECTION_301.0, SECTION_301.1),
    default("coverage", &["10%"], SECTION_301.0, SECTION_301.1),
    default("elasticity", &["1"], TEXTBOOK.0, TEXTBOOK.1),
    default("textbook_import", &["1"], TEXTBOOK.0, TEXTBOOK.1),
    default("textbook_export", &["1"], TEXTBOOK.0, TEXTBOOK.1),
    default("import_elasticity", &["0.2"], ASYMMETRY.0, ASYMMETRY.1),
    default("export_elasticity", &["2"], ASYMMETRY.0, ASYMMETRY.1),
    default("import_price", &["10%"], ASSUMED.0, ASSUMED.1),
    default("export_price", &["10%"], ASSUMED.0, ASSUMED.1),
    default(
        "import_supply",
        &["endless"],
        "assumed: world prices are given",
        "假设：世界价格既定",
    ),
    default(
        "export_supply",
        &["endless"],
        "assumed: home prices are given",
        "假设：本国价格既定",
    ),
    default("diverted", &["50%"], ASSUMED.0, ASSUMED.1),
    default(
        "offset_share",
        &["0", "50%", "100%"],
        "no offset, half and all",
        "不抵消、抵消一半与完全抵消",
    ),
    default("offset", &["50%"], ASSUMED.0, ASSUMED.1),
    default(
        "stated",
        &["80%", "90%"],
        "document 000, line 272: 80–90 % borne by consumers",
        "文档000第272行：80–90%由消费者承担",
    ),
    default("demand", &["1"], ASSUMED.0, ASSUMED.1),
    default("customs", &["100"], "an index", "指数"),
    default("before", &["0"], ASSUMED.0, ASSUMED.1),
    default("after", &["25%"], SECTION_301.0, SECTION_301.1),
    default(
        "margin",
        &["perfect"],
        "perfect competition between importers",
        "进口商完全竞争",
    ),
    default(
        "supplier",
        &["CHN=60", "KOR=25", "VNM=15"],
        "assumed, to show the mechanism",
        "假设，用于展示机制",
    ),
    default(
        "duty",
        &["CHN=52%"],
        "document 000, line 235: at most 52 % on one origin",
        "文档000第235行：对单一来源最高52%",
    ),
    default("sigma", &["4"], ASSUMED.0, ASSUMED.1),
    default(
        "eta",
        &["0"],
        "document 000, line 229: imports in total stay",
        "文档000第229行：进口总量不变",
    ),
    default(
        "keep",
        &["units"],
        "document 000, line 229: imports in total stay",
        "文档000第229行：进口总量不变",
    ),
    default("window", &["3"], ASSUMED.0, ASSUMED.1),
    default("band", &["25%"], ASSUMED.0, ASSUMED.1),
    default("bought_imported", &["10%"], ASSUMED.0, ASSUMED.1),
    default("imported_inputs", &["5%"], ASSUMED.0, ASSUMED.1),
    default("domestic_inputs", &["40%"], ASSUMED.0, ASSUMED.1),
    default(
        "pass_through",
        &["100%"],
        "assumed: the whole duty",
        "假设：完全传递",
    ),
    default("appreciation", &["0"], ASSUMED.0, ASSUMED.1),
];

/// What stands for an option.
pub(super) fn of(option: &str) -> Option<&'static Default> {
    DEFAULTS.iter().find(|known| known.option == option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_option_has_one_default() {
        for default in &DEFAULTS {
            let same = DEFAULTS
                .iter()
                .filter(|other| other.option == default.option);
            assert_eq!(same.count(), 1, "{}", default.option);
        }
    }
}
