//! The peers of models, of trade in equilibrium and of gravity: measured side
//! by side into one file each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::python;
use crate::project;
use crate::steps::{Steps, run};

/// A script of `bench/peers` and what it asks for.
struct Peer {
    /// The script's name, and that of the file its figures go to.
    name: &'static str,
    /// The list of packages, where it needs some that `requirements.txt` lacks.
    requirements: &'static str,
    /// Arguments; `{data}` is the folder of the publishers' files.
    arguments: &'static [&'static str],
}

const PEERS: [Peer; 5] = [
    Peer {
        name: "cycle",
        requirements: "requirements-cycle.txt",
        arguments: &["--models", "{data}/sfc"],
    },
    Peer {
        name: "equilibrium",
        requirements: "requirements-equilibrium.txt",
        arguments: &["--data", "{data}/gravity/gegravity"],
    },
    Peer {
        name: "one_sector",
        requirements: "requirements-equilibrium.txt",
        arguments: &["--time", "194"],
    },
    Peer {
        name: "many_sectors",
        requirements: "requirements-equilibrium.txt",
        arguments: &["{data}/gravity/cp2015"],
    },
    Peer {
        name: "gravity",
        requirements: "requirements-gravity.txt",
        arguments: &["--folder", "{bench}"],
    },
];

/// Measures each peer into `figures/NAME.md` below `bench`; one whose data are
/// not on this machine is left out and named.
pub fn measure(steps: &mut Steps, bench: &Path) {
    for peer in &PEERS {
        match arguments(peer, bench) {
            Some(arguments) => steps.step(peer.name, || figures(peer, &arguments, bench)),
            None => steps.leave_out(peer.name, "no test data"),
        }
    }
}

/// The arguments with the folders in them; none where the data are not there.
fn arguments(peer: &Peer, bench: &Path) -> Option<Vec<String>> {
    let data = project::test_data();
    let filled = peer.arguments.iter().map(|argument| {
        let argument = argument.replace("{bench}", &bench.to_string_lossy());
        if !argument.contains("{data}") {
            return Some(argument);
        }
        let data = data.as_deref()?.to_string_lossy();
        Some(argument.replace("{data}", &data)).filter(|folder| Path::new(folder).is_dir())
    });
    filled.collect()
}

fn figures(peer: &Peer, arguments: &[String], bench: &Path) -> Result<(), String> {
    let scripts = project::root().join("bench/peers");
    run(Command::new(python(bench))
        .args(["-m", "pip", "install", "--quiet", "-r"])
        .arg(scripts.join(peer.requirements)))?;
    let mut command = Command::new(python(bench));
    command
        .arg(scripts.join(format!("{}.py", peer.name)))
        .args(arguments)
        .current_dir(project::root());
    write(&file(peer, bench), &super::printed(&mut command)?)
}

/// Where the figures of a peer go.
fn file(peer: &Peer, bench: &Path) -> PathBuf {
    bench.join("figures").join(format!("{}.md", peer.name))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(told)?;
    fs::write(path, text).map_err(told)?;
    eprintln!("{text}\nwritten into {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_of_a_peer_is_run_and_every_list_is_there() -> std::io::Result<()> {
        let scripts = project::root().join("bench/peers");
        let known = PEERS.map(|peer| format!("{}.py", peer.name));
        // The store's own comparison, and what it imports.
        let others = ["run.py", "questions_duckdb.py", "questions_polars.py"];
        for entry in fs::read_dir(&scripts)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let run = known.contains(&name) || others.contains(&name.as_str());
            assert!(run || !name.ends_with(".py"), "{name} is not run");
        }
        for peer in &PEERS {
            assert!(scripts.join(format!("{}.py", peer.name)).is_file());
            assert!(scripts.join(peer.requirements).is_file());
        }
        Ok(())
    }
}
