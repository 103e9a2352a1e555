//! Why a tariff moves a deficit less than it seems: who sells instead, what
//! the currency takes back, who pays.
//!
//! ```text
//! duty ─► naive ─► sourcing (diversion) ─► offset (currency) ─► elasticity ─► saving − investment
//!            └──────────────── waterfall adds them up, in this order ────────────────┘
//! duty ─► incidence (seller, importer, consumer) ─► cpi (direct, through inputs)
//! one product ─► partial (quotas, market power, complementary goods)
//! records ─► persistence · coverage · episodes
//! ```
//!
//! Elasticities are given without their sign. A balance is exports less
//! imports; rates are shares of one. `ln` changes are logs of (after ÷ before).

pub mod counterfactual;
pub mod country;
pub mod coverage;
pub mod cpi;
pub mod elasticity;
pub mod episodes;
pub mod incidence;
pub mod naive;
pub mod offset;
pub mod partial;
pub mod persistence;
pub mod refusal;
pub mod sourcing;
pub mod waterfall;
