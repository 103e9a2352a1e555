//! The two reports product by product, or period by period.

use std::collections::BTreeSet;

use triffin_trade::mirror::freight::{Valued, cif_fob};
use triffin_trade::mirror::gap::{Direction, Reports};
use triffin_trade::mirror::reconcile::Weights;
use triffin_trade::valuation::{Margin, Target, fob_from_cif};
use triffin_trade::{Axis, Flow};

use super::freight::Freight;
use super::read::Read;
use super::side::{self, Side};
use super::{Mirror, Mirrored, flows, notes, rows};
use crate::answer::Note;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// What the sides report along an axis.
struct Keyed {
    plain: [Read; 2],
    /// The classification of the keys, where they are products of one.
    system: Option<String>,
}

impl Keyed {
    /// Every key either end of a direction has.
    fn keys(&self, direction: Direction) -> BTreeSet<String> {
        let ends = flows(direction).into_iter();
        ends.flat_map(|(index, flow)| self.plain[index].by_key(flow).into_keys())
            .collect()
    }
}

/// One end of a direction, key by key.
struct End<'a> {
    flow: Flow,
    plain: &'a Read,
    /// The same at FOB, where some of its records are CIF and others not.
    fob: Option<Read>,
}

impl End<'_> {
    /// A key, freight taken out at `margin`.
    fn valued(&self, key: &str, margin: &Margin) -> Result<Valued, QuestionError> {
        let (flow, plain) = (self.flow, self.plain);
        let mut valued = plain.valued_key(flow, self.fob.as_ref().unwrap_or(plain), key);
        // What is CIF throughout takes the margin of the key's own section.
        if plain.all_cif(flow) {
            let at_fob = |cif| fob_from_cif(cif, margin.of_fob);
            valued.at_fob = valued.reported.map(at_fob).transpose()?;
        }
        Ok(valued)
    }
}

impl Workbench {
    /// The rows along an axis: every key either end has, the reports of one end
    /// null where it has none of it.
    pub(super) fn along(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        axis: Axis,
        (freight, weights): (&Freight, [Weights; 2]),
    ) -> Result<(Vec<Mirrored>, Option<Note>), QuestionError> {
        let sides = side::to_common_digits(self, scope, asked, sides, axis)?;
        let keyed = self.keyed(scope, asked, &sides, axis)?;
        let mut found = Vec::new();
        for direction in Direction::ALL {
            let causes = self.causes_by_key(scope, asked, &sides, direction, axis)?;
            let [exporter, importer] = asked.ends(direction);
            let margin = freight.route(exporter, importer, None)?;
            let [x, m] = flows(direction);
            let of = |end| self.end(scope, asked, &sides, axis, &keyed, (end, &margin));
            let (x, m) = (of(x)?, of(m)?);
            for key in keyed.keys(direction) {
                let product = keyed.system.as_deref().map(|system| (system, key.as_str()));
                let margin = freight.route(exporter, importer, product)?;
                let (sent, got) = (x.valued(&key, &margin)?, m.valued(&key, &margin)?);
                let reports = Reports {
                    exporter: sent.reported,
                    importer: got.reported,
                };
                let mut parts = vec![cif_fob(&sent, &got, &margin)?];
                parts.extend(causes.of(&key, &reports, asked)?);
                let weights = weights[direction as usize];
                found.push(Mirrored::new(
                    direction,
                    Some(key),
                    reports,
                    parts,
                    weights,
                )?);
            }
        }
        rows::order(&mut found, axis);
        Ok((found, notes::classifications(asked, axis, &keyed.plain)))
    }

    fn keyed(
        &self,
        scope: &Scope,
        asked: &Mirror,
        [a, b]: &[Side; 2],
        axis: Axis,
    ) -> Result<Keyed, QuestionError> {
        let basis = asked.at(Target::AsReported);
        let plain = [
            self.read(scope, a, &basis, axis)?,
            self.read(scope, b, &basis, axis)?,
        ];
        let system = plain.iter().find_map(Read::system).map(str::to_owned);
        Ok(Keyed {
            plain,
            system: system.filter(|_| axis == Axis::Product),
        })
    }

    fn end<'a>(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        axis: Axis,
        keyed: &'a Keyed,
        ((index, flow), margin): ((usize, Flow), &Margin),
    ) -> Result<End<'a>, QuestionError> {
        let plain = &keyed.plain[index];
        let partly = plain.has_cif(flow) && !plain.all_cif(flow);
        let read = || self.read(scope, &sides[index], &asked.at_fob(margin), axis);
        Ok(End {
            flow,
            plain,
            fob: partly.then(read).transpose()?,
        })
    }
}
