//! What a brief is written from: computed figures with their provenance.
//!
//! A section that has no facts is `None` or empty and is not printed. A value
//! that is missing is a [`Fact`] without a number but with its reason.

mod fact;
mod section;
mod tariff;

pub use fact::Fact;
pub use section::{
    Alignment, Change, ChangeRow, Check, CheckStatus, Effects, External, ExternalItem, Headline,
    MissingFact, PartnerRow, Partners, Point, Recycling, Series, SourceFact, Subject,
};
pub use tariff::{Effect, Supplier, Tariff};

use serde::Serialize;
use triffin_basis::{Bilingual, Period};

/// Everything one brief says, in the order it says it.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// Whose balance this is.
    pub subject: Subject,
    /// The period of the headline.
    pub period: Period,
    /// The date by which vintages were chosen, `2026-01-31`; `None` for the newest.
    pub as_of: Option<String>,
    /// The balance and its basis.
    pub headline: Option<Headline>,
    /// What a reader must know before using the balance: a mixed valuation, a
    /// partial period.
    pub warnings: Vec<Bilingual>,
    /// The balance by partner.
    pub partners: Option<Partners>,
    /// What moved the balance since the base period.
    pub change: Option<Change>,
    /// What was checked before the subtraction.
    pub alignment: Option<Alignment>,
    /// The other half: current account, reserves, external position, rates.
    pub external: Option<External>,
    /// How dollars come back, for the issuer and for economies with a surplus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recycling: Option<Recycling>,
    /// What a tariff does, where a scenario is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tariff: Option<Tariff>,
    /// Curves to draw.
    pub series: Vec<Series>,
    /// What holds for the whole page: which GDP its shares are of, which
    /// datasets answered and which could have.
    pub notes: Vec<Bilingual>,
    /// Where the numbers come from; a [`Fact`] names them by key.
    pub sources: Vec<SourceFact>,
    /// What a reader would expect here and does not find, and why.
    pub missing: Vec<MissingFact>,
}

impl Facts {
    /// A brief about `subject` in `period` that has nothing to say yet.
    pub fn about(subject: Subject, period: Period) -> Self {
        Self {
            subject,
            period,
            as_of: None,
            headline: None,
            warnings: Vec::new(),
            partners: None,
            change: None,
            alignment: None,
            external: None,
            recycling: None,
            tariff: None,
            series: Vec::new(),
            notes: Vec::new(),
            sources: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Every fact of the brief, in the order it is said.
    pub fn each(&self) -> Vec<&Fact> {
        let mut all = Vec::new();
        if let Some(headline) = &self.headline {
            all.extend(headline.exports.iter().chain(&headline.imports));
            all.push(&headline.balance);
            all.extend(&headline.to_gdp);
        }
        if let Some(partners) = &self.partners {
            let rows = partners.rows.iter().chain(&partners.rest);
            for row in rows.chain(&partners.total) {
                all.extend([&row.exports, &row.imports, &row.balance]);
                all.extend(&row.share);
            }
        }
        if let Some(change) = &self.change {
            all.extend([&change.opening, &change.closing, &change.delta]);
            all.extend(change.rows.iter().map(|row| &row.delta));
            if let Some(e) = &change.effects {
                all.extend([&e.quantity, &e.price, &e.entry, &e.exit, &e.residual]);
            }
        }
        let checks = self.alignment.iter().flat_map(|report| &report.checks);
        all.extend(checks.filter_map(|check| check.amount.as_ref()));
        let external = self.external.iter().flat_map(|external| &external.rows);
        let recycling = self.recycling.iter().flat_map(|section| &section.rows);
        for item in external.chain(recycling) {
            all.push(&item.level);
            all.extend(item.change.iter().chain(&item.to_gdp));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use triffin_basis::{Economy, Lang};

    use crate::document::compose;
    use crate::numerals::Numerals;

    #[test]
    fn a_subject_is_named_in_both_languages() {
        let (usa, china) = (
            Economy::parse("USA").unwrap(),
            Economy::parse("CHN").unwrap(),
        );
        let pair = Subject::pair(&usa, &china);
        assert_eq!(pair.code(), "USA-CHN");
        assert_eq!(Subject::economy(&china).code(), "CHN");
        let facts = Facts::about(pair, Period::year(2018));
        let titled = |lang| compose(&facts, Numerals::plain(lang)).title;
        assert_eq!(titled(Lang::En), "United States – China, 2018");
        assert_eq!(titled(Lang::Zh), "美国—中国，2018年");
    }

    #[test]
    fn without_facts_there_is_no_section() {
        let china = Economy::parse("CHN").unwrap();
        let facts = Facts::about(Subject::economy(&china), Period::year(2018));
        assert!(
            compose(&facts, Numerals::plain(Lang::En))
                .sections
                .is_empty()
        );
    }
}
