use proptest::prelude::*;
use triffin_formats::{Mapping, ReadOptions, formats};

use crate::support::{options, read_with};

fn quote(cell: &str, delimiter: char) -> String {
    match cell.contains([delimiter, '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any bytes in any format end in rows or an error, and every line that
    /// was read is stored or set aside.
    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        format in 0..formats().len(),
        map in 0usize..5,
    ) {
        let map = Mapping::shipped_names().nth(map).and_then(Mapping::shipped);
        let named = ReadOptions { format: Some(formats()[format].name.into()), ..options() };
        let mapped = ReadOptions { map, ..options() };
        for options in [named, mapped] {
            if let Ok(whole) = read_with(bytes.clone(), &options) {
                prop_assert!(whole.aside.iter().all(|a| !a.reason.is_empty() && a.line > 0));
            }
        }
    }

    /// Headers that are known over cells that are anything.
    #[test]
    fn any_cells_under_a_known_header_are_accounted_for(
        rows in prop::collection::vec(prop::collection::vec("[ -~é中]{0,8}", 6), 1..20),
        header in prop::sample::select(vec![
            "flow,reporter,partner,value,currency,period",
            "economy,indicator,period,value,unit,flag",
            "reporterCode,partnerCode,flowCode,cmdCode,primaryValue,period",
        ]),
    ) {
        let lines: Vec<String> = rows
            .iter()
            .map(|cells| cells.iter().map(|c| quote(c, ',')).collect::<Vec<_>>().join(","))
            .collect();
        let whole = read_with(format!("{header}\n{}\n", lines.join("\n")), &options()).unwrap();
        prop_assert_eq!(whole.rows() + whole.aside.len(), rows.len());
    }

    /// A table reads the same in each delimiter and encoding.
    #[test]
    fn delimiters_and_encodings_do_not_change_the_rows(
        cells in prop::collection::vec(("[a-z]{1,6}[,;|\"]?[企业实体]{2,4}", 0u32..1_000_000), 1..12),
    ) {
        let table = |delimiter: char| {
            let mut lines = vec!["flow,reporter,value,period,entity".replace(',', &delimiter.to_string())];
            for (entity, value) in &cells {
                let fields = ["export", "CHN", &value.to_string(), "2018", &quote(entity, delimiter)];
                lines.push(fields.join(&delimiter.to_string()));
            }
            lines.join("\r\n")
        };
        for delimiter in [',', ';', '\t', '|'] {
            let text = table(delimiter);
            let (gb, _, _) = encoding_rs::GB18030.encode(&text);
            // A few words in GB18030 happen to be UTF-8 as well.
            prop_assume!(std::str::from_utf8(&gb).is_err());
            let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
            for bytes in [text.clone().into_bytes(), gb.into_owned(), marked] {
                let whole = read_with(bytes, &options()).unwrap();
                let entities: Vec<String> = cells.iter().map(|(entity, _)| entity.clone()).collect();
                prop_assert_eq!(whole.text("entity"), entities);
            }
        }
    }
}
