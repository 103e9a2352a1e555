//! How exports and imports are valued, as the page's economy sees them.

use triffin_basis::Bilingual;

use super::reports::Report;
use super::wording;

/// Valuations of exports and imports as the topic's economy sees them.
pub(crate) fn seen_valuations(report: &Report, mirrored: bool) -> (Bilingual, Bilingual) {
    let (exports, imports) = (&report.valuations.0, &report.valuations.1);
    let (exports, imports) = if mirrored {
        (imports, exports)
    } else {
        (exports, imports)
    };
    (wording::valuation(exports), wording::valuation(imports))
}

/// Whether a freight margin has anything to do here, and what was done.
pub(crate) fn margin_words(report: &Report) -> Bilingual {
    let freight = |words: &[String]| words.iter().any(|word| word == "cif" || word == "mixed");
    match (freight(&report.valuations.0), freight(&report.valuations.1)) {
        (false, false) => Bilingual::new(
            "none applies: neither side carries international freight",
            "不适用：两侧都不含国际运费",
        ),
        _ => Bilingual::new(
            "none applied: values are as reported",
            "未作换算：按原报告值",
        ),
    }
}
