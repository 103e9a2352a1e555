//! S7.10: pressure on a currency as an event: did the balance change after it?

use triffin_basis::BasisError;

use super::refusal::{finite, shape, share};

/// A span of years in which a country was pressed to let its currency rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

/// Means of a series around an episode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Means {
    /// Mean of the years before, none where one is missing.
    pub before: Option<f64>,
    /// Mean of the years after, none where one is missing.
    pub after: Option<f64>,
    /// Years found before.
    pub years_before: usize,
    /// Years found after.
    pub years_after: usize,
}

impl Means {
    /// After less before.
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }

    /// 100·ln(after ÷ before), for an index; none where one is not above zero.
    pub fn log_change(&self) -> Option<f64> {
        let ratio = self.after? / self.before?;
        (ratio.is_finite() && ratio > 0.0).then(|| 100.0 * ratio.ln())
    }
}

/// ΔB = mean of w years after − mean of w years before
///
/// The years of the episode are in neither window. A window with a year missing
/// has no mean: years are never filled in.
///
/// Inputs: years and values, in any order; the episode; w, years in each window.
///
/// Unit: that of the series. Sign: that of the series.
///
/// Errors: `E-TARIFF-SHAPE` for a window of no years, an episode that ends before it begins or a year twice, `E-TARIFF-NUMBER` for what is no number.
///
/// Source: MacKinlay 1997 for event windows; document 002, §3.2.
///
/// ```
/// use triffin_tariff::mechanisms::episodes::{Episode, event_window};
/// let series: Vec<(i32, f64)> = (1985..=1997).map(|year| (year, if year < 1992 { -10.0 } else { -30.0 })).collect();
/// let made = event_window(&series, Episode { from: 1992, to: 1994 }, 3)?;
/// assert_eq!(made.change(), Some(-20.0));
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn event_window(series: &[(i32, f64)], episode: Episode, w: u32) -> Result<Means, BasisError> {
    let w = i32::try_from(w).ok().filter(|w| (1..=100).contains(w));
    let (Some(w), true) = (w, episode.from <= episode.to) else {
        return Err(shape(
            format!(
                "a window of {w:?} years around {} to {}",
                episode.from, episode.to
            ),
            format!("{} 至 {} 前后 {w:?} 年的窗口", episode.from, episode.to),
            w.unwrap_or_default(),
        ));
    };
    each_year_once(series)?;
    let mean = |from: i32, to: i32| {
        let found: Vec<f64> = series
            .iter()
            .filter(|(year, _)| (from..=to).contains(year))
            .map(|(_, value)| *value)
            .collect();
        let whole = found.len() == usize::try_from(w).unwrap_or_default();
        (
            whole.then(|| found.iter().sum::<f64>() / f64::from(w)),
            found.len(),
        )
    };
    let (before, years_before) = mean(
        episode.from.saturating_sub(w),
        episode.from.saturating_sub(1),
    );
    let (after, years_after) = mean(episode.to.saturating_add(1), episode.to.saturating_add(w));
    Ok(Means {
        before,
        after,
        years_before,
        years_after,
    })
}

fn each_year_once(series: &[(i32, f64)]) -> Result<(), BasisError> {
    for (place, (year, value)) in series.iter().enumerate() {
        finite(("a value of the series", "序列值"), *value)?;
        if series.iter().take(place).any(|(other, _)| other == year) {
            return Err(shape(
                format!("the year {year} stands twice"),
                format!("{year} 年出现两次"),
                year,
            ));
        }
    }
    Ok(())
}

/// What the windows say of a claim that the balance did not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The sign stayed and the balance is not smaller than the band allows.
    Consistent,
    /// The sign turned or the balance shrank past the band.
    Inconsistent,
    /// A window is not whole.
    NotCheckable,
}

impl Verdict {
    /// Its name in columns, that of a checked claim.
    pub fn code(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::Inconsistent => "inconsistent",
            Self::NotCheckable => "not_checkable",
        }
    }
}

/// The claim "did not change the imbalance", against the windows
///
/// Consistent where the mean after has the sign of the mean before and is at
/// least 1 − band of its size: an imbalance that grew was not done away with.
/// What moved the balance beside the episode is not told apart.
///
/// Inputs: means of the balance, the band as a share of the mean before.
///
/// # Errors
/// `E-TARIFF-SHARE` for a band outside 0 to 1.
pub fn unchanged(balance: &Means, band: f64) -> Result<Verdict, BasisError> {
    let band = share(("the band", "容许带"), band)?;
    let (Some(before), Some(after)) = (balance.before, balance.after) else {
        return Ok(Verdict::NotCheckable);
    };
    let kept = before * after > 0.0 && after.abs() >= (1.0 - band) * before.abs();
    Ok(match kept || before == after {
        true => Verdict::Consistent,
        false => Verdict::Inconsistent,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LISTED: Episode = Episode {
        from: 1992,
        to: 1994,
    };

    #[test]
    fn s7_10_each_episode_has_its_verdict() {
        let with = |after: f64| -> Vec<(i32, f64)> {
            (1987..=1999)
                .map(|year| (year, if year < 1992 { -10.0 } else { after }))
                .collect()
        };
        let verdict =
            |after: f64| unchanged(&event_window(&with(after), LISTED, 5).unwrap(), 0.25).unwrap();
        assert_eq!(verdict(-30.0), Verdict::Consistent);
        assert_eq!(verdict(-8.0), Verdict::Consistent);
        assert_eq!(verdict(-5.0), Verdict::Inconsistent);
        assert_eq!(verdict(10.0), Verdict::Inconsistent);
        let short = event_window(&with(-30.0)[..6], LISTED, 5).unwrap();
        assert_eq!(
            (short.years_before, short.years_after, short.after),
            (5, 0, None)
        );
        assert_eq!(unchanged(&short, 0.25).unwrap(), Verdict::NotCheckable);
    }

    #[test]
    fn what_is_no_window_is_refused() {
        let code = |series: &[(i32, f64)], episode, w| {
            event_window(series, episode, w).unwrap_err().code()
        };
        assert_eq!(code(&[], LISTED, 0), "E-TARIFF-SHAPE");
        assert_eq!(code(&[], Episode { from: 5, to: 4 }, 1), "E-TARIFF-SHAPE");
        assert_eq!(
            code(&[(1990, 1.0), (1990, 2.0)], LISTED, 1),
            "E-TARIFF-SHAPE"
        );
        assert_eq!(code(&[(1990, f64::NAN)], LISTED, 1), "E-TARIFF-NUMBER");
        let ends = Episode {
            from: i32::MIN,
            to: i32::MAX,
        };
        assert_eq!(event_window(&[], ends, 3).unwrap().change(), None);
    }

    proptest! {
        /// A shift of the series leaves the change, a factor scales it and leaves the log change.
        #[test]
        fn s7_10_changes_shift_and_scale(values in prop::collection::vec(1.0..9.0f64, 9), by in 0.5..3.0f64) {
            let of = |change: &dyn Fn(f64) -> f64| {
                let series: Vec<(i32, f64)> = values.iter().enumerate().map(|(i, v)| (1989 + i as i32, change(*v))).collect();
                event_window(&series, LISTED, 3).unwrap()
            };
            let (plain, moved, scaled) = (of(&|v| v), of(&|v| v + by), of(&|v| v * by));
            prop_assert!((plain.change().unwrap() - moved.change().unwrap()).abs() < 1e-12);
            prop_assert!((plain.change().unwrap() * by - scaled.change().unwrap()).abs() < 1e-12);
            prop_assert!((plain.log_change().unwrap() - scaled.log_change().unwrap()).abs() < 1e-9);
        }
    }
}
