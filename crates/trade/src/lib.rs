//! Records to balance: kernels and logical plans.
