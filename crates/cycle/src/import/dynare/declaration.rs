//! `var Y $Y$ (long_name='Income'), C;`: names, and what they mean.

/// A declared name and its long name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) title: String,
}

/// The names of a declaration, after its first word.
pub(super) fn names(text: &str) -> Vec<Declared> {
    let mut declared: Vec<Declared> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        rest = match first {
            // TeX names say nothing here.
            '$' => after(&rest[1..], '$'),
            '(' => {
                let (options, after) = parenthesised(rest);
                if let (Some(last), Some(title)) = (declared.last_mut(), long_name(options)) {
                    last.title = title;
                }
                after
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '$'))
                    .unwrap_or(rest.len());
                if end > 0 {
                    declared.push(Declared {
                        name: rest[..end].to_owned(),
                        title: String::new(),
                    });
                }
                &rest[end.max(first.len_utf8())..]
            }
        };
        rest = rest.trim_start();
    }
    declared.retain(|declared| declared.name != ",");
    declared
}

fn after(text: &str, end: char) -> &str {
    text.split_once(end).map_or("", |(_, after)| after)
}

/// What stands in the parentheses that `text` begins with, and what follows
/// them; a parenthesis within quotation marks counts for nothing.
pub(super) fn parenthesised(text: &str) -> (&str, &str) {
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            '\'' | '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (&text[1..at], &text[at + 1..]);
                }
            }
            _ => {}
        }
    }
    (text.get(1..).unwrap_or_default(), "")
}

/// The text of `long_name='…'`.
fn long_name(options: &str) -> Option<String> {
    let (_, value) = options.split_once("long_name")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (name, _) = value[1..].split_once(quote)?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_by_blanks_or_commas() {
        let text = " Y $Y_t$ (long_name='Income (GDP), total', unit='bn'), C\n , G Kd";
        let found: Vec<_> = names(text)
            .into_iter()
            .map(|declared| (declared.name, declared.title))
            .collect();
        let expected = [
            ("Y", "Income (GDP), total"),
            ("C", ""),
            ("G", ""),
            ("Kd", ""),
        ];
        assert_eq!(
            found,
            expected.map(|(name, title)| (name.to_owned(), title.to_owned()))
        );
        assert!(names("").is_empty());
        assert!(names(" $open (also").is_empty());
    }
}
