//! What a repair has to do, from what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use triffin_basis::Bilingual;

use super::{Action, Deed};
use crate::draft::slices_file;
use crate::durable::sha256_of;
use crate::error::StoreError;
use crate::finding::{Check, Finding};
use crate::manifest::Manifest;
use crate::slices::SliceSet;
use crate::snapshot::Written;
use crate::store::Store;

/// Which vintages stay and under which name, while a plan is made.
struct Sorted<'a> {
    deeds: Vec<Deed>,
    /// Manifests that stay.
    kept: Vec<&'a Manifest>,
    /// Their ids once the plan is done, and those this program cannot judge.
    stay: BTreeSet<String>,
}

impl Store {
    /// The deeds that mend what is found now, in the order they are to be done.
    pub(super) fn plan_repair(&self) -> Result<Vec<Deed>, StoreError> {
        let inspection = self.inspect()?;
        let mut by_vintage: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in &inspection.verified.findings {
            if let (Some(id), true) = (&finding.vintage, finding.check != Check::Lost) {
                by_vintage.entry(id).or_default().push(finding);
            }
        }
        let mut sorted = Sorted {
            deeds: Vec::new(),
            kept: Vec::new(),
            stay: BTreeSet::new(),
        };
        let mut judged_all = true;
        for (id, findings) in &by_vintage {
            match inspection.manifests.get(*id) {
                Some(manifest) => self.sort(id, manifest, findings, &mut sorted),
                None if findings[0].check == Check::Newer => {
                    judged_all = false;
                    sorted.stay.insert((*id).to_owned());
                    sorted.deeds.push(deed(Action::Leave, findings[0], None));
                }
                None => {
                    let withdrawn = deed(Action::Withdraw, findings[0], None);
                    sorted.deeds.push(withdrawn);
                }
            }
        }
        for (id, manifest) in &inspection.manifests {
            if !by_vintage.contains_key(id.as_str()) {
                sorted.stay.insert(id.clone());
                sorted.kept.push(manifest);
            }
        }
        if judged_all {
            self.plan_files(&mut sorted)?;
        }
        self.plan_snapshots(&inspection.verified.findings, &mut sorted)?;
        sorted.deeds.sort_by_key(|deed| order(deed.action));
        Ok(sorted.deeds)
    }

    /// Decides what becomes of a vintage that something is wrong with.
    fn sort<'a>(
        &self,
        id: &str,
        manifest: &'a Manifest,
        findings: &[&Finding],
        sorted: &mut Sorted<'a>,
    ) {
        let first = findings[0];
        if findings.len() == 1 && first.check == Check::Id && self.free_name(manifest) {
            let mut renamed = deed(Action::Rename, first, None);
            renamed.to = Some(self.layout().manifest(&manifest.id));
            sorted.deeds.push(renamed);
            sorted.stay.insert(manifest.id.clone());
            sorted.kept.push(manifest);
        } else if self.only_slices(manifest, findings) {
            sorted.deeds.push(deed(Action::Rebuild, first, None));
            sorted.stay.insert(id.to_owned());
            sorted.kept.push(manifest);
        } else {
            let withdrawn = deed(Action::Withdraw, first, Some(manifest));
            let at_manifest = Deed {
                path: self.layout().manifest(id),
                ..withdrawn
            };
            sorted.deeds.push(at_manifest);
        }
    }

    /// Whether the manifest says its true id and no file has that name.
    fn free_name(&self, manifest: &Manifest) -> bool {
        manifest.own_id() == manifest.id && !self.layout().manifest(&manifest.id).exists()
    }

    /// Whether only the list of slices is damaged, and the rows give it again
    /// byte for byte.
    fn only_slices(&self, manifest: &Manifest, findings: &[&Finding]) -> bool {
        let Some(file) = &manifest.slices.file else {
            return false;
        };
        let place = self.layout().resolve(&file.path);
        findings.iter().all(|finding| finding.path == place)
            && self
                .slices_of_rows(manifest)
                .is_ok_and(|bytes| sha256_of(&bytes) == file.sha256)
    }

    /// The list of slices of a vintage in the folder, made from its rows.
    pub(super) fn rebuilt_slices(&self, vintage: &str) -> Result<Vec<u8>, StoreError> {
        self.slices_of_rows(&Manifest::load(&self.layout().manifest(vintage))?)
    }

    fn slices_of_rows(&self, manifest: &Manifest) -> Result<Vec<u8>, StoreError> {
        let kind = manifest.profile.kind;
        let mut slices = SliceSet::default();
        for file in &manifest.data {
            slices.read(kind, &self.layout().resolve(&file.path))?;
        }
        slices_file(kind, &slices)
    }

    /// Files that no manifest names once the plan is done.
    fn plan_files(&self, sorted: &mut Sorted<'_>) -> Result<(), StoreError> {
        for path in self.unnamed(sorted.kept.iter().copied())? {
            sorted.deeds.push(Deed {
                action: Action::SetApart,
                path,
                to: None,
                vintage: None,
                add_again: None,
                because: Check::Leftover,
                reason: Bilingual::new("no manifest that stays names it", "没有保留的清单提到它"),
            });
        }
        Ok(())
    }

    /// Snapshots that are not what they say, or name a vintage that is gone.
    fn plan_snapshots(
        &self,
        findings: &[Finding],
        sorted: &mut Sorted<'_>,
    ) -> Result<(), StoreError> {
        let spoilt = |path: &Path| {
            let mut found = findings.iter();
            found.find(|f| f.check == Check::Snapshot && f.path == path)
        };
        for (_, path) in self.snapshot_files()? {
            if let Some(finding) = spoilt(&path) {
                sorted.deeds.push(deed(Action::SetApart, finding, None));
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let written = Written::parse(&text);
            let gone: Vec<&str> = written
                .stored()
                .filter(|id| !sorted.stay.contains(*id))
                .collect();
            if !gone.is_empty() {
                sorted
                    .deeds
                    .push(set_apart_snapshot(path, &gone.join(", ")));
            }
        }
        Ok(())
    }
}

fn set_apart_snapshot(path: PathBuf, gone: &str) -> Deed {
    Deed {
        action: Action::SetApart,
        path,
        to: None,
        vintage: None,
        add_again: None,
        because: Check::Lost,
        reason: Bilingual::new(
            format!("it cannot be replayed without {gone}"),
            format!("缺少 {gone}，无法重现"),
        ),
    }
}

fn deed(action: Action, finding: &Finding, manifest: Option<&Manifest>) -> Deed {
    let file = |m: &Manifest| format!("{} (sha256 {})", m.file, m.sha256);
    Deed {
        action,
        path: finding.path.clone(),
        to: None,
        vintage: finding.vintage.clone(),
        add_again: manifest.map(file),
        because: finding.check,
        reason: finding.detail.clone(),
    }
}

/// Rebuilt and renamed first, manifests before their files, snapshots last: cut
/// short anywhere, what is left is found again.
fn order(action: Action) -> u8 {
    match action {
        Action::Rebuild => 0,
        Action::Rename => 1,
        Action::Withdraw => 2,
        Action::SetApart => 3,
        Action::Leave => 4,
    }
}
