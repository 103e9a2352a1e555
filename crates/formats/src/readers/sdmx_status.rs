//! The status of an observation in SDMX, as a flag of ours.

use triffin_basis::Flag;

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A figure under this flag.
    Is(Flag),
    /// A figure to which we have no word: kept as observed, and counted.
    Other,
}

/// The status of a code of the list CL_OBS_STATUS, of Eurostat's letters
/// (`bp` is a break and provisional), or of their names.
///
/// Where several stand together, a break goes before a forecast, an estimate
/// and a provisional figure: it is the one that forbids comparison.
///
/// Source: SDMX, cross-domain code list CL_OBS_STATUS 2.2 (2020); Eurostat,
/// flags of status (2024).
pub fn status(text: &str) -> Status {
    let words = text.to_lowercase();
    if text.is_empty() {
        return Status::Is(Flag::Observed);
    }
    let spelled = words.len() > 4;
    let has = |letter: char, word: &str| match spelled {
        true => words.contains(word),
        false => words.contains(letter),
    };
    let missing = ['h', 'l', 'm', 'o', 'q'];
    let flag = match () {
        () if has('b', "break") => Flag::Break,
        () if has('f', "forecast") => Flag::Forecast,
        () if has('e', "estimate") || has('i', "imputed") => Flag::Estimated,
        // Eurostat's own estimate; the code S of SDMX is a strike.
        () if !spelled && text.contains('s') => Flag::Estimated,
        () if has('p', "provisional") => Flag::Provisional,
        () if words == "a" || has('a', "normal") => Flag::Observed,
        () if spelled && (words.contains("missing") || words.contains("not available")) => {
            Flag::Missing
        }
        () if !spelled && words.contains(missing) => Flag::Missing,
        () => return Status::Other,
    };
    Status::Is(flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_letters_and_names_are_read() {
        for (text, flag) in [
            ("", Flag::Observed),
            ("A", Flag::Observed),
            ("E", Flag::Estimated),
            ("I", Flag::Estimated),
            ("F", Flag::Forecast),
            ("P", Flag::Provisional),
            ("B", Flag::Break),
            ("M", Flag::Missing),
            ("L", Flag::Missing),
            ("bp", Flag::Break),
            ("ep", Flag::Estimated),
            ("s", Flag::Estimated),
            ("provisional", Flag::Provisional),
            ("break in time series, provisional", Flag::Break),
            ("estimated", Flag::Estimated),
        ] {
            assert_eq!(status(text), Status::Is(flag), "{text}");
        }
        assert_eq!(status("U"), Status::Other);
        assert_eq!(status("r"), Status::Other);
    }
}
