//! Putting a damaged store right: what can be rebuilt is rebuilt, the rest is
//! set apart, and nothing is deleted.
//!
//! A vintage is withdrawn by moving its manifest, which is one act; its files
//! follow. A repair that is cut short leaves findings that the next one mends.

mod plan;
mod quarantine;

use std::path::PathBuf;

use triffin_basis::Bilingual;

use crate::error::StoreError;
use crate::finding::Check;
use crate::lock;
use crate::store::Store;

use quarantine::Quarantine;

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Written anew from the vintage's rows, byte for byte as it was.
    Rebuild,
    /// Given the name its content asks for.
    Rename,
    /// A manifest moved to the quarantine: its vintage counts no more.
    Withdraw,
    /// Moved to the quarantine.
    SetApart,
    /// Left: this program cannot mend it.
    Leave,
}

impl Action {
    /// Its name, as printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Action::Rebuild => "rebuild",
            Action::Rename => "rename",
            Action::Withdraw => "withdraw",
            Action::SetApart => "set-apart",
            Action::Leave => "leave",
        }
    }
}

/// One thing a repair does.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Deed {
    /// What is done.
    pub action: Action,
    /// With which file.
    pub path: PathBuf,
    /// Where it goes; `None` when it stays.
    pub to: Option<PathBuf>,
    /// The vintage concerned.
    pub vintage: Option<String>,
    /// The publisher's file to add again, for a withdrawn vintage.
    pub add_again: Option<String>,
    /// The finding behind it.
    #[serde(serialize_with = "as_code")]
    pub because: Check,
    /// Why.
    pub reason: Bilingual,
}

fn as_code<S: serde::Serializer>(check: &Check, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(check.code())
}

/// What a repair did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Its deeds in order; none when nothing was wrong.
    pub deeds: Vec<Deed>,
    /// Where what was set apart lies; `None` when nothing was moved.
    pub quarantine: Option<PathBuf>,
    /// Whether the deeds were done, or only planned.
    pub done: bool,
}

impl Repaired {
    /// Whether something is left that this program cannot mend.
    pub fn incomplete(&self) -> bool {
        self.deeds.iter().any(|d| d.action == Action::Leave)
    }
}

impl Store {
    /// Mends what [`Store::verify`] finds, or with `apply` false only plans it.
    ///
    /// Nothing is deleted: what cannot be mended moves to `quarantine/` with a
    /// record of where it was and why. Doing it again does nothing more.
    ///
    /// # Errors
    /// `E-STORE-BUSY` while an ingest runs; `E-STORE-FULL`, `E-STORE-READONLY`
    /// and `E-STORE-WRITE` when the folder cannot be written: what was done
    /// until then stays, and the next repair goes on.
    pub fn repair(&self, apply: bool) -> Result<Repaired, StoreError> {
        let quarantine = Quarantine::named(self.layout())?;
        let deeds = self.plan_repair()?;
        // A sound store is not written to, not even to be locked.
        if !apply || deeds.is_empty() {
            return Ok(self.planned(deeds, &quarantine, apply));
        }
        let _alone = lock::alone(self.layout())?;
        let deeds = self.plan_repair()?;
        let repaired = self.planned(deeds, &quarantine, true);
        if repaired
            .deeds
            .iter()
            .any(|deed| deed.action != Action::Leave)
        {
            quarantine.record(&repaired.deeds)?;
            for deed in &repaired.deeds {
                self.carry_out(deed, &quarantine)?;
            }
            self.forget();
        }
        Ok(repaired)
    }

    fn planned(&self, mut deeds: Vec<Deed>, quarantine: &Quarantine, done: bool) -> Repaired {
        let mut moved = false;
        for deed in &mut deeds {
            if matches!(deed.action, Action::Withdraw | Action::SetApart) {
                deed.to = Some(quarantine.place(&deed.path));
                moved = true;
            }
        }
        Repaired {
            deeds,
            quarantine: moved.then(|| quarantine.folder().to_owned()),
            done,
        }
    }

    fn carry_out(&self, deed: &Deed, quarantine: &Quarantine) -> Result<(), StoreError> {
        match (deed.action, &deed.to, &deed.vintage) {
            (Action::Rebuild, _, Some(vintage)) => {
                let bytes = self.rebuilt_slices(vintage)?;
                quarantine.exchange(&deed.path, &bytes)
            }
            (Action::Rename | Action::Withdraw | Action::SetApart, Some(to), _) => {
                quarantine.carry(&deed.path, to)
            }
            _ => Ok(()),
        }
    }
}
