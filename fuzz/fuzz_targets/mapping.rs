//! Mapping files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    triffin_fuzz::entry::mapping(bytes);
});
