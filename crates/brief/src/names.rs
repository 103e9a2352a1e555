//! Names of economies inside a sentence.

use triffin_basis::Lang;

/// English names that a sentence puts an article before, beside those that
/// begin with `United` or end with `Republic` or `Islands`.
const WITH_ARTICLE: [&str; 7] = [
    "Netherlands",
    "Philippines",
    "Euro area",
    "Bahamas",
    "Gambia",
    "Maldives",
    "European Union",
];

/// `the United States`, `China`; Chinese has no article.
pub fn in_sentence(name: &str, lang: Lang) -> String {
    let takes = name.starts_with("United ")
        || name.ends_with(" Republic")
        || name.ends_with(" Islands")
        || WITH_ARTICLE.contains(&name);
    match lang == Lang::En && takes {
        true => format!("the {name}"),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_stands_where_english_wants_one() {
        assert_eq!(in_sentence("United States", Lang::En), "the United States");
        assert_eq!(
            in_sentence("Dominican Republic", Lang::En),
            "the Dominican Republic"
        );
        assert_eq!(in_sentence("China", Lang::En), "China");
        assert_eq!(in_sentence("美国", Lang::Zh), "美国");
    }
}
