//! Hedges: the words that widen or bound a printed figure.

use serde::{Deserialize, Serialize};

use crate::lang::Lang;
use crate::scale::Scale;

/// How firmly a text holds a figure.
///
/// The width a hedge allows is read off the figure's significant digits, not
/// from a percentage and not from how it is written: `about 3 bn`, 约30亿 and
/// `about 3,000 mn` have one significant digit and are one interval, 2.5 to
/// 3.5 bn. The table stands at [`crate::Interval::from_printed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hedge {
    /// Nothing said: the figure is as good as its digits.
    #[default]
    Exact,
    /// 约, about: to either side.
    About,
    /// 近, nearly: a little below.
    Nearly,
    /// 逾, over: a little above.
    Over,
    /// 不足, under: below, and how far is not said.
    Under,
    /// 至少, at least: no upper bound.
    AtLeast,
    /// 至多, at most: no lower bound but zero.
    AtMost,
    /// 30–40亿: between two ends; no single figure is stated.
    Between,
}

/// Words before a figure; a longer one that begins with a shorter comes first.
const BEFORE: [(&str, Hedge); 58] = [
    ("不超过", Hedge::AtMost),
    ("不超過", Hedge::AtMost),
    ("不高于", Hedge::AtMost),
    ("不高於", Hedge::AtMost),
    ("不低于", Hedge::AtLeast),
    ("不低於", Hedge::AtLeast),
    ("不少于", Hedge::AtLeast),
    ("不少於", Hedge::AtLeast),
    ("至少", Hedge::AtLeast),
    ("至多", Hedge::AtMost),
    ("最多", Hedge::AtMost),
    ("不足", Hedge::Under),
    ("不到", Hedge::Under),
    ("未满", Hedge::Under),
    ("未滿", Hedge::Under),
    ("低于", Hedge::Under),
    ("低於", Hedge::Under),
    ("大约", Hedge::About),
    ("大約", Hedge::About),
    ("约为", Hedge::About),
    ("約為", Hedge::About),
    ("约", Hedge::About),
    ("約", Hedge::About),
    ("接近", Hedge::Nearly),
    ("将近", Hedge::Nearly),
    ("將近", Hedge::Nearly),
    ("近", Hedge::Nearly),
    ("超过", Hedge::Over),
    ("超過", Hedge::Over),
    ("高于", Hedge::Over),
    ("高於", Hedge::Over),
    ("逾", Hedge::Over),
    ("超", Hedge::Over),
    ("approximately", Hedge::About),
    ("roughly", Hedge::About),
    ("around", Hedge::About),
    ("about", Hedge::About),
    ("circa", Hedge::About),
    ("some ", Hedge::About),
    ("c.", Hedge::About),
    ("≈", Hedge::About),
    ("~", Hedge::About),
    ("～", Hedge::About),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("close to", Hedge::Nearly),
    ("no more than", Hedge::AtMost),
    ("not more than", Hedge::AtMost),
    ("at most", Hedge::AtMost),
    ("up to", Hedge::AtMost),
    ("no less than", Hedge::AtLeast),
    ("at least", Hedge::AtLeast),
    ("more than", Hedge::Over),
    ("exceeding", Hedge::Over),
    ("above", Hedge::Over),
    ("over", Hedge::Over),
    ("less than", Hedge::Under),
    ("under", Hedge::Under),
];

/// Words after the number or at the end of the text.
const AFTER: [(&str, Hedge); 9] = [
    ("左右", Hedge::About),
    ("上下", Hedge::About),
    ("以上", Hedge::AtLeast),
    ("以下", Hedge::AtMost),
    ("以内", Hedge::AtMost),
    ("多", Hedge::Over),
    ("余", Hedge::Over),
    (" or so", Hedge::About),
    (" about", Hedge::About),
];

impl Hedge {
    /// Takes a hedge word off the front of a text.
    pub fn strip_prefix(text: &str) -> (Hedge, &str) {
        strip(text, &BEFORE)
    }

    /// Takes a hedge word off the end of a text.
    pub fn strip_suffix(text: &str) -> (Hedge, &str) {
        for (word, hedge) in AFTER {
            if let Some(rest) = text.trim_end().strip_suffix(word) {
                return (hedge, rest.trim_end());
            }
        }
        (Hedge::Exact, text)
    }

    /// Takes 多 or 余 off the text that follows a number: 5000多亿.
    pub(crate) fn strip_after_number(text: &str) -> (Hedge, &str) {
        for word in ["多", "余", "餘"] {
            if let Some(rest) = text.strip_prefix(word) {
                return (Hedge::Over, rest);
            }
        }
        (Hedge::Exact, text)
    }

    /// Takes 多 or 余 out from behind a Chinese scale: 3亿多美元 gives 亿美元.
    pub(crate) fn strip_after_scale(text: &str) -> (Hedge, String) {
        for (at, c) in text.char_indices() {
            if matches!(c, '多' | '余' | '餘')
                && Scale::parse(&text[..at]).is_ok_and(|scale| scale != Scale::One)
            {
                let rest = &text[at + c.len_utf8()..];
                return (Hedge::Over, format!("{}{rest}", &text[..at]));
            }
        }
        (Hedge::Exact, text.to_owned())
    }

    /// The word printed before a figure; empty for [`Hedge::Exact`].
    pub fn label(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Hedge::Exact => ("", ""),
            Hedge::About => ("about", "约"),
            Hedge::Nearly => ("nearly", "近"),
            Hedge::Over => ("over", "逾"),
            Hedge::Under => ("under", "不足"),
            Hedge::AtLeast => ("at least", "至少"),
            Hedge::AtMost => ("at most", "至多"),
            Hedge::Between => ("between", "介于"),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

fn strip<'a>(text: &'a str, words: &[(&str, Hedge)]) -> (Hedge, &'a str) {
    let trimmed = text.trim_start();
    for (word, hedge) in words {
        let Some(head) = trimmed.get(..word.len()) else {
            continue;
        };
        if head.eq_ignore_ascii_case(word) {
            return (*hedge, trimmed[word.len()..].trim_start());
        }
    }
    (Hedge::Exact, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negated_word_is_not_read_as_its_tail() {
        assert_eq!(Hedge::strip_prefix("不超过5%"), (Hedge::AtMost, "5%"));
        assert_eq!(Hedge::strip_prefix("超过5%"), (Hedge::Over, "5%"));
        assert_eq!(Hedge::strip_prefix("no more than 5"), (Hedge::AtMost, "5"));
    }

    #[test]
    fn every_printed_hedge_is_read_back() {
        let all = [
            Hedge::About,
            Hedge::Nearly,
            Hedge::Over,
            Hedge::Under,
            Hedge::AtLeast,
            Hedge::AtMost,
        ];
        for hedge in all {
            for lang in [Lang::En, Lang::Zh] {
                let text = format!("{} 7", hedge.label(lang));
                assert_eq!(Hedge::strip_prefix(&text), (hedge, "7"));
            }
        }
    }

    #[test]
    fn words_behind_the_figure_count_too() {
        assert_eq!(
            Hedge::strip_suffix("4000亿美元左右"),
            (Hedge::About, "4000亿美元")
        );
        assert_eq!(Hedge::strip_suffix("4000亿美元").0, Hedge::Exact);
    }
}
