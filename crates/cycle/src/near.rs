//! What a mistyped name may have meant.

use triffin_basis::nearest::nearest;

/// Names beyond this many bytes are not compared: the work grows with the
/// product of their lengths.
const LONGEST: usize = 120;

/// The known name that is fewest edits away from `name`, if one is near.
pub(crate) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let comparable = known.into_iter().filter(|known| known.len() <= LONGEST);
    nearest(name, comparable).first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_an_endless_name_is_not_compared() {
        let known = ["alpha1", "theta", "YD"];
        assert_eq!(near("alpah1", known), Some("alpha1"));
        assert_eq!(near("THETA", known), Some("theta"));
        assert_eq!(near("wage", known), None);
        let endless = "x".repeat(1_000_000);
        assert_eq!(near(&endless, [endless.as_str()]), None);
    }
}
