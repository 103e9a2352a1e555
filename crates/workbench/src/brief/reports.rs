//! What one dataset says of one reporter's trade: by month or quarter, by year,
//! and which years are complete.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{Expr, LogicalPlanBuilder, col, lit};
use triffin_basis::{Decimal, Economy, Freq, Period, Unit, Window};
use triffin_brief::facts::Fact;
use triffin_trade::balance::BalanceRow;
use triffin_trade::columns::Texts;
use triffin_trade::cut::Cut;
use triffin_trade::{Axis, Exact, Flow, Survey};

use super::Desk;
use super::presence::Held;
use crate::answer::Meta;
use crate::balance::Balanced;
use crate::error::QuestionError;
use crate::question::{OnBasis, Question};
use crate::workbench::Scope;

/// Years a question about all of a dataset spans.
const YEARS: (i16, i16) = (1900, 2100);

/// Exports and imports of one period, as the reporter counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sides {
    pub(crate) exports: Option<Exact>,
    pub(crate) imports: Option<Exact>,
}

impl Sides {
    fn of(row: &BalanceRow) -> Self {
        Self {
            exports: row.exports,
            imports: row.imports,
        }
    }

    /// The same trade seen by the partner: its exports are the reporter's
    /// imports, and its balance has the other sign.
    pub(crate) fn mirrored(self) -> Self {
        Self {
            exports: self.imports,
            imports: self.exports,
        }
    }

    fn plus(self, other: Self) -> Result<Self, QuestionError> {
        let sum = |a: Option<Exact>, b: Option<Exact>| match (a, b) {
            (Some(a), Some(b)) => a.plus(b).map(Some),
            (one, other) => Ok(one.or(other)),
        };
        Ok(Self {
            exports: sum(self.exports, other.exports)?,
            imports: sum(self.imports, other.imports)?,
        })
    }

    /// Exports minus imports; none when a side is not there.
    pub(crate) fn balance(self) -> Result<Option<Exact>, QuestionError> {
        Ok(triffin_trade::balance::balance(self.exports, self.imports)?)
    }
}

/// One reporter with one partner, or with all, out of one dataset.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// Whose records.
    pub(crate) reporter: Economy,
    /// With whom; none for all.
    pub(crate) partner: Option<Economy>,
    /// The dataset.
    pub(crate) dataset: String,
    /// Source keys of the records, by the period recorded.
    keys: BTreeMap<Period, BTreeSet<String>>,
    /// Source keys of the rates that converted them.
    rate_keys: Vec<String>,
    /// The currency of the amounts.
    pub(crate) currency: String,
    /// The rates that brought the amounts into it.
    pub(crate) rates: Option<String>,
    /// Valuations of exports and of imports, as the file says.
    pub(crate) valuations: (Vec<String>, Vec<String>),
    /// Whether single products are recorded.
    pub(crate) products: bool,
    /// By month or quarter, where the records are.
    pub(crate) parts: BTreeMap<Period, Sides>,
    /// By year.
    pub(crate) years: BTreeMap<Period, Sides>,
    /// Years in which every month, quarter or the year itself is there for both sides.
    pub(crate) complete: BTreeSet<Period>,
}

impl Report {
    /// The latest complete year.
    pub(crate) fn latest(&self) -> Option<Period> {
        self.complete.last().copied()
    }

    /// The trade of a period: as recorded, or of all its parts; none when
    /// nothing is recorded.
    pub(crate) fn at(&self, period: Period) -> Result<Option<Sides>, QuestionError> {
        if period.freq() == Freq::Year {
            return Ok(self.years.get(&period).copied());
        }
        if let Some(recorded) = self.parts.get(&period) {
            return Ok(Some(*recorded));
        }
        let mut sum: Option<Sides> = None;
        for (_, sides) in self.parts.iter().filter(|(part, _)| period.contains(part)) {
            sum = Some(sum.unwrap_or_default().plus(*sides)?);
        }
        Ok(sum)
    }

    /// Whether both sides of a period are wholly there.
    pub(crate) fn covers(&self, period: Period) -> bool {
        let there = |sides: &Sides| sides.exports.is_some() && sides.imports.is_some();
        if period.freq() == Freq::Year {
            return self.complete.contains(&period);
        }
        if let Some(recorded) = self.parts.get(&period) {
            return there(recorded);
        }
        let inside = self.parts.iter().filter(|(part, _)| period.contains(part));
        let found: Vec<(&Period, &Sides)> = inside.collect();
        let Some(freq) = found.first().map(|(part, _)| part.freq()) else {
            return false;
        };
        found.len() == period.parts(freq).len() && found.iter().all(|(_, sides)| there(sides))
    }

    /// The keys of the vintages that have records of a period, and of the rates.
    pub(crate) fn keys(&self, period: Period) -> Vec<String> {
        let inside = self
            .keys
            .iter()
            .filter(|(recorded, _)| period.contains(recorded) || recorded.contains(&period));
        let keys: BTreeSet<&String> = inside.flat_map(|(_, keys)| keys).collect();
        let keys = keys.into_iter().chain(&self.rate_keys);
        keys.cloned().collect()
    }

    /// The keys of every vintage it is read from.
    pub(crate) fn all_keys(&self) -> Vec<String> {
        let keys: BTreeSet<&String> = self.keys.values().flatten().collect();
        let keys = keys.into_iter().chain(&self.rate_keys);
        keys.cloned().collect()
    }

    /// First and last period recorded.
    pub(crate) fn span(&self) -> Option<(Period, Period)> {
        let rows = if self.parts.is_empty() {
            &self.years
        } else {
            &self.parts
        };
        rows.keys()
            .next()
            .copied()
            .zip(rows.keys().next_back().copied())
    }

    /// The unit of its amounts.
    pub(crate) fn unit(&self) -> Result<Unit, QuestionError> {
        Ok(Unit::parse(&self.currency)?.0)
    }

    /// An amount of it as a fact of `period`.
    pub(crate) fn fact(
        &self,
        amount: Option<Exact>,
        period: Period,
    ) -> Result<Fact, QuestionError> {
        let unit = self.unit()?;
        let fact = match amount {
            Some(amount) => Fact::new(amount.to_decimal()?, unit, period),
            None => Fact::missing(
                unit,
                period,
                triffin_basis::Bilingual::new("not recorded", "没有记录"),
            ),
        };
        Ok(self.cited(fact))
    }

    /// A fact with the sources of its period.
    pub(crate) fn cited(&self, fact: Fact) -> Fact {
        let keys = self.keys(fact.period);
        keys.iter().fold(fact, |fact, key| fact.from_source(key))
    }
}

/// The amount as a decimal, for a curve.
pub(crate) fn decimal(amount: Option<Exact>) -> Result<Option<Decimal>, QuestionError> {
    Ok(amount.map(Exact::to_decimal).transpose()?)
}

impl Desk<'_> {
    /// The scope of a question to one dataset.
    pub(crate) fn only(&self, dataset: &str) -> Scope {
        Scope {
            source: Some(dataset.to_owned()),
            ..self.scope.clone()
        }
    }

    /// A question to the records of `reporter`.
    pub(crate) fn question(
        &self,
        reporter: Economy,
        partner: Option<Economy>,
        window: Window,
        currency: Option<&str>,
    ) -> Result<Question, QuestionError> {
        let mut question = Question::new(reporter.code(), window)?;
        if let Some(partner) = partner {
            question = question.with_partner(partner.code())?;
        }
        question.basis = OnBasis {
            currency: currency.map(str::to_owned),
            ..OnBasis::default()
        };
        Ok(question)
    }

    /// Everything a dataset says of a reporter, in `currency` or its own.
    pub(crate) fn report(
        &self,
        held: &Held,
        whole: bool,
        currency: Option<&str>,
    ) -> Result<Report, QuestionError> {
        let reporter = Economy::parse(&held.reporter)?;
        let partner = if whole {
            None
        } else {
            Some(Economy::parse(&held.partner)?)
        };
        let scope = self.only(&held.dataset);
        let ask = |window| -> Result<Balanced, QuestionError> {
            let question = self.question(reporter, partner, window, currency)?;
            self.bench.balanced(&scope, &question, Axis::Period)
        };
        let window = Window::new(Period::month(YEARS.0, 1)?, Period::month(YEARS.1, 12)?)?;
        let fine = ask(window)?;
        let rows = by_period(&fine)?;
        let mut report = Report::begin(reporter, partner, held, &fine);
        report.keys = self.vintages(held, partner)?;
        let freqs: BTreeSet<Freq> = rows.keys().map(Period::freq).collect();
        if freqs == BTreeSet::from([Freq::Month]) || freqs == BTreeSet::from([Freq::Quarter]) {
            report.years = by_year(&rows)?;
            report.complete = complete(&fine.total);
            report.parts = rows;
        }
        // Months alone add up to their years. Where a year is published as
        // such somewhere, it counts, and the question is asked by year.
        let strata = self.held(&scope, reporter, partner)?.strata;
        report.products = strata.iter().any(|stratum| stratum.product_level > 0);
        let parts_only = strata
            .iter()
            .all(|stratum| report.parts.contains_key(&stratum.period));
        if !parts_only {
            let coarse = ask(Window::new(Period::year(YEARS.0), Period::year(YEARS.1))?)?;
            report.years = by_period(&coarse)?;
            report.complete = complete(&coarse.total);
        }
        Ok(report)
    }

    /// The vintages behind the records, by period.
    fn vintages(
        &self,
        held: &Held,
        partner: Option<Economy>,
    ) -> Result<BTreeMap<Period, BTreeSet<String>>, QuestionError> {
        let store = self.bench.store();
        let of = |name: &str, code: &str| col(name).eq(lit(code));
        let mut rows = LogicalPlanBuilder::from(store.records(&held.dataset, &self.scope.at)?)
            .filter(of("reporter", &held.reporter))?;
        if partner.is_some() {
            rows = rows.filter(of("partner", &held.partner))?;
        }
        let names = ["period", "vintage"];
        let plan = rows
            .aggregate(names.map(col), Vec::<Expr>::new())?
            .build()?;
        let mut keys: BTreeMap<Period, BTreeSet<String>> = BTreeMap::new();
        for batch in store.run(plan)? {
            let [period, vintage] = names.map(|name| Texts::of(&batch, name));
            let (period, vintage) = (period?, vintage?);
            for row in 0..batch.num_rows() {
                let period = Period::parse(period.get(row).unwrap_or_default())?;
                let key = format!("{}/{}", held.dataset, vintage.owned(row));
                keys.entry(period).or_default().insert(key);
            }
        }
        Ok(keys)
    }

    /// What the records hold, level by level.
    fn held(
        &self,
        scope: &Scope,
        reporter: Economy,
        partner: Option<Economy>,
    ) -> Result<Survey, QuestionError> {
        let window = Window::new(Period::year(YEARS.0), Period::year(YEARS.1))?;
        let question = self.question(reporter, partner, window, None)?;
        Ok(self.bench.choose(scope, &question.selection)?.survey)
    }
}

impl Report {
    fn begin(reporter: Economy, partner: Option<Economy>, held: &Held, read: &Balanced) -> Self {
        let stated = |flow| {
            let words = read.total.valuations(flow).into_iter();
            words
                .map(|word| word.unwrap_or_else(|| "unstated".to_owned()))
                .collect()
        };
        Self {
            reporter,
            partner,
            dataset: held.dataset.clone(),
            keys: BTreeMap::new(),
            rate_keys: rate_keys(&read.meta, &held.dataset),
            currency: read.meta.unit.clone().unwrap_or_default(),
            rates: read.meta.basis.get("rates").cloned(),
            valuations: (stated(Flow::Export), stated(Flow::Import)),
            products: false,
            parts: BTreeMap::new(),
            years: BTreeMap::new(),
            complete: BTreeSet::new(),
        }
    }
}

/// The keys of what an answer from `dataset` was converted with.
pub(crate) fn rate_keys(meta: &Meta, dataset: &str) -> Vec<String> {
    let rates = meta
        .sources
        .iter()
        .filter(|source| source.dataset != dataset);
    let keys = rates.flat_map(|source| {
        let vintages = source.vintages.iter();
        vintages.map(|vintage| format!("{}/{vintage}", source.dataset))
    });
    keys.collect()
}

/// Months or quarters summed to years, exactly; a side nobody recorded stays missing.
fn by_year(parts: &BTreeMap<Period, Sides>) -> Result<BTreeMap<Period, Sides>, QuestionError> {
    let mut years: BTreeMap<Period, Sides> = BTreeMap::new();
    for (part, sides) in parts {
        let year = years.entry(Period::year(part.year_number())).or_default();
        *year = year.plus(*sides)?;
    }
    Ok(years)
}

fn by_period(read: &Balanced) -> Result<BTreeMap<Period, Sides>, QuestionError> {
    let rows = read.table.parts.iter();
    rows.map(|row| Ok((Period::parse(&row.key)?, Sides::of(row))))
        .collect()
}

/// Years whose every part is there on both sides.
fn complete(cut: &Cut) -> BTreeSet<Period> {
    let mut parts: BTreeMap<(Period, Flow), BTreeSet<Period>> = BTreeMap::new();
    for stratum in cut.strata().iter().filter(|stratum| stratum.values > 0) {
        let year = Period::year(stratum.period.year_number());
        parts
            .entry((year, stratum.flow))
            .or_default()
            .insert(stratum.period);
    }
    let whole = |year: Period, flow| {
        let there = parts.get(&(year, flow)).into_iter().flatten();
        let freq = there.clone().next().map(Period::freq);
        freq.is_some_and(|freq| freq == Freq::Year || there.count() == year.parts(freq).len())
    };
    let years: BTreeSet<Period> = parts.keys().map(|(year, _)| *year).collect();
    years
        .into_iter()
        .filter(|year| whole(*year, Flow::Export) && whole(*year, Flow::Import))
        .collect()
}
