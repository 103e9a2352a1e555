//! The dollar cycle as entries, its parable, and the squeeze: S6.1, S6.2, S6.15.

use triffin_basis::{Bilingual, Decimal};
use triffin_cycle::treasury::amounts::{Flow, Number, Stock, part};
use triffin_cycle::treasury::double_entry::Posting;
use triffin_cycle::treasury::ledger::{Instrument, Ledger, Sector, Terms, ledger as kept};
use triffin_cycle::treasury::parable::{Party, Thing, parable as told_parable};
use triffin_cycle::treasury::squeeze::{Dollars, squeeze as squeezed};

use super::asked::Asked;
use super::cells::{digits, money, percent, percent_or_null};
use super::given::Given;
use super::input::Multiple;
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// What of a ledger is shown.
enum Show {
    Rounds,
    Entries,
    Positions,
}

fn show(asked: &mut Asked<'_>) -> Result<Show, QuestionError> {
    match asked.texts("show") {
        [] => Ok(Show::Rounds),
        [one] if one == "rounds" => Ok(Show::Rounds),
        [one] if one == "entries" => Ok(Show::Entries),
        [one] if one == "positions" => Ok(Show::Positions),
        other => Err(QuestionError::invalid(
            "E-USAGE-WORD",
            Bilingual::new(
                format!("{:?} is no --show", other.join(", ")),
                format!("“{}”不是可用的 --show", other.join("、")),
            ),
            Bilingual::new(
                "expected one of rounds, entries, positions",
                "应为以下之一：rounds、entries、positions",
            ),
        )),
    }
}

/// S6.1: the four steps of the dollar cycle, round by round, as double entry.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn ledger(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.1", "M_{n+1} = a·b·k·μ·M_n; Σ = 0");
    let show = show(&mut asked)?;
    let terms = Terms {
        payment: asked.one::<Flow>("payment", "cycle-payment")?.value,
        reserve_share: asked.one::<Number>("reserve_share", "reserve-share")?.value,
        treasury_share: asked
            .one::<Number>("treasury_share", "treasury-share")?
            .value,
        multiplier: asked.one::<Multiple>("multiplier", "multiplier")?.value.0,
        import_propensity: asked
            .one::<Number>("import_propensity", "import-propensity")?
            .value,
    };
    let rounds = asked.count("rounds", 10)?;
    let made = kept(&terms, rounds)?;
    asked.unit(&terms.payment.basis().unit);
    asked
        .basis()
        .insert("loop_factor", made.loop_factor.normalize().to_string());
    asked.note(end_note(&made));
    let rows = match show {
        Show::Rounds => round_rows(&made)?,
        Show::Entries => made.book.postings().iter().map(entry_row).collect(),
        Show::Positions => position_rows(&made, rounds)?,
    };
    asked.answer(rows)
}

fn round_rows(made: &Ledger) -> Result<Vec<Row>, QuestionError> {
    let residual = made.book.residual()?;
    let mut abroad = Decimal::ZERO;
    let mut rows = Vec::new();
    for round in &made.rounds {
        abroad += round.imports;
        let held = made
            .book
            .position(round.round, Sector::CentralBank, Instrument::Treasuries)?;
        rows.push(row([
            ("round", i64::from(round.round).into()),
            ("imports", digits(round.imports)),
            ("reserves", digits(round.reserves)),
            ("treasuries", digits(round.treasuries)),
            ("spending", digits(round.spending)),
            ("next_imports", digits(round.next_imports)),
            ("leak", digits(round.leak)),
            ("current_account", digits(-round.imports)),
            ("treasuries_held", digits(held)),
            ("liabilities_abroad", digits(abroad)),
            ("residual", digits(residual)),
        ]));
    }
    Ok(rows)
}

fn position_rows(made: &Ledger, rounds: u32) -> Result<Vec<Row>, QuestionError> {
    let mut rows = Vec::new();
    for sector in Sector::ALL {
        let held = |claim| made.book.position(rounds, sector, claim);
        let [dollars, local, treasuries] = Instrument::CLAIMS.map(held);
        let (dollars, local, treasuries) = (dollars?, local?, treasuries?);
        rows.push(row([
            ("sector", sector.code().into()),
            ("dollars", digits(dollars)),
            ("local_money", digits(local)),
            ("treasuries", digits(treasuries)),
            ("net_worth", digits(dollars + local + treasuries)),
        ]));
    }
    Ok(rows)
}

fn entry_row(line: &Posting<Sector, Instrument>) -> Row {
    row([
        ("round", i64::from(line.round).into()),
        ("step", i64::from(line.step).into()),
        ("sector", line.sector.code().into()),
        ("instrument", line.instrument.code().into()),
        ("amount", digits(line.amount)),
    ])
}

fn end_note(made: &Ledger) -> Note {
    match made.total_imports {
        Some(total) => {
            let total = total.round_dp(2).normalize();
            Note::remark(
                "N-LEDGER-END",
                format!("the loop ends: imports of all rounds together are P/(1 − λ) = {total}"),
                format!("循环趋于终止：各轮进口合计 P/(1 − λ) = {total}"),
            )
        }
        None => Note::warning(
            "W-LEDGER-ENDLESS",
            "the loop does not end: each round's imports are at least those of the round before",
            "循环不会终止：每一轮进口都不少于上一轮",
        ),
    }
}

/// S6.2: the shop whose customer owns the bank.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn parable(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.2", "r·d·P; d·P");
    let show = show(&mut asked)?;
    let price = asked.one::<Stock>("price", "parable-price")?.value;
    let deposited = asked.one::<Number>("deposited", "parable-share")?.value;
    let rate = asked.one::<Number>("rate", "parable-rate")?.value;
    let years = asked.count("years", 1)?;
    let made = told_parable(&price, &deposited, &rate, years)?;
    asked.unit(&price.basis().unit);
    let residual = made.book.residual()?;
    let rows = match show {
        Show::Rounds => vec![row([
            ("price", money(&price)),
            ("deposited_pct", percent(&deposited)?),
            ("rate_pct", percent(&rate)?),
            ("interest", money(&made.interest)),
            ("years", i64::from(years).into()),
            ("interest_paid", money(&made.interest_paid)),
            ("cash_paid", money(&made.cash_paid)),
            ("owed", money(&made.owed)),
            ("residual", digits(residual)),
        ])],
        Show::Entries => made.book.postings().iter().map(parable_entry).collect(),
        Show::Positions => [Party::Customer, Party::Shop]
            .into_iter()
            .map(|party| {
                let held = |thing| made.book.position(years, party, thing);
                Ok(row([
                    ("sector", party.code().into()),
                    ("cash", digits(held(Thing::Cash)?)),
                    ("deposit", digits(held(Thing::Deposit)?)),
                ]))
            })
            .collect::<Result<_, QuestionError>>()?,
    };
    asked.answer(rows)
}

fn parable_entry(line: &Posting<Party, Thing>) -> Row {
    row([
        ("round", i64::from(line.round).into()),
        ("step", i64::from(line.step).into()),
        ("sector", line.sector.code().into()),
        ("instrument", line.instrument.code().into()),
        ("amount", digits(line.amount)),
    ])
}

/// S6.15: what a cut of export earnings does to reserves and to new Treasuries.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn squeeze(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(
        given,
        "S6.15",
        "R' = R + (1 − c)·E − S; M − max(0, S − (1 − c)·E)",
    );
    let dollars = Dollars {
        earned: asked.one("earned", "china-exports-us")?.value,
        spent: asked.one("spent", "china-exports-us")?.value,
        reserves: asked.one("reserves", "china-reserves-2024")?.value,
        maturing: asked.one("maturing", "china-maturing")?.value,
    };
    let cuts = asked.many::<Number>("cut", &["cut-none", "earnings-cut"])?;
    let sold = asked.many::<Stock>("sell_off", &["china-maturing"])?;
    let mut rows = Vec::new();
    for cut in &cuts {
        rows.push(squeeze_row(&dollars, &cut.value, None)?);
    }
    if let Some(hardest) = cuts.iter().max_by_key(|cut| cut.value.value()) {
        for sale in &sold {
            rows.push(squeeze_row(&dollars, &hardest.value, Some(&sale.value))?);
        }
    }
    asked.note(Note::remark(
        "N-SQUEEZE-EVENT",
        "the rows of a sell-off are the text's own counter-event (line 87): the holder takes what matures and sells as much again as stated, instead of reinvesting",
        "抛售各行即文中自述的反例（第87行）：持有者收回到期资金并另行卖出所述数额，而非续买",
    ));
    asked.unit(&dollars.reserves.basis().unit);
    asked.answer(rows)
}

fn squeeze_row(
    dollars: &Dollars,
    cut: &Number,
    sell_off: Option<&Stock>,
) -> Result<Row, QuestionError> {
    let made = squeezed(dollars, cut)?;
    let scenario = match (sell_off, cut.value().is_zero()) {
        (Some(_), _) => "sell_off",
        (None, true) => "before_tariff",
        (None, false) => "after_tariff",
    };
    // A holder who sells puts nothing into new Treasuries; the reserves keep the dollars.
    let (reinvested, share, sold) = match sell_off {
        Some(sale) => {
            let none: Stock = part(sale, &Number::zero())?;
            (none, None, made.sold.plus(sale)?)
        }
        None => (
            made.reinvestable.clone(),
            made.reinvested_share,
            made.sold.clone(),
        ),
    };
    Ok(row([
        ("scenario", scenario.into()),
        ("cut_pct", percent(cut)?),
        ("net_dollars", money(&made.net)),
        ("reserves_before", money(&dollars.reserves)),
        ("reserves_after", money(&made.reserves)),
        ("maturing", money(&dollars.maturing)),
        ("drawn", money(&made.drawn)),
        ("reinvested", money(&reinvested)),
        ("reinvested_pct", percent_or_null(share.as_ref())?),
        ("sold", money(&sold)),
        (
            "years_left",
            Value::or_null(made.years_left.as_ref().map(super::cells::number)),
        ),
    ]))
}
