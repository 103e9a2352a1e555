//! The columns of the External Wealth of Nations dataset.

/// A column: the publisher's heading, our code, its unit.
pub struct Column {
    /// Heading, blanks at its ends removed.
    pub heading: &'static str,
    /// Code of the indicator.
    pub code: &'static str,
    /// Unit.
    pub unit: &'static str,
}

const fn usd(heading: &'static str, code: &'static str) -> Column {
    Column {
        heading,
        code,
        unit: "USD mn",
    }
}

const fn other(heading: &'static str, code: &'static str, unit: &'static str) -> Column {
    Column {
        heading,
        code,
        unit,
    }
}

/// The indicators, with the file's own names and units.
///
/// Source: Lane and Milesi-Ferretti, External Wealth of Nations database,
/// update of December 2022 (Brookings Institution).
pub const COLUMNS: [Column; 24] = [
    usd("Portfolio equity assets", "portfolio_equity_assets"),
    usd(
        "Portfolio equity liabilities",
        "portfolio_equity_liabilities",
    ),
    usd("FDI assets", "fdi_assets"),
    usd("FDI liabilities", "fdi_liabilities"),
    usd("Debt assets", "debt_assets"),
    usd("Debt liabilities", "debt_liabilities"),
    usd("financial derivatives (assets)", "derivatives_assets"),
    usd(
        "financial derivatives (liabilities)",
        "derivatives_liabilities",
    ),
    usd("FX Reserves minus gold", "reserves_excl_gold"),
    usd("Total assets excl. gold", "total_assets_excl_gold"),
    usd("Total liabilities", "total_liabilities"),
    usd("Net IIP excl gold", "niip_excl_gold"),
    usd("OFFICIAL IIP", "official_iip"),
    usd("GDP (US$)", "gdp"),
    usd("Portfolio debt assets", "portfolio_debt_assets"),
    usd("Portfolio debt liabilities", "portfolio_debt_liabilities"),
    usd("Other investment assets", "other_investment_assets"),
    usd(
        "Other investment liabilities",
        "other_investment_liabilities",
    ),
    usd("Current account balance", "current_account"),
    usd("Capital account", "capital_account"),
    other(
        "Exchange rate (period avg)",
        "exchange_rate_average",
        "LCU per USD",
    ),
    other(
        "Exchange rate (end of period)",
        "exchange_rate_end",
        "LCU per USD",
    ),
    other(
        "net IIP excl gold / GDP domestic currency",
        "niip_excl_gold_to_gdp",
        "ratio",
    ),
    other("net IIP / GDP domestic currency", "niip_to_gdp", "ratio"),
];
