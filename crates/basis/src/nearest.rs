//! What a mistyped text may have meant.

/// Up to three of `known` that are at most five edits, and a third of the
/// length of `text`, away: nearest first, equally near ones in the order given.
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted: Vec<char> = text.to_lowercase().chars().collect();
    let allowed = (wanted.len() / 3).clamp(1, 5);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        // The lengths alone already differ by as many edits.
        .filter(|candidate| candidate.chars().count().abs_diff(wanted.len()) <= allowed)
        .map(|candidate| (distance(&wanted, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter()
        .take(3)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// The fewest insertions, deletions, replacements of one character and swaps
/// of two neighbours that turn `wanted` into `candidate`, case aside.
///
/// Source: Damerau (1964), A technique for computer detection and correction
/// of spelling errors; the recurrence of Wagner and Fischer (1974).
fn distance(wanted: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=wanted.len()).collect();
    for (i, letter) in candidate.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, want) in wanted.iter().enumerate() {
            let replaced = above[j] + usize::from(want != letter);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && wanted[j - 1] == *letter && candidate[i - 1] == *want;
            if swapped {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[wanted.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_the_textbook_pair_is_three() {
        let kitten: Vec<char> = "kitten".chars().collect();
        assert_eq!(distance(&kitten, "sitting"), 3);
        assert_eq!(distance(&kitten, "KITTEN"), 0);
        assert_eq!(distance(&[], "abc"), 3);
    }

    #[test]
    fn only_near_texts_are_offered_nearest_first() {
        let known = ["Germany", "Georgia", "Ghana", "China"];
        assert_eq!(nearest("Germny", known), vec!["Germany"]);
        assert!(nearest("Atlantis", known).is_empty());
        assert_eq!(nearest("chnia", ["China", "Chile"]), vec!["China"]);
        assert_eq!(nearest("Chine", ["Chile", "China"]), vec!["Chile", "China"]);
    }
}
