//! Which datasets hold records of whom with whom, and how much of the trade.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_formats::Kind;
use triffin_trade::columns::Texts;

use super::Topic;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// One reporter with one partner in one dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Whose records.
    pub(crate) reporter: String,
    /// With whom; `WLD` for all together.
    pub(crate) partner: String,
    /// `economy`, `world`, `group` or `special`.
    pub(crate) level: String,
    /// The dataset.
    pub(crate) dataset: String,
    /// Exports and imports, those that are recorded.
    flows: BTreeSet<String>,
    /// Commodity codes: all of one, or the first and last of several.
    products: BTreeSet<String>,
    /// Whether all products together are a row.
    total: bool,
}

impl Held {
    /// Whether it can stand for the goods trade of the pair: both sides, and
    /// all products or at least several.
    pub(crate) fn is_whole(&self) -> bool {
        self.flows.len() == 2 && self.is_of_all_goods()
    }

    fn is_of_all_goods(&self) -> bool {
        self.total || self.products.len() > 1
    }

    /// The one product it is about, when it is about one only.
    pub(crate) fn only_product(&self) -> Option<&str> {
        let one = !self.total && self.products.len() == 1;
        self.products.first().filter(|_| one).map(String::as_str)
    }

    fn take(&mut self, line: &Line) {
        self.flows.insert(line.flow.clone());
        self.total |= line.level == "0";
        self.products.extend(line.products.iter().cloned());
    }
}

/// Everything held about a topic, best dataset first for each pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence {
    held: Vec<Held>,
    systems: BTreeMap<String, BTreeSet<String>>,
    /// Datasets whose files add: a ledger's records are all there is.
    ledgers: BTreeSet<String>,
    /// Datasets that have records of the topic and that `--source` leaves out.
    pub(crate) left_out: BTreeSet<String>,
}

/// Columns the records are told apart by.
const KEYS: [&str; 7] = [
    "dataset",
    "reporter",
    "partner",
    "partner_level",
    "trade_system",
    "product_level",
    "flow",
];

/// What the records of one combination of [`KEYS`] have in common.
struct Line {
    dataset: String,
    reporter: String,
    partner: String,
    partner_level: String,
    system: Option<String>,
    level: String,
    flow: String,
    products: [String; 2],
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
        let mut presence = Self {
            ledgers: catalogue
                .iter()
                .filter(|info| info.vintages.iter().all(|vintage| !vintage.replaces))
                .map(|info| info.dataset.clone())
                .collect(),
            ..Self::default()
        };
        let plan = plan(store.view(Kind::Records, None, &scope.at)?, topic)?;
        for batch in store.run(plan)? {
            let [
                dataset,
                reporter,
                partner,
                partner_level,
                system,
                level,
                flow,
            ] = KEYS.map(|name| Texts::of(&batch, name));
            let (dataset, reporter, partner) = (dataset?, reporter?, partner?);
            let (partner_level, system) = (partner_level?, system?);
            let (level, flow) = (level?, flow?);
            let (first, last) = (Texts::of(&batch, "first")?, Texts::of(&batch, "last")?);
            for row in 0..batch.num_rows() {
                presence.take(
                    Line {
                        dataset: dataset.owned(row),
                        reporter: reporter.owned(row),
                        partner: partner.owned(row),
                        partner_level: partner_level.owned(row),
                        system: system.get(row).map(str::to_owned),
                        level: level.owned(row),
                        flow: flow.owned(row),
                        products: [first.owned(row), last.owned(row)],
                    },
                    scope.source.as_deref(),
                );
            }
        }
        let rank = |name: &str| {
            let info = catalogue.iter().find(|info| info.dataset == name);
            info.map(crate::records::rank)
        };
        presence.held.sort_by_cached_key(|held| {
            let names = (held.reporter.clone(), held.partner.clone());
            (!held.is_whole(), rank(&held.dataset), names)
        });
        Ok(presence)
    }

    fn take(&mut self, line: Line, source: Option<&str>) {
        if source.is_some_and(|only| only != line.dataset) {
            self.left_out.insert(line.dataset);
            return;
        }
        // A published table of some products is no balance of goods.
        if !self.ledgers.contains(&line.dataset) && line.level != "0" {
            return;
        }
        let systems = self.systems.entry(line.dataset.clone()).or_default();
        systems.extend(line.system.clone());
        let same = |held: &&mut Held| {
            held.dataset == line.dataset
                && held.reporter == line.reporter
                && held.partner == line.partner
                && held.level == line.partner_level
        };
        if let Some(held) = self.held.iter_mut().find(same) {
            held.take(&line);
            return;
        }
        let mut held = Held {
            reporter: line.reporter.clone(),
            partner: line.partner.clone(),
            level: line.partner_level.clone(),
            dataset: line.dataset.clone(),
            flows: BTreeSet::new(),
            products: BTreeSet::new(),
            total: false,
        };
        held.take(&line);
        self.held.push(held);
    }

    /// The records of `reporter` with `partner`, by precedence: those of both
    /// sides and all products first, then by dataset.
    pub(crate) fn pair(&self, reporter: &str, partner: &str) -> impl Iterator<Item = &Held> {
        self.held
            .iter()
            .filter(move |held| held.reporter == reporter && held.partner == partner)
    }

    /// The datasets whose records of `reporter` can stand for all its trade, by
    /// precedence: one names the world, or is a ledger of several partners and
    /// several products. A published table of some partners, a ledger of one
    /// partner or of one product is no total.
    pub(crate) fn whole(&self, reporter: &str) -> impl Iterator<Item = &Held> {
        let own = move || {
            self.held
                .iter()
                .filter(move |held| held.reporter == reporter)
        };
        let mut seen = BTreeSet::new();
        own().filter(move |held| {
            let stands = held.level == "world" && held.is_of_all_goods()
                || self.ledgers.contains(&held.dataset) && is_broad(own(), &held.dataset);
            stands && seen.insert(held.dataset.as_str())
        })
    }

    /// Whether all the partners are in a ledger one by one and the world is not.
    pub(crate) fn sums_partners(&self, reporter: &str, dataset: &str) -> Option<usize> {
        let own = || {
            let of = |held: &&Held| held.reporter == reporter && held.dataset == dataset;
            self.held.iter().filter(of)
        };
        let world = own().any(|held| held.level == "world");
        (!world).then(|| own().count())
    }

    /// Pairs of single economies that involve `economy`, the best dataset of
    /// each: whole trade before parts of it, its own report before the
    /// partner's.
    pub(crate) fn bilateral(&self, economy: &str) -> Vec<&Held> {
        let mut best: BTreeMap<&str, ((bool, bool), &Held)> = BTreeMap::new();
        for held in self.held.iter().filter(|held| held.level == "economy") {
            let mirrored = held.reporter != economy;
            let other = if mirrored {
                &held.reporter
            } else {
                &held.partner
            };
            let place = (!held.is_whole(), mirrored);
            let slot = best.entry(other).or_insert((place, held));
            if place < slot.0 {
                *slot = (place, held);
            }
        }
        best.into_values().map(|(_, held)| held).collect()
    }

    /// The datasets of records of any of the topic's pairs, by name.
    pub(crate) fn datasets(&self) -> BTreeSet<&str> {
        self.held.iter().map(|held| held.dataset.as_str()).collect()
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

/// Whether a ledger covers several partners, several products and both sides.
fn is_broad<'a>(own: impl Iterator<Item = &'a Held>, dataset: &str) -> bool {
    let mut partners = 0;
    let mut products = BTreeSet::new();
    let mut flows = BTreeSet::new();
    let mut total = false;
    for held in own.filter(|held| held.dataset == dataset && held.level == "economy") {
        partners += 1;
        products.extend(&held.products);
        flows.extend(&held.flows);
        total |= held.total;
    }
    partners > 1 && flows.len() == 2 && (total || products.len() > 1)
}

fn plan(records: LogicalPlan, topic: &Topic) -> Result<LogicalPlan, QuestionError> {
    let span = [
        min(col("product")).alias("first"),
        max(col("product")).alias("last"),
    ];
    Ok(LogicalPlanBuilder::from(records)
        .filter(about(topic))?
        .aggregate(KEYS.map(col), span)?
        .build()?)
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
