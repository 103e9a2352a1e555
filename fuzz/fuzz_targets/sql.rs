//! The gate that lets SQL in only where it reads.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    triffin_fuzz::sql::gate(bytes);
});
