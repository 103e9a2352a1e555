//! What is read from the records of one side.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::LogicalPlan;
use triffin_basis::Period;
use triffin_trade::balance::{self, BalanceRow};
use triffin_trade::currency::RateTable;
use triffin_trade::cut::Cut;
use triffin_trade::mirror::common::Reported;
use triffin_trade::mirror::freight::Valued;
use triffin_trade::{Axis, Depth, Exact, Flow, Levels, Selection, Survey};

use super::side::Side;
use crate::error::QuestionError;
use crate::measured::Measured;
use crate::question::{OnBasis, Question};
use crate::workbench::{Scope, Workbench};

/// What was read from a side: both flows, in total and along an axis.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    total: Option<BalanceRow>,
    parts: Vec<BalanceRow>,
    /// Where each key is among the parts.
    places: BTreeMap<String, usize>,
    valuations: BTreeMap<Flow, BTreeSet<Option<String>>>,
    /// The currency of the amounts; none where there are none.
    pub(super) currency: Option<String>,
    /// Whether a row of all products is among them.
    pub(super) all_products: bool,
    /// Lengths of the commodity codes along the axis.
    pub(super) digits: BTreeSet<i64>,
    /// Classifications of the commodity codes along the axis.
    pub(super) systems: BTreeSet<String>,
    /// The rows of the total.
    pub(super) counted: Option<Cut>,
    /// How values became amounts, with the rates used; none without rows.
    pub(super) measured: Option<Measured>,
    pub(super) published: bool,
}

fn amount(row: &BalanceRow, flow: Flow) -> Option<Exact> {
    match flow {
        Flow::Export => row.exports,
        Flow::Import => row.imports,
    }
}

fn places(parts: &[BalanceRow]) -> BTreeMap<String, usize> {
    let numbered = parts.iter().enumerate();
    numbered.map(|(at, row)| (row.key.clone(), at)).collect()
}

impl Read {
    /// The one classification of its commodity codes.
    pub(super) fn system(&self) -> Option<&str> {
        let mut systems = self.systems.iter().filter(|name| !name.is_empty());
        let first = systems.next()?;
        systems.next().is_none().then_some(first)
    }

    /// The one currency a flow was converted from, with the rates; none where
    /// it was not, or from several.
    pub(super) fn converted_from(&self, flow: Flow) -> Option<(String, &RateTable)> {
        let rates = self.measured.as_ref()?.rates.as_ref()?;
        let mut stated = self.counted.as_ref()?.currencies(flow).into_iter();
        let (Some(Some(currency)), None) = (stated.next(), stated.next()) else {
            return None;
        };
        (currency != rates.target).then_some((currency, rates))
    }

    /// The total of a flow.
    pub(super) fn total(&self, flow: Flow) -> Option<Exact> {
        self.total.as_ref().and_then(|row| amount(row, flow))
    }

    /// A flow by the periods of the axis.
    pub(super) fn reported(&self, flow: Flow) -> Reported {
        let of = |row: &BalanceRow| {
            let period = Period::parse(&row.key).ok()?;
            Some((period, amount(row, flow)?))
        };
        Reported {
            by_period: self.parts.iter().filter_map(of).collect(),
            published: self.published,
        }
    }

    /// A flow by the keys of the axis.
    pub(super) fn by_key(&self, flow: Flow) -> BTreeMap<String, Exact> {
        let of = |row: &BalanceRow| Some((row.key.clone(), amount(row, flow)?));
        self.parts.iter().filter_map(of).collect()
    }

    /// A flow of one key.
    pub(super) fn key(&self, flow: Flow, key: &str) -> Option<Exact> {
        amount(&self.parts[*self.places.get(key)?], flow)
    }

    fn stated(&self, flow: Flow) -> BTreeSet<Option<String>> {
        self.valuations.get(&flow).cloned().unwrap_or_default()
    }

    /// Whether records of a flow are CIF.
    pub(super) fn has_cif(&self, flow: Flow) -> bool {
        self.stated(flow).contains(&Some("cif".to_owned()))
    }

    /// Whether any record is CIF.
    pub(super) fn any_cif(&self) -> bool {
        self.has_cif(Flow::Export) || self.has_cif(Flow::Import)
    }

    /// The valuations of a flow in words.
    pub(super) fn valuation(&self, flow: Flow) -> Option<String> {
        let stated = self.stated(flow);
        let words: Vec<&str> = stated
            .iter()
            .map(|word| word.as_deref().unwrap_or("unstated"))
            .collect();
        (!words.is_empty()).then(|| words.join("+"))
    }

    /// The total of a flow beside the same at FOB.
    pub(super) fn valued(&self, flow: Flow, fob: &Read) -> Valued {
        Valued {
            reported: self.total(flow),
            at_fob: fob.total(flow),
            valuations: self.stated(flow),
        }
    }

    /// Whether all records of a flow are CIF.
    pub(super) fn all_cif(&self, flow: Flow) -> bool {
        self.stated(flow) == BTreeSet::from([Some("cif".to_owned())])
    }

    /// A key of a flow beside the same at FOB.
    pub(super) fn valued_key(&self, flow: Flow, fob: &Read, key: &str) -> Valued {
        Valued {
            reported: self.key(flow, key),
            at_fob: fob.key(flow, key),
            valuations: self.stated(flow),
        }
    }
}

impl Workbench {
    /// Both flows of a side on a basis, in total and along `axis`; nothing
    /// where the side has no records.
    pub(super) fn read(
        &self,
        scope: &Scope,
        side: &Side,
        basis: &OnBasis,
        axis: Axis,
    ) -> Result<Read, QuestionError> {
        let Some(dataset) = &side.dataset else {
            return Ok(Read::default());
        };
        let mut read = self.read_view(scope, &dataset.view, &side.selection, basis, axis)?;
        read.published = dataset.published;
        Ok(read)
    }

    /// The same from any rows.
    pub(super) fn read_view(
        &self,
        scope: &Scope,
        view: &LogicalPlan,
        selection: &Selection,
        basis: &OnBasis,
        axis: Axis,
    ) -> Result<Read, QuestionError> {
        let plan = Survey::plan(view.clone(), selection)?;
        let survey = Survey::read(&self.store().run(plan)?)?;
        if survey.rows() == 0 {
            return Ok(Read::default());
        }
        let levels = Levels::resolve(&survey, selection, axis, Depth::Roots)?;
        let run = |plan| -> Result<_, QuestionError> { Ok(self.store().run(plan)?) };
        let levels = levels.settled(view, selection, run)?;
        let question = Question {
            selection: selection.clone(),
            basis: basis.clone(),
        };
        let measure = self.measure(scope, &question, &[&levels.total, &levels.parts])?;
        let registry = self.registry();
        let plan = balance::plan(view.clone(), selection, &levels, axis, &measure, &registry)?;
        let table = balance::rows(&self.store().run(plan)?, axis)?;
        let valuations = [Flow::Export, Flow::Import]
            .map(|flow| (flow, levels.total.valuations(flow)))
            .into_iter()
            .collect();
        Ok(Read {
            total: Some(table.total),
            places: places(&table.parts),
            parts: table.parts,
            valuations,
            currency: crate::question::unit(basis, &levels.total),
            all_products: levels.total.strata().iter().any(|row| row.top),
            digits: levels.parts.product_levels(),
            systems: levels.parts.product_systems(),
            measured: Some(measure),
            counted: Some(levels.total),
            published: false,
        })
    }
}
