//! Models as texts: in the language, in JSON, for Dynare.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    triffin_fuzz::model::judge(bytes);
});
