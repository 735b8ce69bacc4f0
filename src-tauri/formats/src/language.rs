//! Recognises the language of a text, or admits that it does not.

use whatlang::{Lang, detect};

/// Below this many letters a guess is no better than what the page says of itself.
const SHORT: usize = 200;

/// The language as BCP 47, as short as possible; `declared` is what the file says of itself.
pub(crate) fn recognise(text: &str, declared: Option<&str>) -> Option<String> {
    let declared = declared.and_then(primary);
    let sample: String = text.chars().filter(|c| !c.is_numeric()).take(5_000).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let guess = detect(&sample).filter(|info| info.is_reliable() && letters >= 20);
    let guessed = guess.map(|info| tag(info.lang()));
    match (declared, guessed) {
        (Some(declared), _) if letters < SHORT => Some(declared),
        (_, Some(guessed)) => Some(guessed.to_owned()),
        (declared, None) => declared,
    }
}

/// `fr-CA` is `fr`; anything that is not a language tag is nothing.
fn primary(declared: &str) -> Option<String> {
    let tag = declared.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_lowercase());
    (is_tag && tag != "und" && tag != "mul" && tag != "zxx").then_some(tag)
}

/// ISO 639-1.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}
