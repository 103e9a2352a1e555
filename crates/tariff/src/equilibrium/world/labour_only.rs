//! The same trade, made by labour alone.

use triffin_basis::BasisError;

use super::{Cell, Data, World};

impl World {
    /// The world with the same flows, tariffs and elasticities and γₙʲ = 1:
    /// nothing is made of anything but labour. Final shares and value added
    /// are derived anew; a shock made for this world fits the other.
    ///
    /// What intermediate goods and their linkages add to a result is the
    /// difference between the two.
    ///
    /// # Errors
    ///
    /// Those of [`World::new`].
    ///
    /// # Source
    ///
    /// Caliendo and Parro 2015, section 5.4 (the model without materials).
    pub fn labour_only(&self) -> Result<Self, BasisError> {
        let (regions, sectors) = (self.regions().len() as u32, self.sectors().len() as u32);
        let cells =
            (0..regions).flat_map(|region| (0..sectors).map(move |sector| (region, sector)));
        Self::new(Data {
            regions: self.regions().to_vec(),
            sectors: self.sectors().to_vec(),
            theta: self.theta().to_vec(),
            flows: self.flows().iter().collect(),
            value_added_shares: cells
                .map(|(region, sector)| Cell {
                    region,
                    sector,
                    value: 1.0,
                })
                .collect(),
            ..Data::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::equilibrium::testing::nafta;
    use crate::equilibrium::welfare::linear;
    use crate::equilibrium::{Closure, Model, Settings, solve};

    /// Caliendo and Parro 2015, the comparison of models: welfare of NAFTA
    /// without materials 0.50, −0.03 and 0.03 percent.
    #[test]
    fn nafta_without_materials_is_the_published_comparison() {
        let Some((world, shock)) = nafta() else {
            return;
        };
        let world = world.labour_only().unwrap();
        let model = Model::new(Closure::Zero);
        let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
        let first = linear(&world, &outcome.baseline, &outcome.counterfactual);
        for (name, published) in [("Mexico", 0.50), ("Canada", -0.03), ("USA", 0.03)] {
            let found = 100.0 * first.welfare[world.region(name).unwrap()];
            assert!((found - published).abs() < 5e-3, "{name} {found}");
        }
    }
}
