//! Gravity estimates with many fixed effects.
