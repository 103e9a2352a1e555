//! The change of an item as an aggregate function of the engine: both windows,
//! every unit and every effect in one pass over its records.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Decimal128Array, Decimal128Builder, Int32Array,
    ListArray, StringArray, StructArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Fields, Int32Type};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
};

use super::change_units::{NONE, Units};
use super::effects::EFFECT_TYPE;
use super::small_cell::SmallCell;
use crate::TradeError;
use crate::changes::{Cell, ItemChange};
use crate::decompose::Method;
use crate::error::overflow;
use crate::exact::AMOUNT_SCALE;

/// What a value or a quantity comes as.
const AMOUNT_TYPE: DataType = DataType::Decimal128(38, AMOUNT_SCALE as i8);

/// `<method>_change(side, value, quantity, unit, net_weight_kg)`: the change of
/// the item whose records are aggregated, a struct of `v0`, `v1`, `quantity`,
/// `price`, `entry` and `exit`, see [`crate::changes`].
///
/// `side` is 0 for records of the first window and 1 for those of the second,
/// other rows count nowhere. The quantity of a record is its positive quantity
/// in its unit, else its positive net weight.
pub fn change_function(method: Method) -> AggregateUDF {
    AggregateUDF::new_from_impl(ChangeFunction {
        method,
        signature: Signature::any(5, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ChangeFunction {
    method: Method,
    signature: Signature,
}

/// The parts of a change, in the order of [`ItemChange`].
fn change_fields() -> Fields {
    let parts = [
        ("v0", AMOUNT_TYPE),
        ("v1", AMOUNT_TYPE),
        ("quantity", EFFECT_TYPE),
        ("price", EFFECT_TYPE),
        ("entry", AMOUNT_TYPE),
        ("exit", AMOUNT_TYPE),
    ];
    let parts = parts.into_iter();
    parts
        .map(|(name, kind)| Field::new(name, kind, true))
        .collect()
}

/// What is kept of one unit of an item between partial aggregates.
fn cell_fields() -> Fields {
    let unit = Field::new("unit", DataType::Utf8, true);
    let amounts = ["v0", "q0", "v1", "q1"];
    let amounts = amounts.map(|name| Field::new(name, AMOUNT_TYPE, true));
    std::iter::once(unit).chain(amounts).collect()
}

fn cell_field() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Struct(cell_fields()), true))
}

impl AggregateUDFImpl for ChangeFunction {
    fn name(&self) -> &str {
        match self.method {
            Method::Bennet => "bennet_change",
            Method::Lmdi => "lmdi_change",
            Method::Laspeyres => "laspeyres_change",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(change_fields()))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format!("{}_cells", args.name);
        Ok(vec![Arc::new(Field::new_list(name, cell_field(), true))])
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(One(Items::new(self.method))))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Items::new(self.method)))
    }
}

/// The cells of many items. Nearly every item has one unit and sums that are
/// no large numbers: these have their place, what is more waits beside.
#[derive(Debug)]
struct Items {
    method: Method,
    units: Units,
    first: Vec<Option<SmallCell>>,
    others: BTreeMap<(usize, u32), Cell>,
}

impl Items {
    fn new(method: Method) -> Self {
        Self {
            method,
            units: Units::default(),
            first: Vec::new(),
            others: BTreeMap::new(),
        }
    }

    /// Adds a record of one window, or sums of some, to an item.
    #[inline]
    fn add(&mut self, item: usize, unit: u32, side: usize, sums: (i128, i128)) -> Result<()> {
        let first = self.first[item].get_or_insert_with(|| SmallCell::new(unit));
        if first.unit() == unit && first.add(side, sums) {
            return Ok(());
        }
        let cell = self.others.entry((item, unit)).or_default();
        let added = cell.add(side, sums.0, sums.1);
        Ok(added.ok_or_else(too_large)?)
    }

    /// Puts the cells of an item in the place of `cells`, one a unit.
    fn cells(&self, item: usize, cells: &mut Vec<(u32, Cell)>) -> Result<()> {
        cells.clear();
        let first = self.first[item];
        cells.extend(first.map(|first| (first.unit(), first.wide())));
        for ((_, unit), other) in self.others.range((item, 0)..=(item, u32::MAX)) {
            match cells.first_mut().filter(|(first, _)| first == unit) {
                Some((_, first)) => first.join(other).ok_or_else(too_large)?,
                None => cells.push((*unit, *other)),
            }
        }
        // A first cell that could hold none of its sums holds nothing.
        cells.retain(|(_, cell)| [0, 1].iter().any(|side| cell.of(*side).is_some()));
        Ok(())
    }

    /// Takes the first items out.
    fn take(&mut self, emit_to: EmitTo) -> Items {
        let rest = match emit_to {
            EmitTo::All => Vec::new(),
            EmitTo::First(n) => self.first.split_off(n),
        };
        let first = std::mem::replace(&mut self.first, rest);
        let later = self.others.split_off(&(first.len(), 0));
        let others = std::mem::take(&mut self.others);
        let moved = later.into_iter();
        self.others = moved
            .map(|((item, unit), cell)| ((item - first.len(), unit), cell))
            .collect();
        Items {
            method: self.method,
            units: self.units.clone(),
            first,
            others,
        }
    }
}

/// A decimal column with six decimals.
fn amounts(column: &ArrayRef) -> Result<Decimal128Array> {
    let column = match column.data_type() {
        DataType::Decimal128(_, scale) if *scale == AMOUNT_SCALE as i8 => column.clone(),
        _ => cast(column, &AMOUNT_TYPE)?,
    };
    Ok(column.as_primitive::<Decimal128Type>().clone())
}

fn too_large() -> TradeError {
    overflow("a sum of an item").into()
}

impl GroupsAccumulator for Items {
    fn update_batch(
        &mut self,
        columns: &[ArrayRef],
        items: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.first.resize(total, None);
        let [side, value, quantity, unit, weight] = columns else {
            return exec_err!("a change is of side, value, quantity, unit and weight");
        };
        let side = cast(side, &DataType::Int32)?;
        let side: &Int32Array = side.as_primitive::<Int32Type>();
        let (value, quantity, weight) = (amounts(value)?, amounts(quantity)?, amounts(weight)?);
        let units = self.units.codes(unit)?;
        let kilograms = self.units.code("kg");
        let positive = |column: &Decimal128Array, row: usize| {
            Some(column.value(row)).filter(|amount| column.is_valid(row) && *amount > 0)
        };
        for (row, item) in items.iter().enumerate() {
            let passes = filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
            let known = value.is_valid(row) && side.is_valid(row);
            let (true, true, side @ (0 | 1)) = (passes, known, side.value(row)) else {
                continue;
            };
            let (unit, quantity) = match positive(&quantity, row) {
                Some(quantity) => (units[row], quantity),
                None => match positive(&weight, row) {
                    Some(weight) => (kilograms, weight),
                    None => (NONE, 0),
                },
            };
            self.add(*item, unit, side as usize, (value.value(row), quantity))?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef], items: &[usize], total: usize) -> Result<()> {
        self.first.resize(total, None);
        let lists = states[0].as_list::<i32>();
        for (row, item) in items
            .iter()
            .enumerate()
            .filter(|(row, _)| lists.is_valid(*row))
        {
            let cells = lists.value(row);
            let cells = cells.as_struct();
            let units = cells.column(0).as_string::<i32>();
            let amount = |column: usize, cell: usize| {
                let column = cells.column(column).as_primitive::<Decimal128Type>();
                column.is_valid(cell).then(|| column.value(cell))
            };
            for place in 0..cells.len() {
                let unit = match units.is_valid(place) {
                    true => self.units.code(units.value(place)),
                    false => NONE,
                };
                for side in [0, 1] {
                    let sums = amount(1 + 2 * side, place).zip(amount(2 + 2 * side, place));
                    if let Some(sums) = sums {
                        self.add(*item, unit, side, sums)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let items = self.take(emit_to);
        let mut units: Vec<Option<&str>> = Vec::new();
        let mut amounts: [Vec<Option<i128>>; 4] = Default::default();
        let mut lengths = Vec::with_capacity(items.first.len());
        let mut cells = Vec::new();
        for item in 0..items.first.len() {
            let before = units.len();
            items.cells(item, &mut cells)?;
            for (unit, cell) in &cells {
                units.push(items.units.name(*unit));
                let [first, second] = [0, 1].map(|side| cell.of(side).unzip());
                let sums = [first.0, first.1, second.0, second.1];
                amounts
                    .iter_mut()
                    .zip(sums)
                    .for_each(|(column, sum)| column.push(sum));
            }
            lengths.push(units.len() - before);
        }
        let units: ArrayRef = Arc::new(StringArray::from(units));
        let amounts = amounts.into_iter().map(|sums| {
            let array = Decimal128Array::from(sums).with_data_type(AMOUNT_TYPE);
            Arc::new(array) as ArrayRef
        });
        let columns = std::iter::once(units).chain(amounts).collect();
        let cells = Arc::new(StructArray::new(cell_fields(), columns, None));
        let offsets = OffsetBuffer::from_lengths(lengths);
        Ok(vec![Arc::new(ListArray::new(
            cell_field(),
            offsets,
            cells,
            None,
        ))])
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let items = self.take(emit_to);
        let rows = items.first.len();
        let fields = change_fields();
        let builder = |field: &FieldRef| {
            Decimal128Builder::with_capacity(rows).with_data_type(field.data_type().clone())
        };
        let mut parts: Vec<Decimal128Builder> = fields.iter().map(builder).collect();
        let (mut cells, mut named) = (Vec::new(), Vec::new());
        for item in 0..rows {
            items.cells(item, &mut cells)?;
            named.clear();
            let here = cells.iter();
            named.extend(here.map(|(unit, cell)| (items.units.name(*unit), *cell)));
            let change = ItemChange::of(items.method, &named, AMOUNT_SCALE);
            let change = change.map_err(TradeError::from)?;
            for (part, amount) in parts.iter_mut().zip(change.parts) {
                part.append_option(amount);
            }
        }
        let columns = parts
            .iter_mut()
            .map(|part| Arc::new(part.finish()) as ArrayRef);
        Ok(Arc::new(StructArray::new(fields, columns.collect(), None)))
    }

    fn convert_to_state(
        &self,
        columns: &[ArrayRef],
        filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>> {
        let rows = columns[0].len();
        let mut each = Items::new(self.method);
        let items: Vec<usize> = (0..rows).collect();
        each.update_batch(columns, &items, filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        let other = size_of::<((usize, u32), Cell)>();
        self.first.capacity() * size_of::<Option<SmallCell>>() + self.others.len() * other
    }
}

/// The change of one item, where nothing is grouped.
#[derive(Debug)]
struct One(Items);

impl Accumulator for One {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let rows = columns.first().map_or(0, |column| column.len());
        self.0.update_batch(columns, &vec![0; rows], None, 1)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let rows = states.first().map_or(0, |state| state.len());
        self.0.merge_batch(states, &vec![0; rows], 1)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.0.first.resize(1, None);
        let states = self.0.state(EmitTo::All)?;
        states
            .iter()
            .map(|state| ScalarValue::try_from_array(state, 0))
            .collect()
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.0.first.resize(1, None);
        ScalarValue::try_from_array(&self.0.evaluate(EmitTo::All)?, 0)
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}
