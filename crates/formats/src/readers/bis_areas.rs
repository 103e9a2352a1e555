//! The economies of the BIS effective exchange rates under the BIS's letters.

use crate::codes::Areas;

/// The economy of two letters of the BIS: ISO 3166 alpha-2, `XM` for the euro
/// area, and in older tables `UK`.
pub fn area(areas: &mut Areas, letters: &str) -> String {
    let letters = match letters {
        "UK" => "GB",
        other => other,
    };
    areas.resolve(letters).code.clone()
}
