//! Which records a question is about.

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use serde::Serialize;
use triffin_basis::{BasisError, Freq, Timing, Window};

use crate::TradeError;
use crate::membership::membership;

/// The side of trade a record is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// Sold abroad: adds to the balance.
    Export,
    /// Bought abroad: takes from the balance.
    Import,
}

impl Flow {
    /// The text of the `flow` column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Flow::Export => "export",
            Flow::Import => "import",
        }
    }

    /// Reads the text of the `flow` column.
    pub fn parse(text: &str) -> Option<Flow> {
        [Flow::Export, Flow::Import]
            .into_iter()
            .find(|flow| flow.as_str() == text)
    }

    /// The rows of this side.
    pub fn rows(self) -> Expr {
        col("flow").eq(lit(self.as_str()))
    }
}

/// First and last day a record counts for on a date basis. A record without
/// the date is assigned by its published period when declared, and to no
/// window else.
fn days(timing: Timing) -> (Expr, Expr) {
    match timing {
        Timing::Declared => (
            first_of(col("declared_on"), col("period_start")),
            first_of(col("declared_on"), col("period_end")),
        ),
        Timing::Shipped => (col("shipped_on"), col("shipped_on")),
        Timing::Settled => (col("settled_on"), col("settled_on")),
    }
}

/// The day that names the period of a record on a date basis.
pub fn assigned_day(timing: Timing) -> Expr {
    days(timing).0
}

fn first_of(preferred: Expr, other: Expr) -> Expr {
    datafusion::functions::core::expr_fn::coalesce(vec![preferred, other])
}

/// The axis a total is broken down by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// One row: the total.
    #[default]
    Total,
    /// The other economy.
    Partner,
    /// The commodity code.
    Product,
    /// The section of the Harmonized System.
    Section,
    /// Capital, intermediate or consumption goods.
    EndUse,
    /// The customs regime.
    Regime,
    /// The region within the reporter.
    Region,
    /// The kind of enterprise.
    Entity,
    /// The period.
    Period,
}

impl Axis {
    /// Every axis, the total first.
    pub const ALL: [Axis; 9] = [
        Self::Total,
        Self::Partner,
        Self::Product,
        Self::Section,
        Self::EndUse,
        Self::Regime,
        Self::Region,
        Self::Entity,
        Self::Period,
    ];

    /// The word after `--by`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Partner => "partner",
            Self::Product => "product",
            Self::Section => "section",
            Self::EndUse => "end-use",
            Self::Regime => "regime",
            Self::Region => "region",
            Self::Entity => "entity",
            Self::Period => "period",
        }
    }

    /// Reads the word after `--by`.
    pub fn parse(text: &str) -> Option<Axis> {
        Self::ALL.into_iter().find(|axis| axis.as_str() == text)
    }

    /// Whether the axis needs commodity detail rather than the total.
    pub const fn needs_products(self) -> bool {
        matches!(self, Self::Product | Self::Section | Self::EndUse)
    }
}

/// How many reporters a question is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporters {
    /// The one the selection names.
    #[default]
    One,
    /// These, each by itself.
    Each(Vec<String>),
    /// Every one that has records, each by itself.
    All,
}

/// The records a question is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Selection {
    /// Code of the reporting economy, as in the records; of several, how a
    /// reader names them.
    pub reporter: String,
    /// Whether it is one reporter or several.
    pub reporters: Reporters,
    /// Codes of the partners, as in the records; empty is every partner.
    pub partners: Vec<String>,
    /// First digits of the commodity code; none is every commodity.
    pub product: Option<String>,
    /// The commodity classification to use, for example `HS2012`; none takes
    /// the one there is, the Harmonized System before others.
    pub product_system: Option<String>,
    /// Keys of `Axis::Product` are cut to this many digits; none leaves them.
    pub product_digits: Option<u8>,
    /// The days asked about, both ends included.
    pub window: Window,
    /// Which date assigns a record to the window.
    pub timing: Timing,
    /// Only these customs regimes; empty is all, those not stated included.
    pub include: Vec<String>,
    /// Without these customs regimes.
    pub exclude: Vec<String>,
}

impl Selection {
    /// Everything `reporter` trades over `window`.
    pub fn new(reporter: impl Into<String>, window: Window) -> Self {
        Self {
            reporter: reporter.into(),
            reporters: Reporters::One,
            partners: Vec::new(),
            product: None,
            product_system: None,
            product_digits: None,
            window,
            timing: Timing::Declared,
            include: Vec::new(),
            exclude: Vec::new(),
        }
    }

    /// The same question about these reporters, each by itself.
    #[must_use]
    pub fn of_each(&self, reporters: Vec<String>) -> Self {
        Self {
            reporter: reporters.join(","),
            reporters: Reporters::Each(reporters),
            ..self.clone()
        }
    }

    /// The same question about every reporter there is, each by itself.
    #[must_use]
    pub fn of_all(&self) -> Self {
        Self {
            reporter: "all".to_owned(),
            reporters: Reporters::All,
            ..self.clone()
        }
    }

    /// The same question about one reporter.
    #[must_use]
    pub fn of(&self, reporter: impl Into<String>) -> Self {
        Self {
            reporter: reporter.into(),
            reporters: Reporters::One,
            ..self.clone()
        }
    }

    /// The same question about another window.
    #[must_use]
    pub fn over(&self, window: Window) -> Self {
        Self {
            window,
            ..self.clone()
        }
    }

    /// Keeps one partner.
    #[must_use]
    pub fn with_partner(mut self, partner: impl Into<String>) -> Self {
        self.partners = vec![partner.into()];
        self
    }

    /// Keeps commodity codes that begin with `prefix`; points are ignored. A
    /// prefix is a full level of its classification: 2, 4, 6 or 8 digits of the
    /// Harmonized System, so that 8 is no chapter and not those from 80 to 89.
    ///
    /// Errors with `E-TRADE-PRODUCT` when the prefix is not digits and letters.
    pub fn with_product(mut self, prefix: &str) -> Result<Self, BasisError> {
        let code: String = prefix.chars().filter(|c| *c != '.').collect();
        if code.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(BasisError::new(
                "E-TRADE-PRODUCT",
                format!("\"{prefix}\" is not the beginning of a commodity code"),
                format!("“{prefix}”不是商品编码的开头"),
            )
            .value(prefix)
            .expected("digits such as 85 or 8542", "如 85 或 8542 的数字"));
        }
        self.product = (code != "TOTAL").then_some(code);
        Ok(self)
    }

    /// Rows of the reporters asked for.
    pub fn of_reporter(&self) -> Expr {
        match &self.reporters {
            Reporters::One => col("reporter").eq(lit(self.reporter.as_str())),
            Reporters::Each(reporters) => one_of("reporter", reporters),
            Reporters::All => lit(true),
        }
    }

    /// Rows of the partners asked for, and of the members of a group that is
    /// asked for at the date of the row; none when every partner is.
    pub fn of_partners(&self) -> Option<Expr> {
        let named = (!self.partners.is_empty()).then(|| one_of("partner", &self.partners))?;
        let members = self.partners.iter().flat_map(|partner| {
            membership(partner, &self.window)
                .into_iter()
                .map(|spell| spell.rows())
        });
        Some(members.fold(named, Expr::or))
    }

    /// Whether one partner is asked for, who is no group of others.
    pub(crate) fn is_of_one_partner(&self) -> bool {
        match self.partners.as_slice() {
            [partner] => membership(partner, &self.window).is_empty(),
            _ => false,
        }
    }

    /// Rows whose commodity code begins as asked; none when every one does.
    pub fn of_product(&self) -> Option<Expr> {
        let prefix = self.product.as_deref()?;
        let begins = col("product").like(lit(format!("{prefix}%")));
        Some(match is_harmonized_level(prefix) {
            true => begins,
            false => begins.and(Expr::Not(Box::new(col("product_system").like(lit("HS%"))))),
        })
    }

    /// Why a product asked for is in no record of the Harmonized System; none
    /// when it is a full level of it.
    pub fn refused_level(&self) -> Option<BasisError> {
        let prefix = self.product.as_deref()?;
        (!is_harmonized_level(prefix)).then(|| no_level(prefix))
    }

    /// Rows assigned to the window by the date basis.
    pub fn in_window(&self) -> Expr {
        let (from, to) = self.window.days_since_epoch();
        let (start, end) = days(self.timing);
        start.gt_eq(day(from)).and(end.lt_eq(day(to)))
    }

    /// Rows of the regimes asked for; none when every one is.
    pub fn of_regimes(&self) -> Option<Expr> {
        let kept = (!self.include.is_empty()).then(|| one_of("regime", &self.include));
        let left = (!self.exclude.is_empty()).then(|| {
            let stated = one_of("regime", &self.exclude);
            col("regime").is_null().or(Expr::Not(Box::new(stated)))
        });
        both(kept, left)
    }

    /// Everything this selection asks of a row.
    pub fn filter(&self) -> Expr {
        let system = self
            .product_system
            .as_deref()
            .map(|system| col("product_system").eq(lit(system)));
        [
            self.of_partners(),
            self.of_product(),
            self.of_regimes(),
            system,
        ]
        .into_iter()
        .flatten()
        .fold(self.of_reporter().and(self.in_window()), Expr::and)
    }

    /// `input` with the rows of this selection only.
    pub fn apply(&self, input: LogicalPlan) -> Result<LogicalPlan, TradeError> {
        Ok(LogicalPlanBuilder::from(input)
            .filter(self.filter())?
            .build()?)
    }

    /// The frequency at which `Axis::Period` is shown: the window's own when it
    /// spans several periods, else one step finer.
    pub fn period_grain(&self) -> Freq {
        if self.window.from != self.window.to {
            return self.window.freq();
        }
        match self.window.freq() {
            Freq::Year | Freq::Quarter => Freq::Month,
            Freq::Month | Freq::Day => Freq::Day,
        }
    }
}

/// Chapter, heading, subheading, or a national code below it.
fn is_harmonized_level(prefix: &str) -> bool {
    matches!(prefix.len(), 2 | 4 | 6 | 8..)
}

fn no_level(prefix: &str) -> BasisError {
    BasisError::new(
        "E-TRADE-PRODUCT",
        format!("\"{prefix}\" is no full level of the Harmonized System"),
        format!("“{prefix}”不是协调制度的完整层级"),
    )
    .value(prefix)
    .expected(
        "2, 4, 6 or 8 digits with leading zeros: a chapter such as 85, a heading such as 8542",
        "2、4、6 或 8 位数字（保留前导零）：如章 85、品目 8542",
    )
    .remedy(
        format!("Write the leading zero (0{prefix}) or ask for the chapters one by one; --by section adds chapters up"),
        format!("请补上前导零（0{prefix}），或逐章查询；--by section 按大类汇总"),
    )
}

pub(crate) fn day(days: i32) -> Expr {
    lit(ScalarValue::Date32(Some(days)))
}

pub(crate) fn one_of(column: &str, values: &[String]) -> Expr {
    let list = values.iter().map(|value| lit(value.as_str())).collect();
    col(column).in_list(list, false)
}

fn both(left: Option<Expr>, right: Option<Expr>) -> Option<Expr> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.and(right)),
        (one, other) => one.or(other),
    }
}
