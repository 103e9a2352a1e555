//! Which datasets hold records of whom with whom.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{Expr, LogicalPlanBuilder, col, lit};
use triffin_formats::Kind;
use triffin_trade::columns::Texts;

use super::Topic;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// One reporter with one partner in one dataset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    /// Whose records.
    pub(crate) reporter: String,
    /// With whom; `WLD` for all together.
    pub(crate) partner: String,
    /// `economy`, `world`, `group` or `special`.
    pub(crate) level: String,
    /// The dataset.
    pub(crate) dataset: String,
}

/// Everything held about a topic, best dataset first for each pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence {
    held: Vec<Held>,
    systems: BTreeMap<String, BTreeSet<String>>,
    /// Datasets whose files add: a ledger's records are all there is.
    ledgers: BTreeSet<String>,
}

impl Presence {
    /// Reads who reports on whom; with a partner only that pair, both ways.
    pub(crate) fn read(
        bench: &Workbench,
        scope: &Scope,
        topic: &Topic,
    ) -> Result<Self, QuestionError> {
        let store = bench.store();
        let catalogue = store.catalogue(&scope.at)?;
        let named = |name: &String| {
            catalogue
                .iter()
                .any(|i| i.kind == Kind::Records && i.dataset == *name)
        };
        let only = scope.source.as_ref().filter(|name| named(name));
        let keys = [
            "dataset",
            "reporter",
            "partner",
            "partner_level",
            "trade_system",
            "product_level",
        ];
        let plan = LogicalPlanBuilder::from(store.view(
            Kind::Records,
            only.map(String::as_str),
            &scope.at,
        )?)
        .filter(about(topic))?
        .aggregate(keys.map(col), Vec::<Expr>::new())?
        .build()?;
        let ledgers = catalogue
            .iter()
            .filter(|info| info.vintages.iter().all(|vintage| !vintage.replaces))
            .map(|info| info.dataset.clone())
            .collect();
        let mut presence = Self {
            ledgers,
            ..Self::default()
        };
        for batch in store.run(plan)? {
            let [dataset, reporter, partner, level, system, digits] =
                keys.map(|name| Texts::of(&batch, name));
            let (dataset, reporter, partner, level, system, digits) =
                (dataset?, reporter?, partner?, level?, system?, digits?);
            for row in 0..batch.num_rows() {
                // A published table of some products is no balance of goods.
                let ledger = presence.ledgers.contains(&dataset.owned(row));
                if !ledger && digits.get(row) != Some("0") {
                    continue;
                }
                let of_dataset = presence.systems.entry(dataset.owned(row)).or_default();
                of_dataset.extend(system.get(row).map(str::to_owned));
                presence.held.push(Held {
                    reporter: reporter.owned(row),
                    partner: partner.owned(row),
                    level: level.owned(row),
                    dataset: dataset.owned(row),
                });
            }
        }
        let rank = |name: &str| {
            catalogue
                .iter()
                .find(|info| info.dataset == name)
                .map(crate::records::rank)
        };
        presence
            .held
            .sort_by_cached_key(|held| (rank(&held.dataset), held.clone()));
        presence.held.dedup();
        Ok(presence)
    }

    /// The dataset that answers for `reporter` with `partner`, by precedence.
    pub(crate) fn pair(&self, reporter: &str, partner: &str) -> Option<&Held> {
        self.held
            .iter()
            .find(|held| held.reporter == reporter && held.partner == partner)
    }

    /// The dataset whose records of `reporter` cover all its trade: it names
    /// the world, or it is a ledger with more than one partner. A published
    /// table of some partners is no total.
    pub(crate) fn whole(&self, reporter: &str) -> Option<&Held> {
        let own = || self.held.iter().filter(|held| held.reporter == reporter);
        own().find(|held| {
            let partners = own().filter(|other| other.dataset == held.dataset);
            let several = || partners.filter(|other| other.level == "economy").count() > 1;
            held.level == "world" || self.ledgers.contains(&held.dataset) && several()
        })
    }

    /// Pairs of single economies that involve `economy`, the best dataset of
    /// each: its own report where there is one, else the partner's.
    pub(crate) fn bilateral(&self, economy: &str) -> Vec<&Held> {
        let mut best: BTreeMap<&str, (bool, &Held)> = BTreeMap::new();
        for held in self.held.iter().filter(|held| held.level == "economy") {
            let mirrored = held.reporter != economy;
            let other = if mirrored {
                &held.reporter
            } else {
                &held.partner
            };
            let slot = best.entry(other).or_insert((mirrored, held));
            if slot.0 && !mirrored {
                *slot = (mirrored, held);
            }
        }
        best.into_values().map(|(_, held)| held).collect()
    }

    /// The trade systems a dataset states.
    pub(crate) fn systems(&self, dataset: &str) -> Vec<&str> {
        self.systems
            .get(dataset)
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect()
    }
}

fn about(topic: &Topic) -> Expr {
    let reporter = lit(topic.reporter.code());
    match &topic.partner {
        None => col("reporter")
            .eq(reporter.clone())
            .or(col("partner").eq(reporter)),
        Some(partner) => {
            let partner = lit(partner.code());
            let own = col("reporter")
                .eq(reporter.clone())
                .and(col("partner").eq(partner.clone()));
            own.or(col("reporter").eq(partner).and(col("partner").eq(reporter)))
        }
    }
}
