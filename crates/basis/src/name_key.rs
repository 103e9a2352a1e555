//! One key for the many ways a name is written.

/// The key under which a name is looked up: lower case without accents or
/// punctuation, common abbreviations written out, the words *of*, *the* and
/// *and* left out, the rest in alphabetical order. So `Korea, Rep. of` and
/// `The Republic of Korea` share a key.
pub(crate) fn name_key(name: &str) -> String {
    let folded: String = name.chars().flat_map(fold).collect();
    let mut words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(written_out)
        .filter(|word| !matches!(*word, "of" | "the" | "and"))
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// A character in lower case without its accent; apostrophes vanish, so that
/// `People's` stays one word.
fn fold(c: char) -> Option<char> {
    let lower = c.to_lowercase().next().unwrap_or(c);
    Some(match lower {
        '\'' | '’' | '`' => return None,
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ł' => 'l',
        'ş' | 'š' => 's',
        other => other,
    })
}

fn written_out(word: &str) -> &str {
    match word {
        "rep" => "republic",
        "dem" => "democratic",
        "fed" => "federal",
        "st" => "saint",
        "island" | "isds" | "isd" => "islands",
        "br" => "british",
        "terr" => "territory",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_accents_and_small_words_do_not_matter() {
        for (left, right) in [
            ("Korea, Rep.", "the Republic of Korea"),
            ("Congo, Dem. Rep. of", "Dem. Rep. of the Congo"),
            ("São Tomé & Príncipe", "sao tome and principe"),
            ("Côte d’Ivoire", "Cote d'Ivoire"),
            ("St. Lucia", "Saint Lucia"),
            ("Lao People's Dem.Rep", "Lao People's Democratic Republic"),
        ] {
            assert_eq!(name_key(left), name_key(right));
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        for (left, right) in [("Niger", "Nigeria"), ("Dominica", "Dominican Republic")] {
            assert_ne!(name_key(left), name_key(right));
        }
        assert_eq!(name_key("中国"), "中国");
    }
}
