//! Whether a window is filled (S1.8): a sum over a partial one says so.

use triffin_basis::{Coverage, Freq, Period, Window};

use crate::Flow;
use crate::cut::Cut;

/// Which periods of `window` one side of `cut` has records for, at the finest
/// frequency it is counted at; records by the day are told by the month,
/// unless the window is a matter of days.
///
/// None when the side has no record: it is then null, not partial.
pub fn coverage(cut: &Cut, flow: Flow, window: &Window) -> Option<Coverage> {
    let finest_told = window.freq().max(Freq::Month);
    let present: Vec<Period> = cut
        .strata()
        .iter()
        .filter(|stratum| stratum.flow == flow)
        .map(|stratum| stratum.period)
        .map(|period| period.parent(finest_told).unwrap_or(period))
        .collect();
    let finest = present.iter().map(Period::freq).max()?;
    Some(Coverage::of(window, finest.max(window.freq()), present))
}
