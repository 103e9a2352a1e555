//! Which build this is.

/// Version and commit, `0.1.0 (1a2b3c4d5e6f)`; the commit is `unknown` when
/// the source was not built in a git checkout.
pub const fn long() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("TRIFFIN_COMMIT"), ")")
}
