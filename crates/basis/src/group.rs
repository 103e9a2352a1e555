//! Who belonged to which group of economies, and when.

use jiff::civil::Date;

use crate::table::rows;

pub(crate) const MEMBERSHIP: &str = include_str!("../data/membership.csv");

/// The codes of the members of `group` on the day `on`, in code order.
///
/// `composition` is that of `data/groups.csv`: `dated`, or `GROUP@DATE` for a
/// group fixed to what another was on one day.
pub(crate) fn members(group: &str, composition: &str, on: Date) -> Vec<&'static str> {
    let fixed = composition
        .split_once('@')
        .and_then(|(group, day)| Some((group, day.parse().ok()?)));
    let (group, on) = fixed.unwrap_or((group, on));
    let mut codes: Vec<&str> = rows(MEMBERSHIP)
        .filter(|row| row.cell(0) == group)
        .filter(|row| row.value(2).is_some_and(|from: Date| from <= on))
        .filter(|row| row.value(3).is_none_or(|until: Date| on <= until))
        .map(|row| row.cell(1))
        .collect();
    codes.sort_unstable();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy_table::GROUPS;
    use crate::table::assert_table;
    use crate::{Economy, EconomyKind};

    #[test]
    fn every_row_has_a_known_member_and_a_first_day() {
        assert_table::<Date>(MEMBERSHIP, 4, &[2, 3]);
        for row in rows(MEMBERSHIP) {
            let member = Economy::parse(row.cell(1)).unwrap();
            assert_eq!(member.kind(), EconomyKind::Economy);
            assert_eq!(member.code(), row.cell(1));
            assert!(row.value::<Date>(2).is_some());
        }
    }

    #[test]
    fn every_dated_group_has_members_and_every_fixed_one_the_number_it_is_named_for() {
        let today: Date = "2026-11-20".parse().unwrap();
        for row in rows(GROUPS).filter(|row| !row.cell(3).is_empty()) {
            let count = members(row.cell(0), row.cell(3), today).len();
            assert!(count >= 2, "{}", row.cell(0));
            if row.cell(3).contains('@') {
                let name = row.cell(0).split('_').next().unwrap();
                let digits = name.trim_start_matches(char::is_alphabetic);
                assert_eq!(count, digits.parse::<usize>().unwrap(), "{name}");
            }
        }
    }

    #[test]
    fn membership_changes_on_the_day() {
        let on = |day: &str| members("EU", "dated", day.parse().unwrap()).len();
        assert_eq!(on("1957-12-31"), 0);
        assert_eq!(on("1958-01-01"), 6);
        assert_eq!(on("2013-06-30"), 27);
        assert_eq!(on("2015-01-01"), 28);
        assert_eq!(on("2020-01-31"), 28);
        assert_eq!(on("2020-02-01"), 27);
        let euro = |day: &str| members("EA", "dated", day.parse().unwrap()).len();
        assert_eq!(euro("2015-01-01"), 19);
        assert_eq!(euro("2022-12-31"), 19);
        assert_eq!(euro("2023-01-01"), 20);
        assert_eq!(euro("2026-01-01"), 21);
    }
}
