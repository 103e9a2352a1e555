//! The two languages everything a user sees exists in.

use serde::{Deserialize, Serialize};

/// A language of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 中文.
    Zh,
}

impl Lang {
    /// `en` or `zh`.
    pub fn as_str(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// The language of a tag such as `en`, `en-GB`, `zh_CN` or `中文`.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_', '.']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "en" | "english" => Some(Lang::En),
            "zh" | "chinese" | "中文" => Some(Lang::Zh),
            _ => None,
        }
    }
}

/// One text in both languages, so that neither can be forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    /// The English text.
    pub en: String,
    /// 中文文本.
    pub zh: String,
}

impl Bilingual {
    /// A text from its English and its Chinese form.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    /// A text that reads the same in both languages: a code, a number, a name.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            zh: text.clone(),
            en: text,
        }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    /// True when there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_locales_are_read() {
        assert_eq!(Lang::parse("en-GB"), Some(Lang::En));
        assert_eq!(Lang::parse("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::parse("中文"), Some(Lang::Zh));
        assert_eq!(Lang::parse("fr"), None);
    }

    #[test]
    fn a_text_answers_in_the_language_asked() {
        let text = Bilingual::new("surplus", "顺差");
        assert_eq!(text.get(Lang::En), "surplus");
        assert_eq!(text.get(Lang::Zh), "顺差");
    }
}
