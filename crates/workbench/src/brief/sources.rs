//! The vintages behind the facts.

use std::collections::BTreeSet;

use triffin_basis::Bilingual;
use triffin_brief::facts::{Facts, SourceFact};
use triffin_store::{DatasetInfo, VintageInfo};

use crate::error::QuestionError;
use crate::publishers::Publishers;

/// The sources the facts name, described from the catalogue; a key is
/// `dataset/vintage`.
pub(crate) fn of(
    facts: &Facts,
    catalogue: &[DatasetInfo],
) -> Result<Vec<SourceFact>, QuestionError> {
    let names = Publishers::read()?;
    let of_facts = facts.each().into_iter().flat_map(|fact| &fact.sources);
    let of_curves = facts.series.iter().flat_map(|series| &series.sources);
    let keys: BTreeSet<&String> = of_facts.chain(of_curves).collect();
    let described = keys.into_iter().filter_map(|key| {
        let (dataset, vintage) = key.split_once('/')?;
        let info = catalogue.iter().find(|info| info.dataset == dataset)?;
        let vintage = info.vintages.iter().find(|one| one.vintage == vintage)?;
        Some(source(key, info, vintage, &names))
    });
    Ok(described.collect())
}

fn source(key: &str, info: &DatasetInfo, vintage: &VintageInfo, names: &Publishers) -> SourceFact {
    SourceFact {
        key: key.to_owned(),
        publisher: names.publisher(&info.publisher),
        dataset: Bilingual::same(&info.dataset),
        vintage: vintage.vintage.clone(),
        released: Some(vintage.released.clone()),
        licence: info.licence.as_deref().map(|text| names.licence(text)),
    }
}
