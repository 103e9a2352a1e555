//! Which shipped map a file's header belongs to.

use std::collections::BTreeSet;

use crate::header::{Head, plain};
use crate::mapping::Mapping;

/// Fewer columns in common than this are no resemblance.
const ALIKE: usize = 2;

/// Names of the shipped maps whose columns are exactly those of the header,
/// parted by the same delimiter, and whose dates the first line has.
pub fn exact(head: &Head) -> Vec<&'static str> {
    let header = columns(head);
    Mapping::shipped_names()
        .filter(|name| {
            Mapping::shipped(name).is_some_and(|map| {
                !header.is_empty()
                    && !map.asked
                    && header == named(&map)
                    && same_delimiter(&map, head)
                    && dates_fit(&map, head)
            })
        })
        .collect()
}

/// A hint at the shipped map most like the header, in English and Chinese;
/// empty when none is like it.
pub fn nearest(head: &Head) -> [String; 2] {
    let header = columns(head);
    let alike = Mapping::shipped_names().filter_map(|name| {
        let wanted = named(&Mapping::shipped(name)?);
        let common = wanted.intersection(&header).count();
        (common >= ALIKE).then_some((common, name, wanted))
    });
    let Some((_, name, wanted)) = alike.max_by_key(|(common, name, _)| (*common, *name)) else {
        return [String::new(), String::new()];
    };
    let list = |names: Vec<&String>| match names[..] {
        [] => "–".to_owned(),
        _ => names
            .iter()
            .map(|n| n.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    };
    let missing = list(wanted.difference(&header).collect());
    let beyond = list(header.difference(&wanted).collect());
    [
        format!(
            "; the nearest map is {name} (not in the file: {missing}; not in the map: {beyond})"
        ),
        format!("；最接近的映射是 {name}（文件中没有：{missing}；映射中没有：{beyond}）"),
    ]
}

fn columns(head: &Head) -> BTreeSet<String> {
    head.header()
        .names()
        .iter()
        .map(|name| plain(name))
        .collect()
}

fn named(map: &Mapping) -> BTreeSet<String> {
    map.named_columns().into_iter().map(plain).collect()
}

fn same_delimiter(map: &Mapping, head: &Head) -> bool {
    map.delimiter
        .is_none_or(|mark| u8::try_from(mark).is_ok_and(|mark| mark == head.delimiter))
}

/// Whether the first line below the header tells its period the map's way.
fn dates_fit(map: &Mapping, head: &Head) -> bool {
    let (Some(column), Some(line)) = (map.columns.get("period"), head.lines.get(1)) else {
        return true;
    };
    let text = head.header().find(column).and_then(|at| line.get(at));
    let dates = map.dates();
    match (text, dates) {
        (Some(text), Ok(mut dates)) => dates.read(text.trim()).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{ReadOptions, open_bytes};

    fn read(text: &str) -> Result<(String, String), String> {
        let options = ReadOptions::new(jiff::civil::date(2020, 1, 1));
        let source = open_bytes("t.csv", text.into(), &options).map_err(|e| e.to_string())?;
        let profile = source.profile();
        Ok((profile.format.clone(), profile.dataset.clone()))
    }

    #[test]
    fn a_header_that_is_a_maps_takes_the_map() {
        let census = "Month;Exports;Imports;Balance\nMay 2018;1.5;2.5;-1.0\n";
        assert_eq!(
            read(census).unwrap(),
            ("records-csv".into(), "us-census-ft900".into())
        );
        let mirror = "refYear,importer,exporter,import_value_importer_reported_usd,\
                      export_value_exporter_reported_usd,m_over_x\n2018,USA,BRA,2,1,2\n";
        assert_eq!(read(mirror).unwrap().1, "comtrade-mirror-totals");
    }

    #[test]
    fn another_delimiter_date_or_column_takes_none_and_names_the_nearest() {
        for text in [
            "Month,Exports,Imports,Balance\nMay 2018,1.5,2.5,-1.0\n",
            "Month;Exports;Imports;Balance\n2018-05;1.5;2.5;-1.0\n",
            "Month;Exports;Imports;Balance;Note\nMay 2018;1.5;2.5;-1.0;x\n",
        ] {
            let refused = read(text).unwrap_err();
            assert!(
                refused.contains("the nearest map is us-census"),
                "{refused}"
            );
        }
        assert!(!read("a,b\n1,2\n").unwrap_err().contains("nearest"));
    }

    #[test]
    fn a_reader_of_ones_own_columns_keeps_them() {
        let own = "flow,reporter,partner,value,currency,period\nexport,CHN,USA,1,USD,2018\n";
        assert_eq!(read(own).unwrap().1, "records");
    }
}
