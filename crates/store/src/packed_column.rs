//! A column in as few bytes as its values need.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, DictionaryArray, Int32Array, PrimitiveArray, new_null_array,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Decimal128Type, Int32Type, Int64Type,
};

/// A column of some rows: each value as its distance from the least, in one,
/// two, four or eight bytes.
#[derive(Debug)]
pub(crate) enum PackedColumn {
    /// Every row holds the same, or nothing.
    Same(Option<i64>),
    /// The least and the largest value, and how far each row is from the least.
    Apart {
        least: i64,
        most: i64,
        apart: Apart,
        nulls: Option<NullBuffer>,
    },
    /// What does not pack, as it was given.
    AsGiven(ArrayRef),
}

/// Distances in as many bytes as the largest needs.
#[derive(Debug)]
pub(crate) enum Apart {
    One(Box<[u8]>),
    Two(Box<[u16]>),
    Four(Box<[u32]>),
    Eight(Box<[u64]>),
}

impl PackedColumn {
    /// Packs a column; the keys of a dictionary go through `codes`.
    pub(crate) fn new(column: &ArrayRef, codes: Option<&[i32]>) -> Self {
        let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0);
        if column.null_count() == column.len() {
            return PackedColumn::Same(None);
        }
        if let (Some(keys), Some(codes)) = (column.as_dictionary_opt::<Int32Type>(), codes) {
            return pack_codes(keys.keys().values(), codes, nulls);
        }
        match column.data_type() {
            DataType::Int32 => narrow::<Int32Type>(column, nulls),
            DataType::Date32 => narrow::<Date32Type>(column, nulls),
            DataType::Int64 => {
                let values = column.as_primitive::<Int64Type>().values().iter();
                pack(values.copied(), nulls)
            }
            DataType::Decimal128(_, _) => decimals(column, nulls),
            _ => PackedColumn::AsGiven(column.clone()),
        }
    }

    /// Bounds of the values, the least above the largest where there are none;
    /// nothing is known of a column that was not packed.
    pub(crate) fn bounds(&self) -> Option<(i64, i64)> {
        match self {
            PackedColumn::Same(None) => Some((i64::MAX, i64::MIN)),
            PackedColumn::Same(Some(value)) => Some((*value, *value)),
            PackedColumn::AsGiven(_) => None,
            PackedColumn::Apart { least, most, .. } => Some((*least, *most)),
        }
    }

    /// The value of every row; none where they differ.
    pub(crate) fn only(&self) -> Option<i64> {
        match self {
            PackedColumn::Same(value) => *value,
            _ => None,
        }
    }

    /// Whether a row has no value.
    pub(crate) fn has_nulls(&self) -> bool {
        match self {
            PackedColumn::Same(value) => value.is_none(),
            PackedColumn::Apart { nulls, .. } => nulls.is_some(),
            PackedColumn::AsGiven(column) => column.null_count() > 0,
        }
    }

    /// The column again, of `rows` rows of a type; `texts` are those of a
    /// dictionary.
    pub(crate) fn unpacked(
        &self,
        data_type: &DataType,
        rows: usize,
        texts: Option<&ArrayRef>,
    ) -> ArrayRef {
        match self {
            PackedColumn::AsGiven(column) => column.clone(),
            PackedColumn::Same(None) => match (data_type, texts) {
                (DataType::Dictionary(_, _), Some(texts)) => {
                    dictionary(Int32Array::new_null(rows), texts)
                }
                _ => new_null_array(data_type, rows),
            },
            PackedColumn::Same(Some(value)) => {
                array(data_type, std::iter::repeat_n(*value, rows), None, texts)
            }
            PackedColumn::Apart {
                least,
                apart,
                nulls,
                ..
            } => {
                let (least, nulls) = (*least, nulls.clone());
                match apart {
                    Apart::One(apart) => {
                        let values = apart.iter().map(|by| least + i64::from(*by));
                        array(data_type, values, nulls, texts)
                    }
                    Apart::Two(apart) => {
                        let values = apart.iter().map(|by| least + i64::from(*by));
                        array(data_type, values, nulls, texts)
                    }
                    Apart::Four(apart) => {
                        let values = apart.iter().map(|by| least + i64::from(*by));
                        array(data_type, values, nulls, texts)
                    }
                    Apart::Eight(apart) => {
                        let values = apart.iter().map(|by| least.wrapping_add(*by as i64));
                        array(data_type, values, nulls, texts)
                    }
                }
            }
        }
    }
}

fn narrow<T>(column: &ArrayRef, nulls: Option<&NullBuffer>) -> PackedColumn
where
    T: ArrowPrimitiveType<Native = i32>,
{
    let values = column.as_primitive::<T>().values().iter();
    pack(values.map(|value| i64::from(*value)), nulls)
}

/// Decimals whose digits all fit 64 bits.
fn decimals(column: &ArrayRef, nulls: Option<&NullBuffer>) -> PackedColumn {
    let values = column.as_primitive::<Decimal128Type>().values();
    let (mut least, mut most, mut fit) = (i64::MAX, i64::MIN, true);
    for value in values {
        let digits = *value as i64;
        fit &= i128::from(digits) == *value;
        (least, most) = (least.min(digits), most.max(digits));
    }
    match fit {
        true => pack_within(
            values.iter().map(|value| *value as i64),
            (least, most),
            nulls,
        ),
        false => PackedColumn::AsGiven(column.clone()),
    }
}

/// The keys of a dictionary under other codes. Codes are no values: their
/// bounds say nothing, and those of the dictionary do.
fn pack_codes(keys: &[i32], codes: &[i32], nulls: Option<&NullBuffer>) -> PackedColumn {
    let code = |key: &i32| codes.get(*key as usize).map_or(0, |code| i64::from(*code));
    let first = keys.first();
    if nulls.is_none()
        && keys
            .iter()
            .fold(true, |same, key| same & (Some(key) == first))
    {
        return PackedColumn::Same(first.map(code));
    }
    let most = codes.iter().copied().max().unwrap_or(0);
    pack_within(keys.iter().map(code), (0, i64::from(most)), nulls)
}

fn pack(values: impl Iterator<Item = i64> + Clone, nulls: Option<&NullBuffer>) -> PackedColumn {
    let (least, most) = values
        .clone()
        .fold((i64::MAX, i64::MIN), |(least, most), value| {
            (least.min(value), most.max(value))
        });
    pack_within(values, (least, most), nulls)
}

/// Packs values within bounds.
fn pack_within(
    values: impl Iterator<Item = i64>,
    (least, most): (i64, i64),
    nulls: Option<&NullBuffer>,
) -> PackedColumn {
    if least == most && nulls.is_none() {
        return PackedColumn::Same(Some(least));
    }
    let by = values.map(|value| value.wrapping_sub(least) as u64);
    let apart = match most.wrapping_sub(least) as u64 {
        0..=0xff => Apart::One(by.map(|by| by as u8).collect()),
        0x100..=0xffff => Apart::Two(by.map(|by| by as u16).collect()),
        0x1_0000..=0xffff_ffff => Apart::Four(by.map(|by| by as u32).collect()),
        _ => Apart::Eight(by.collect()),
    };
    PackedColumn::Apart {
        least,
        most,
        apart,
        nulls: nulls.cloned(),
    }
}

fn array(
    data_type: &DataType,
    values: impl Iterator<Item = i64>,
    nulls: Option<NullBuffer>,
    texts: Option<&ArrayRef>,
) -> ArrayRef {
    // proof: every value came from a column of this type, in `pack`.
    match (data_type, texts) {
        (DataType::Dictionary(_, _), Some(texts)) => {
            let keys: Vec<i32> = values.map(|value| value as i32).collect();
            dictionary(Int32Array::new(keys.into(), nulls), texts)
        }
        (DataType::Int64, _) => Arc::new(PrimitiveArray::<Int64Type>::new(
            values.collect::<Vec<_>>().into(),
            nulls,
        )),
        (DataType::Decimal128(_, _), _) => {
            let digits: Vec<i128> = values.map(i128::from).collect();
            let column = PrimitiveArray::<Decimal128Type>::new(digits.into(), nulls);
            Arc::new(column.with_data_type(data_type.clone()))
        }
        (DataType::Date32, _) => {
            let days: Vec<i32> = values.map(|value| value as i32).collect();
            Arc::new(PrimitiveArray::<Date32Type>::new(days.into(), nulls))
        }
        _ => {
            let numbers: Vec<i32> = values.map(|value| value as i32).collect();
            Arc::new(Int32Array::new(numbers.into(), nulls))
        }
    }
}

fn dictionary(keys: Int32Array, texts: &ArrayRef) -> ArrayRef {
    // proof: a key is the place of one of the texts.
    Arc::new(DictionaryArray::new(keys, texts.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Date32Array, Decimal128Array, Int64Array, StringArray};
    use proptest::prelude::*;

    fn comes_back(column: ArrayRef) {
        let packed = PackedColumn::new(&column, None);
        let back = packed.unpacked(column.data_type(), column.len(), None);
        assert_eq!(&back, &column);
        let plain = arrow::compute::cast(&column, &DataType::Int64);
        if let (DataType::Int32 | DataType::Int64, Ok(plain)) = (column.data_type(), plain) {
            let (least, most) = packed.bounds().unwrap();
            let mut values = plain.as_primitive::<Int64Type>().iter().flatten();
            assert!(values.all(|value| (least..=most).contains(&value)));
        }
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(
            wide in prop::collection::vec(prop::option::weighted(0.9, any::<i64>()), 1..30),
            shift in 0u32..64,
        ) {
            let some = || wide.iter().map(|value| value.map(|value| value >> shift));
            comes_back(Arc::new(some().collect::<Int64Array>()));
            let small = || some().map(|value| value.map(|value| value as i32));
            comes_back(Arc::new(small().collect::<Int32Array>()));
            comes_back(Arc::new(small().collect::<Date32Array>()));
            let amounts = some().map(|value| value.map(i128::from)).collect::<Decimal128Array>();
            comes_back(Arc::new(amounts.with_data_type(DataType::Decimal128(28, 6))));
            let huge = some().map(|value| value.map(|value| i128::from(value) * 7));
            comes_back(Arc::new(huge.collect::<Decimal128Array>()));
        }
    }

    #[test]
    fn texts_come_back_under_their_new_codes() {
        let given: DictionaryArray<Int32Type> = [Some("b"), None, Some("a")].into_iter().collect();
        let given: ArrayRef = Arc::new(given);
        let texts: ArrayRef = Arc::new(StringArray::from(vec!["x", "a", "b"]));
        let packed = PackedColumn::new(&given, Some(&[2, 1]));
        let back = packed.unpacked(given.data_type(), 3, Some(&texts));
        let plain = |column: &ArrayRef| arrow::compute::cast(column, &DataType::Utf8).unwrap();
        assert_eq!(&plain(&back), &plain(&given));
    }
}
