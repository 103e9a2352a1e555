//! What is changed.

use triffin_basis::BasisError;

use super::economy::{Economy, no_rate, own_duty};

/// New tariffs and iceberg costs of every cell, in the order of the economy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    tariffs: Vec<f64>,
    iceberg: Vec<f64>,
}

impl Policy {
    /// Nothing changes.
    pub fn none(economy: &Economy) -> Self {
        Self {
            tariffs: economy.tariffs().to_vec(),
            iceberg: vec![1.0; economy.flows().len()],
        }
    }

    /// The tariff of `importer` on `exporter` becomes `rate`; goods bought
    /// at home bear none.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-RATE`, `E-TARIFF-OWN-DUTY`, `E-TARIFF-SHAPE` for a position
    /// that is none.
    pub fn rate(
        &mut self,
        economy: &Economy,
        importer: usize,
        exporter: usize,
        rate: f64,
    ) -> Result<(), BasisError> {
        let at = self.at(economy, importer, exporter)?;
        if !rate.is_finite() || rate <= -1.0 {
            return Err(no_rate(&economy.cell(at), rate));
        }
        if importer == exporter && rate != 0.0 {
            return Err(own_duty(&economy.regions()[importer], rate));
        }
        self.tariffs[at] = rate;
        Ok(())
    }

    /// The iceberg cost from `exporter` to `importer` is multiplied by
    /// `factor`: 1.05 is five percent more goods shipped for each that
    /// arrives.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-ICEBERG`, `E-TARIFF-SHAPE` for a position that is none.
    pub fn iceberg(
        &mut self,
        economy: &Economy,
        importer: usize,
        exporter: usize,
        factor: f64,
    ) -> Result<(), BasisError> {
        let at = self.at(economy, importer, exporter)?;
        if !factor.is_finite() || factor <= 0.0 {
            return Err(no_cost(&economy.cell(at), factor));
        }
        self.iceberg[at] = factor;
        Ok(())
    }

    /// τ' of every cell.
    pub fn tariffs(&self) -> &[f64] {
        &self.tariffs
    }

    /// d̂ of every cell.
    pub fn icebergs(&self) -> &[f64] {
        &self.iceberg
    }

    /// Whether it was made for an economy of this many cells.
    pub(super) fn fits(&self, cells: usize) -> bool {
        self.tariffs.len() == cells
    }

    /// The part `s` of the way from `base` tariffs to these, in logarithms.
    pub(super) fn part(&self, base: &[f64], s: f64) -> Self {
        let rates = base.iter().zip(&self.tariffs);
        let between =
            |(from, to): (&f64, &f64)| (1.0 + from) * ((1.0 + to) / (1.0 + from)).powf(s) - 1.0;
        Self {
            tariffs: rates.map(between).collect(),
            iceberg: self.iceberg.iter().map(|d| d.powf(s)).collect(),
        }
    }

    /// The same costs with tariffs already known to be in range.
    pub(in crate::equilibrium) fn with_tariffs(&self, tariffs: Vec<f64>) -> Self {
        Self {
            tariffs,
            iceberg: self.iceberg.clone(),
        }
    }

    fn at(&self, economy: &Economy, importer: usize, exporter: usize) -> Result<usize, BasisError> {
        let n = economy.regions().len();
        if importer < n && exporter < n && self.fits(n * n) {
            return Ok(importer * n + exporter);
        }
        Err(BasisError::new(
            "E-TARIFF-SHAPE",
            format!("there is no cell {importer} ← {exporter} among {n} regions"),
            format!("{n} 个地区中没有单元格 {importer} ← {exporter}"),
        )
        .value(importer.max(exporter))
        .expected(format!("positions below {n}"), format!("小于 {n} 的位置")))
    }
}

fn no_cost(cell: &str, factor: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-ICEBERG",
        format!("the iceberg cost of {cell} is multiplied by {factor}"),
        format!("{cell} 的冰山成本乘以 {factor}"),
    )
    .value(factor)
    .expected("a positive factor; 1 is no change", "正的倍数；1 表示不变")
}
