//! Which commodity a record is about.

use std::fmt;

use crate::bec::{bare, is_bec_code};
use crate::hs_section::chapter_title;
use crate::{BasisError, Lang, ProductSystem, Section, UseClass, bec_title, use_class};

/// The code of all products together, in every classification.
pub const TOTAL: &str = "TOTAL";

/// A commodity code with its leading zeros, in one classification.
///
/// ```
/// use triffin_basis::{ProductCode, ProductSystem};
/// let horses = ProductCode::parse(ProductSystem::parse("H4"), "0101.21")?;
/// assert_eq!((horses.code(), horses.level(), horses.chapter()), ("010121", 6, Some(1)));
/// assert_eq!(horses.parent(2).unwrap().code(), "01");
/// let spoilt = ProductCode::parse(ProductSystem::parse("H4"), "10121").unwrap_err();
/// assert_eq!(spoilt.code(), "E-CODE-PRODUCT");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductCode {
    system: ProductSystem,
    code: String,
}

impl ProductCode {
    /// The commodity `text` stands for in `system`. `TOTAL` is all products
    /// together in any system; dots and blanks inside a code are dropped.
    ///
    /// # Errors
    /// `E-CODE-PRODUCT` when the system has no such code: a Harmonized System
    /// code of an odd number of digits (its leading zero is lost), of the
    /// reserved chapter 77, a BEC category that does not exist …
    pub fn parse(system: ProductSystem, text: &str) -> Result<ProductCode, BasisError> {
        let trimmed = text.trim();
        if trimmed.eq_ignore_ascii_case(TOTAL) {
            return Ok(ProductCode {
                system,
                code: TOTAL.to_owned(),
            });
        }
        let code = match &system {
            ProductSystem::Hs(_) => harmonized(trimmed),
            ProductSystem::Sitc(_) => sitc(trimmed),
            ProductSystem::Bec4 => is_bec_code(trimmed).then(|| bare(trimmed).to_owned()),
            ProductSystem::Total => None,
            ProductSystem::Other(_) => (!trimmed.is_empty()).then(|| trimmed.to_owned()),
        };
        match code {
            Some(code) => Ok(ProductCode { system, code }),
            None => Err(unknown(&system, text)),
        }
    }

    /// The classification.
    pub fn system(&self) -> &ProductSystem {
        &self.system
    }

    /// The code with its leading zeros.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Characters of the code: 2, 4, 6, 8 … in the Harmonized System; 0 for
    /// all products together.
    pub fn level(&self) -> u8 {
        if self.is_total() {
            return 0;
        }
        u8::try_from(self.code.chars().count()).unwrap_or(u8::MAX)
    }

    /// Whether the code stands for all products together.
    pub fn is_total(&self) -> bool {
        self.code == TOTAL
    }

    /// The code of `level` characters this one belongs to; itself at its own
    /// level, the total at level 0, `None` at a deeper one or one the
    /// classification does not have.
    pub fn parent(&self, level: u8) -> Option<ProductCode> {
        if level == 0 {
            return Some(ProductCode {
                system: self.system.clone(),
                code: TOTAL.to_owned(),
            });
        }
        if level > self.level() || !self.has_level(level) {
            return None;
        }
        let code = self.code.chars().take(usize::from(level)).collect();
        Some(ProductCode {
            system: self.system.clone(),
            code,
        })
    }

    /// Whether this code is `ancestor` or lies below it.
    pub fn is_within(&self, ancestor: &ProductCode) -> bool {
        let below = !self.is_total() && self.code.starts_with(&ancestor.code);
        self.system == ancestor.system && (ancestor.is_total() || below)
    }

    /// The chapter, 1–99, of a Harmonized System code.
    pub fn chapter(&self) -> Option<u8> {
        match self.system {
            ProductSystem::Hs(_) => self.code.get(..2)?.parse().ok(),
            _ => None,
        }
    }

    /// The section of a Harmonized System code.
    pub fn section(&self) -> Option<Section> {
        Section::of_chapter(self.chapter()?)
    }

    /// What the good is for, where the classification says so: BEC only.
    pub fn use_class(&self) -> Option<UseClass> {
        match self.system {
            ProductSystem::Bec4 => use_class(&self.code),
            _ => None,
        }
    }

    /// A short title: of all products, of a Harmonized System chapter (for
    /// longer codes too, their chapter's), or of a BEC category.
    pub fn title(&self, lang: Lang) -> Option<&'static str> {
        if self.is_total() {
            return Some(match lang {
                Lang::En => "All products",
                Lang::Zh => "全部商品",
            });
        }
        match self.system {
            ProductSystem::Hs(_) => chapter_title(self.chapter()?, lang),
            ProductSystem::Bec4 => bec_title(&self.code, lang),
            _ => None,
        }
    }

    fn has_level(&self, level: u8) -> bool {
        match self.system {
            ProductSystem::Hs(_) => level.is_multiple_of(2) || level == self.level(),
            _ => true,
        }
    }
}

/// A code of the Harmonized System: 2, 4, 6 or 8 to 10 characters, the first
/// two a chapter, the rest digits or the letters of national remainders.
fn harmonized(text: &str) -> Option<String> {
    let code = without_marks(text);
    let chapter: u8 = code
        .get(..2)
        .filter(|chapter| is_digits(chapter))?
        .parse()
        .ok()?;
    let length = matches!(code.len(), 2 | 4 | 6 | 8..=10);
    let plain = code
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let known = length && plain && Section::of_chapter(chapter).is_some();
    known.then_some(code)
}

/// A code of the SITC: one to five digits.
fn sitc(text: &str) -> Option<String> {
    let code = without_marks(text);
    ((1..=5).contains(&code.len()) && is_digits(&code)).then_some(code)
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '.' | ' ')).collect()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unknown(system: &ProductSystem, text: &str) -> BasisError {
    let refusal = BasisError::new(
        "E-CODE-PRODUCT",
        format!("no product \"{text}\" in {system}"),
        format!("{system} 中没有商品“{text}”"),
    )
    .value(text);
    match system {
        ProductSystem::Hs(_) => harmonized_expected(refusal, text),
        ProductSystem::Sitc(_) => refusal.expected("one to five digits", "1 至 5 位数字"),
        ProductSystem::Bec4 => refusal.expected(
            "a category of BEC revision 4, such as 41 or 521",
            "BEC 第 4 版类别，例如 41 或 521",
        ),
        ProductSystem::Total => refusal.expected("TOTAL", "TOTAL"),
        ProductSystem::Other(_) => refusal.expected("a code", "代码"),
    }
}

fn harmonized_expected(refusal: BasisError, text: &str) -> BasisError {
    let refusal = refusal.expected(
        "2, 4, 6 or 8 to 10 digits whose first two are a chapter 01–99 other than 77",
        "2、4、6 或 8 至 10 位，前两位为章（01–99，77 除外）",
    );
    let padded = format!("0{}", without_marks(text));
    if without_marks(text).len().is_multiple_of(2) || harmonized(&padded).is_none() {
        return refusal;
    }
    refusal.remedy(
        format!("A leading zero may be lost: {padded}; read the column as text"),
        format!("可能丢失了前导零：{padded}；请按文本读取该列"),
    )
}

impl fmt::Display for ProductCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hs(text: &str) -> Result<ProductCode, BasisError> {
        ProductCode::parse(ProductSystem::Hs(None), text)
    }

    #[test]
    fn leading_zeros_are_kept_and_lost_ones_reported() {
        assert_eq!(hs("01").unwrap().code(), "01");
        assert_eq!(hs("010121").unwrap().code(), "010121");
        assert_eq!(hs("01012100").unwrap().level(), 8);
        let refusal = hs("10121").unwrap_err();
        assert!(refusal.advice(Lang::En).contains("010121"), "{refusal}");
        assert!(refusal.advice(Lang::Zh).contains("010121"));
        let refusal = hs("1").unwrap_err();
        assert!(refusal.advice(Lang::En).contains(" 01;"), "{refusal}");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "",
            "00",
            "77",
            "7701",
            "0",
            "1234567",
            "12345678901",
            "AB",
            "85x2",
            "-1",
            "é1",
            "８５",
        ] {
            assert_eq!(hs(text).unwrap_err().code(), "E-CODE-PRODUCT", "{text}");
        }
        for text in ["", "123456", "6a"] {
            assert!(
                ProductCode::parse(ProductSystem::Sitc(4), text).is_err(),
                "{text}"
            );
        }
        assert!(ProductCode::parse(ProductSystem::Bec4, "8").is_err());
        assert!(ProductCode::parse(ProductSystem::Other("own".into()), " ").is_err());
        assert!(ProductCode::parse(ProductSystem::Total, "85").is_err());
    }

    #[test]
    fn the_ladder_of_a_code_is_its_prefixes() {
        let chips = hs("8542.31").unwrap();
        let ladder: Vec<String> = (0..=8)
            .filter_map(|level| chips.parent(level))
            .map(|code| code.to_string())
            .collect();
        assert_eq!(ladder, vec!["TOTAL", "85", "8542", "854231"]);
        let codes: Vec<ProductCode> = [0, 2, 4, 6]
            .iter()
            .filter_map(|n| chips.parent(*n))
            .collect();
        assert!(codes.iter().all(|code| chips.is_within(code)));
        assert!(!hs("85").unwrap().is_within(&chips));
        assert!(!hs("TOTAL").unwrap().is_within(&chips));
    }

    #[test]
    fn revisions_and_systems_never_share_a_code() {
        let of = |system: &str| ProductCode::parse(ProductSystem::parse(system), "85").unwrap();
        assert_ne!(of("H4"), of("H5"));
        assert!(!of("H4").is_within(&of("HS")));
        assert_eq!(of("S4").chapter(), None);
    }

    #[test]
    fn the_total_is_level_zero_in_every_system() {
        for system in ["HS", "S4", "BEC", "TOTAL", "own"] {
            let total = ProductCode::parse(ProductSystem::parse(system), "total").unwrap();
            assert_eq!((total.level(), total.code()), (0, TOTAL));
            assert_eq!(total.title(Lang::Zh), Some("全部商品"));
        }
    }

    #[test]
    fn every_code_of_the_correspondences_to_bec_is_one() {
        for (file, revision) in [("HS2012_to_BEC", "H4"), ("HS2017_to_BEC", "H5")] {
            let file = format!("codes/{file}.csv");
            for text in crate::real_files::column(&file, 0) {
                let code = ProductCode::parse(ProductSystem::parse(revision), &text).unwrap();
                assert_eq!((code.code(), code.level()), (text.as_str(), 6));
            }
            for text in crate::real_files::column(&file, 1) {
                let code = ProductCode::parse(ProductSystem::Bec4, &text);
                assert!(code.is_ok() || text == "n/a", "{text}");
            }
        }
    }

    #[test]
    fn sections_titles_and_use_classes_follow_the_code() {
        assert_eq!(hs("8542").unwrap().section().unwrap().number(), 16);
        assert_eq!(hs("9999AA").unwrap().section().unwrap().number(), 22);
        assert_eq!(hs("2709").unwrap().title(Lang::En), Some("Mineral fuels"));
        let cars = ProductCode::parse(ProductSystem::Bec4, "51").unwrap();
        assert_eq!(cars.use_class(), None);
        let machines = ProductCode::parse(ProductSystem::Bec4, "41*").unwrap();
        assert_eq!(
            (machines.code(), machines.use_class()),
            ("41", Some(UseClass::Capital))
        );
    }
}
