//! Who is meant: names, groups, `*`, and names left out.

use triffin_basis::BasisError;

use super::section::meant;

/// A list of names and groups; `*` stands for all, `!name` leaves one out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    words: Vec<String>,
}

/// A name that stands for several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Names, groups above it, `*` and `!name`.
    pub members: Vec<String>,
}

impl Selector {
    /// Everything.
    pub fn all() -> Self {
        Self {
            words: vec!["*".to_owned()],
        }
    }

    /// What these words stand for.
    pub fn of(words: Vec<String>) -> Self {
        Self { words }
    }

    /// The words as they were written.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether nothing is left out and nothing named.
    pub fn is_all(&self) -> bool {
        self.words == ["*"]
    }

    /// The places in `names` of what is meant, in the order of `names`.
    ///
    /// A list that only leaves out begins with all.
    ///
    /// # Errors
    /// `E-TARIFF-SCENARIO-NAME` for a word that is no name and no group,
    /// `E-TARIFF-SCENARIO-GROUP` for a group that holds itself.
    ///
    /// ```
    /// use triffin_tariff::scenario::{Group, Selector};
    /// let names = ["Canada", "Mexico", "USA"].map(str::to_owned);
    /// let nafta = Group { name: "NAFTA".into(), members: vec!["*".into()] };
    /// let but = Selector::of(vec!["NAFTA".into(), "!USA".into()]);
    /// assert_eq!(but.places(&names, &[nafta], 1)?, [0, 1]);
    /// # Ok::<(), triffin_basis::BasisError>(())
    /// ```
    pub fn places(
        &self,
        names: &[String],
        groups: &[Group],
        line: usize,
    ) -> Result<Vec<usize>, BasisError> {
        let mut meant = vec![false; names.len()];
        let known = Known {
            names,
            groups,
            line,
        };
        known.mark(&self.words, &mut meant, 0)?;
        let places = meant.iter().enumerate();
        Ok(places
            .filter(|(_, meant)| **meant)
            .map(|(place, _)| place)
            .collect())
    }
}

struct Known<'a> {
    names: &'a [String],
    groups: &'a [Group],
    line: usize,
}

impl Known<'_> {
    fn mark(&self, words: &[String], meant: &mut [bool], depth: usize) -> Result<(), BasisError> {
        let (out, within): (Vec<&String>, Vec<&String>) =
            words.iter().partition(|word| word.starts_with('!'));
        if within.is_empty() {
            meant.fill(true);
        }
        for word in within {
            self.each(word, meant, true, depth)?;
        }
        for word in out {
            self.each(word[1..].trim(), meant, false, depth)?;
        }
        Ok(())
    }

    fn each(
        &self,
        word: &str,
        meant: &mut [bool],
        to: bool,
        depth: usize,
    ) -> Result<(), BasisError> {
        if word == "*" {
            meant.fill(to);
            return Ok(());
        }
        if let Some(place) = self.names.iter().position(|name| name == word) {
            meant[place] = to;
            return Ok(());
        }
        let Some(group) = self.groups.iter().find(|group| group.name == word) else {
            return Err(self.nobody(word));
        };
        if depth > self.groups.len() {
            return Err(self.circle(&group.name));
        }
        let mut members = vec![false; meant.len()];
        self.mark(&group.members, &mut members, depth + 1)?;
        for (place, member) in members.into_iter().enumerate() {
            if member {
                meant[place] = to;
            }
        }
        Ok(())
    }

    fn nobody(&self, word: &str) -> BasisError {
        let groups = self.groups.iter().map(|group| group.name.as_str());
        let known: Vec<&str> = self
            .names
            .iter()
            .map(String::as_str)
            .chain(groups)
            .collect();
        let (hint, hint_zh) = super::section::meant(word, &known);
        let few: Vec<&str> = known.iter().take(5).copied().collect();
        let (few, all) = (few.join(", "), known.len());
        BasisError::new(
            "E-TARIFF-SCENARIO-NAME",
            format!("line {}: the data have no \"{word}\"", self.line),
            format!("第 {} 行：数据中没有“{word}”", self.line),
        )
        .value(word)
        .expected(
            format!("*, a group, or one of the {all} names of the data ({few} …)"),
            format!("*、分组名，或数据中 {all} 个名称之一（{few}……）"),
        )
        .remedy(hint, hint_zh)
    }

    fn circle(&self, group: &str) -> BasisError {
        BasisError::new(
            "E-TARIFF-SCENARIO-GROUP",
            format!("the group \"{group}\" holds itself"),
            format!("分组“{group}”包含自身"),
        )
        .value(group)
        .expected("names and other groups", "名称或其他分组")
    }
}

/// The place of one name, or what it may have meant.
///
/// # Errors
/// `E-TARIFF-SCENARIO-NAME`.
pub fn place(names: &[String], name: &str, what: (&str, &str)) -> Result<usize, BasisError> {
    if let Some(place) = names.iter().position(|known| known == name) {
        return Ok(place);
    }
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let (hint, hint_zh) = meant(name, &known);
    let (en, zh) = what;
    Err(BasisError::new(
        "E-TARIFF-SCENARIO-NAME",
        format!("the data have no {en} \"{name}\""),
        format!("数据中没有{zh}“{name}”"),
    )
    .value(name)
    .expected(
        format!("one of the {} names of the data", names.len()),
        format!("数据中 {} 个名称之一", names.len()),
    )
    .remedy(hint, hint_zh))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["CAN", "CHN", "MEX", "USA"].map(str::to_owned).to_vec()
    }

    fn places(words: &[&str]) -> Result<Vec<usize>, BasisError> {
        let group = |name: &str, members: &[&str]| Group {
            name: name.to_owned(),
            members: members.iter().map(|m| (*m).to_owned()).collect(),
        };
        let groups = [
            group("nafta", &["CAN", "MEX", "USA"]),
            group("partners", &["nafta", "!USA"]),
            group("loop", &["loop"]),
        ];
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Selector::of(words).places(&names(), &groups, 7)
    }

    #[test]
    fn groups_stars_and_exceptions_are_understood() {
        assert_eq!(places(&["*"]).unwrap(), [0, 1, 2, 3]);
        assert_eq!(places(&["!USA"]).unwrap(), [0, 1, 2]);
        assert_eq!(places(&["partners"]).unwrap(), [0, 2]);
        assert_eq!(places(&["partners", "CHN"]).unwrap(), [0, 1, 2]);
        assert_eq!(places(&["*", "!nafta"]).unwrap(), [1]);
    }

    #[test]
    fn a_stranger_and_a_circle_are_refused() {
        let stranger = places(&["CNH"]).unwrap_err();
        assert_eq!(stranger.code(), "E-TARIFF-SCENARIO-NAME");
        assert!(stranger.to_string().contains("Did you mean CHN?"));
        assert_eq!(
            places(&["loop"]).unwrap_err().code(),
            "E-TARIFF-SCENARIO-GROUP"
        );
    }
}
