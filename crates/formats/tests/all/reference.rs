//! `docs/reference/formats.md` and its Chinese twin are made of what the
//! readers say about themselves.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use triffin_basis::Lang;
use triffin_formats::format_info::in_language;
use triffin_formats::{FormatInfo, Kind, formats};

/// Set to `write` to write the pages.
const MODE: &str = "TRIFFIN_DOCUMENTS";

fn words(lang: Lang) -> [&'static str; 12] {
    match lang {
        Lang::En => [
            "# Formats",
            "[中文](formats.zh-CN.md)",
            "What `triffin data add` reads without a [mapping](mapping.md), one section a reader. The format is told by \
             content, never by the file's name; `--as NAME` asks for one. `.gz` and a `.zip` of one table are read as \
             they are. This page is made from the readers' own descriptions and a test keeps it so.\n\n\
             Every reader sets aside, with a line number and a reason, what it cannot read: numbers that are none, \
             periods that are none, lines of another width, bytes that are no text. Rows in = rows stored + rows set \
             aside. A published blank is stored as missing, never as zero. The reasons stand in \
             [Mapping files](mapping.md#reasons-a-row-is-set-aside).",
            "format",
            "what it is",
            "table",
            "Publisher",
            "Told by",
            "Units",
            "Set aside or refused",
            "Traps",
            "",
        ],
        Lang::Zh => [
            "# 格式",
            "[English](formats.md)",
            "`triffin data add` 无需[映射](mapping.zh-CN.md)即可读取的格式，每个读取器一节。格式由内容识别，从不凭文件名；`--as 名称` \
             可指定格式。`.gz` 与只含一张表的 `.zip` 可直接读取。本页由各读取器自己的说明生成，并由测试保持一致。\n\n\
             每个读取器都会把无法读取的内容连同行号与原因搁置：不是数字的数字、不存在的时期、列数不符的行、不是文字的字节。\
             读入行数 = 存入行数 + 搁置行数。发布者留空处存为缺失，绝不存为零。各原因见[映射文件](mapping.zh-CN.md)。",
            "格式",
            "内容",
            "表",
            "发布者",
            "识别依据",
            "单位",
            "搁置或拒绝",
            "陷阱",
            "",
        ],
    }
}

fn page(lang: Lang) -> String {
    let [title, twin, intro, format, what, table, ..] = words(lang);
    let mut page =
        format!("{title}\n\n{twin}\n\n{intro}\n\n| {format} | {what} | {table} |\n|---|---|---|\n");
    for info in formats() {
        let kind = kind(info.kind, lang);
        let (name, title) = (info.name, info.title(lang));
        writeln!(page, "| [`{name}`](#{name}) | {title} | {kind} |").unwrap();
    }
    formats()
        .iter()
        .for_each(|info| section(info, lang, &mut page));
    page
}

fn kind(kind: Kind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (kind, Lang::En) => kind.as_str(),
        (Kind::Records, Lang::Zh) => "记录",
        (Kind::Series, Lang::Zh) => "序列",
        (Kind::Codes, Lang::Zh) => "代码表",
    }
}

fn section(info: &FormatInfo, lang: Lang, page: &mut String) {
    let [.., publisher, told, units, aside, traps, _] = words(lang);
    let guide = &info.guide;
    let (name, title, docs) = (info.name, info.title(lang), info.docs(lang));
    write!(page, "\n## {name}\n\n{title}. {docs}\n\n").unwrap();
    for (word, said) in [
        (publisher, guide.publisher),
        (told, guide.detection),
        (units, guide.units),
        (aside, guide.aside),
    ] {
        writeln!(page, "- **{word}**: {}", in_language(said, lang)).unwrap();
    }
    writeln!(page, "- **{traps}**:").unwrap();
    for trap in guide.traps {
        writeln!(page, "  - {}", in_language(*trap, lang)).unwrap();
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference")
}

#[test]
fn the_pages_say_what_the_readers_say() {
    for (file, lang) in [("formats.md", Lang::En), ("formats.zh-CN.md", Lang::Zh)] {
        let path = folder().join(file);
        let page = page(lang);
        if std::env::var(MODE).as_deref() == Ok("write") {
            std::fs::write(&path, &page).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == page,
            "{file} differs from the readers: {MODE}=write writes it anew"
        );
    }
}

#[test]
fn every_reader_says_everything_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for info in formats() {
        let guide = &info.guide;
        let parts = [guide.publisher, guide.detection, guide.units, guide.aside];
        let titles = [[info.title_en, info.title_zh], [info.docs_en, info.docs_zh]];
        assert!(!guide.traps.is_empty(), "{}", info.name);
        for said in parts.iter().chain(guide.traps).chain(&titles) {
            let [en, zh] = said;
            assert!(!en.is_empty() && !chinese(en), "{}: {en}", info.name);
            assert!(chinese(zh), "{}: {zh}", info.name);
        }
    }
}

#[test]
fn every_reader_reads_anything_without_panic_when_asked_for() {
    let rubbish: [&[u8]; 8] = [
        b"",
        b"x",
        b"\0\x01\x02",
        b"PK\x03\x04rest",
        b"{\"data\":[{\"a\":1}]}",
        b"a,b,c\n1,2,3\n",
        b"DATAFLOW,geo,TIME_PERIOD,OBS_VALUE\n,,,\n\"\n",
        "t,i,j,k,v,q\n年,国,国,品,值,量\n1e9,1e9,1e9,1e9,1e99999999999,nan\n".as_bytes(),
    ];
    for info in formats() {
        for bytes in rubbish {
            let mut options = crate::support::options();
            options.format = Some(info.name.to_owned());
            // An error or set-aside rows: either way, no panic.
            let _ = crate::support::read_with(bytes, &options);
        }
    }
}
