//! Writes the parts of a Word file that hold no text of the article: styles, settings, header and footer, what the file
//! says of itself.

use std::fmt::Write;

use super::looks;
use super::part::{DECLARATION, whole};
use super::xml::{escape, line, run_content};
use crate::checked::{Checked, version};
use crate::labels::Labels;
use crate::moment;

const STYLES: &str = include_str!("styles.xml");
/// Those of what stands around an article, in a file of ours as in somebody else's: they build on no other style.
const AROUND: &str = include_str!("around.xml");

pub(super) fn styles(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let styles = format!("{STYLES}{AROUND}{}", looks::styles());
    whole("w:styles", &in_languages(&styles, checked, labels))
}

/// The styles of what is put around an article in a file that is not ours.
pub(super) fn around(checked: &Checked<'_>, labels: &Labels) -> String {
    in_languages(AROUND, checked, labels)
}

fn in_languages(styles: &str, checked: &Checked<'_>, labels: &Labels) -> String {
    let own = language_of(&labels.language);
    let article = checked.article.language.as_deref().map_or(String::new(), language_of);
    let styles = styles.replace("{lang}", &article).replace("{own}", &own);
    styles.replace('\n', "")
}

/// A language as Word knows it: most checkers ask for a country, and each family of scripts has its own.
fn language_of(tag: &str) -> String {
    const COUNTRIES: [(&str, &str); 22] = [
        ("fr", "fr-FR"),
        ("en", "en-GB"),
        ("de", "de-DE"),
        ("es", "es-ES"),
        ("it", "it-IT"),
        ("pt", "pt-PT"),
        ("nl", "nl-NL"),
        ("ar", "ar-SA"),
        ("ru", "ru-RU"),
        ("uk", "uk-UA"),
        ("pl", "pl-PL"),
        ("zh", "zh-CN"),
        ("ja", "ja-JP"),
        ("hi", "hi-IN"),
        ("tr", "tr-TR"),
        ("he", "he-IL"),
        ("el", "el-GR"),
        ("ca", "ca-ES"),
        ("ro", "ro-RO"),
        ("sv", "sv-SE"),
        ("da", "da-DK"),
        ("ko", "ko-KR"),
    ];
    let tag: String = tag
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(35)
        .collect();
    let known = COUNTRIES
        .iter()
        .find(|(language, _)| tag.eq_ignore_ascii_case(language));
    let tag = known.map_or(tag.as_str(), |(_, country)| country);
    if tag.is_empty() {
        return String::new();
    }
    let attribute = match tag.split('-').next().unwrap_or_default() {
        "zh" | "ja" | "ko" => "eastAsia",
        "ar" | "he" | "fa" | "ur" | "hi" => "bidi",
        _ => "val",
    };
    format!("<w:lang w:{attribute}=\"{tag}\"/>")
}

pub(super) fn settings(has_footnotes: bool) -> Vec<u8> {
    let notes = if has_footnotes {
        "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>"
    } else {
        ""
    };
    let content = format!(
        "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>{notes}\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/>"
    );
    whole("w:settings", &content)
}

/// The faces, and what to take where they are missing.
pub(super) fn fonts() -> Vec<u8> {
    let mut fonts = String::new();
    for (name, other, family, pitch) in [
        ("Georgia", "Gelasio", "roman", "variable"),
        ("Calibri", "Carlito", "swiss", "variable"),
        ("Consolas", "Liberation Mono", "modern", "fixed"),
    ] {
        let _ = write!(
            fonts,
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"00\"/><w:family w:val=\"{family}\"/><w:pitch w:val=\"{pitch}\"/></w:font>"
        );
    }
    whole("w:fonts", &fonts)
}

pub(super) fn header(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let run = |look: &str, words: &str| format!("<w:r>{look}{}</w:r>", run_content(words, false));
    let sign = "<w:rPr><w:rFonts w:ascii=\"Georgia\" w:hAnsi=\"Georgia\"/><w:b/><w:color w:val=\"B3261E\"/><w:sz w:val=\"26\"/></w:rPr>";
    let runs = format!(
        "{}{}",
        run(sign, "÷"),
        run("", &format!(" {}\t{}", labels.document, version(checked, labels)))
    );
    whole(
        "w:hdr",
        &format!("<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{runs}</w:p>"),
    )
}

pub(super) fn footer(checked: &Checked<'_>) -> Vec<u8> {
    let field = |name| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    let title = match checked.article.title.char_indices().nth(90) {
        Some((byte, _)) => format!("{}…", checked.article.title[..byte].trim_end()),
        None => checked.article.title.clone(),
    };
    let content = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r>{}<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p>",
        escape(title.trim()),
        field("PAGE"),
        field("NUMPAGES"),
    );
    whole("w:ftr", &content)
}

/// Title, author, dates (ECMA-376 part 2, 11): those of the version and of its last mark, never of the copy.
pub(super) fn core(checked: &Checked<'_>) -> Vec<u8> {
    let Checked {
        article,
        revision,
        marks,
        ..
    } = checked;
    let mut properties = String::new();
    let mut say = |tag: &str, words: Option<String>| {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            let name = tag.split(' ').next().unwrap_or(tag);
            let _ = write!(properties, "<{tag}>{words}</{name}>");
        }
    };
    let last = marks.iter().map(|mark| &mark.changed).max_by_key(|touch| touch.at);
    let changed = last.map_or(revision.created, |touch| touch.at.max(revision.created));
    let plain = |words: &Option<String>| words.as_ref().map(|words| line(words, 10_000));
    say("dc:title", Some(line(&article.title, 10_000)));
    say("dc:creator", plain(&article.byline));
    say("dc:identifier", plain(&article.url));
    say("dc:language", plain(&article.language));
    say("cp:lastModifiedBy", last.map(|touch| line(&touch.by, 100)));
    say(
        "dcterms:created xsi:type=\"dcterms:W3CDTF\"",
        moment::written(revision.created),
    );
    say("dcterms:modified xsi:type=\"dcterms:W3CDTF\"", moment::written(changed));
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{properties}</cp:coreProperties>"
    )
    .into_bytes()
}

pub(super) fn app() -> Vec<u8> {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Obelus</Application></Properties>"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_as_word_knows_it() {
        assert_eq!(language_of("fr"), "<w:lang w:val=\"fr-FR\"/>");
        assert_eq!(language_of("pt-BR"), "<w:lang w:val=\"pt-BR\"/>");
        assert_eq!(language_of("ar"), "<w:lang w:bidi=\"ar-SA\"/>");
        assert_eq!(language_of("ja"), "<w:lang w:eastAsia=\"ja-JP\"/>");
        assert_eq!(language_of("x\" onload=\""), "<w:lang w:val=\"xonload\"/>");
        assert_eq!(language_of(""), "");
    }
}
