//! Rows of a period that has not begun: no record of the past, unless they say
//! themselves that they are a forecast, or that there is no value.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Date32Type;
use jiff::civil::{Date, date};
use triffin_basis::Flag;
use triffin_formats::SetAside;

use crate::error::StoreError;
use crate::repeats::keep;

/// The rows whose period has begun by `today`, and forecasts; the others are
/// set aside as `future_date`, whichever reader handed them up.
pub(crate) fn pass(
    batch: RecordBatch,
    today: Date,
    aside: &mut Vec<SetAside>,
) -> Result<RecordBatch, StoreError> {
    let starts = batch.column_by_name("period_start");
    let Some(starts) = starts.and_then(|c| c.as_primitive_opt::<Date32Type>()) else {
        return Ok(batch);
    };
    let day = (today - date(1970, 1, 1)).get_days();
    if arrow::compute::max(starts).is_none_or(|last| last <= day) {
        return Ok(batch);
    }
    let flags = batch.column_by_name("flag");
    let flags = flags.and_then(|c| c.as_string_opt::<i32>());
    let excused = [Flag::Forecast, Flag::Missing].map(Flag::as_str);
    let begun = (0..batch.num_rows())
        .map(|row| {
            let flag = flags
                .filter(|f| f.is_valid(row))
                .map_or("", |f| f.value(row));
            starts.is_null(row) || starts.value(row) <= day || excused.contains(&flag)
        })
        .collect();
    let told = |_: usize| format!("its period begins after today, {today}, and is no forecast");
    keep(&batch, begun, aside, "future_date", told)
}
