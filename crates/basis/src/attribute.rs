//! The attributes of a basis, each with its refusal code and its converter.

use crate::error::BasisError;
use crate::lang::Lang;
use crate::words::words;

words! {
    /// One attribute two numbers must share before they meet.
    pub enum Attribute {
        /// What is counted: money, per cent, kilograms.
        Unit = "unit", "unit", "单位";
        /// In which currency.
        Currency = "currency", "currency", "币种";
        /// In ones, millions, 亿.
        Scale = "scale", "scale", "数量级";
        /// At current or constant prices.
        Price = "price", "price basis (nominal or real)", "价格基础（名义或实际）";
        /// FOB, CIF, customs value.
        Valuation = "valuation", "valuation", "计价方式";
        /// General or special trade.
        TradeSystem = "trade_system", "trade system", "贸易体系";
        /// Which customs regimes are in.
        Regime = "regime", "regime coverage", "贸易方式范围";
        /// By which date.
        Timing = "timing", "time of recording", "统计时点";
        /// Goods, goods and services, current account.
        Layer = "layer", "balance layer", "差额层次";
        /// Stock, flow, ratio, index, price.
        StockFlow = "stock_flow", "kind of magnitude", "量的性质";
        /// Gross or net.
        GrossNet = "gross_net", "gross or net", "总额或净额";
        /// What a plus means.
        Sign = "sign", "sign convention", "符号约定";
        /// Which way a rate is written.
        Quote = "quote", "quote convention", "标价方式";
        /// Which period.
        Period = "period", "period", "时期";
    }
}

impl Attribute {
    /// The stable code of a refusal over this attribute.
    pub fn code(self) -> &'static str {
        match self {
            Attribute::Unit => "E-BASIS-UNIT",
            Attribute::Currency => "E-BASIS-CURRENCY",
            Attribute::Scale => "E-BASIS-SCALE",
            Attribute::Price => "E-BASIS-PRICE",
            Attribute::Valuation => "E-BASIS-VALUATION",
            Attribute::TradeSystem => "E-BASIS-TRADESYSTEM",
            Attribute::Regime => "E-BASIS-REGIME",
            Attribute::Timing => "E-BASIS-TIMING",
            Attribute::Layer => "E-BASIS-LAYER",
            Attribute::StockFlow => "E-BASIS-STOCKFLOW",
            Attribute::GrossNet => "E-BASIS-GROSSNET",
            Attribute::Sign => "E-BASIS-SIGN",
            Attribute::Quote => "E-BASIS-QUOTE",
            Attribute::Period => "E-BASIS-PERIOD",
        }
    }

    /// Which conversion would help, or why none can.
    pub fn converter(self, lang: Lang) -> &'static str {
        let (en, zh) = self.converters();
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// The refusal of two values of this attribute.
    pub fn differs(self, left: &str, right: &str) -> BasisError {
        let (en, zh) = self.converters();
        BasisError::new(
            self.code(),
            format!("{} differs: {left} and {right}", self.label(Lang::En)),
            format!(
                "{}不同：{} 与 {}",
                self.label(Lang::Zh),
                value_zh(left),
                value_zh(right)
            ),
        )
        .between(self.as_str(), left, right)
        .expected(
            format!("one {} on both sides", self.label(Lang::En)),
            format!("两边{}一致", self.label(Lang::Zh)),
        )
        .remedy(en, zh)
    }

    /// The refusal of a number of `source` that does not say its value of this
    /// attribute.
    pub fn unstated(self, source: Option<&str>) -> BasisError {
        let (en, zh) = (self.label(Lang::En), self.label(Lang::Zh));
        BasisError::new(
            self.code(),
            format!(
                "{} does not state its {en}",
                source.map_or("a number".to_owned(), |s| format!("a number of {s}"))
            ),
            format!(
                "{}未注明{zh}",
                source.map_or("有数字".to_owned(), |s| format!("{s} 的数字"))
            ),
        )
        .between(self.as_str(), source.unwrap_or(NOT_STATED), NOT_STATED)
        .expected(
            format!("a stated {en} on every number"),
            format!("每个数字都注明{zh}"),
        )
        .remedy(
            format!("State the {en} of the source, then convert where they differ"),
            format!("请先按来源注明{zh}，不一致时再换算"),
        )
    }

    fn converters(self) -> (&'static str, &'static str) {
        match self {
            Attribute::Unit => (
                "No conversion turns one unit into another; check which figure is meant",
                "不同单位之间无法换算；请核对所指数字",
            ),
            Attribute::Currency => (
                "Convert one side with an exchange rate: average or record-date for flows, end-of-period for stocks",
                "请用汇率换算其中一边：流量用平均或记录日汇率，存量用期末汇率",
            ),
            Attribute::Scale => ("Rescale one side (exact)", "请先统一数量级（精确换算）"),
            Attribute::Price => (
                "Deflate the nominal side with a price index of the same base",
                "请用同一基期的价格指数平减名义值",
            ),
            Attribute::Valuation => (
                "Convert with a CIF/FOB margin; only a CIF value can be divided and only a FOB value multiplied",
                "请用 CIF/FOB 加成换算；只有到岸价可除、离岸价可乘",
            ),
            Attribute::TradeSystem => (
                "No factor converts trade systems; take both sides from one system",
                "贸易体系之间没有换算系数；请取同一体系的数据",
            ),
            Attribute::Regime => (
                "Filter both sides to the same regimes (--include, --exclude)",
                "请将两边筛选为相同的贸易方式（--include、--exclude）",
            ),
            Attribute::Timing => (
                "Assign the records of both sides by the same date (--timing)",
                "请按同一日期口径归期（--timing）",
            ),
            Attribute::Layer => (
                "Add services (and income) to the narrower side, or take goods on both",
                "请为较窄的一边补上服务（和收入），或两边都只取货物",
            ),
            Attribute::StockFlow => (
                "A stock is no flow: use the change of the stock, or the flow itself",
                "存量不是流量：请用存量的变动或流量本身",
            ),
            Attribute::GrossNet => (
                "Net needs the other side: state both gross sides and subtract",
                "净额需要另一边：请给出两个总额再相减",
            ),
            Attribute::Sign => (
                "Turn one side to the other's sign convention",
                "请统一符号约定",
            ),
            Attribute::Quote => (
                "Convert between quote rise and value change: v = 1/(1+q) − 1",
                "请在报价变动与币值变动之间换算：v = 1/(1+q) − 1",
            ),
            Attribute::Period => (
                "Aggregate both sides to one period, or take the same one",
                "请将两边汇总到同一时期或取同一时期",
            ),
        }
    }
}

/// What stands for an attribute that a source does not state.
pub(crate) const NOT_STATED: &str = "not stated";

/// A value of an attribute for a Chinese reader; codes stay as they are.
pub(crate) fn value_zh(value: &str) -> &str {
    if value == NOT_STATED {
        "未注明"
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_stable_in_form() {
        let mut codes: Vec<_> = Attribute::ALL.iter().map(|a| a.code()).collect();
        assert!(codes.iter().all(|code| code.starts_with("E-BASIS-")));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Attribute::ALL.len());
    }

    #[test]
    fn every_refusal_speaks_both_languages() {
        let chinese = |text: &str| text.chars().any(|c| ('一'..='龥').contains(&c));
        for attribute in Attribute::ALL {
            for refusal in [
                attribute.differs("a", "b"),
                attribute.unstated(None),
                attribute.unstated(Some("Census")),
            ] {
                let parts = |lang| {
                    [
                        refusal.message(lang).to_owned(),
                        refusal.expectation(lang).to_owned(),
                        refusal.advice(lang).to_owned(),
                    ]
                };
                assert!(parts(Lang::En).iter().all(|p| !p.is_empty() && !chinese(p)));
                assert!(parts(Lang::Zh).iter().all(|p| chinese(p)), "{attribute}");
            }
        }
    }

    #[test]
    fn a_refusal_names_both_values_and_the_converter() {
        let refusal = Attribute::Currency.differs("USD", "CNY");
        assert_eq!(refusal.left(), Some("USD"));
        assert_eq!(refusal.right(), Some("CNY"));
        assert!(refusal.localized(Lang::En).contains("exchange rate"));
        assert!(refusal.localized(Lang::Zh).contains("汇率"));
        let unstated = Attribute::Valuation.differs("fob", NOT_STATED);
        assert!(unstated.message(Lang::Zh).contains("fob 与 未注明"));
    }
}
