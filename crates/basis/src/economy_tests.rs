//! Names, numbers and kinds of areas as publishers write them.

use super::*;

fn code(text: &str) -> &'static str {
    Economy::parse(text).unwrap().code()
}

#[test]
fn every_iso_code_has_a_chinese_name_and_resolves_from_each_of_its_forms() {
    for iso in rust_iso3166::ALL {
        let economy = Economy::parse(iso.alpha3).unwrap();
        assert_eq!(economy.kind(), EconomyKind::Economy);
        let chinese = economy.name(Lang::Zh);
        assert!(
            chinese.chars().any(|c| ('一'..='龥').contains(&c)),
            "{}",
            iso.alpha3
        );
        let numeric = format!("{:03}", iso.numeric);
        for form in [
            iso.alpha2,
            iso.name,
            &numeric,
            chinese,
            economy.name(Lang::En),
        ] {
            assert_eq!(code(form), iso.alpha3, "{form}");
        }
    }
}

#[test]
fn numbers_of_comtrade_resolve() {
    for (number, expected) in [
        ("842", "USA"),
        ("156", "CHN"),
        ("699", "IND"),
        ("757", "CHE"),
        ("251", "FRA"),
        ("579", "NOR"),
        ("490", "S19"),
        ("0", "WLD"),
        ("000", "WLD"),
        ("036", "AUS"),
        ("36", "AUS"),
        ("97", "EU"),
        ("810", "SUN"),
        ("280", "DEU"),
        ("278", "DDR"),
        ("899", "_X"),
        ("975", "ASEAN"),
    ] {
        assert_eq!(code(number), expected, "{number}");
    }
    for (text, expected) in [
        ("W00", "WLD"),
        ("_AC", "_AC"),
        ("_X ", "_X"),
        ("R4 ", "ASEAN"),
        ("afg", "AFG"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

#[test]
fn names_of_the_external_wealth_of_nations_and_of_h10_resolve() {
    for (name, expected) in [
        ("Afghanistan, I.R. of", "AFG"),
        ("Bahamas, The", "BHS"),
        ("Central African Rep.", "CAF"),
        ("China,P.R.: Mainland", "CHN"),
        ("China,P.R.:Macao", "MAC"),
        ("Congo, Dem. Rep. of", "COD"),
        ("Congo, Republic of", "COG"),
        ("Curacao", "CUW"),
        ("Côte d'Ivoire", "CIV"),
        ("ECCU", "ECCU"),
        ("Euro Area", "EA"),
        ("Gambia, The", "GMB"),
        ("Hong Kong", "HKG"),
        ("Korea", "KOR"),
        ("Iran, Islamic Republic of", "IRN"),
        ("Kyrgyz Republic", "KGZ"),
        ("Lao People's Dem.Rep", "LAO"),
        ("Micronesia", "FSM"),
        ("Netherlands Antilles", "ANT"),
        ("St. Vincent & Grens.", "VCT"),
        ("São Tomé & Príncipe", "STP"),
        ("Turkey", "TUR"),
        ("Turks and Caicos", "TCA"),
        ("Venezuela, Rep. Bol.", "VEN"),
        ("West Bank and Gaza", "PSE"),
        ("Yemen, Republic of", "YEM"),
        ("Euro", "EA"),
        ("South Korea", "KOR"),
        ("Taiwan", "TWN"),
        ("Isle of Man", "IMN"),
        ("China, P.R.: Mainland", "CHN"),
        ("Korea, Rep.", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Micronesia, Fed. Sts.", "FSM"),
        ("Viet Nam", "VNM"),
        ("China, peoples' republic of", "CHN"),
        ("Türkiye", "TUR"),
        ("台湾", "TWN"),
        ("中华人民共和国", "CHN"),
        ("EUU", "EU"),
        ("EMU", "EA"),
        ("XKX", "XKX"),
        ("CHI", "CHI"),
        ("AFE", "AFE"),
        ("EL", "GRC"),
        ("UK", "GBR"),
        ("EU27_2020", "EU27"),
        ("ROM", "ROU"),
        ("U.S.", "USA"),
        ("世界", "WLD"),
    ] {
        assert_eq!(code(name), expected, "{name}");
    }
}

#[test]
fn the_world_a_group_and_a_special_area_are_not_one_economy() {
    for (text, kind) in [
        ("World", EconomyKind::World),
        ("EU27", EconomyKind::Group),
        ("_AC", EconomyKind::Special),
    ] {
        assert_eq!(Economy::parse(text).unwrap().kind(), kind);
        let refusal = Economy::parse_single(text).unwrap_err();
        assert_eq!(refusal.code(), "E-CODE-ECONOMY");
    }
    assert_eq!(
        Economy::parse_single("SUN").unwrap().kind(),
        EconomyKind::Historical
    );
}

#[test]
fn groups_have_the_members_of_the_day() {
    let count = |code: &str, day: &str| {
        let group = Economy::parse(code).unwrap();
        group.members(day.parse().unwrap()).unwrap().len()
    };
    assert_eq!(count("EU15", "1990-01-01"), 15);
    assert_eq!(count("EU28", "2015-01-01"), 28);
    assert_eq!(count("EU27", "2021-01-01"), 27);
    assert_eq!(count("EA19", "2015-01-01"), 19);
    assert_eq!(count("EA20", "2023-01-01"), 20);
    assert_eq!(count("G7", "2018-01-01"), 7);
    assert_eq!(count("OECD", "2018-12-31"), 36);
    assert_eq!(count("ASEAN", "2018-01-01"), 10);
    let world = Economy::parse("WLD").unwrap();
    assert_eq!(world.members("2018-01-01".parse().unwrap()), None);
    let greece = Economy::parse("GRC").unwrap();
    assert!(
        !Economy::parse("EA11")
            .unwrap()
            .has_member(greece, "2015-01-01".parse().unwrap())
    );
}

#[test]
fn an_economy_of_the_past_has_its_days_and_successors() {
    let union = Economy::parse("USSR").unwrap();
    assert!(union.check_on("1985-06-30".parse().unwrap()).is_ok());
    let refusal = union.check_on("1995-01-01".parse().unwrap()).unwrap_err();
    assert_eq!(refusal.code(), "E-CODE-ECONOMY-DATE");
    assert_eq!(union.successors().len(), 15);
    for economy in Economy::all().filter(|economy| economy.kind() == EconomyKind::Historical) {
        let listed = economy.entry.successors.len();
        assert!(
            listed > 0 && economy.successors().len() == listed,
            "{economy}"
        );
    }
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest() {
    let refusal = Economy::parse("Germny").unwrap_err();
    assert_eq!(refusal.code(), "E-CODE-ECONOMY");
    assert_eq!(refusal.left(), Some("Germny"));
    assert!(
        refusal.advice(Lang::En).contains("DEU (Germany)"),
        "{refusal}"
    );
    assert!(refusal.advice(Lang::Zh).contains("DEU (德国)"));
    for text in ["", "  ", "ZZZ", "9999", "-1", "the", "CS", "亞特蘭提斯"] {
        assert!(Economy::parse(text).is_err(), "{text}");
    }
}
