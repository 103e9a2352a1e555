//! The commit a binary was built from.

use std::path::Path;
use std::process::Command;

/// Sets `TRIFFIN_COMMIT` for the crate: twelve digits of the commit,
/// `unknown` outside git.
pub fn export(root: &Path) {
    let commit =
        git(root, &["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=TRIFFIN_COMMIT={commit}");
    watch(root);
}

/// A new commit or a switch of branch runs this script again.
fn watch(root: &Path) {
    // The log of HEAD grows with every commit and checkout, also where the
    // reference itself is packed.
    for name in ["HEAD", "logs/HEAD"] {
        let Some(path) = git(root, &["rev-parse", "--git-path", name]) else {
            continue;
        };
        let path = root.join(path);
        // A path that is not there would run the script at every build.
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}
