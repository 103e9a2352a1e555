//! A folder, a store of its own, and the built command in it.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Records of China's trade: every axis, a bonded import, an item that comes
/// and one whose quantity is lost, and a shipment declared in the next year.
/// Written for these tests.
pub const LEDGER: &str = "\
flow,reporter,partner,product,value,currency,valuation,quantity,quantity_unit,regime,region,entity,end_use,declared_on,shipped_on,settled_on,invoice
export,CHN,USA,010121,1000.10,USD,fob,10,kg,general,Guangdong,private,consumption,2017-03-05,2017-03-01,2017-04-01,a1
export,CHN,USA,854231,2000,USD,fob,20,pcs,processing,Jiangsu,foreign,capital,2017-12-28,2017-12-27,2018-01-15,a2
import,CHN,USA,854231,1100,USD,cif,10,pcs,processing,Jiangsu,foreign,intermediate,2017-06-01,2017-05-20,2017-07-01,a3
import,CHN,DEU,870323,3300.000001,USD,cif,3,pcs,general,Shanghai,private,consumption,2017-07-01,2017-06-20,2017-08-01,a4
export,CHN,USA,010121,1500.25,USD,fob,12,kg,general,Guangdong,private,consumption,2018-03-05,2018-03-01,2018-04-01,b1
export,CHN,USA,854231,2600,USD,fob,26,pcs,processing,Jiangsu,foreign,capital,2018-12-28,2018-12-27,2019-01-15,b2
export,CHN,JPN,610910,700,USD,fob,70,pcs,ecommerce,Zhejiang,private,consumption,2019-01-03,2018-12-28,2019-01-20,b3
import,CHN,USA,854231,2200,USD,cif,11,pcs,processing,Jiangsu,foreign,intermediate,2018-06-01,2018-05-20,2018-07-01,b4
import,CHN,DEU,870323,2200,USD,cif,,,general,Shanghai,private,consumption,2018-07-01,2018-06-20,2018-08-01,b5
import,CHN,DEU,300490,500,USD,cif,5,kg,bonded,Shanghai,private,consumption,2018-08-01,2018-07-20,2018-08-21,b6
";

/// A working folder with a store that nobody else uses.
pub struct Lab {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Lab {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A lab whose store holds [`LEDGER`], released on 1 February 2019.
    pub fn with_ledger() -> Self {
        let lab = Self::new();
        lab.write("ledger.csv", LEDGER);
        lab.ok("data add ledger.csv --released 2019-02-01");
        lab
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// The command in this folder, English unless a line says otherwise.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_triffin"));
        command
            .args(crate::shell::words(line))
            .current_dir(self.folder.path())
            .env("TRIFFIN_STORE", self.path("store"))
            .env("TRIFFIN_LANG", "en")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, line: &str) -> Ran {
        let output = self.command(line).output().unwrap();
        let ran = Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.stderr.contains("panicked"), "`{line}`: {ran:?}");
        ran
    }

    /// Runs a line that must end with 0 and gives its standard output.
    pub fn ok(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "`{line}`: {ran:?}");
        ran.stdout
    }

    /// Runs a line that must end with 0 and reads its envelope.
    pub fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(&format!("{line} --format json"))).unwrap()
    }

    /// Runs a line that must be refused under `code`: nothing on standard
    /// output, the code and a remedy on standard error.
    pub fn refused(&self, line: &str, exit: i32, code: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, exit, "`{line}`: {ran:?}");
        assert_eq!(ran.stdout, "", "`{line}` printed data beside an error");
        assert!(
            ran.stderr.starts_with(&format!("error {code}: ")),
            "`{line}`: {ran:?}"
        );
        assert!(ran.stderr.contains("\n  help: "), "`{line}`: {ran:?}");
        ran.stderr
    }
}

/// The row of an envelope whose `name` is `value`.
pub fn row<'a>(envelope: &'a Value, name: &str, value: &str) -> &'a Value {
    let rows = envelope["data"].as_array().unwrap();
    let found: Vec<&Value> = rows.iter().filter(|row| row[name] == value).collect();
    assert_eq!(found.len(), 1, "{name} = {value} in {envelope:#}");
    found[0]
}

/// The one row of an envelope.
pub fn only(envelope: &Value) -> &Value {
    assert_eq!(
        envelope["data"].as_array().map(Vec::len),
        Some(1),
        "{envelope:#}"
    );
    &envelope["data"][0]
}

/// A field with every digit it was printed with; `null` where there is none.
pub fn digits(row: &Value, name: &str) -> String {
    row.get(name)
        .unwrap_or_else(|| panic!("no `{name}` in {row:#}"))
        .to_string()
}

/// The fields of an object, in the order printed.
pub fn names(row: &Value) -> Vec<&str> {
    row.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// A decimal's digits as ten-millionths, so that sums in a test are exact.
pub fn exact(digits: &str) -> i128 {
    let (sign, rest) = match digits.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, digits),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    assert!(fraction.len() <= 7, "{digits}");
    let ten_millionths: i128 = format!("{whole}{fraction:0<7}").parse().unwrap();
    sign * ten_millionths
}
