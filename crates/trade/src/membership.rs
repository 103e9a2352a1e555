//! The members of a group that is asked for as a partner, at the date of each
//! row: a table rarely has a row of the group itself.

use datafusion::logical_expr::{Expr, col};
use triffin_basis::{Economy, Freq, Window};

use crate::selection::{day, one_of};

/// Days over which a group has the same members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spell {
    /// First and last day since 1970-01-01.
    days: (i32, i32),
    members: Vec<String>,
}

impl Spell {
    /// Rows of the members whose period ends in the spell.
    pub(crate) fn rows(&self) -> Expr {
        let (from, to) = self.days;
        let end = || col("period_end");
        one_of("partner", &self.members)
            .and(end().gt_eq(day(from)))
            .and(end().lt_eq(day(to)))
    }
}

/// The members of the group `code`, spell by spell over `window`; nothing when
/// it is no group or its members are not known.
pub(crate) fn membership(code: &str, window: &Window) -> Vec<Spell> {
    let Some(group) = Economy::find(code) else {
        return Vec::new();
    };
    let mut spells: Vec<Spell> = Vec::new();
    let (mut month, last) = (month_of(window.start()), month_of(window.end()));
    while month <= last {
        let Some(members) = group.members(month.end()).filter(|all| !all.is_empty()) else {
            month = month.next();
            continue;
        };
        let members: Vec<String> = members.iter().map(|one| one.code().to_owned()).collect();
        let days = month.days_since_epoch();
        match spells.last_mut() {
            Some(spell) if spell.members == members && spell.days.1 + 1 == days.0 => {
                spell.days.1 = days.1;
            }
            _ => spells.push(Spell { days, members }),
        }
        month = month.next();
    }
    spells
}

fn month_of(date: jiff::civil::Date) -> triffin_basis::Period {
    triffin_basis::Period::containing(date, Freq::Month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(code: &str, window: &str) -> Vec<usize> {
        let window = Window::parse(window).unwrap();
        let spells = membership(code, &window);
        spells.iter().map(|spell| spell.members.len()).collect()
    }

    #[test]
    fn a_group_is_its_members_of_the_day() {
        assert_eq!(spells("EU27", "2016..2018"), [27]);
        assert_eq!(spells("EU", "2018"), [28]);
        assert_eq!(spells("EU", "2019..2021"), [28, 27]);
        assert!(spells("EU", "1950").is_empty());
        assert!(spells("USA", "2018").is_empty() && spells("WLD", "2018").is_empty());
        assert!(spells("NAC", "2018").is_empty());
    }
}
