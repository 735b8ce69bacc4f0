//! The name of the file that an article is handed on in.

/// The longest file name that is made from a title, in bytes; systems end at 255.
const NAME_LIMIT: usize = 120;

/// A title as a file name that every system takes: no separators, no controls, no reserved name.
#[must_use]
pub fn file_name(title: &str) -> String {
    let words: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => ' ',
            c if c.is_control() || is_invisible(c) => ' ',
            c => c,
        })
        .collect();
    let mut name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.len() > NAME_LIMIT {
        name.truncate(name.floor_char_boundary(NAME_LIMIT));
        name.truncate(name.rfind(' ').unwrap_or(name.len()));
    }
    let name = name.trim_matches(['.', ' ', '-']);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    // Windows keeps these for devices, whatever their ending.
    let device = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    match name {
        "" => "article".to_owned(),
        name if device => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// Characters that would make a name read as another one (Unicode's bidirectional and zero-width controls).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_every_system_takes() {
        for (title, name) in [
            (
                "Sam Altman de retour à la tête d'OpenAI",
                "Sam Altman de retour à la tête d'OpenAI",
            ),
            ("../../etc/passwd", "etc passwd"),
            ("Qui ? \"49%\" : <tout>", "Qui 49% tout"),
            (" ... ", "article"),
            ("nul", "nul_"),
            ("a\u{202e}cod.exe\u{0}", "a cod.exe"),
            (".cache", "cache"),
            ("-rf", "rf"),
        ] {
            assert_eq!(file_name(title), name);
        }
        assert!(file_name(&"mot ".repeat(200)).len() <= NAME_LIMIT);
        assert_eq!(file_name(&"é".repeat(500)), "é".repeat(60));
    }
}
