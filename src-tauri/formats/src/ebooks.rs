//! Knows the frame that Project Gutenberg puts around its books: what is said before the book, and its licence.

/// Where the book stands among the paragraphs of its file, and what is said of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Frame {
    /// The paragraphs of the book itself.
    pub(crate) book: std::ops::Range<usize>,
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
}

pub(crate) fn frame(paragraphs: &[&str]) -> Option<Frame> {
    let marks = |words: &str, verb: &str| {
        let line = words.trim_start_matches(['*', ' ']);
        ["OF THIS PROJECT GUTENBERG", "OF THE PROJECT GUTENBERG"]
            .iter()
            .any(|of| {
                line.strip_prefix(verb)
                    .is_some_and(|rest| rest.trim_start().starts_with(of))
            })
    };
    let start = paragraphs.iter().position(|words| marks(words, "START"))?;
    let end = paragraphs[start..]
        .iter()
        .position(|words| marks(words, "END"))
        .map_or(paragraphs.len(), |at| start + at);
    let field = |name: &str| {
        let lines = || paragraphs[..start].iter().flat_map(|words| words.lines());
        let value = lines().find_map(|line| line.trim().strip_prefix(name))?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    Some(Frame {
        book: start + 1..end,
        title: field("Title:"),
        author: field("Author:"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_is_told_from_what_is_said_around_it() {
        let paragraphs = [
            "The Project Gutenberg eBook of Un livre",
            "Title: Un livre\nAuthor: Jeanne Morel",
            "*** START OF THE PROJECT GUTENBERG EBOOK UN LIVRE ***",
            "CHAPITRE I",
            "Il était une fois.",
            "*** END OF THE PROJECT GUTENBERG EBOOK UN LIVRE ***",
            "Updated editions will replace the previous one",
        ];
        let found = frame(&paragraphs).unwrap();
        assert_eq!(found.book, 3..5);
        assert_eq!(found.title.as_deref(), Some("Un livre"));
        assert_eq!(found.author.as_deref(), Some("Jeanne Morel"));
        assert_eq!(frame(&paragraphs[3..]), None);
    }
}
