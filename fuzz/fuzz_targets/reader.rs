//! One reader, named by the target.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    triffin_fuzz::entry::reader(Some(env!("CARGO_BIN_NAME")), bytes);
});
