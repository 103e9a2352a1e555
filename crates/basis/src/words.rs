//! The shape every attribute of a basis shares: a closed set of words.

/// Declares an enum whose variants are words: one for columns and JSON, one
/// for English readers, one for Chinese readers.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub enum $name:ident {
            $( $(#[$variant_about:meta])* $variant:ident = $word:literal, $en:literal, $zh:literal; )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_about])* $variant, )+
        }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word stored in a column and printed in JSON.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }

            /// The value of a stored word, in any case; `None` for another text.
            pub fn parse(text: &str) -> Option<$name> {
                let text = text.trim();
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str().eq_ignore_ascii_case(text))
            }

            /// The words a reader sees.
            pub fn label(self, lang: $crate::Lang) -> &'static str {
                match (self, lang) {
                    $(
                        ($name::$variant, $crate::Lang::En) => $en,
                        ($name::$variant, $crate::Lang::Zh) => $zh,
                    )+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                $name::parse(&text).ok_or_else(|| {
                    serde::de::Error::custom(format!(
                        "\"{text}\" is none of {}",
                        Self::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(", ")
                    ))
                })
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::{Lang, Valuation};

    #[test]
    fn a_word_is_read_back_in_any_case() {
        for value in Valuation::ALL {
            assert_eq!(Valuation::parse(value.as_str()), Some(*value));
            assert_eq!(
                Valuation::parse(&value.as_str().to_uppercase()),
                Some(*value)
            );
        }
        assert_eq!(Valuation::parse("ex works"), None);
    }

    #[test]
    fn json_is_the_word() {
        let json = serde_json::to_string(&Valuation::Cif).unwrap();
        assert_eq!(json, "\"cif\"");
        assert_eq!(
            serde_json::from_str::<Valuation>(&json).unwrap(),
            Valuation::Cif
        );
        let refused = serde_json::from_str::<Valuation>("\"exw\"").unwrap_err();
        assert!(refused.to_string().contains("fob, cif"));
    }

    #[test]
    fn no_word_stands_for_two_values() {
        macro_rules! distinct {
            ($($set:ty),+) => {$(
                for (at, value) in <$set>::ALL.iter().enumerate() {
                    for other in &<$set>::ALL[at + 1..] {
                        assert_ne!(value.as_str(), other.as_str());
                        assert_ne!(value.label(Lang::En), other.label(Lang::En));
                        assert_ne!(value.label(Lang::Zh), other.label(Lang::Zh));
                    }
                }
            )+};
        }
        distinct!(
            crate::Attribute,
            crate::GrossNet,
            crate::Layer,
            crate::Quote,
            crate::Regime,
            crate::Sign,
            crate::StockFlow,
            crate::Timing,
            crate::TradeSystem,
            Valuation
        );
    }

    #[test]
    fn a_reader_sees_the_word_of_their_language() {
        assert_eq!(Valuation::Cif.label(Lang::Zh), "到岸价");
    }
}
