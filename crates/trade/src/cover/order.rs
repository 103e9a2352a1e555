//! In which order rows are taken.

use std::cmp::Ordering;

use serde::Serialize;

use super::pattern::{Partners, Pattern, SystemRank, system_rank};

/// What a cover is for: which rows come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A total: published wholes before their parts on every axis.
    #[default]
    Whole,
    /// All products where they are there, else the longest codes, which have
    /// comparable quantities.
    Leaves,
    /// By partner: economies before groups and the world.
    Partners,
    /// By partner, codes as for [`Rule::Leaves`].
    PartnerLeaves,
    /// The longest codes, all products where nothing else is there.
    Codes,
    /// The shortest periods.
    Periods,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 6] = [
        Rule::Whole,
        Rule::Leaves,
        Rule::Partners,
        Rule::PartnerLeaves,
        Rule::Codes,
        Rule::Periods,
    ];

    /// The word in a plan.
    pub const fn as_str(self) -> &'static str {
        match self {
            Rule::Whole => "whole",
            Rule::Leaves => "leaves",
            Rule::Partners => "partners",
            Rule::PartnerLeaves => "partner_leaves",
            Rule::Codes => "codes",
            Rule::Periods => "periods",
        }
    }

    /// Reads the word in a plan.
    pub fn parse(text: &str) -> Option<Rule> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == text)
    }

    /// The orders to try, the one to keep among equals first.
    pub(super) fn orders(self) -> Vec<Order> {
        use Axis::{Partner, Product, Time};
        let axes: &[[Axis; 3]] = match self {
            Rule::Whole => &[
                [Partner, Product, Time],
                [Partner, Time, Product],
                [Product, Partner, Time],
                [Product, Time, Partner],
                [Time, Partner, Product],
                [Time, Product, Partner],
            ],
            _ => &[[Partner, Product, Time]],
        };
        let order = |axes: &[Axis; 3]| Order {
            axes: *axes,
            parts_first: matches!(self, Rule::Partners | Rule::PartnerLeaves),
            longest_first: matches!(self, Rule::Leaves | Rule::PartnerLeaves | Rule::Codes),
            codes_first: self == Rule::Codes,
            shortest_first: self == Rule::Periods,
        };
        axes.iter().map(order).collect()
    }
}

#[derive(Clone, Copy, Debug)]
enum Axis {
    Partner,
    Product,
    Time,
}

/// The axes from the most to the least important one.
pub(super) struct Order {
    axes: [Axis; 3],
    parts_first: bool,
    longest_first: bool,
    codes_first: bool,
    shortest_first: bool,
}

impl Order {
    /// Which of two patterns is taken first. Each axis puts what holds more
    /// first, or with the signs of the rule what holds less, so that a whole
    /// is never taken after its parts unless the rule asks for the parts.
    pub(super) fn compare(&self, a: &Pattern<'_>, b: &Pattern<'_>) -> Ordering {
        let axes = self.axes.iter().map(|axis| match axis {
            Axis::Partner => self.partners(a).cmp(&self.partners(b)),
            Axis::Product => self.products(a).cmp(&self.products(b)),
            // Totals over procedures and transport before a longer period of
            // one of them: a row of everything in its period is never left out.
            Axis::Time => stated(a).cmp(&stated(b)).then(self.periods(a, b)),
        });
        axes.chain([a.cmp(b)]).fold(Ordering::Equal, Ordering::then)
    }

    fn periods(&self, a: &Pattern<'_>, b: &Pattern<'_>) -> Ordering {
        match self.shortest_first {
            true => b.freq.cmp(&a.freq),
            false => a.freq.cmp(&b.freq),
        }
    }

    fn partners(&self, pattern: &Pattern<'_>) -> u8 {
        match pattern.partners {
            partners if !self.parts_first => partners.rank(),
            Partners::One => 0,
            Partners::Group(_) => 1,
            Partners::Unlisted(_) => 2,
            Partners::World => 3,
        }
    }

    /// All products first or last, then classification by classification.
    fn products<'a>(&self, pattern: &Pattern<'a>) -> (bool, SystemRank<'a>, i64) {
        let level = match self.longest_first {
            true if pattern.level > 0 => -pattern.level,
            _ => pattern.level,
        };
        let later = (pattern.level > 0) != self.codes_first;
        (later, system_rank(pattern.system), level)
    }
}

/// How many axes of a breakdown are stated.
fn stated(pattern: &Pattern<'_>) -> usize {
    pattern.stated.iter().filter(|axis| **axis).count()
}
