//! Who buys what from whom, one sector.

use triffin_basis::BasisError;

use crate::equilibrium::World;

/// Purchases of every region from every region, with the tariffs in force.
///
/// A cell (n, i) stands at n × regions + i: importer n, exporter i. Money is
/// in the currency of the data.
///
/// ```
/// use triffin_tariff::equilibrium::one_sector::Economy;
/// let regions = vec!["Home".to_owned(), "Abroad".to_owned()];
/// let economy = Economy::new(regions, vec![80.0, 22.0, 20.0, 180.0], vec![0.0, 0.1, 0.0, 0.0])?;
/// assert_eq!(economy.deficits(), [0.0, 0.0]);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Economy {
    regions: Vec<String>,
    flows: Vec<f64>,
    tariffs: Vec<f64>,
}

impl Economy {
    /// Checks the tables and puts them together; `flows` include the duty
    /// and what is bought at home.
    ///
    /// # Errors
    ///
    /// All name the cell: `E-TARIFF-SHAPE` (a list of another length),
    /// `E-TARIFF-FLOW` (negative or no number), `E-TARIFF-RATE` (−100 % or
    /// less), `E-TARIFF-OWN-DUTY`, `E-TARIFF-OWN-TRADE` (nothing bought at
    /// home anywhere: see [`Economy::with_output`] and
    /// [`Economy::with_value_added`]), `E-TARIFF-NO-PURCHASES`,
    /// `E-TARIFF-NO-PRODUCTION`.
    pub fn new(
        regions: Vec<String>,
        flows: Vec<f64>,
        tariffs: Vec<f64>,
    ) -> Result<Self, BasisError> {
        let n = regions.len();
        if n < 2 || flows.len() != n * n || tariffs.len() != n * n {
            return Err(shape(n, flows.len().max(tariffs.len())));
        }
        let economy = Self {
            regions,
            flows,
            tariffs,
        };
        economy.check_cells()?;
        economy.check_totals()?;
        Ok(economy)
    }

    /// The only sector of a world whose production uses labour alone.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-ONE-SECTOR` where it has more sectors, or inputs.
    pub fn from_world(world: &World) -> Result<Self, BasisError> {
        if world.sectors().len() != 1 || !world.inputs().is_empty() {
            return Err(many_sectors(world.sectors().len()));
        }
        let n = world.regions().len();
        let (mut flows, mut tariffs) = (vec![0.0; n * n], vec![0.0; n * n]);
        for flow in world.flows().iter() {
            let cell = flow.importer as usize * n + flow.exporter as usize;
            (flows[cell], tariffs[cell]) = (flow.value, flow.tariff);
        }
        Self::new(world.regions().to_vec(), flows, tariffs)
    }

    /// Names of the regions.
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// Position of a region by name.
    pub fn region(&self, name: &str) -> Option<usize> {
        self.regions.iter().position(|region| region == name)
    }

    /// Xₙᵢ: purchases, duty included.
    pub fn flows(&self) -> &[f64] {
        &self.flows
    }

    /// τₙᵢ: tariffs in force; 0.1 is 10 %.
    pub fn tariffs(&self) -> &[f64] {
        &self.tariffs
    }

    /// Eₙ = Σᵢ Xₙᵢ.
    pub fn expenditure(&self) -> Vec<f64> {
        let rows = self.flows.chunks_exact(self.regions.len());
        rows.map(|row| row.iter().sum()).collect()
    }

    /// Imports by cell before duty, Mₙᵢ = Xₙᵢ / (1 + τₙᵢ).
    pub fn imports(&self) -> Vec<f64> {
        let cells = self.flows.iter().zip(&self.tariffs);
        cells.map(|(value, rate)| value / (1.0 + rate)).collect()
    }

    /// Deficit by region: imports less exports, before duty.
    pub fn deficits(&self) -> Vec<f64> {
        let (imports, n) = (self.imports(), self.regions.len());
        let deficit = |region: usize| {
            let bought: f64 = (0..n).map(|i| imports[region * n + i]).sum();
            let sold: f64 = (0..n).map(|m| imports[m * n + region]).sum();
            bought - sold
        };
        (0..n).map(deficit).collect()
    }

    /// Whether a region buys abroad, and sells there.
    pub(in crate::equilibrium) fn ways(&self, region: usize) -> (bool, bool) {
        let n = self.regions.len();
        let others = || (0..n).filter(|other| *other != region);
        let buys = others().any(|i| self.flows[region * n + i] > 0.0);
        let sells = others().any(|m| self.flows[m * n + region] > 0.0);
        (buys, sells)
    }

    /// The same regions with other flows, already known to be in order.
    pub(in crate::equilibrium) fn moved(&self, flows: Vec<f64>, tariffs: Vec<f64>) -> Self {
        Self {
            regions: self.regions.clone(),
            flows,
            tariffs,
        }
    }

    /// importer ← exporter.
    pub(in crate::equilibrium) fn cell(&self, at: usize) -> String {
        let n = self.regions.len();
        format!("{} ← {}", self.regions[at / n], self.regions[at % n])
    }

    fn check_cells(&self) -> Result<(), BasisError> {
        let n = self.regions.len();
        for (at, (value, rate)) in self.flows.iter().zip(&self.tariffs).enumerate() {
            if !value.is_finite() || *value < 0.0 {
                return Err(no_flow(&self.cell(at), *value));
            }
            if !rate.is_finite() || *rate <= -1.0 {
                return Err(no_rate(&self.cell(at), *rate));
            }
            if at / n == at % n && *rate != 0.0 {
                return Err(own_duty(&self.regions[at / n], *rate));
            }
        }
        Ok(())
    }

    fn check_totals(&self) -> Result<(), BasisError> {
        let n = self.regions.len();
        if (0..n).all(|region| self.flows[region * n + region] == 0.0) {
            return Err(no_own_trade(&self.regions[0]));
        }
        for region in 0..n {
            let bought: f64 = (0..n).map(|i| self.flows[region * n + i]).sum();
            let sold: f64 = (0..n).map(|m| self.flows[m * n + region]).sum();
            if bought <= 0.0 {
                return Err(nothing(&self.regions[region], false));
            }
            if sold <= 0.0 {
                return Err(nothing(&self.regions[region], true));
            }
        }
        Ok(())
    }
}

pub(super) fn shape(regions: usize, cells: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("{regions} regions and {cells} cells make no square table"),
        format!("{regions} 个地区与 {cells} 个单元格不构成方表"),
    )
    .value(cells)
    .expected(
        "two regions or more, importers × exporters cells",
        "至少两个地区，进口方 × 出口方个单元格",
    )
}

fn no_flow(cell: &str, value: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-FLOW",
        format!("the flow {cell} is {value}"),
        format!("流量 {cell} 为 {value}"),
    )
    .value(value)
    .expected("a number of zero or more", "零或正数")
}

pub(super) fn no_rate(cell: &str, rate: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-RATE",
        format!("the tariff of {cell} is {rate}"),
        format!("{cell} 的关税为 {rate}"),
    )
    .value(rate)
    .expected(
        "a rate above -1 (-100 %); 0.1 is 10 %",
        "大于 -1（-100%）的税率；0.1 即 10%",
    )
}

pub(super) fn own_duty(region: &str, rate: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-DUTY",
        format!("{region} taxes its own goods at {rate}"),
        format!("{region} 对本国货物征税 {rate}"),
    )
    .value(rate)
    .expected("no duty on goods bought at home", "国内购买不征关税")
}

fn no_own_trade(region: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-TRADE",
        format!("nothing is bought at home, in {region} or anywhere"),
        format!("{region} 及各地均无国内购买"),
    )
    .value(0)
    .expected(
        "each region's purchases from itself",
        "各地区向本地的购买额",
    )
    .remedy(
        "State purchases at home, or output, from which they are computed",
        "请给出国内购买额，或给出产出以便计算",
    )
}

fn nothing(region: &str, sold: bool) -> BasisError {
    let (code, en, zh) = match sold {
        true => ("E-TARIFF-NO-PRODUCTION", "sells nothing", "没有销售"),
        false => ("E-TARIFF-NO-PURCHASES", "buys nothing", "没有购买"),
    };
    BasisError::new(code, format!("{region} {en}"), format!("{region}{zh}"))
        .value(0)
        .expected("at least one positive flow", "至少一笔正的流量")
        .remedy("Leave the region out or merge it", "请略去或合并该地区")
}

fn many_sectors(sectors: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-ONE-SECTOR",
        format!("the world has {sectors} sectors or uses inputs"),
        format!("该世界有 {sectors} 个部门或使用中间投入"),
    )
    .value(sectors)
    .expected("one sector made by labour alone", "仅用劳动的单一部门")
    .remedy("Solve it with many sectors", "请按多部门求解")
}
