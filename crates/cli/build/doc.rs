//! What a doc comment says about a formula.
//!
//! ```text
//! /// B = X − M
//! ///
//! /// …prose…
//! ///
//! /// Unit: the currency of the records. Sign: surplus positive.
//! ///
//! /// Source: …
//! ```
//!
//! Headings (`# Source`) serve as well as labels (`Source:`).

/// The parts of a doc comment that `triffin explain` shows.
#[derive(Debug, PartialEq, Eq)]
pub struct Doc {
    /// The identity: the comment's first line.
    pub formula: String,
    /// Unit of the result.
    pub unit: String,
    /// Sign convention, when one is stated.
    pub sign: Option<String>,
    /// Author, year, table or equation.
    pub source: String,
    /// Everything between the first line and the labelled parts.
    pub prose: String,
}

const LABELS: [&str; 7] = [
    "Unit",
    "Sign",
    "Source",
    "Inputs",
    "Output",
    "Assumptions",
    "Errors",
];

impl Doc {
    /// Reads a comment, given without its slashes.
    ///
    /// # Errors
    /// When the first line, the unit or the source is missing.
    pub fn read(comment: &str) -> Result<Self, String> {
        let parts = parts(comment);
        let part = |label: &str| {
            parts
                .iter()
                .find(|(found, _)| *found == Some(label))
                .map(|(_, text)| text.clone())
        };
        let wanted = |label: &str| {
            part(label).ok_or_else(|| {
                format!("its doc comment has no `{label}: …` (CONTRIBUTING.md, “Add a system”)")
            })
        };
        let mut plain = parts
            .iter()
            .filter(|(label, _)| label.is_none())
            .map(|(_, text)| text.as_str());
        let formula = plain
            .next()
            .ok_or("its doc comment has no first line: state the identity there")?;
        Ok(Self {
            formula: formula.replace('`', "").trim_end_matches('.').to_owned(),
            unit: wanted("Unit")?,
            sign: part("Sign"),
            source: wanted("Source")?,
            prose: plain.collect::<Vec<_>>().join("\n\n"),
        })
    }
}

/// The comment cut into labelled and plain pieces, in order.
fn parts(comment: &str) -> Vec<(Option<&'static str>, String)> {
    let mut parts = Vec::new();
    let mut heading = None;
    for paragraph in paragraphs(comment) {
        if let Some(title) = paragraph.strip_prefix('#') {
            heading = LABELS
                .into_iter()
                .find(|label| same(label, title.trim_start_matches('#')));
        } else if let Some(label) = heading.take() {
            parts.push((Some(label), sentence(&paragraph)));
        } else {
            parts.extend(labelled(&paragraph));
        }
    }
    parts
}

/// Paragraphs on one line each; a heading is a paragraph of its own, a fenced
/// example is left out.
fn paragraphs(comment: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut fenced = false;
    for line in comment.lines().map(str::trim) {
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let heading = line.starts_with("# ") || line.starts_with("## ");
        if fenced || line.is_empty() || heading {
            paragraphs.push(String::new());
        }
        if fenced || line.is_empty() {
            continue;
        }
        if let Some(last) = paragraphs.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(line);
        }
        if heading {
            paragraphs.push(String::new());
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// `Unit: USD. Sign: surplus positive.` is two pieces; text before the first
/// label is a plain one.
fn labelled(paragraph: &str) -> Vec<(Option<&'static str>, String)> {
    let mut cuts: Vec<(usize, usize, &'static str)> = LABELS
        .into_iter()
        .filter_map(|label| position(paragraph, label).map(|(start, end)| (start, end, label)))
        .collect();
    cuts.sort_unstable();
    let first = cuts.first().map_or(paragraph.len(), |(start, ..)| *start);
    let mut pieces = Vec::new();
    if first > 0 {
        pieces.push((None, paragraph[..first].trim().to_owned()));
    }
    for (number, (_, end, label)) in cuts.iter().enumerate() {
        let until = cuts
            .get(number + 1)
            .map_or(paragraph.len(), |(start, ..)| *start);
        pieces.push((Some(*label), sentence(&paragraph[*end..until])));
    }
    pieces
}

/// Where `Label:` or `Labels:` begins a paragraph or follows a full stop:
/// start of the label and start of its text.
fn position(paragraph: &str, label: &str) -> Option<(usize, usize)> {
    [format!("{label}:"), format!("{label}s:")]
        .iter()
        .find_map(|mark| {
            paragraph
                .match_indices(mark.as_str())
                .map(|(at, _)| (at, at + mark.len()))
                .find(|(at, _)| {
                    let before = paragraph[..*at].trim_end();
                    before.is_empty() || before.ends_with(['.', ';', '。'])
                })
        })
}

fn same(label: &str, title: &str) -> bool {
    let title = title.trim().to_lowercase();
    title.trim_end_matches('s') == label.to_lowercase().trim_end_matches('s')
}

fn sentence(text: &str) -> String {
    text.trim().trim_end_matches(['.', ';']).to_owned()
}
