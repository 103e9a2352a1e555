//! Stablecoins: what backs them and what they would hold: S6.16 and S6.17.

use triffin_cycle::treasury::amounts::{Number, Stock, part};
use triffin_cycle::treasury::backing::{Asset, Backing, Rule, backing as held};
use triffin_cycle::treasury::stablecoin::{Market, demand};

use super::asked::{Asked, Named};
use super::cells::{money, percent, percent_or_null, told};
use super::given::Given;
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// S6.16: whether reserves cover the coins, under the rule as told and as enacted.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn backing(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.16", "Σ R_a ≥ C");
    asked.note(Note::remark(
        "N-BACKING-RULE",
        "as told: cash or short Treasuries (document 003, lines 91 and 115); as enacted (Pub. L. 119-27, section 4(a)(1)(A)): also insured deposits, overnight repurchase agreements and money-market funds in such assets",
        "文中所述：现金或短期美债（003文档第91、115行）；法律所定（Pub. L. 119-27 第4(a)(1)(A)条）：另含受保存款、隔夜回购及投资于此类资产的货币市场基金",
    ));
    let cases = match asked.plain() {
        true => reported(&mut asked)?,
        false => vec![typed(&mut asked)?],
    };
    let mut rows = Vec::new();
    let mut open = false;
    for (name, coins, reserves) in &cases {
        for rule in Rule::ALL {
            let made = held(coins, reserves, rule)?;
            open |= made.compliant.is_none();
            rows.push(backing_row(name, coins, rule, &made)?);
        }
    }
    if open {
        asked.note(Note::remark(
            "N-BACKING-OPEN",
            "no verdict where a class of assets that the rule admits is not stated: not stated is not zero",
            "若规则所允许的某类资产未注明，则不作判断：未注明不等于零",
        ));
    }
    asked.answer(rows)
}

type Case = (Value, Stock, Vec<(Asset, Stock)>);

/// A hundred coins of each issuer whose share in bills is reported.
fn reported(asked: &mut Asked<'_>) -> Result<Vec<Case>, QuestionError> {
    let coins = triffin_cycle::treasury::amounts::stock("100 USD")?;
    let mut cases = Vec::new();
    for name in ["bill-share-tether", "bill-share-circle"] {
        let share: Named<Number> = asked.cited(name)?;
        let bills = part(&coins, &share.value)?;
        cases.push((share.name, coins.clone(), vec![(Asset::Bills, bills)]));
    }
    Ok(cases)
}

fn typed(asked: &mut Asked<'_>) -> Result<Case, QuestionError> {
    let coins = asked.perhaps::<Stock>("coins", None)?;
    let mut reserves = Vec::new();
    for asset in Asset::ALL {
        if let Some(amount) = asked.perhaps::<Stock>(asset.code(), None)? {
            reserves.push((asset, amount));
        }
    }
    let coins = coins.ok_or_else(no_coins)?;
    Ok((told("as typed", "所输入"), coins, reserves))
}

fn no_coins() -> QuestionError {
    QuestionError::invalid(
        "E-USAGE-COINS",
        triffin_basis::Bilingual::new(
            "--coins is missing: reserves cover nothing by themselves",
            "缺少 --coins：没有流通量便无从判断储备",
        ),
        triffin_basis::Bilingual::new(
            "expected the coins outstanding, for example --coins '100 bn USD'",
            "应给出流通量，例如 --coins '1000亿美元'",
        ),
    )
}

fn backing_row(
    name: &Value,
    coins: &Stock,
    rule: Rule,
    made: &Backing,
) -> Result<Row, QuestionError> {
    let verdict = match made.compliant {
        Some(true) => "pass",
        Some(false) => "fail",
        None => "not_checkable",
    };
    Ok(row([
        ("issuer_name", name.clone()),
        ("rule", rule.code().into()),
        ("coins", money(coins)),
        ("admitted", money(&made.admitted)),
        ("backing_pct", percent(&made.ratio)?),
        (
            "shortfall",
            match made.compliant {
                None => Value::Null,
                Some(_) => money(&made.shortfall),
            },
        ),
        ("bill_share_pct", percent_or_null(made.bill_share.as_ref())?),
        ("compliant", made.compliant.into()),
        ("verdict", verdict.into()),
    ]))
}

/// S6.17: bills that stablecoins would hold, gross and net of what only changes its holder.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn stablecoin(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.17", "S·b; (S − S_0)·b; (1 − δ)·(S − S_0)·b");
    let size = asked.one::<Stock>("size", "stablecoins-2028")?.value;
    let now = asked.perhaps::<Stock>("now", None)?;
    let shares = asked.many::<Number>("bill_share", &["bill-share-low", "bill-share-high"])?;
    let displaced = asked.many::<Number>(
        "displaced",
        &["displaced-none", "displaced-half", "displaced-all"],
    )?;
    let beside = Beside {
        debt: asked.perhaps("debt", Some("debt-2024"))?,
        maturing: asked.perhaps("maturing", Some("maturing-text"))?,
        bills: asked.perhaps("bills", Some("bills-outstanding"))?,
    };
    let mut rows = Vec::new();
    for share in &shares {
        for displaced in &displaced {
            let market = Market {
                size: size.clone(),
                now: now.clone(),
                bill_share: share.value,
                displaced: displaced.value,
            };
            rows.push(beside.row(&market)?);
        }
    }
    asked.note(out_of_range());
    asked.answer(rows)
}

/// What the demand is set beside.
struct Beside {
    debt: Option<Stock>,
    maturing: Option<Stock>,
    bills: Option<Stock>,
}

impl Beside {
    fn row(&self, market: &Market) -> Result<Row, QuestionError> {
        let made = demand(market)?;
        let of = |net: &Stock, whole: &Option<Stock>| -> Result<Value, QuestionError> {
            let share = whole
                .as_ref()
                .map(|whole| Number::ratio(net, whole))
                .transpose()?;
            Ok(percent_or_null(share.as_ref())?)
        };
        Ok(row([
            ("size", money(&market.size)),
            ("bill_share_pct", percent(&market.bill_share)?),
            ("displaced_pct", percent(&market.displaced)?),
            ("gross_demand", money(&made.gross)),
            ("added_demand", money(&made.added)),
            ("net_demand", money(&made.net)),
            ("low", super::cells::low(made.net.interval())),
            ("high", super::cells::high(made.net.interval())),
            ("of_debt_pct", of(&made.net, &self.debt)?),
            ("of_maturing_pct", of(&made.net, &self.maturing)?),
            ("of_bills_pct", of(&made.net, &self.bills)?),
        ]))
    }
}

fn out_of_range() -> Note {
    Note::remark(
        "N-STABLECOIN-YIELD",
        "no effect on yields is stated: the estimate (−2 to −2.5 bp for 3.5 bn in ten days, Ahmed and Aldasoro 2025) is local, and drawn out to 2 tn it would give −1,140 bp, which is nonsense",
        "不给出对收益率的影响：现有估计（十日内流入35亿美元，−2至−2.5个基点，Ahmed 与 Aldasoro 2025）只在局部成立，线性外推至2万亿将得−1,140个基点，毫无意义",
    )
}
