//! The clauses of an instrument, put together.

use triffin_basis::{BasisError, Bilingual};

use super::refusal;
use super::register::Register;
use super::statement::{InstrumentClause, InstrumentText};
use crate::accounts::{CurrencyId, Instrument, Kind, Ladder, SectorId};
use crate::expression::Expression;
use crate::model::VariableId;
use crate::place::Place;

/// The clauses found, each at most once.
#[derive(Default)]
struct Clauses {
    kind: Option<Kind>,
    source: Option<SectorId>,
    currency: Option<CurrencyId>,
    maturity: Option<f64>,
    pays: Option<Expression>,
    price: Option<VariableId>,
    yield_: Option<VariableId>,
}

/// The instrument of a declaration.
pub(super) fn read_instrument(
    register: &mut Register,
    text: &InstrumentText,
    title: Bilingual,
) -> Result<Instrument, BasisError> {
    let (name, place) = (&text.name.0, text.name.1);
    let mut found = Clauses::default();
    for (clause, at) in &text.clauses {
        if !found.take(register, clause)? {
            return Err(refusal::clause(
                name,
                *at,
                "has a clause twice",
                "有重复的从句",
            ));
        }
    }
    let kind = found.whole_kind(name, place)?;
    let currency = found.currency.unwrap_or_else(|| match kind {
        Kind::Claim(issuer) => register.accounts.currency_of(issuer),
        _ => CurrencyId(0),
    });
    let ladder = found.ladder(register, name, place)?;
    Ok(Instrument {
        name: name.clone(),
        title,
        kind,
        currency,
        maturity: found.maturity,
        pays: found.pays.or_else(|| ladder.as_ref().map(Ladder::pays)),
        price: found
            .price
            .or_else(|| ladder.as_ref().map(|known| known.price)),
        ladder,
        outstanding: text.symbol,
        place,
    })
}

impl Clauses {
    /// Takes a clause; `false` where it was there already.
    fn take(&mut self, register: &Register, clause: &InstrumentClause) -> Result<bool, BasisError> {
        Ok(match clause {
            InstrumentClause::Issuer(word) => {
                put(&mut self.kind, Kind::Claim(register.find_sector(word)?))
            }
            InstrumentClause::Commodity => put(&mut self.kind, Kind::Commodity { source: None }),
            InstrumentClause::Produced => put(&mut self.kind, Kind::Produced),
            InstrumentClause::Source(word) => put(&mut self.source, register.find_sector(word)?),
            InstrumentClause::Currency(word) => {
                put(&mut self.currency, register.find_currency(word)?)
            }
            InstrumentClause::Maturity(years) => put(&mut self.maturity, *years),
            InstrumentClause::Rate(rate) => put(&mut self.pays, Expression::lagged(*rate, 1)),
            InstrumentClause::Pays(pays) => put(&mut self.pays, pays.clone()),
            InstrumentClause::Price(price) => put(&mut self.price, *price),
            InstrumentClause::Yield(yield_) => put(&mut self.yield_, *yield_),
        })
    }

    fn whole_kind(&self, name: &str, place: Place) -> Result<Kind, BasisError> {
        let refuse = |en, zh| Err(refusal::clause(name, place, en, zh));
        let pays = self.pays.is_some() || self.yield_.is_some();
        match (self.kind, self.source) {
            (None, _) => refuse(
                "has neither issuer nor other origin",
                "既无发行人也无其他来源",
            ),
            (Some(Kind::Commodity { .. }), source) if !pays => Ok(Kind::Commodity { source }),
            (Some(Kind::Produced), None) if !pays => Ok(Kind::Produced),
            (Some(Kind::Claim(issuer)), None) => Ok(Kind::Claim(issuer)),
            (Some(_), Some(_)) => refuse(
                "has a source and is no commodity",
                "有 source 却不是 commodity",
            ),
            (Some(_), None) => refuse(
                "is owed by nobody and so pays nothing",
                "无人负债，因此不支付收益",
            ),
        }
    }

    fn ladder(
        &self,
        register: &mut Register,
        name: &str,
        place: Place,
    ) -> Result<Option<Ladder>, BasisError> {
        let Some(yield_) = self.yield_ else {
            return Ok(None);
        };
        let refuse = |en, zh| Err(refusal::clause(name, place, en, zh));
        if self.pays.is_some() || self.price.is_some() {
            return refuse(
                "has a yield, from which price and coupon follow",
                "已有 yield，价格与票息由其得出",
            );
        }
        let Some(years) = self.maturity else {
            return refuse("has a yield and no maturity", "有 yield 却无 maturity");
        };
        let mut generated = |what| register.symbols.intern(&format!("{name}.{what}"), place);
        Ok(Some(Ladder {
            due: 1.0 / years,
            yield_,
            face: generated("face"),
            coupon: generated("coupon"),
            clean: generated("clean"),
            price: generated("price"),
        }))
    }
}

fn put<T>(slot: &mut Option<T>, value: T) -> bool {
    slot.replace(value).is_none()
}
