//! `trade mirror`: one trade as two countries report it.
//!
//! ```text
//! a's records ─┐                           ┌─► causes ─► attribution ─► interval
//!              ├─► common periods ─► gap ──┤
//! b's records ─┘                           └─► weights ─► estimate
//! ```

mod along;
mod causes;
mod conversion;
mod freight;
mod keyed;
mod notes;
mod pair;
mod read;
mod reliability;
mod rows;
mod side;
mod special;
pub mod stated;
#[cfg(test)]
mod tests;
mod through;
mod valuations;

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Economy, Window};
use triffin_trade::mirror::cause::{Attribution, Part, attribute};
use triffin_trade::mirror::common::{Kept, common};
use triffin_trade::mirror::freight::cif_fob;
use triffin_trade::mirror::gap::{Direction, Reports};
use triffin_trade::mirror::interval::{self, Bounds};
use triffin_trade::mirror::reconcile::{Estimate, Weights, estimate};
use triffin_trade::valuation::{Margin, Target};
use triffin_trade::{Axis, Exact, Flow, Selection};

use crate::answer::{Answer, Meta};
use crate::error::QuestionError;
use crate::question::OnBasis;
use crate::workbench::{Scope, Workbench};
use freight::{Freight, Product};
use read::Read;
use side::Side;

/// What is asked about two reporters.
#[derive(Clone, Debug, PartialEq)]
pub struct Mirror {
    /// The first economy.
    pub a: String,
    /// The second economy.
    pub b: String,
    /// The days asked about.
    pub window: Window,
    /// Only products under this code; none is all goods.
    pub product: Option<String>,
    /// Currency and margin; the valuation is left as reported.
    pub basis: OnBasis,
    /// Months between departure and arrival.
    pub lag: u32,
    /// Share of the exporter's report that goes in parcels, where no record
    /// marks them.
    pub parcels: Option<Exact>,
    /// `Total`, `Product` or `Period`.
    pub by: Axis,
}

impl Mirror {
    /// The trade between `a` and `b` over `window`, as reported.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` when one is no economy, `E-MIRROR-SAME` when they are
    /// one.
    pub fn new(a: &str, b: &str, window: Window) -> Result<Self, QuestionError> {
        let (a, b) = (Economy::parse(a)?.code(), Economy::parse(b)?.code());
        if a == b {
            return Err(same(a).into());
        }
        Ok(Self {
            a: a.to_owned(),
            b: b.to_owned(),
            window,
            product: None,
            basis: OnBasis::default(),
            lag: triffin_trade::mirror::timing::LAG,
            parcels: None,
            by: Axis::Total,
        })
    }

    /// Exporter and importer of a direction.
    pub fn ends(&self, direction: Direction) -> [&str; 2] {
        match direction {
            Direction::AToB => [&self.a, &self.b],
            Direction::BToA => [&self.b, &self.a],
        }
    }

    /// The records of `reporter` with `partner`.
    fn selection(&self, reporter: &str, partner: &str) -> Result<Selection, BasisError> {
        let selection = Selection::new(reporter, self.window).with_partner(partner);
        match &self.product {
            Some(product) => selection.with_product(product),
            None => Ok(selection),
        }
    }

    /// The basis with values at `valuation`.
    fn at(&self, valuation: Target) -> OnBasis {
        OnBasis {
            valuation,
            ..self.basis.clone()
        }
    }
}

impl Mirror {
    /// At FOB, with `margin` for what is CIF.
    fn at_fob(&self, margin: &Margin) -> OnBasis {
        OnBasis {
            cif_margin: Some(margin.of_fob),
            ..self.at(Target::Fob)
        }
    }

    /// The margin of each direction.
    fn margins(&self, freight: &Freight, reads: &[Read; 2]) -> Result<[Margin; 2], QuestionError> {
        let product = self.asked_product(reads);
        let of = |direction| {
            let [exporter, importer] = self.ends(direction);
            freight.route(exporter, importer, product)
        };
        let [out, back] = Direction::ALL.map(of);
        Ok([out?, back?])
    }

    /// The product asked for, where its classification is known.
    fn asked_product<'a>(&'a self, reads: &'a [Read; 2]) -> Option<Product<'a>> {
        let code = self.product.as_deref()?;
        let system = reads.iter().find_map(Read::system)?;
        Some((system, code))
    }
}

fn same(code: &str) -> BasisError {
    BasisError::new(
        "E-MIRROR-SAME",
        format!("both economies are {code}"),
        format!("两个经济体都是 {code}"),
    )
    .value(code)
    .expected("two economies that trade", "两个有贸易往来的经济体")
}

/// One flow as both ends report it, and what was made of it.
#[derive(Clone, Debug)]
pub struct Mirrored {
    /// Which way the goods go.
    pub direction: Direction,
    /// The product or period; none for the total.
    pub key: Option<String>,
    /// What the two ends report.
    pub reports: Reports,
    /// The gap in its causes and the rest.
    pub attribution: Attribution,
    /// Between which values the flow lies.
    pub bounds: Option<Bounds>,
    /// One figure out of the two.
    pub estimate: Option<Estimate>,
    /// How much each report counts in it.
    pub weights: Weights,
    /// Partners that are no economy, by reporter and code: what part of its
    /// trade on this side of the flow has no known partner.
    pub unspecified: BTreeMap<String, BTreeMap<String, Exact>>,
}

impl Mirrored {
    fn new(
        direction: Direction,
        key: Option<String>,
        reports: Reports,
        parts: Vec<Part>,
        weights: Weights,
    ) -> Result<Self, BasisError> {
        let freight = parts
            .iter()
            .find(|part| part.cause == triffin_trade::mirror::cause::Cause::CifFob)
            .and_then(|part| part.amount)
            .unwrap_or(Exact::ZERO);
        let attribution = attribute(reports.gap()?, parts)?;
        Ok(Self {
            direction,
            key,
            reports,
            bounds: interval::flow(&reports, &attribution.parts)?,
            estimate: estimate(&reports, freight.max(Exact::ZERO), &weights)?,
            attribution,
            weights,
            unspecified: BTreeMap::new(),
        })
    }
}

/// Both directions of a pair, and everything needed to trust them.
#[derive(Clone, Debug)]
pub struct MirrorTable {
    /// The rows of the axis asked for.
    pub rows: Vec<Mirrored>,
    /// Both directions in total.
    pub totals: [Mirrored; 2],
    /// What the amounts mean.
    pub meta: Meta,
}

impl Workbench {
    /// What two countries report of the trade between them: gap, causes,
    /// interval and one reconciled figure, direction by direction.
    ///
    /// Each side is read from one dataset, the same for both where one holds
    /// both. Nothing is assumed of a country: valuation, regimes and partners
    /// are what its records state; records of Comtrade without a valuation take
    /// the one that their reporter told Comtrade for the year, where its table
    /// is at hand, and that is told.
    ///
    /// # Errors
    /// `E-TRADE-EMPTY` when neither side has records of the other,
    /// `E-BASIS-CURRENCY` when their values are in several currencies and none
    /// is asked for, `E-TRADE-MARGIN`, `E-MIRROR-PARCELS`, or a sum that does
    /// not fit its type.
    pub fn mirrored(&self, scope: &Scope, asked: &Mirror) -> Result<MirrorTable, QuestionError> {
        let mut sides = self.sides(scope, asked)?;
        let mut reads = self.read_sides(scope, asked, &sides)?;
        side::one_currency(asked, &reads)?;
        let kept = Direction::ALL.map(|direction| {
            let [x, m] = flows(direction);
            common(&reads[x.0].reported(x.1), &reads[m.0].reported(m.1))
        });
        let mut meta = notes::meta(scope, asked, &sides, &reads);
        meta.notes.extend(notes::periods(asked, &reads, &kept));
        if kept.iter().any(|kept| kept.only.is_some()) {
            for (index, side) in sides.iter_mut().enumerate() {
                side.keep(&kept_of(index, &kept))?;
            }
            reads = self.read_sides(scope, asked, &sides)?;
        }
        let (freight, everyone) = self.surroundings(scope, asked, &sides)?;
        let margins = asked.margins(&freight, &reads)?;
        if reads.iter().any(Read::any_cif) {
            notes::margin(&mut meta, asked, &freight, &reads, &margins);
        }
        let among = (&freight, everyone.as_ref());
        let (weights, told) = self.weights(scope, asked, &sides, among)?;
        meta.notes.push(told);
        let total = |direction: Direction| {
            let (margin, weights) = (&margins[direction as usize], weights[direction as usize]);
            self.total(scope, asked, (&sides, &reads), direction, (margin, weights))
        };
        let [out, back] = Direction::ALL.map(total);
        let mut totals = [out?, back?];
        let special = self.unspecified(scope, asked, &sides, &mut totals)?;
        meta.notes.extend(special);
        let rows = match asked.by {
            Axis::Total => totals.to_vec(),
            axis => {
                let (rows, notes) = self.along(scope, asked, &sides, axis, (&freight, weights))?;
                meta.notes.extend(notes);
                rows
            }
        };
        meta.unit = side::unit(asked, &reads);
        meta.notes.extend(notes::turns(asked, &rows)?);
        meta.notes.extend(notes::coverage(asked, &reads));
        meta.notes.extend(notes::reach(asked, &reads));
        for side in &sides {
            meta.notes.extend(self.flags(side)?);
        }
        meta.notes.extend(notes::one_sided(asked, &totals));
        meta.notes.extend(notes::margin_unused(asked, &totals));
        Ok(MirrorTable { rows, totals, meta })
    }

    /// The answer of `trade mirror`.
    ///
    /// # Errors
    /// As [`Workbench::mirrored`].
    pub fn mirror(&self, scope: &Scope, asked: &Mirror) -> Result<Answer, QuestionError> {
        rows::answer(asked, self.mirrored(scope, asked)?)
    }

    /// The answer of `trade mirror --causes`: one row a cause.
    ///
    /// # Errors
    /// As [`Workbench::mirrored`].
    pub fn mirror_causes(&self, scope: &Scope, asked: &Mirror) -> Result<Answer, QuestionError> {
        rows::causes(asked, self.mirrored(scope, asked)?)
    }

    /// One direction in total, with every cause.
    fn total(
        &self,
        scope: &Scope,
        asked: &Mirror,
        (sides, reads): (&[Side; 2], &[Read; 2]),
        direction: Direction,
        (margin, weights): (&Margin, Weights),
    ) -> Result<Mirrored, QuestionError> {
        let (reports, freight) = self.valued(scope, asked, sides, reads, direction, margin)?;
        let mut parts = vec![freight];
        parts.extend(self.causes(scope, asked, sides, direction, &reports)?);
        Ok(Mirrored::new(direction, None, reports, parts, weights)?)
    }

    fn read_sides(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
    ) -> Result<[Read; 2], QuestionError> {
        let basis = asked.at(Target::AsReported);
        let [a, b] = sides;
        Ok([
            self.read(scope, a, &basis, Axis::Period)?,
            self.read(scope, b, &basis, Axis::Period)?,
        ])
    }

    /// The two reports of a direction, and the freight between them.
    fn valued(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        reads: &[Read; 2],
        direction: Direction,
        margin: &Margin,
    ) -> Result<(Reports, Part), QuestionError> {
        let [x, m] = flows(direction);
        let at_fob = |(index, flow): (usize, Flow)| -> Result<_, QuestionError> {
            let basis = asked.at_fob(margin);
            let read = &reads[index];
            if !read.has_cif(flow) {
                return Ok(read.valued(flow, read));
            }
            let fob = self.read(scope, &sides[index], &basis, Axis::Total)?;
            Ok(read.valued(flow, &fob))
        };
        let (exporter, importer) = (at_fob(x)?, at_fob(m)?);
        let reports = Reports {
            exporter: exporter.reported,
            importer: importer.reported,
        };
        Ok((reports, cif_fob(&exporter, &importer, margin)?))
    }
}

/// Whose report each end of a direction is: the side's index and its flow.
fn flows(direction: Direction) -> [(usize, Flow); 2] {
    match direction {
        Direction::AToB => [(0, Flow::Export), (1, Flow::Import)],
        Direction::BToA => [(1, Flow::Export), (0, Flow::Import)],
    }
}

/// What each flow of a side is compared over: exports, then imports.
fn kept_of(index: usize, kept: &[Kept; 2]) -> [(Flow, Kept); 2] {
    let [out, back] = kept.clone();
    let (exports, imports) = if index == 0 { (out, back) } else { (back, out) };
    [(Flow::Export, exports), (Flow::Import, imports)]
}
