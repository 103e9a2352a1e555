//! Whatever the bytes show.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    triffin_fuzz::entry::reader(None, bytes);
});
