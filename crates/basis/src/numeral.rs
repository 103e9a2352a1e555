//! Chinese numerals: 二十亿, 三点五万亿, 逾百亿.

/// A text whose number is in Chinese numerals, with digits in their place; none
/// when it has digits already, or no numeral.
///
/// 二十亿 becomes `20亿` and 三亿五千万 becomes `35e3万`: the last 万 or 亿 stays
/// the scale, and a numeral of a hundred and more ends at its last written unit,
/// because it has no way to write the zeros below: who writes 两万三千 counts in
/// thousands, and who means 23,120 to the last one writes 两万三千一百二十. Below a
/// hundred numerals are said in full (十九, 二十, 二十一). 百亿 and, where
/// `implied_one` allows it, 万亿 alone stand for one of it.
pub(crate) fn to_digits(text: &str, implied_one: bool) -> Option<String> {
    if text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((before, after)) = text.split_once("百分之") {
        let share = to_digits(after, false)?;
        return Some(format!("{before}{share}%"));
    }
    let starts = |c: char| matches!(part(c), Part::Digit(_) | Part::Small(_));
    let start =
        text.find(|c: char| starts(c) || (implied_one && matches!(part(c), Part::Large(_))))?;
    let (before, tail) = text.split_at(start);
    let (number, rest) = read(tail)?;
    Some(format!("{before}{number}{rest}"))
}

/// What a character is in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Digit(i128),
    /// 十, 百, 千.
    Small(i128),
    /// 万, 亿.
    Large(i128),
    Point,
    Other,
}

fn part(c: char) -> Part {
    match c {
        '零' | '〇' => Part::Digit(0),
        '一' => Part::Digit(1),
        '二' | '两' | '兩' => Part::Digit(2),
        '三' => Part::Digit(3),
        '四' => Part::Digit(4),
        '五' => Part::Digit(5),
        '六' => Part::Digit(6),
        '七' => Part::Digit(7),
        '八' => Part::Digit(8),
        '九' => Part::Digit(9),
        '十' => Part::Small(10),
        '百' => Part::Small(100),
        '千' => Part::Small(1000),
        '万' | '萬' => Part::Large(10_000),
        '亿' | '億' => Part::Large(100_000_000),
        '点' | '點' => Part::Point,
        _ => Part::Other,
    }
}

/// The sum so far: what 亿 and 万 have closed, what is below them, and a digit
/// that waits for its 十, 百 or 千.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    closed: i128,
    section: i128,
    digit: Option<i128>,
}

impl Sum {
    fn open(self) -> Option<i128> {
        self.section.checked_add(self.digit.unwrap_or_default())
    }

    fn total(self) -> Option<i128> {
        self.closed.checked_add(self.open()?)
    }

    /// The sum with one more character; none when it does not belong to it.
    fn with(self, part: Part, first: bool) -> Option<Sum> {
        match part {
            Part::Digit(d) => Some(Sum {
                digit: Some(
                    self.digit
                        .unwrap_or_default()
                        .checked_mul(10)?
                        .checked_add(d)?,
                ),
                ..self
            }),
            Part::Small(unit) => {
                let count = self.digit.or(first.then_some(1))?;
                Some(Sum {
                    section: self.section.checked_add(count.checked_mul(unit)?)?,
                    digit: None,
                    ..self
                })
            }
            Part::Large(unit) => self.closed_by(unit, first),
            Part::Point | Part::Other => None,
        }
    }

    /// 万 multiplies what is open, 亿 everything before it.
    fn closed_by(self, unit: i128, first: bool) -> Option<Sum> {
        const YI: i128 = 100_000_000;
        let open = self.open()?;
        let closed = if unit == YI {
            let all = self.closed.checked_add(open)?;
            let all = if first { 1 } else { all };
            (all > 0 && all < YI).then_some(all)?.checked_mul(unit)?
        } else {
            let count = if first { 1 } else { open };
            let count = (count > 0).then_some(count)?;
            self.closed.checked_add(count.checked_mul(unit)?)?
        };
        Some(Sum {
            closed,
            ..Sum::default()
        })
    }
}

/// The numeral a text begins with, as digits and its last scale, and the rest.
fn read(text: &str) -> Option<(String, &str)> {
    let mut sum = Sum::default();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if part(c) == Part::Point {
            return with_fraction(sum, &text[at + c.len_utf8()..]);
        }
        let Some(next) = sum.with(part(c), at == 0) else {
            break;
        };
        sum = next;
        end = at + c.len_utf8();
    }
    let (numeral, rest) = text.split_at(end);
    let scale = trailing_scale(numeral);
    let total = sum.total()?;
    let unit: i128 = scale.chars().try_fold(1i128, |unit, c| match part(c) {
        Part::Large(by) => unit.checked_mul(by),
        _ => Some(unit),
    })?;
    let count = total / unit;
    let written = numeral.strip_suffix(scale).unwrap_or(numeral);
    let number = match last_unit(written).filter(|_| count >= 100) {
        Some((place, one)) => format!("{}e{place}", count / one),
        None => count.to_string(),
    };
    (end > 0).then(|| (format!("{number}{scale}"), rest))
}

/// The 十, 百 or 千 a numeral ends with: its power of ten, and how many it is.
fn last_unit(numeral: &str) -> Option<(u32, i128)> {
    match part(numeral.chars().next_back()?) {
        Part::Small(one) => Some((one.ilog10(), one)),
        _ => None,
    }
}

/// The 万, 亿 or 万亿 a numeral ends with.
fn trailing_scale(numeral: &str) -> &str {
    let large = |c: char| matches!(part(c), Part::Large(_));
    &numeral[numeral.trim_end_matches(large).len()..]
}

/// 三点五亿: the digits after the point, one by one.
fn with_fraction(sum: Sum, after: &str) -> Option<(String, &str)> {
    let digit = |c: char| match part(c) {
        Part::Digit(d) => Some(d),
        _ => None,
    };
    let fraction: String = after
        .chars()
        .map_while(digit)
        .map(|d| d.to_string())
        .collect();
    let rest = after.trim_start_matches(|c| digit(c).is_some());
    let whole = sum.total()?;
    (!fraction.is_empty()).then(|| (format!("{whole}.{fraction}"), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numerals_become_digits_and_the_last_scale_stays() {
        for (text, digits) in [
            ("二十亿", "20亿"),
            ("两千三百亿美元", "23e2亿美元"),
            ("三亿五千万", "35e3万"),
            ("一万二千亿", "12e3亿"),
            ("一万二千", "12e3"),
            ("三点五万亿元", "3.5万亿元"),
            ("十二点五亿", "12.5亿"),
            ("百亿", "1e2亿"),
            ("十五", "15"),
            ("一百零五", "105"),
            ("二〇一八", "2018"),
            ("五个百分点", "5个百分点"),
            ("百分之五", "5%"),
            ("三百万千瓦时", "3e2万千瓦时"),
            ("人民币九千万元", "人民币9e3万元"),
            ("二百五十亿", "25e1亿"),
            ("二〇二〇", "2020"),
        ] {
            assert_eq!(to_digits(text, false).as_deref(), Some(digits), "{text}");
        }
    }

    #[test]
    fn a_scale_alone_is_one_of_it_where_a_hedge_says_so() {
        assert_eq!(to_digits("万亿元", true).as_deref(), Some("1万亿元"));
        assert_eq!(to_digits("万亿元", false), None);
        assert_eq!(to_digits("20亿", true), None);
        assert_eq!(to_digits("美元", true), None);
    }

    proptest! {
        /// Every number below a hundred million, written out, is read back.
        #[test]
        fn what_is_written_out_is_read_back(n in 1i128..100_000_000) {
            const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
            let section = |n: i128| -> String {
                let parts = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
                let one = |(unit, word): (i128, &str)| match n / unit % 10 {
                    0 => String::new(),
                    d => format!("{}{word}", DIGITS[d as usize]),
                };
                parts.map(one).concat()
            };
            let (wan, below) = (n / 10_000, n % 10_000);
            let text = match wan {
                0 => section(below),
                _ => format!("{}万{}", section(wan), section(below)),
            };
            let digits = to_digits(&text, false).unwrap();
            let (number, scale) = match digits.strip_suffix('万') {
                Some(wan) => (wan, 10_000),
                None => (digits.as_str(), 1),
            };
            let (count, place) = number.split_once('e').unwrap_or((number, "0"));
            let one = 10i128.pow(place.parse().unwrap()) * scale;
            prop_assert_eq!(count.parse::<i128>().unwrap() * one, n, "{}", text);
            // The last place is the last unit written: nothing is below it.
            prop_assert_eq!(n % one, 0);
            prop_assert!(count == "0" || scale == 1 && n < 100 || n / scale < 100 || place == "0" || n % (10 * one) != 0, "{}", text);
        }

        #[test]
        fn no_numeral_makes_it_panic(text in "[零一二十百千万亿点元]{0,40}") {
            let _ = to_digits(&text, true);
        }
    }
}
