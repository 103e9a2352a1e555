//! One product and its complements: firms with market power, plants in several
//! countries, duties by origin and a tariff quota.
//!
//! ```text
//! case (TOML) ─► demand ─┐
//!      plants, duties ───┼─► bertrand ─► quota ─► market: prices, quantities, origins, duty
//!      joint pricing ────┘
//! ```
//!
//! Customs value, duty-paid cost and retail price are three numbers and stay so.

pub mod bertrand;
pub mod case;
pub mod demand;
pub mod library;
pub mod market;
pub mod outcome;
pub mod quota;
