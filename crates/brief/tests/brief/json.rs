//! Facts as JSON.

use triffin_basis::Decimal;

use crate::sample;

#[test]
fn numbers_keep_every_digit_and_missing_is_null_with_a_reason() {
    let mut facts = sample::one_sided();
    let digits = "1234567890123456789.123456";
    let headline = facts.headline.as_mut();
    if let Some(imports) = headline.and_then(|headline| headline.imports.as_mut()) {
        imports.value = digits.parse::<Decimal>().ok();
    }
    let json = serde_json::to_string(&facts).unwrap();
    let imports = format!("\"imports\":{{\"value\":{digits},\"unit\":\"USD\",\"period\":\"2018\"");
    assert!(json.contains(&imports), "{json}");
    assert!(json.contains("\"exports\":{\"value\":null"));
    assert!(json.contains("\"reason\":{\"en\":\"not reported\",\"zh\":\"未报告\"}"));
}
