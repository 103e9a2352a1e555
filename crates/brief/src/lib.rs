//! Documents and charts from computed facts.
