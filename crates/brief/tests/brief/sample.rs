//! One brief's facts, for looking at and for the tests.
//!
//! US goods trade with China: US Census Bureau, "Trade in Goods with China"
//! (public domain), million dollars, not seasonally adjusted; sums of the twelve
//! months in `starter/china-trade-us-census.csv`: exports 129,997.3 (2017) and
//! 120,281.3 (2018), imports 505,165.2 and 538,514.3. Monthly values of 2018
//! from the same file, rounded to 0.1 billion. The yuan's rate is the mean of
//! the twelve monthly rates in `starter/fed-h10-monthly.csv`.
//!
//! Invented for the layout, and true of no source: vintage ids and dates, every
//! status but "observed", the month left out, the partial month, and the rows
//! of partners other than China, which are rounded.

use triffin_basis::{Bilingual, Decimal, Flag, Period, Unit};
use triffin_brief::facts::{
    Alignment, Change, ChangeRow, Check, CheckStatus, External, ExternalItem, Fact, Facts,
    Headline, MissingFact, PartnerRow, Partners, Point, Series, SourceFact, Subject,
};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

fn unit(text: &str) -> Unit {
    Unit::parse(text).map_or(Unit::Unstated, |(unit, _)| unit)
}

fn money() -> Unit {
    unit("USD")
}

fn year(y: i16) -> Period {
    Period::year(y)
}

fn both(en: &str, zh: &str) -> Bilingual {
    Bilingual::new(en, zh)
}

fn usd(value: &str, y: i16) -> Fact {
    Fact::new(dec(value), money(), year(y)).from_source("census")
}

/// The facts of `USA-CHN`, 2018.
pub fn us_china() -> Facts {
    let subject = Subject {
        reporter_code: "USA".into(),
        reporter: both("United States", "美国"),
        partner_code: Some("CHN".into()),
        partner: Some(both("China", "中国")),
    };
    Facts {
        subject,
        period: year(2018),
        as_of: Some("2019-12-31".into()),
        headline: Some(headline()),
        warnings: Vec::new(),
        partners: None,
        change: Some(change()),
        alignment: Some(alignment()),
        external: Some(external()),
        recycling: None,
        tariff: None,
        series: series(),
        notes: Vec::new(),
        sources: vec![census(), h10()],
        missing: vec![MissingFact {
            what: both("Quantity and price effects", "数量与价格效应"),
            why: both(
                "The table has values without quantities",
                "该表只有金额而无数量",
            ),
            remedy: Some(both(
                "triffin data add FILE with a quantity column",
                "triffin data add 含数量列的文件",
            )),
        }],
    }
}

fn census() -> SourceFact {
    SourceFact {
        key: "census".into(),
        publisher: both("US Census Bureau", "美国人口普查局"),
        dataset: both("Trade in Goods with China", "对华货物贸易"),
        vintage: "3f9a1c20".into(),
        released: Some("2019-12-05".into()),
        licence: Some(Bilingual::same("US public domain")),
    }
}

fn h10() -> SourceFact {
    SourceFact {
        key: "h10".into(),
        publisher: both("Federal Reserve Board", "美国联邦储备委员会"),
        dataset: both("H.10 Foreign Exchange Rates", "H.10 外汇汇率"),
        vintage: "77b0d4e1".into(),
        released: None,
        licence: Some(Bilingual::same("US public domain")),
    }
}

fn headline() -> Headline {
    Headline {
        exports: Some(usd("120281300000", 2018).on(both("FAS", "船边交货价（FAS）"))),
        imports: Some(usd("538514300000", 2018).on(both("customs value", "海关完税价格"))),
        balance: usd("-418233000000", 2018)
            .on(both("FAS − customs value", "FAS−海关完税价格"))
            .by("B = X − M"),
        at_hand: false,
        layer: both("goods", "货物"),
        basis: vec![
            (
                both("Currency", "货币"),
                both("USD, current prices", "美元，现价"),
            ),
            (both("Trade system", "贸易制"), both("general", "总贸易制")),
            (both("Timing", "时点"), both("declared", "申报")),
            (both("Seasonal adjustment", "季节调整"), both("none", "无")),
        ],
        to_gdp: None,
    }
}

fn change() -> Change {
    let row = |en: &str, zh: &str, value: &str| ChangeRow {
        name: both(en, zh),
        delta: usd(value, 2018).by("ΔB = ΔX − ΔM"),
    };
    Change {
        opening: usd("-375167900000", 2017),
        closing: usd("-418233000000", 2018),
        delta: usd("-43065100000", 2018).by("ΔB = B1 − B0"),
        by: both("side", "进出口"),
        rows: vec![
            row("Exports fell", "出口减少", "-9716000000"),
            row("Imports rose", "进口增加", "-33349100000"),
        ],
        effects: None,
    }
}

fn alignment() -> Alignment {
    let check = |en: &str, zh: &str, system: &str, status, detail: (&str, &str)| Check {
        of: None,
        name: both(en, zh),
        system: system.into(),
        status,
        amount: None,
        detail: both(detail.0, detail.1),
    };
    let mut checks = vec![
        check(
            "Currency",
            "计价货币",
            "S1.3",
            CheckStatus::Pass,
            ("USD on both sides", "两边均为美元"),
        ),
        check(
            "Nominal or real",
            "名义与实际",
            "S1.4",
            CheckStatus::Pass,
            ("current prices on both sides", "两边均为现价"),
        ),
        check(
            "Boundary",
            "边界",
            "S1.5",
            CheckStatus::Pass,
            ("general trade on both sides", "两边均为总贸易制"),
        ),
        check(
            "Timing",
            "统计时点",
            "S1.6",
            CheckStatus::Pass,
            ("declared on both sides", "两边均按申报日"),
        ),
        check(
            "CIF or FOB",
            "到岸价与离岸价",
            "S1.11",
            CheckStatus::Adjusted,
            (
                "exports are FAS and imports customs value; neither holds freight, so no margin is applied",
                "出口为FAS、进口为海关完税价格，均不含运费，故不作调整",
            ),
        ),
    ];
    checks[4].amount = Some(Fact::new(Decimal::ZERO, money(), year(2018)));
    Alignment { checks }
}

fn external() -> External {
    let rate = unit("CNY per USD");
    External {
        rows: vec![ExternalItem {
            detail: false,
            name: both("Exchange rate, yearly average", "汇率，年平均"),
            level: Fact::new(dec("6.6123"), rate, year(2018)).from_source("h10"),
            change: Some(
                Fact::new(dec("-2.1"), Unit::Percent, year(2018))
                    .from_source("h10")
                    .flagged(Flag::Estimated),
            ),
            to_gdp: None,
            convention: Some(both("up = dollar dearer", "上升＝美元升值")),
        }],
    }
}

fn series() -> Vec<Series> {
    let exports = [
        "9.9", "9.7", "12.7", "10.5", "10.4", "10.9", "10.2", "9.3", "9.7", "9.2", "8.7", "9.2",
    ];
    let imports = [
        "45.7", "39.0", "38.3", "38.2", "43.9", "44.5", "47.0", "47.8", "49.9", "52.1", "46.3",
        "45.8",
    ];
    let curve = |title: Bilingual, values: &[&str], gap: Option<usize>| Series {
        detail: false,
        title,
        unit: money(),
        points: points(values, gap),
        sources: vec!["census".into()],
        chart: both(
            "US goods trade with China by month",
            "美国对华货物贸易（月度）",
        ),
    };
    vec![
        curve(both("Exports", "出口"), &exports, None),
        curve(both("Imports", "进口"), &imports, Some(6)),
    ]
}

fn points(values: &[&str], gap: Option<usize>) -> Vec<Point> {
    values
        .iter()
        .zip(1..)
        .enumerate()
        .filter_map(|(at, (value, month))| {
            let missing = gap == Some(at);
            let value = dec(value) * Decimal::from(1_000_000_000);
            Some(Point {
                period: Period::month(2018, month).ok()?,
                value: (!missing).then_some(value),
                flag: match (missing, month) {
                    (true, _) => Flag::Missing,
                    (_, 11..) => Flag::Provisional,
                    _ => Flag::Observed,
                },
                partial: month == 12,
            })
        })
        .collect()
}

/// The facts of one economy with several partners, a missing side among them.
pub fn with_partners() -> Facts {
    let mut facts = us_china();
    let row = |en: &str, zh: &str, x: &str, m: &str| PartnerRow {
        name: both(en, zh),
        exports: usd(x, 2018),
        imports: usd(m, 2018),
        balance: Fact::new(dec(x) - dec(m), money(), year(2018))
            .from_source("census")
            .by("B = X − M"),
        share: None,
    };
    let no_report = both("not reported", "未报告");
    let mut silent = row("Elsewhere", "其他地区", "0", "1000000000");
    silent.exports = Fact::missing(money(), year(2018), no_report.clone());
    silent.balance = Fact::missing(money(), year(2018), no_report);
    let mut netherlands = row("Netherlands", "荷兰", "48700000000", "24400000000");
    netherlands.balance.flag = Flag::Estimated;
    facts.warnings = vec![both(
        "imports by partner are customs values, exports FAS: the two differ in what freight they hold",
        "分伙伴进口为海关完税价格，出口为FAS，两者所含运费不同",
    )];
    facts.subject.partner = None;
    facts.subject.partner_code = None;
    facts.partners = Some(Partners {
        rows: vec![
            row("China", "中国", "120281300000", "538514300000"),
            row("Mexico", "墨西哥", "265400000000", "343700000000"),
            netherlands,
            silent,
        ],
        rest: None,
        total: None,
        notes: Vec::new(),
    });
    facts
}

/// The facts of a file that has imports only.
pub fn one_sided() -> Facts {
    let mut facts = us_china();
    let reason = both("not reported", "未报告");
    let absent = || Fact::missing(money(), year(2018), reason.clone());
    facts.headline = facts.headline.map(|mut headline| {
        headline.exports = Some(absent());
        headline.balance = absent();
        headline
    });
    facts.change = None;
    facts
}
