//! A panic is recorded, whichever thread it is on.

use std::process::Command;

use triffin_cli::panics;

/// Tells the child of the test below to panic.
const ASK: &str = "TRIFFIN_TEST_PANIC";

/// The child: records, then panics on a thread whose result nobody looks at.
#[test]
fn child() {
    if std::env::var_os(ASK).is_some() {
        panics::record();
        let _ = std::thread::spawn(|| panic!("deliberate, for the test")).join();
    }
}

#[test]
fn a_panic_that_nobody_waits_for_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("panics.log");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "panics::child", "--nocapture"])
        .env(ASK, "1")
        .env(panics::VARIABLE, &log)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("deliberate, for the test"), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}
