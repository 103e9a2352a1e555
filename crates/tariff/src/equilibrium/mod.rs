//! Counterfactuals in general equilibrium, in exact hat algebra.
