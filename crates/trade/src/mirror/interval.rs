//! Between which values the truth lies, as far as two reports tell (S11.3).

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;
use crate::mirror::cause::Part;
use crate::mirror::gap::Reports;

/// A closed interval of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// The lowest value.
    pub low: Exact,
    /// The highest value.
    pub high: Exact,
}

impl Bounds {
    /// Whether `amount` lies within.
    pub fn contains(&self, amount: Exact) -> bool {
        self.low <= amount && amount <= self.high
    }
}

/// `[min(X, M, M − Σhigh), max(X, M, M − Σlow)]`
///
/// The interval of one flow: both reports, and the importer's report freed of
/// every measured cause at its bounds. Each cause keeps its sign: freight is
/// only ever taken off the importer's figure, and widens the interval downwards
/// alone. A cause that is not measured widens nothing; it is somewhere in the
/// unexplained rest, which the two reports already span. None when a report is
/// not there. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the reports.
///
/// Source: S11.3 of the systems list, `[B − Σhigh, B + Σhigh]`, signs kept.
pub fn flow(reports: &Reports, parts: &[Part]) -> Result<Option<Bounds>, BasisError> {
    let Some((exporter, importer)) = reports.exporter.zip(reports.importer) else {
        return Ok(None);
    };
    let measured = || parts.iter().filter(|part| part.amount.is_some());
    let sum = |bound: fn(&Part) -> Option<Exact>| {
        measured()
            .filter_map(bound)
            .try_fold(Exact::ZERO, Exact::plus)
    };
    let least = importer.minus(sum(|part| part.high)?)?;
    let most = importer.minus(sum(|part| part.low)?)?;
    Ok(Some(Bounds {
        low: exporter.min(importer).min(least),
        high: exporter.max(importer).max(most),
    }))
}

/// `[low_out − high_in, high_out − low_in]`
///
/// The interval of a balance out of those of the two flows: it holds the
/// balance either side reports. None when a flow has none. Errors with
/// `E-TRADE-OVERFLOW`.
///
/// Unit: that of the flows. Sign: surplus of the economy the goods of `out`
/// leave positive.
///
/// Source: S11.3 of the systems list; 000, third point on distorted deficits.
pub fn balance(out: Option<Bounds>, back: Option<Bounds>) -> Result<Option<Bounds>, BasisError> {
    let Some((out, back)) = out.zip(back) else {
        return Ok(None);
    };
    Ok(Some(Bounds {
        low: out.low.minus(back.high)?,
        high: out.high.minus(back.low)?,
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use triffin_basis::Bilingual;

    use super::*;
    use crate::mirror::cause::Cause;

    fn reports(exporter: Exact, importer: Exact) -> Reports {
        Reports {
            exporter: Some(exporter),
            importer: Some(importer),
        }
    }

    fn part(cause: Cause, low: i32, amount: i32, high: i32) -> Part {
        let exact = |n: i32| Exact::whole(n.into());
        Part::between(
            cause,
            exact(amount),
            exact(low),
            exact(high),
            Bilingual::same("test"),
        )
    }

    #[test]
    fn freight_widens_downwards_alone() {
        let trade = reports(Exact::whole(100), Exact::whole(103));
        let freight = [part(Cause::CifFob, 6, 6, 6)];
        let bounds = flow(&trade, &freight).unwrap().unwrap();
        assert_eq!(
            (bounds.low, bounds.high),
            (Exact::whole(97), Exact::whole(103))
        );
        let unmeasured = [Part::unmeasured(Cause::Transit, Bilingual::same("test"))];
        let plain = flow(&trade, &unmeasured).unwrap().unwrap();
        assert_eq!(
            (plain.low, plain.high),
            (Exact::whole(100), Exact::whole(103))
        );
        let one_sided = Reports {
            exporter: None,
            ..trade
        };
        assert_eq!(flow(&one_sided, &freight).unwrap(), None);
    }

    proptest! {
        /// S11.3: whatever the causes, the interval holds what either side
        /// reports, of each flow and of the balance.
        #[test]
        fn both_reporters_lie_within(amounts in any::<[u32; 4]>(), causes in prop::collection::vec((-99i32..99, -99i32..99, -99i32..99), 0..5)) {
            let [x_a, m_a, x_b, m_b] = amounts.map(|n| Exact::new(n.into(), 2));
            let parts: Vec<Part> = causes
                .into_iter()
                .zip(Cause::ALL)
                .map(|((low, amount, high), cause)| part(cause, low, amount, high))
                .collect();
            let of = |x, m| flow(&reports(x, m), &parts).unwrap().unwrap();
            let (out, back) = (of(x_a, m_b), of(x_b, m_a));
            prop_assert!(out.contains(x_a) && out.contains(m_b));
            prop_assert!(back.contains(x_b) && back.contains(m_a));
            let bounds = balance(Some(out), Some(back)).unwrap().unwrap();
            prop_assert!(bounds.contains(x_a.minus(m_a).unwrap()), "as a reports");
            prop_assert!(bounds.contains(m_b.minus(x_b).unwrap()), "as b reports");
        }
    }
}
