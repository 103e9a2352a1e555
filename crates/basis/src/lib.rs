//! What a number is.
//!
//! A number without its basis is not a number: unit and currency, scale,
//! prices, valuation, trade system, regimes, time of recording, layer, stock
//! or flow, gross or net, sign, quote convention, period, release, source and
//! status. This crate reads, holds, converts and prints numbers with their
//! basis, and refuses what has none. It knows no file, table or engine.
//!
//! ```text
//! text ──► number, scale, unit, hedge ──► Amount ─┐
//! code ──► Currency, Economy, ProductCode, Period │
//!                                                 ▼
//!              Basis ──────────────────────► Quantity<Flow | Stock | Ratio …>
//!                │                             │ + − share_of, rank  or E-BASIS-…
//!                ▼                             │ conversion::… ──► Lineage
//!         gate::align (may they meet?)         ▼
//!                                            Figure ──► printing, JSON
//! ```
//!
//! Exactness: [`parse_decimal`] never rounds, sums and products of quantities
//! are exact or refused, division rounds half even at the 28th significant
//! digit and its [`Interval`] encloses the true quotient.
//!
//! ```
//! use triffin_basis::{Basis, Figure, Lang, Quantity, kind::Flow, parse_amount};
//!
//! let read = |text| {
//!     let amount = parse_amount(text)?;
//!     Quantity::<Flow>::new(amount.value, Basis::of(amount.unit))
//! };
//! let exports = read("1,957亿美元")?;
//! let imports = read("US$ 428.9 bn")?;
//! let balance = exports.minus(&imports)?;
//! assert_eq!(Figure::from(&balance).text(Lang::En), "-233.2 bn USD");
//! assert_eq!(Figure::from(&balance).text(Lang::Zh), "-2,332亿美元");
//!
//! let in_yuan = read("4,289亿元")?;
//! let refusal = exports.minus(&in_yuan).unwrap_err();
//! assert_eq!(refusal.code(), "E-BASIS-CURRENCY");
//! # Ok::<(), triffin_basis::BasisError>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod aggregation;
pub mod amount;
pub mod attribute;
pub mod basis;
pub mod bec;
pub mod conversion;
pub mod coverage;
pub mod currency;
mod currency_table;
pub mod economy;
mod economy_table;
pub mod error;
pub mod figure;
pub mod flag;
pub mod freq;
pub mod gate;
pub mod gross_net;
mod group;
pub mod hedge;
pub mod hs_section;
pub mod hs_use;
pub mod interval;
pub mod kind;
pub mod lang;
pub mod layer;
pub mod lineage;
mod name_key;
pub mod nearest;
pub mod number;
mod numeral;
pub mod period;
mod period_text;
pub mod price_basis;
pub mod printing;
pub mod product;
pub mod product_system;
pub mod provenance;
pub mod quantity;
pub mod quote;
#[cfg(test)]
mod real_files;
pub mod redenomination;
pub mod regime;
pub mod scale;
pub mod sign;
pub mod slip;
pub mod stock_flow;
mod table;
pub mod timing;
pub mod trade_system;
pub mod unit;
pub mod valuation;
pub mod vintage;
pub mod window;
mod words;

pub use aggregation::{Aggregate, Aggregation};
pub use amount::{Amount, parse_amount};
pub use attribute::Attribute;
pub use basis::{Basis, Difference};
pub use bec::{UseClass, bec_title, use_class};
pub use coverage::Coverage;
pub use currency::Currency;
pub use economy::{Economy, EconomyKind};
pub use error::BasisError;
pub use figure::Figure;
pub use flag::Flag;
pub use freq::Freq;
pub use gross_net::GrossNet;
pub use hedge::Hedge;
pub use hs_section::{Section, chapter_title};
pub use hs_use::hs_use_class;
pub use interval::{Bound, Interval};
pub use kind::{Additive, Convertible, Kind};
pub use lang::{Bilingual, Lang};
pub use layer::Layer;
pub use lineage::{Lineage, Step};
pub use number::{Printed, parse_decimal, parse_printed};
pub use period::Period;
pub use price_basis::PriceBasis;
pub use product::{ProductCode, TOTAL};
pub use product_system::{HsRevision, ProductSystem};
pub use quantity::Quantity;
pub use quote::Quote;
pub use redenomination::{Redenomination, ReplacementKind, redenominations};
pub use regime::{Regime, Regimes};
pub use rust_decimal::Decimal;
pub use scale::Scale;
pub use sign::Sign;
pub use slip::Slip;
pub use stock_flow::StockFlow;
pub use timing::Timing;
pub use trade_system::TradeSystem;
pub use unit::{CommonUnit, Tender, Unit};
pub use valuation::Valuation;
pub use vintage::Vintage;
pub use window::Window;
