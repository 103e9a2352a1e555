use super::*;
use crate::mechanisms::partial::{library, quota::Regime};

fn case(name: &str) -> Case {
    Case::read(library::text(name).unwrap()).unwrap()
}

fn share(market: &Market, origin: &str) -> (f64, f64) {
    let rows = market.origins();
    let of = |pick: fn(&(String, String, f64, f64)) -> f64| -> (f64, f64) {
        let washers = rows.iter().filter(|row| row.0 == "washer");
        let all: f64 = washers.clone().map(pick).sum();
        let one: f64 = washers.filter(|row| row.1 == origin).map(pick).sum();
        (one, all)
    };
    let ((before, all_before), (after, all_after)) = (of(|row| row.2), of(|row| row.3));
    (before / all_before, after / all_after)
}

/// 000, lines 234–238, on the measure it names: the rate on one origin moves plants.
#[test]
fn s7_3_a_duty_on_one_origin_moves_plants_and_hardly_prices() {
    let made = market(&case("washers-2016")).unwrap();
    let (before, after) = share(&made, "CHN");
    assert!(before > 0.3 && after < 0.01, "{before} {after}");
    assert!(share(&made, "VNM").1 > 0.1 && share(&made, "THA").1 > 0.1);
    let washers = &made.goods()[0];
    assert!(washers.retail.abs() < 0.02, "{}", washers.retail);
    let kept = washers.units_after / washers.units_before;
    assert!((kept - 1.0).abs() < 0.03, "{kept}");
}

/// Flaaen, Hortaçsu and Tintelnot 2020: washers +12 %, dryers as much, home brands too.
#[test]
fn s7_3_a_quota_on_all_origins_raises_washers_and_untaxed_dryers() {
    let made = market(&case("washers-2018")).unwrap();
    assert_eq!(made.quota.unwrap().regime, Regime::Above);
    let [washers, dryers] = &made.goods()[..] else {
        panic!("two goods")
    };
    assert!(
        washers.retail > 0.05 && washers.retail < 0.2,
        "{}",
        washers.retail
    );
    assert!(
        (dryers.retail / washers.retail - 1.0).abs() < 0.2,
        "{}",
        dryers.retail
    );
    let home = made
        .products
        .iter()
        .find(|each| each.name == "Whirlpool washer")
        .unwrap();
    assert!(home.after.retail > home.before.retail && home.after.duty == 0.0);
    assert!(made.consumer_cost() > made.duty());
    let taxed = made
        .products
        .iter()
        .find(|each| each.name == "Samsung washer")
        .unwrap();
    assert!(
        taxed.after.customs < taxed.after.duty_paid()
            && taxed.after.duty_paid() < taxed.after.retail
    );
    assert!(taxed.after.collected < taxed.after.duty);
}

/// Without matching, best answers of the home brands explain less than half of it.
#[test]
fn s7_3_best_answers_alone_raise_home_brands_little() {
    let mut alone = case("washers-2018");
    alone.matching.clear();
    let made = market(&alone).unwrap();
    let rise = |name: &str| {
        let each = made.products.iter().find(|each| each.name == name).unwrap();
        each.after.retail / each.before.retail - 1.0
    };
    assert!(rise("Samsung washer") > 0.08 && rise("Whirlpool washer") < 0.03);
    assert!(rise("Whirlpool washer") > 0.0);
}

/// Priced apart, the dryer that pays no duty stays where it was.
#[test]
fn s7_3_without_joint_pricing_dryers_stay() {
    let apart = Case {
        joint_pricing: false,
        matching: Vec::new(),
        demand: Wanted::Logit {
            elasticity: 6.0,
            none: 0.2,
        },
        ..case("washers-2018")
    };
    let made = market(&apart).unwrap();
    let goods = made.goods();
    assert!(goods[1].retail.abs() < 0.01 && goods[0].retail > 0.02);
}

#[test]
fn without_a_measure_nothing_moves() {
    let mut still = case("washers-2018");
    still.quota = None;
    still.duty.clear();
    let made = market(&still).unwrap();
    for each in &made.products {
        assert!((each.after.retail - each.before.retail).abs() < 1e-6);
        assert_eq!(each.before.origin, each.after.origin);
    }
    assert_eq!(made.duty(), 0.0);
}

#[test]
fn a_wide_quota_is_not_filled_and_a_narrow_gap_is_just_filled() {
    let with = |units: f64| {
        let mut wide = case("washers-2018");
        wide.quota.as_mut().unwrap().units = units;
        market(&wide).unwrap().quota.unwrap()
    };
    assert_eq!(with(9_000.0).regime, Regime::Within);
    let low = with(9_000.0).imports;
    let high = with(1.0).imports;
    let between = with(0.5 * (low + high));
    assert_eq!(between.regime, Regime::Filled);
    assert!(between.marginal > 0.2 && between.marginal < 0.5);
    assert!((between.imports - 0.5 * (low + high)).abs() < 1e-4 * low);
}

#[test]
fn a_customs_value_above_what_the_price_allows_is_refused() {
    let mut dear = case("washers-2018");
    dear.product[0].plant[0].customs = 700.0;
    dear.product[0].plant.truncate(1);
    assert_eq!(market(&dear).unwrap_err().code(), "E-TARIFF-CASE");
    let mut hard = case("washers-2018");
    hard.demand = Wanted::Logit {
        elasticity: 0.5,
        none: 0.2,
    };
    assert_eq!(market(&hard).unwrap_err().code(), "E-TARIFF-NO-SOLUTION");
    let text = library::text("washers-2018").unwrap();
    let slip = text.replace(r#"matching = ["Whirlpool""#, r#"matching = ["Whirlpol""#);
    assert!(
        Case::read(&slip)
            .unwrap_err()
            .to_string()
            .contains("Whirlpool")
    );
}
