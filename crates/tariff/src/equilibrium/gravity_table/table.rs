//! Output, expenditure and trade by pair.

use triffin_basis::BasisError;

/// One row of a gravity table as estimations use it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Who sells.
    pub exporter: String,
    /// Who buys.
    pub importer: String,
    /// Xᵢⱼ as observed, where it is.
    pub trade: Option<f64>,
    /// Yᵢ: output of the exporter.
    pub output: f64,
    /// Eⱼ: expenditure of the importer.
    pub expenditure: f64,
}

/// Regions in alphabetical order, their output and expenditure; a pair
/// (i, j) stands at i × regions + j: exporter i, importer j.
#[derive(Clone, Debug, PartialEq)]
pub struct GravityTable {
    regions: Vec<String>,
    output: Vec<f64>,
    expenditure: Vec<f64>,
    trade: Vec<Option<f64>>,
    /// Where the row of a pair stood.
    row: Vec<usize>,
}

impl GravityTable {
    /// Reads rows of one year: every pair once, own trade included.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-GRAVITY-PAIR` (a pair twice or not at all),
    /// `E-TARIFF-GRAVITY-OUTPUT` (output or expenditure not positive, or
    /// different in two rows of a region).
    pub fn new(rows: &[Row]) -> Result<Self, BasisError> {
        let mut regions: Vec<String> = rows.iter().map(|row| row.exporter.clone()).collect();
        regions.extend(rows.iter().map(|row| row.importer.clone()));
        regions.sort_unstable();
        regions.dedup();
        let n = regions.len();
        let mut table = Self {
            output: vec![f64::NAN; n],
            expenditure: vec![f64::NAN; n],
            trade: vec![None; n * n],
            row: vec![usize::MAX; n * n],
            regions,
        };
        for (at, row) in rows.iter().enumerate() {
            table.add(at, row)?;
        }
        match table.row.iter().position(|row| *row == usize::MAX) {
            Some(pair) => Err(missing_pair(&table.pair(pair))),
            None if n < 2 => Err(missing_pair("…")),
            None => Ok(table),
        }
    }

    /// A square matrix of trade, exporters in rows, whose sums are output
    /// and expenditure.
    ///
    /// # Errors
    ///
    /// Those of [`GravityTable::new`].
    pub fn square(regions: &[String], trade: &[f64]) -> Result<Self, BasisError> {
        let n = regions.len();
        if n == 0 || trade.len() != n * n {
            return Err(missing_pair(&format!("{n} × {n}")));
        }
        let output = |i: usize| trade[i * n..(i + 1) * n].iter().sum();
        let expenditure = |j: usize| (0..n).map(|i| trade[i * n + j]).sum();
        let rows: Vec<Row> = (0..n * n)
            .map(|pair| Row {
                exporter: regions[pair / n].clone(),
                importer: regions[pair % n].clone(),
                trade: Some(trade[pair]),
                output: output(pair / n),
                expenditure: expenditure(pair % n),
            })
            .collect();
        Self::new(&rows)
    }

    /// Names of the regions, in order.
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// Position of a region by name.
    pub fn region(&self, name: &str) -> Option<usize> {
        self.regions.iter().position(|region| region == name)
    }

    /// Yᵢ.
    pub fn output(&self) -> &[f64] {
        &self.output
    }

    /// Eⱼ.
    pub fn expenditure(&self) -> &[f64] {
        &self.expenditure
    }

    /// Observed trade of every pair.
    pub fn trade(&self) -> &[Option<f64>] {
        &self.trade
    }

    /// The values of a column given row by row, in the order of the pairs.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-SHAPE` where the column has another length.
    pub fn by_pair(&self, column: &[f64]) -> Result<Vec<f64>, BasisError> {
        if column.len() == self.row.len() {
            return Ok(self.row.iter().map(|row| column[*row]).collect());
        }
        Err(BasisError::new(
            "E-TARIFF-SHAPE",
            format!(
                "a column of {} rows for {} pairs",
                column.len(),
                self.row.len()
            ),
            format!("列有 {} 行，而国家对有 {} 个", column.len(), self.row.len()),
        )
        .value(column.len())
        .expected("one row a pair", "每个国家对一行"))
    }

    /// exporter → importer.
    pub(super) fn pair(&self, at: usize) -> String {
        let n = self.regions.len();
        format!("{} → {}", self.regions[at / n], self.regions[at % n])
    }

    fn add(&mut self, at: usize, row: &Row) -> Result<(), BasisError> {
        let n = self.regions.len();
        let place = |name: &String| self.regions.binary_search(name).unwrap_or(0);
        let (i, j) = (place(&row.exporter), place(&row.importer));
        let pair = i * n + j;
        if self.row[pair] != usize::MAX {
            return Err(double_pair(&self.pair(pair)));
        }
        self.row[pair] = at;
        self.trade[pair] = row.trade;
        keep(
            &mut self.output[i],
            row.output,
            &row.exporter,
            ("output", "产出"),
        )?;
        keep(
            &mut self.expenditure[j],
            row.expenditure,
            &row.importer,
            ("expenditure", "支出"),
        )
    }
}

/// Takes the first value of a region; a later one must say the same.
fn keep(known: &mut f64, value: f64, region: &str, what: (&str, &str)) -> Result<(), BasisError> {
    if !value.is_finite() || value <= 0.0 {
        return Err(bad_total(region, value, what, None));
    }
    if known.is_nan() {
        *known = value;
    }
    if (value - *known).abs() > 1e-9 * known.abs() {
        return Err(bad_total(region, value, what, Some(*known)));
    }
    Ok(())
}

fn bad_total(region: &str, value: f64, what: (&str, &str), known: Option<f64>) -> BasisError {
    let expected = known.map_or("> 0".to_owned(), |known| known.to_string());
    BasisError::new(
        "E-TARIFF-GRAVITY-OUTPUT",
        format!("the {} of {region} is {value}", what.0),
        format!("{region} 的{}为 {value}", what.1),
    )
    .value(value)
    .expected(expected.clone(), expected)
    .remedy(
        "Give one positive number a region, the same in each of its rows",
        "请为每个地区给出一个正数，各行相同",
    )
}

fn missing_pair(pair: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-GRAVITY-PAIR",
        format!("there is no row of {pair}"),
        format!("缺少 {pair} 的行"),
    )
    .value(pair)
    .expected(
        "every exporter with every importer, own trade too",
        "每个出口方与每个进口方各一行，含国内贸易",
    )
    .remedy(
        "Add the row, or leave the region out on both sides",
        "请补充该行，或在两侧都略去该地区",
    )
}

fn double_pair(pair: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-GRAVITY-PAIR",
        format!("{pair} has two rows"),
        format!("{pair} 有两行"),
    )
    .value(pair)
    .expected("one row a pair", "每个国家对一行")
    .remedy("Choose one year", "请只选一个年份")
}
