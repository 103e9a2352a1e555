//! Which datasets could have answered beside those that did.

use std::collections::BTreeSet;

use triffin_basis::Bilingual;
use triffin_brief::facts::Facts;

use super::Desk;
use super::lead::Lead;

impl Desk<'_> {
    /// One line below the numbered sources: the datasets that could answer too;
    /// with `--source`, what it leaves out.
    pub(crate) fn precedence(&self, facts: &Facts, lead: &Lead) -> Option<Bilingual> {
        let used = used(facts);
        if let Some(source) = &self.scope.source {
            let left_out = self.left_out();
            return (!left_out.is_empty()).then(|| restricted(source, &left_out));
        }
        let passed_over = self.passed_over(&used, lead);
        if passed_over.is_empty() {
            return None;
        }
        Some(Bilingual::new(
            format!(
                "Answered by the datasets numbered above; could answer too: {} (--source NAME).",
                passed_over.join(", ")
            ),
            format!(
                "由上面编号的数据集回答；也可回答：{}（--source NAME）。",
                passed_over.join("、")
            ),
        ))
    }

    /// Datasets that `--source` leaves out, by name.
    pub(crate) fn left_out(&self) -> Vec<&str> {
        let names = self.observations.left_out.iter();
        let names: BTreeSet<&String> = names.chain(&self.presence.left_out).collect();
        names.into_iter().map(String::as_str).collect()
    }

    /// Datasets with an answer to something the page says, that no figure is from.
    fn passed_over(&self, used: &BTreeSet<String>, lead: &Lead) -> Vec<String> {
        let mut could: BTreeSet<String> = self
            .presence
            .datasets()
            .into_iter()
            .map(str::to_owned)
            .collect();
        if let Lead::Goods(goods) = lead {
            could.extend(goods.others.iter().cloned());
        }
        for item in &super::external::ITEMS {
            let ranked = self.observations.ranked(item.indicator);
            could.extend(ranked.map(|curve| curve.dataset.clone()));
        }
        could.difference(used).cloned().collect()
    }
}

/// The datasets the figures and curves of a page are from.
fn used(facts: &Facts) -> BTreeSet<String> {
    let of_facts = facts.each().into_iter().flat_map(|fact| &fact.sources);
    let of_curves = facts.series.iter().flat_map(|series| &series.sources);
    let names = of_facts
        .chain(of_curves)
        .filter_map(|key| key.split_once('/'));
    names.map(|(dataset, _)| dataset.to_owned()).collect()
}

fn restricted(source: &str, left_out: &[&str]) -> Bilingual {
    Bilingual::new(
        format!(
            "Only {source} was asked (--source). Left out: {}.",
            left_out.join(", ")
        ),
        format!("只问 {source}（--source）。未用：{}。", left_out.join("、")),
    )
}
