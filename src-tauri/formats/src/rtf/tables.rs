//! What stands in the head of an RTF file: its fonts, its styles, its lists.

use std::collections::HashMap;

use super::codepage::{self, CodePage};
use super::story::{Look, Shape};
use crate::sign_fonts::SignFont;

#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    /// Nothing for the file's own page.
    pub(super) page: Option<CodePage>,
    /// Every letter as wide as the others, as on a typewriter.
    pub(super) typed: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub(super) name: String,
    pub(super) look: Look,
    pub(super) shape: Shape,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    /// How it is numbered; 23 is a bullet, 255 nothing.
    pub(super) numbers: i32,
    pub(super) start: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) fonts: HashMap<i32, Font>,
    pub(super) styles: HashMap<i32, Style>,
    pub(super) character_styles: HashMap<i32, Style>,
    /// The levels of each list, by the list's own number.
    pub(super) lists: HashMap<i32, Vec<Level>>,
    /// What paragraphs call a list, and its own number.
    pub(super) list_names: HashMap<i32, i32>,
}

/// What a style is for, by its name in the languages that writers use, or by its name for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Title,
    Heading(u8),
    Quote,
    Code,
}

impl Tables {
    pub(super) fn level(&self, name: i32, level: u8) -> Option<Level> {
        let levels = self.lists.get(self.list_names.get(&name)?)?;
        levels.get(usize::from(level)).copied()
    }

    pub(super) fn use_of(&self, style: i32) -> Option<Use> {
        use_of(&self.styles.get(&style)?.name)
    }

    pub(super) fn is_code(&self, character_style: i32) -> bool {
        self.character_styles
            .get(&character_style)
            .is_some_and(|style| is_code(&style.name))
    }
}

fn use_of(name: &str) -> Option<Use> {
    let name = name.trim().to_lowercase();
    for word in ["heading", "titre", "überschrift", "título", "titolo", "kop"] {
        if let Some(level) = name.strip_prefix(word).and_then(|rest| rest.trim().parse::<u8>().ok()) {
            return (1..=9).contains(&level).then_some(Use::Heading(level));
        }
    }
    match name.as_str() {
        "title" | "titre" | "titel" | "título" | "titolo" | "titre principal" => Some(Use::Title),
        "quote" | "quotations" | "quotation" | "intense quote" | "block text" | "block quotation" | "block quote"
        | "citation" | "citation intense" | "bloc de citation" => Some(Use::Quote),
        _ if is_code(&name) => Some(Use::Code),
        _ => None,
    }
}

fn is_code(name: &str) -> bool {
    matches!(
        name.trim().to_lowercase().as_str(),
        "preformatted text"
            | "html preformatted"
            | "préformaté html"
            | "texte préformaté"
            | "source code"
            | "source text"
            | "texte source"
            | "html code"
            | "code html"
            | "verbatim char"
            | "code"
    )
}

/// A font as its table tells it; what it lacks is guessed from its name.
#[derive(Clone, Debug, Default)]
pub(super) struct FontDraft {
    pub(super) number: Option<i32>,
    pub(super) charset: Option<i32>,
    pub(super) page: Option<i32>,
    pub(super) modern: bool,
    pub(super) fixed: bool,
}

impl FontDraft {
    pub(super) fn finish(&self, name: &str) -> Font {
        let name = name.trim().trim_end_matches(';').to_lowercase();
        let page = if name == "symbol" {
            Some(CodePage::Signs(SignFont::Symbol))
        } else if ["wingdings", "webdings", "zapf dingbats", "zapfdingbats"]
            .iter()
            .any(|known| name.starts_with(known))
        {
            Some(CodePage::Signs(SignFont::Wingdings))
        } else {
            let numbered = self.page.and_then(codepage::numbered);
            numbered.or_else(|| self.charset.and_then(codepage::of_charset))
        };
        // East Asian fonts call themselves modern as well.
        let is_eastern = matches!(self.charset, Some(78..=81 | 128..=136));
        let known = ["courier", "consolas", "menlo", "monaco", "lucida console"];
        let typed = (self.modern || self.fixed) && !is_eastern
            || known.iter().any(|known| name.starts_with(known))
            || name.contains(" mono");
        Font { page, typed }
    }
}

/// The primary language of a Windows language number, as BCP 47 (MS-LCID).
pub(super) fn language(number: i32) -> Option<&'static str> {
    Some(match number & 0x3ff {
        0x01 => "ar",
        0x02 => "bg",
        0x03 => "ca",
        0x04 => "zh",
        0x05 => "cs",
        0x06 => "da",
        0x07 => "de",
        0x08 => "el",
        0x09 => "en",
        0x0a => "es",
        0x0b => "fi",
        0x0c => "fr",
        0x0d => "he",
        0x0e => "hu",
        0x10 => "it",
        0x11 => "ja",
        0x12 => "ko",
        0x13 => "nl",
        0x14 => "nb",
        0x15 => "pl",
        0x16 => "pt",
        0x18 => "ro",
        0x19 => "ru",
        0x1b => "sk",
        0x1d => "sv",
        0x1e => "th",
        0x1f => "tr",
        0x22 => "uk",
        0x2a => "vi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_known_by_its_name() {
        for (name, known) in [
            ("heading 1", Some(Use::Heading(1))),
            ("Heading 3", Some(Use::Heading(3))),
            ("Titre 2", Some(Use::Heading(2))),
            ("Title", Some(Use::Title)),
            ("Quotations", Some(Use::Quote)),
            ("Preformatted Text", Some(Use::Code)),
            ("Heading", None),
            ("heading 12", None),
            ("Normal", None),
        ] {
            assert_eq!(use_of(name), known, "{name}");
        }
    }

    #[test]
    fn a_font_is_a_typewriter_by_its_family_unless_it_is_eastern() {
        let draft = |modern, charset| FontDraft {
            modern,
            charset: Some(charset),
            ..FontDraft::default()
        };
        assert!(draft(true, 0).finish("Courier New;").typed);
        assert!(draft(false, 0).finish("Liberation Mono;").typed);
        assert!(!draft(true, 128).finish("MS Mincho;").typed);
        assert!(!draft(false, 0).finish("Times New Roman;").typed);
    }
}
