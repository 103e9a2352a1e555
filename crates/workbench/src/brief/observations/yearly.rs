//! Years made of shorter periods, where their publisher prints no year.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Aggregation, Bilingual, Decimal, Flag, Freq, Period};

use super::read::rank;
use super::{Curve, Observation, Observations};
use crate::concepts::Concepts;
use crate::error::QuestionError;

/// Decimals a mean is carried with.
const MEAN_DECIMALS: u32 = 10;

impl Observations {
    /// Adds the years of every series that a dataset prints by month, quarter
    /// or day only.
    pub(super) fn add_years(&mut self, concepts: &Concepts) -> Result<(), QuestionError> {
        let mut made = Vec::new();
        for ((name, freq), ranked) in &self.curves {
            let Some((concept, _)) = concepts.of("", name).filter(|_| *freq != Freq::Year) else {
                continue;
            };
            let how = Aggregation::of(concept.nature);
            for (rank, curve) in ranked {
                let points = years(curve, *freq, how)?;
                let curve = Curve {
                    dataset: curve.dataset.clone(),
                    points,
                };
                made.push((name.clone(), rank.1, curve));
            }
        }
        for (name, embedded, curve) in made {
            let ranked = self.curves.entry((name, Freq::Year)).or_default();
            let printed = ranked.values().any(|one| one.dataset == curve.dataset);
            if !printed && !curve.points.is_empty() {
                ranked.insert(rank(&curve.dataset, embedded, true), curve);
            }
        }
        Ok(())
    }
}

/// The years of a curve that all their parts are there for, in one unit.
fn years(
    curve: &Curve,
    freq: Freq,
    how: Aggregation,
) -> Result<BTreeMap<Period, Observation>, QuestionError> {
    let mut parts: BTreeMap<Period, Vec<(Period, &Observation)>> = BTreeMap::new();
    for (period, seen) in curve.points.iter().filter(|(_, seen)| seen.value.is_some()) {
        let year = Period::year(period.year_number());
        parts.entry(year).or_default().push((*period, seen));
    }
    let mut years = BTreeMap::new();
    for (year, parts) in parts {
        if !is_whole(year, &parts, freq, how) {
            continue;
        }
        let values = parts.iter().map(|(period, seen)| (*period, seen.value));
        let value = how.over(values, Freq::Year)?.pop().and_then(|a| a.value);
        if let Some(value) = value {
            years.insert(year, made_of(&parts, value, freq, how));
        }
    }
    Ok(years)
}

/// Whether the parts make up the year: every month or quarter of it, or for a
/// mean of days a day of every month; all in one unit.
fn is_whole(year: Period, parts: &[(Period, &Observation)], freq: Freq, how: Aggregation) -> bool {
    let one_unit = parts
        .windows(2)
        .all(|pair| pair[0].1.unit == pair[1].1.unit);
    let whole = match freq {
        Freq::Day => {
            let months: BTreeSet<Option<Period>> = parts
                .iter()
                .map(|(day, _)| day.parent(Freq::Month))
                .collect();
            how == Aggregation::Mean && months.len() == 12
        }
        _ => parts.len() == year.parts(freq).len(),
    };
    one_unit && whole
}

/// The year's observation, with the sources of all parts and the weakest flag.
fn made_of(
    parts: &[(Period, &Observation)],
    value: Decimal,
    freq: Freq,
    how: Aggregation,
) -> Observation {
    let first = parts[0].1; // proof: a year is made of at least one part
    let weaker = parts.iter().find(|(_, seen)| seen.flag != Flag::Observed);
    let (en, zh) = match freq {
        Freq::Quarter => ("quarters", "个季度"),
        Freq::Month => ("months", "个月"),
        _ => ("days", "个交易日"),
    };
    let count = parts.len();
    let formula = match how {
        Aggregation::Sum => Bilingual::new(format!("Σ {count} {en}"), format!("{count}{zh}之和")),
        Aggregation::Last => {
            Bilingual::new(format!("last of {count} {en}"), format!("{count}{zh}之末"))
        }
        Aggregation::Mean => Bilingual::new(
            format!("mean of {count} {en}"),
            format!("{count}{zh}的均值"),
        ),
    };
    Observation {
        value: Some(match how {
            Aggregation::Mean => value.round_dp(MEAN_DECIMALS).normalize(),
            _ => value.normalize(),
        }),
        unit: first.unit.clone(),
        flag: weaker.map_or(Flag::Observed, |(_, seen)| seen.flag),
        basis: first.basis.clone(),
        formula: Some(formula),
        keys: parts
            .iter()
            .flat_map(|(_, seen)| seen.keys.iter().cloned())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use triffin_basis::Unit;

    fn monthly(values: &[(i8, &str, &str)]) -> Curve {
        let observation = |value: &str, unit: &str| Observation {
            value: Some(value.parse().unwrap()),
            unit: Unit::parse(unit).unwrap().0,
            flag: Flag::Observed,
            basis: Bilingual::default(),
            formula: None,
            keys: BTreeSet::from(["d/v".to_owned()]),
        };
        let points = values
            .iter()
            .map(|(m, value, unit)| (Period::month(2018, *m).unwrap(), observation(value, unit)));
        Curve {
            dataset: "d".into(),
            points: points.collect(),
        }
    }

    fn made(curve: &Curve, how: Aggregation) -> Option<String> {
        let years = years(curve, Freq::Month, how).unwrap();
        years
            .get(&Period::year(2018))
            .map(|seen| seen.value.unwrap().to_string())
    }

    #[test]
    fn twelve_months_make_a_year_and_eleven_do_not() {
        let all: Vec<(i8, &str, &str)> = (1..=12).map(|m| (m, "2", "USD")).collect();
        assert_eq!(
            made(&monthly(&all), Aggregation::Sum).as_deref(),
            Some("24")
        );
        assert_eq!(
            made(&monthly(&all), Aggregation::Mean).as_deref(),
            Some("2")
        );
        assert_eq!(made(&monthly(&all[1..]), Aggregation::Sum), None);
    }

    /// Venezuela's September 2018: bolívar fuerte before, soberano after.
    #[test]
    fn a_year_in_two_currencies_has_no_mean() {
        let mut months: Vec<(i8, &str, &str)> = (1..=8).map(|m| (m, "2", "VEF per USD")).collect();
        months.extend((9..=12).map(|m| (m, "60", "VES per USD")));
        assert_eq!(made(&monthly(&months), Aggregation::Mean), None);
    }
}
