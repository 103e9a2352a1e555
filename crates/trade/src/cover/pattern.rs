//! What rows of one kind share, and where two kinds meet.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;

use triffin_basis::{Economy, Freq, Period};

use super::{Place, Unused};
use crate::levels::OWN_CODES;

/// Which partners a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Partners<'a> {
    /// All of them.
    World,
    /// A group whose members are known.
    Group(&'a str),
    /// One economy, or one special area.
    One,
    /// A group whose members are not known: it may hold any other.
    Unlisted(&'a str),
}

impl<'a> Partners<'a> {
    fn of(place: &Place<'a>, listed: impl FnOnce(&Place<'a>) -> bool) -> Self {
        match place.partner_level {
            "world" => Partners::World,
            "group" if listed(place) => Partners::Group(place.partner),
            "group" => Partners::Unlisted(place.partner),
            _ => Partners::One,
        }
    }

    /// From the world to one economy; groups of unknown members last.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Partners::World => 0,
            Partners::Group(_) => 1,
            Partners::One => 2,
            Partners::Unlisted(_) => 3,
        }
    }
}

/// The members of a group on the last day of `period`.
fn members(group: &str, period: Period) -> Option<Vec<Economy>> {
    Economy::find(group)?.members(period.end())
}

/// Groups, and whether their members are known.
#[derive(Default)]
pub(super) struct Groups<'a>(HashMap<&'a str, bool>);

impl<'a> Groups<'a> {
    fn listed(&mut self, place: &Place<'a>) -> bool {
        let known = || members(place.partner, place.period).is_some();
        *self.0.entry(place.partner).or_insert_with(known)
    }
}

/// What rows share that differ only in codes and days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pattern<'a> {
    pub(super) freq: Freq,
    pub(super) partners: Partners<'a>,
    pub(super) system: &'a str,
    pub(super) level: i64,
    /// Which of second partner, procedure, transport are stated, and whether
    /// it is a part of such a row.
    pub(super) stated: [bool; 4],
}

impl<'a> Pattern<'a> {
    pub(super) fn of(place: &Place<'a>, groups: &mut Groups<'a>) -> Self {
        let [partner2, procedure, transport] = place.detail.map(|code| code.is_some());
        Self {
            freq: place.period.freq(),
            partners: Partners::of(place, |place| groups.listed(place)),
            system: place.product_system,
            level: place.product_level,
            stated: [partner2, procedure, transport, place.part],
        }
    }
}

/// The place of a classification among others.
pub(crate) type SystemRank<'a> = (u8, Reverse<&'a str>);

/// The Harmonized System before others, its later revisions first.
pub(crate) fn system_rank(system: &str) -> SystemRank<'_> {
    let family = match system {
        _ if system.starts_with("HS") => 0,
        _ if system.starts_with("SITC") => 1,
        _ if system.starts_with("BEC") => 2,
        _ => 3,
    };
    (family, Reverse(system))
}

/// How the codes of two patterns compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codes {
    /// One begins the other when they share this many digits.
    Digits(i64),
    /// All products are in one of the two.
    All,
    /// Two classifications of the same goods.
    Systems,
}

impl Codes {
    /// None when no code of one can be in a code of the other: codes of no
    /// classification are no beginnings of one another.
    fn of(a: &Pattern<'_>, b: &Pattern<'_>) -> Option<Self> {
        let own = [a, b].map(|pattern| pattern.system == OWN_CODES);
        match (a.level, b.level) {
            (0, _) | (_, 0) => Some(Codes::All),
            (one, other) if a.system == b.system => {
                (one == other || !own[0]).then_some(Codes::Digits(one.min(other)))
            }
            _ => (own == [false, false]).then_some(Codes::Systems),
        }
    }
}

/// Where the rows of two patterns meet.
pub(super) struct Meeting<'a> {
    /// The pattern that counts, and the one asked.
    counted: Pattern<'a>,
    asked: Pattern<'a>,
    codes: Codes,
    /// Who is in the group of the two, by partner and period: looked up once.
    members: RefCell<HashMap<(&'a str, Period), bool>>,
}

/// What two rows share when they meet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Point<'a> {
    period: Period,
    partner: Option<&'a str>,
    product: Option<&'a str>,
    detail: [Option<&'a str>; 3],
}

impl<'a> Meeting<'a> {
    /// None when no row of one pattern can meet one of the other.
    pub(super) fn of(counted: &Pattern<'a>, asked: &Pattern<'a>) -> Option<Self> {
        if counted == asked {
            // Different places of one pattern never meet.
            return None;
        }
        Some(Self {
            counted: *counted,
            asked: *asked,
            codes: Codes::of(counted, asked)?,
            members: RefCell::default(),
        })
    }

    /// What a place of either pattern must share with one of the other to meet
    /// it; none when it meets none.
    pub(super) fn point(&self, place: &Place<'a>) -> Option<Point<'a>> {
        let both = [&self.counted, &self.asked];
        let freq = self.counted.freq.min(self.asked.freq);
        let stated = |axis: usize| both.iter().all(|pattern| pattern.stated[axis]);
        let detail = |axis: usize| place.detail[axis].filter(|_| stated(axis));
        Some(Point {
            period: place.period.parent(freq).unwrap_or(place.period),
            partner: self.partner(place)?,
            product: match self.codes {
                Codes::Digits(level) => Some(place.prefix(level)),
                Codes::All | Codes::Systems => None,
            },
            detail: [detail(0), detail(1), detail(2)],
        })
    }

    /// The partner both must have: `Some(None)` when any will do, none when
    /// this one is outside the group of the other pattern.
    fn partner(&self, place: &Place<'a>) -> Option<Option<&'a str>> {
        use Partners::{Group, One, Unlisted, World};
        match (self.counted.partners, self.asked.partners) {
            (One, One) => Some(Some(place.partner)),
            (World | Unlisted(_), _) | (_, World | Unlisted(_)) => Some(None),
            (Group(group), One) | (One, Group(group)) => {
                let inside = || place.partner == group || within(place, group);
                let mut known = self.members.borrow_mut();
                let key = (place.partner, place.period);
                known.entry(key).or_insert_with(inside).then_some(None)
            }
            (Group(a), Group(b)) => (a == b || share(a, b, place.period)).then_some(None),
        }
    }

    /// Why a place that meets a counted one is left out.
    pub(super) fn reason(&self) -> Unused {
        let (p, q) = (&self.counted, &self.asked);
        let only_codes = p.partners == q.partners && p.system == q.system;
        match self.is_told() {
            false => Unused::Overlap,
            true if p.freq != q.freq => Unused::OtherFrequency,
            true if self.codes == Codes::Systems => Unused::OtherClassification,
            true if p.level == q.level && p.system != q.system => Unused::OtherClassification,
            true if only_codes && p.level.min(q.level) > 0 && p.level != q.level => {
                Unused::NestedCode
            }
            true if p.partners != q.partners || p.level != q.level => Unused::OtherLevel,
            true => Unused::Breakdown,
        }
    }

    /// Whether one of the two holds all of the other on every axis: the row
    /// asked is then a part of the counted one, or the whole of counted parts.
    fn is_told(&self) -> bool {
        let (p, q) = (&self.counted, &self.asked);
        let codes = match self.codes {
            Codes::Systems => (true, true),
            _ => (
                p.level == 0 || p.level <= q.level,
                q.level == 0 || q.level <= p.level,
            ),
        };
        let partners = holds(p.partners, q.partners);
        let stated = |a: &[bool; 4], b: &[bool; 4]| a.iter().zip(b).all(|(a, b)| !a || *b);
        let counted_holds =
            p.freq <= q.freq && partners.0 && codes.0 && stated(&p.stated, &q.stated);
        let asked_holds = q.freq <= p.freq && partners.1 && codes.1 && stated(&q.stated, &p.stated);
        counted_holds || asked_holds
    }
}

/// Whether the partners of rows that meet hold each other.
fn holds(a: Partners<'_>, b: Partners<'_>) -> (bool, bool) {
    use Partners::{Group, One, Unlisted, World};
    match (a, b) {
        _ if a == b => (true, true),
        (World, _) => (true, false),
        (_, World) => (false, true),
        (Group(_), One) => (true, false),
        (One, Group(_)) => (false, true),
        (Group(_) | Unlisted(_) | One, _) => (false, false),
    }
}

fn within(place: &Place<'_>, group: &str) -> bool {
    let economy = Economy::find(place.partner);
    members(group, place.period)
        .zip(economy)
        .is_some_and(|(members, economy)| members.contains(&economy))
}

fn share(a: &str, b: &str, period: Period) -> bool {
    let (a, b) = (members(a, period), members(b, period));
    a.zip(b)
        .is_some_and(|(a, b)| a.iter().any(|member| b.contains(member)))
}
