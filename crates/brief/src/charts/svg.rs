//! Writing SVG elements.

use std::fmt::Write;

/// Families tried in order; the Chinese ones of each platform are among them.
const FONTS: &str = "'Noto Sans','Noto Sans SC','Noto Sans CJK SC','PingFang SC',\
'Hiragino Sans GB','Microsoft YaHei','Source Han Sans SC',Arial,sans-serif";

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A text's size, colour and weight.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Font size in pixels.
    pub size: f64,
    /// Colour.
    pub fill: &'static str,
    /// Whether it is bold.
    pub bold: bool,
}

/// An `<svg>` being written.
#[derive(Debug)]
pub struct Svg {
    body: String,
}

impl Svg {
    /// Opens a picture with the name and description that a screen reader says.
    pub fn open(id: &str, (width, height): (f64, f64), title: &str, description: &str) -> Self {
        let mut svg = Self {
            body: String::with_capacity(8 * 1024),
        };
        svg.push(format_args!(
            "<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\" font-family=\"{FONTS}\">\n\
             <title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n",
            escape(title),
            escape(description),
        ));
        svg
    }

    /// A filled rectangle.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str) {
        self.push(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>\n"
        ));
    }

    /// A straight line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), stroke: &str, width: f64) {
        self.push(format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{stroke}\" stroke-width=\"{width}\"/>\n"
        ));
    }

    /// An open line through points.
    pub fn polyline(&mut self, points: &[(f64, f64)], stroke: &str, dashed: bool) {
        let mut list = String::new();
        for (x, y) in points {
            // proof: writing to a string cannot fail
            let _ = write!(list, "{x:.1},{y:.1} ");
        }
        let dash = if dashed {
            " stroke-dasharray=\"4 3\""
        } else {
            ""
        };
        self.push(format_args!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"{dash}/>\n",
            list.trim_end()
        ));
    }

    /// A point: filled, or a ring.
    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: &str, ring: bool) {
        let fill = if ring { "#fff" } else { colour };
        self.push(format_args!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n"
        ));
    }

    /// A text with its baseline at `y`.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, kind: Type, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if kind.bold {
            " font-weight=\"600\""
        } else {
            ""
        };
        self.push(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{}\" fill=\"{}\"{weight}>{}</text>\n",
            kind.size,
            kind.fill,
            escape(text)
        ));
    }

    /// Closes the picture.
    pub fn close(mut self) -> String {
        self.body.push_str("</svg>\n");
        self.body
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // proof: writing to a string cannot fail
        let _ = self.body.write_fmt(text);
    }
}

/// Text made safe between tags and in attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() && c != '\n' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
