//! The name of an SDMX data flow.

/// A data flow: `ESTAT:EI_BPM6CA_Q$DEFAULTVIEW(1.0)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFlow {
    /// The agency; empty when the name has none.
    pub agency: String,
    /// The flow's id without view and version.
    pub id: String,
}

impl DataFlow {
    /// The data flow of a name; one called `SDMX` for an empty one.
    pub fn of(name: &str) -> DataFlow {
        let name = name.split_once(": ").map_or(name, |(code, _)| code);
        let (agency, rest) = name.split_once(':').unwrap_or(("", name));
        let id = rest.split(['(', '$']).next().unwrap_or(rest).trim();
        DataFlow {
            agency: agency.trim().to_owned(),
            id: match id {
                "" => "SDMX".to_owned(),
                id => id.to_owned(),
            },
        }
    }

    /// The dataset's name: `estat-ei_bpm6ca_q`.
    pub fn dataset(&self) -> String {
        let agency = match self.agency.as_str() {
            "" => "sdmx",
            agency => agency,
        };
        let plain = |c: char| match c.is_ascii_alphanumeric() || c == '_' {
            true => c.to_ascii_lowercase(),
            false => '-',
        };
        format!("{agency}-{}", self.id).chars().map(plain).collect()
    }

    /// Who publishes it, for people.
    pub fn publisher(&self) -> String {
        let name = match self.agency.split('.').next().unwrap_or("") {
            "ESTAT" => "Eurostat",
            "BIS" => "Bank for International Settlements",
            "ECB" => "European Central Bank",
            "IMF" => "International Monetary Fund",
            "OECD" => "OECD",
            "WB" => "World Bank",
            "UNSD" => "United Nations Statistics Division",
            "" => "SDMX",
            other => other,
        };
        format!("{name}, {}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn view_and_version_are_no_part_of_the_id() {
        let flow = DataFlow::of("ESTAT:EI_BPM6CA_Q$DEFAULTVIEW(1.0)");
        assert_eq!(
            (flow.agency.as_str(), flow.id.as_str()),
            ("ESTAT", "EI_BPM6CA_Q")
        );
        assert_eq!(flow.dataset(), "estat-ei_bpm6ca_q");
        assert_eq!(flow.publisher(), "Eurostat, EI_BPM6CA_Q");
        assert_eq!(DataFlow::of("").dataset(), "sdmx-sdmx");
        assert_eq!(DataFlow::of("IMF.STA:BOP(21.0.0): Balance").id, "BOP");
    }
}
