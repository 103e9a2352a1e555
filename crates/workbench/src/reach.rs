//! Whether the sides of a balance are of the same trade: all partners and
//! products or some, all members of a group or some, and each row once.

mod cells;
mod members;

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Freq, Period};
use triffin_trade::checks::CheckRow;
use triffin_trade::cut::Cut;
use triffin_trade::reach::{Reach, Whole, among};
use triffin_trade::{Flow, told};

use crate::answer::Note;
use crate::check::Seen;
use crate::error::QuestionError;
use crate::gaps::shortened;
use crate::question::Question;
use crate::workbench::{Scope, Workbench};

const PARTNERS: &str = "W-COVERAGE-PARTNERS";
const PRODUCTS: &str = "W-COVERAGE-PRODUCTS";
const MEMBERS: &str = "W-COVERAGE-MEMBERS";
const REGIMES: &str = "W-OVERLAP-REGIME";
const REGIONS: &str = "W-OVERLAP-REGION";
const ENTITIES: &str = "W-OVERLAP-ENTITY";

impl Workbench {
    /// What makes a sum of the counted rows other than it seems.
    pub(crate) fn reach(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        cut: &Cut,
    ) -> Result<Vec<Note>, QuestionError> {
        let mut notes = sides(question, &[(cut, &SIDES)]);
        notes.extend(self.reach_within(scope, question, dataset, cut)?);
        Ok(notes)
    }

    /// The same of two windows that are set against each other: the sides of
    /// one may reach further than those of the other.
    pub(crate) fn reach_between(
        &self,
        scope: &Scope,
        dataset: &str,
        [from, to]: [(&Question, &Cut); 2],
    ) -> Result<Vec<Note>, QuestionError> {
        let mut notes = sides(to.0, &[(from.1, &SIDES), (to.1, &SIDES)]);
        for (question, cut) in [from, to] {
            for note in self.reach_within(scope, question, dataset, cut)? {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        Ok(notes)
    }

    /// Records without a value, members of a group and rows told twice.
    fn reach_within(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        cut: &Cut,
    ) -> Result<Vec<Note>, QuestionError> {
        let selection = &question.selection;
        let mut notes: Vec<Note> = valueless(cut).into_iter().collect();
        let view = || self.store().records(dataset, &scope.at);
        let groups = members::groups(selection);
        if !groups.is_empty() || cells::differ(cut) {
            let plan = told::partners_plan(view()?, selection, cut)?;
            let partners = told::partners(&self.store().run(plan)?)?;
            let members = groups.iter();
            notes.extend(members.filter_map(|group| members::note(group, &partners)));
            notes.extend(cells::notes(&selection.window, cut, &partners));
        }
        if told::may_overlap(cut) {
            let plan = told::overlaps_plan(view()?, selection, cut)?;
            let places = told::overlaps(&self.store().run(plan)?)?;
            notes.extend(overlaps(places));
        }
        Ok(notes)
    }
}

/// Both sides of a cut.
const SIDES: [Flow; 2] = [Flow::Export, Flow::Import];

/// Exports of one economy and imports of another that do not reach alike over
/// the products.
pub(crate) fn of_ends(product: Option<&str>, exporter: &Cut, importer: &Cut) -> Option<Note> {
    let ends: [(&Cut, &[Flow]); 2] = [(exporter, &[Flow::Export]), (importer, &[Flow::Import])];
    among(&ends, Whole::Products).map(|reach| lacking(&reach, product))
}

/// Sides and periods that reach further than others.
fn sides(question: &Question, cuts: &[(&Cut, &[Flow])]) -> Vec<Note> {
    let selection = &question.selection;
    let all = selection.partners.is_empty();
    let partners = all.then(|| among(cuts, Whole::Partners)).flatten();
    let products = among(cuts, Whole::Products);
    let partners = partners.map(|reach| {
        let (whole, parts) = (named(&reach.whole), named(&reach.parts));
        Note::warning(
            PARTNERS,
            format!("{} are of the world, but {} have no row of the world and are the sum of the partners at hand: they do not cover the same trade, and what is subtracted or added is no total", whole.en, parts.en),
            format!("{} 为对世界的合计，而 {} 没有“世界”一行，只是现有伙伴之和：覆盖范围不同，相减或相加都不是总额", whole.zh, parts.zh),
        )
    });
    let products = products.map(|reach| lacking(&reach, selection.product.as_deref()));
    partners.into_iter().chain(products).collect()
}

fn lacking(reach: &Reach, product: Option<&str>) -> Note {
    let (whole, parts) = (named(&reach.whole), named(&reach.parts));
    let row = match product {
        Some(code) => Bilingual::new(format!("row of {code} itself"), format!("{code} 本身一行")),
        None => Bilingual::new("row of all products", "“全部商品”一行"),
    };
    Note::warning(
        PRODUCTS,
        format!(
            "{} have a {}, but {} have none and are the sum of the products at hand: they do not cover the same trade, and what is subtracted or added is no total",
            whole.en, row.en, parts.en
        ),
        format!(
            "{} 有{}，而 {} 没有，只是现有商品之和：覆盖范围不同，相减或相加都不是总额",
            whole.zh, row.zh, parts.zh
        ),
    )
}

/// The sides with their periods: `exports 2016, 2017 and imports 2016`.
fn named(sides: &BTreeMap<Flow, BTreeSet<Period>>) -> Bilingual {
    let each = sides.iter().map(|(flow, periods)| {
        let periods: BTreeSet<Period> = periods.iter().map(|p| by_month(*p)).collect();
        let list = shortened(&periods.into_iter().collect::<Vec<_>>());
        let (en, zh) = side(*flow);
        (format!("{en} {}", list.en), format!("{zh} {}", list.zh))
    });
    let (en, zh): (Vec<String>, Vec<String>) = each.unzip();
    Bilingual::new(en.join(" and "), zh.join("、"))
}

/// Days are told by their month.
fn by_month(period: Period) -> Period {
    match period.freq() {
        Freq::Day => period.parent(Freq::Month).unwrap_or(period),
        _ => period,
    }
}

const fn side(flow: Flow) -> (&'static str, &'static str) {
    match flow {
        Flow::Export => ("exports", "出口"),
        Flow::Import => ("imports", "进口"),
    }
}

/// Records counted that have no value, by side.
fn valueless(cut: &Cut) -> Option<Note> {
    let of = |flow| {
        let rows = cut.strata().iter().filter(|row| row.flow == flow);
        rows.map(|row| row.rows - row.values).sum::<i64>()
    };
    let (exports, imports) = (of(Flow::Export), of(Flow::Import));
    let all = exports + imports;
    (all > 0).then(|| {
        Note::warning(
            "W-VALUE-MISSING",
            format!("records without a value: {all} (exports {exports}, imports {imports}), in no sum: missing is not zero, the sums may be too low"),
            format!("没有数值的记录：{all} 条（出口 {exports}，进口 {imports}），未计入任何合计：缺失不等于零，合计可能偏低"),
        )
    })
}

fn overlaps(places: [i64; 3]) -> Vec<Note> {
    let names = [
        (REGIMES, "customs regime", "贸易方式"),
        (REGIONS, "region", "地区"),
        (ENTITIES, "kind of enterprise", "企业类型"),
    ];
    let told = names
        .into_iter()
        .zip(places)
        .filter(|(_, places)| *places > 0);
    told.map(|((code, en, zh), places)| {
        Note::warning(
            code,
            format!("rows without a {en} are added to rows of the same partner, product and period that state one ({places} such places): where the first is the total of the others, their trade is counted twice"),
            format!("同一伙伴、商品和时期中，未注明{zh}的行与已注明的行相加（{places} 处）：若前者为后者的合计，则贸易被重复计入"),
        )
    })
    .collect()
}

/// Parts that are of different trade, or told twice, do not add up.
pub(crate) fn judge(rows: &mut [CheckRow], notes: &[Note], seen: Seen) {
    let judged = [PARTNERS, PRODUCTS, MEMBERS, REGIMES, REGIONS, ENTITIES];
    let found = notes.iter().filter(|note| judged.contains(&note.code));
    // The words of a note are the reporter's: to its partner they name the code.
    let told = found.map(|note| match seen {
        Seen::ByReporter => note.text.clone(),
        Seen::ByPartner => Bilingual::new(note.code, note.code),
    });
    let told: Vec<Bilingual> = told.collect();
    let row = rows.iter_mut().find(|row| row.check == "additivity");
    let Some(row) = row.filter(|_| !told.is_empty()) else {
        return;
    };
    let kept = (row.status != GateStatus::Pass).then(|| row.detail.clone());
    let lines: Vec<Bilingual> = told.into_iter().chain(kept).collect();
    let join =
        |of: fn(&Bilingual) -> &str, sep: &str| lines.iter().map(of).collect::<Vec<_>>().join(sep);
    row.detail = Bilingual::new(join(|line| &line.en, "; "), join(|line| &line.zh, "；"));
    if row.status == GateStatus::Pass {
        // What the whole would be is not known, and so is not the amount.
        row.amount = None;
    }
    row.status = GateStatus::Fail;
}

#[cfg(test)]
mod tests;
