//! The arithmetic around the dollar cycle: who is paid in dollars, what they
//! hold instead, what it costs the issuer and how far each claim carries.
//!
//! ```text
//! stated or cited figure ─► Amount (digits, interval) ─► Stock | Flow | Daily | Number ─► one function a system
//! ```
//!
//! A stock, a yearly flow, a daily volume and a pure number are four types, so
//! that a holding is never ranked beside an export. Every result carries the
//! interval that the printed digits of its inputs allow. Figures that texts
//! state and agencies publish are data, in [`figures`].
//!
//! ```
//! use triffin_cycle::treasury::amounts::{Number, flow, stock};
//! use triffin_cycle::treasury::rollover::rollover;
//!
//! let maturing = stock("15 tn USD")?;
//! let added = rollover(&maturing, &Number::read("1 pp")?)?;
//! assert_eq!(added.value(), flow("0.15 tn USD")?.value());
//! # Ok::<(), triffin_basis::BasisError>(())
//! ```

pub mod amounts;
pub mod backing;
pub mod debt_scale;
pub mod dedollarisation;
pub mod depth;
pub mod double_entry;
pub mod erosion;
pub mod figures;
pub mod gold;
pub mod holders;
pub mod impact;
pub mod interest;
pub mod ladder;
pub mod ledger;
pub mod number;
pub mod parable;
pub mod privilege;
pub mod recycling;
pub mod refusal;
pub mod rollover;
pub mod screen;
pub mod snowball;
pub mod squeeze;
pub mod stablecoin;
pub mod top_export;
pub mod twin;
pub mod world_debt;
