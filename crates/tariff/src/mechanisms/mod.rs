//! What takes a tariff back, one mechanism a file.
