//! Scales: the power of ten a printed figure stands for.

use serde::{Deserialize, Serialize};

use crate::error::BasisError;
use crate::lang::Lang;

/// A power of ten with its English and Chinese names.
///
/// Names of one power are one scale: `million` and `百万`, `trillion` and
/// `万亿`. `兆` is refused, because it is 10⁶ in one usage and 10¹² in another.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// 10⁰.
    #[default]
    One,
    /// 10², 百.
    Hundred,
    /// 10³, 千.
    Thousand,
    /// 10⁴, 万.
    Wan,
    /// 10⁵, 十万.
    ShiWan,
    /// 10⁶, 百万.
    Million,
    /// 10⁷, 千万.
    QianWan,
    /// 10⁸, 亿.
    Yi,
    /// 10⁹, 十亿.
    Billion,
    /// 10¹⁰, 百亿.
    BaiYi,
    /// 10¹¹, 千亿.
    QianYi,
    /// 10¹², 万亿.
    Trillion,
    /// 10¹³, 十万亿.
    ShiWanYi,
    /// 10¹⁴, 百万亿.
    BaiWanYi,
    /// 10¹⁵, 千万亿.
    Quadrillion,
}

/// Scale, power of ten, English text, Chinese text.
const NAMES: [(Scale, u32, &str, &str); 15] = [
    (Scale::One, 0, "", ""),
    (Scale::Hundred, 2, "hundred", "百"),
    (Scale::Thousand, 3, "thousand", "千"),
    (Scale::Wan, 4, "ten thousand", "万"),
    (Scale::ShiWan, 5, "hundred thousand", "十万"),
    (Scale::Million, 6, "mn", "百万"),
    (Scale::QianWan, 7, "ten mn", "千万"),
    (Scale::Yi, 8, "hundred mn", "亿"),
    (Scale::Billion, 9, "bn", "十亿"),
    (Scale::BaiYi, 10, "ten bn", "百亿"),
    (Scale::QianYi, 11, "hundred bn", "千亿"),
    (Scale::Trillion, 12, "tn", "万亿"),
    (Scale::ShiWanYi, 13, "ten tn", "十万亿"),
    (Scale::BaiWanYi, 14, "hundred tn", "百万亿"),
    (Scale::Quadrillion, 15, "thousand tn", "千万亿"),
];

/// English words, longest first within one beginning.
const ENGLISH: [(&str, Scale); 33] = [
    ("thousand million", Scale::Billion),
    ("hundred thousand", Scale::ShiWan),
    ("thousand tn", Scale::Quadrillion),
    ("ten tn", Scale::ShiWanYi),
    ("ten trillion", Scale::ShiWanYi),
    ("hundred tn", Scale::BaiWanYi),
    ("hundred trillion", Scale::BaiWanYi),
    ("hundred mn", Scale::Yi),
    ("hundred million", Scale::Yi),
    ("hundred bn", Scale::QianYi),
    ("hundred billion", Scale::QianYi),
    ("ten thousand", Scale::Wan),
    ("ten mn", Scale::QianWan),
    ("ten million", Scale::QianWan),
    ("ten bn", Scale::BaiYi),
    ("ten billion", Scale::BaiYi),
    ("quadrillion", Scale::Quadrillion),
    ("thousands", Scale::Thousand),
    ("thousand", Scale::Thousand),
    ("trillion", Scale::Trillion),
    ("millions", Scale::Million),
    ("billions", Scale::Billion),
    ("hundred", Scale::Hundred),
    ("million", Scale::Million),
    ("billion", Scale::Billion),
    ("mln", Scale::Million),
    ("bln", Scale::Billion),
    ("trn", Scale::Trillion),
    ("'000", Scale::Thousand),
    ("mn", Scale::Million),
    ("mio", Scale::Million),
    ("bn", Scale::Billion),
    ("tn", Scale::Trillion),
];

impl Scale {
    /// Every scale, smallest first.
    pub fn all() -> impl Iterator<Item = Scale> {
        NAMES.iter().map(|row| row.0)
    }

    /// The power of ten: 8 for [`Scale::Yi`].
    pub fn exponent(self) -> u32 {
        self.row().1
    }

    /// The scale of a power of ten, if it has a name.
    pub fn from_exponent(exponent: u32) -> Option<Scale> {
        NAMES.iter().find(|row| row.1 == exponent).map(|row| row.0)
    }

    /// Its word: `bn` or `十亿`; empty for [`Scale::One`].
    pub fn label(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.row().2,
            Lang::Zh => self.row().3,
        }
    }

    /// Reads a scale word that is the whole text.
    ///
    /// # Errors
    /// `E-SCALE-AMBIGUOUS` for 兆, `E-SCALE-TEXT` for an unknown word.
    pub fn parse(text: &str) -> Result<Scale, BasisError> {
        match Scale::strip_prefix(text.trim())? {
            (scale, "") => Ok(scale),
            _ => Err(unknown(text)),
        }
    }

    /// Takes the longest scale word off the front of a text; [`Scale::One`]
    /// and the whole text when there is none.
    ///
    /// # Errors
    /// `E-SCALE-AMBIGUOUS` for 兆.
    pub fn strip_prefix(text: &str) -> Result<(Scale, &str), BasisError> {
        if let Some((scale, rest)) = chinese(text) {
            return if is_zhao(rest) {
                Err(ambiguous(text))
            } else {
                Ok((scale, rest))
            };
        }
        if is_zhao(text) {
            return Err(ambiguous(text));
        }
        for (word, scale) in ENGLISH {
            if let Some(rest) = after_word(text, word) {
                return Ok((scale, rest));
            }
        }
        Ok((Scale::One, text))
    }

    fn row(self) -> (Scale, u32, &'static str, &'static str) {
        // The table is in the order of the variants; a test holds it there.
        NAMES[self as usize]
    }
}

/// The longest Chinese name, in either script, that begins a text, and the
/// rest: 百千克 is 百 of 千克.
fn chinese(text: &str) -> Option<(Scale, &str)> {
    NAMES
        .iter()
        .filter(|row| !row.3.is_empty())
        .filter_map(|row| Some((row.0, after_characters(text, row.3)?)))
        .min_by_key(|(_, rest)| rest.len())
}

/// The text behind `name`, 萬 and 億 read as 万 and 亿.
fn after_characters<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in name.chars() {
        let simplified = match rest.next()? {
            '萬' => '万',
            '億' => '亿',
            other => other,
        };
        if simplified != wanted {
            return None;
        }
    }
    Some(rest.as_str())
}

/// True when 兆 stands for a scale; in 兆瓦时 it is part of the unit.
fn is_zhao(text: &str) -> bool {
    text.starts_with('兆') && !text.starts_with("兆瓦")
}

/// The text behind a leading word in any case, if the word ends there.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let whole = !rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (whole && head.eq_ignore_ascii_case(word)).then_some(rest)
}

fn unknown(text: &str) -> BasisError {
    BasisError::new(
        "E-SCALE-TEXT",
        format!("\"{text}\" is no scale"),
        format!("“{text}”不是数量级"),
    )
    .value(text)
    .expected(
        "thousand, mn, bn, tn, 万, 百万, 亿, 万亿 …",
        "千、万、百万、亿、万亿、mn、bn、tn 等",
    )
    .remedy("Write the scale in full", "请写全数量级")
}

fn ambiguous(text: &str) -> BasisError {
    BasisError::new(
        "E-SCALE-AMBIGUOUS",
        format!("\"{text}\" is 10^6 in one usage and 10^12 in another"),
        format!("“{text}”有 10^6 与 10^12 两种用法"),
    )
    .value(text)
    .expected("百万 or 万亿", "百万或万亿")
    .remedy(
        "Write 百万 (million) or 万亿 (trillion)",
        "请写明“百万”或“万亿”",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_variants() {
        for (index, scale) in Scale::all().enumerate() {
            assert_eq!(scale as usize, index);
            assert_eq!(Scale::from_exponent(scale.exponent()), Some(scale));
        }
    }

    #[test]
    fn every_printed_name_is_read_back() {
        for scale in Scale::all().skip(1) {
            for lang in [Lang::En, Lang::Zh] {
                assert_eq!(Scale::parse(scale.label(lang)).unwrap(), scale);
            }
        }
    }

    #[test]
    fn traditional_characters_are_the_same_scale() {
        assert_eq!(Scale::parse("億").unwrap(), Scale::Yi);
        assert_eq!(Scale::parse("萬億").unwrap(), Scale::Trillion);
        assert_eq!(Scale::parse("百萬").unwrap(), Scale::Million);
    }

    #[test]
    fn zhao_is_refused() {
        for text in ["兆", "兆美元", "百兆"] {
            assert_eq!(
                Scale::strip_prefix(text).unwrap_err().code(),
                "E-SCALE-AMBIGUOUS"
            );
        }
    }

    #[test]
    fn characters_that_make_no_scale_are_refused() {
        for text in ["亿万", "万万", "百十", "十"] {
            assert_eq!(Scale::parse(text).unwrap_err().code(), "E-SCALE-TEXT");
        }
    }

    #[test]
    fn a_word_is_taken_whole() {
        assert_eq!(
            Scale::strip_prefix("billion USD").unwrap(),
            (Scale::Billion, " USD")
        );
        assert_eq!(
            Scale::strip_prefix("Million yuan").unwrap(),
            (Scale::Million, " yuan")
        );
        assert_eq!(Scale::strip_prefix("tnt").unwrap(), (Scale::One, "tnt"));
        assert_eq!(
            Scale::strip_prefix("万亿美元").unwrap(),
            (Scale::Trillion, "美元")
        );
        assert_eq!(Scale::strip_prefix("亿千克").unwrap(), (Scale::Yi, "千克"));
        let hundred = Scale::strip_prefix("百千克").unwrap();
        assert_eq!(hundred, (Scale::Hundred, "千克"));
        assert_eq!(
            Scale::strip_prefix("万兆瓦时").unwrap(),
            (Scale::Wan, "兆瓦时")
        );
    }
}
