//! Refers to the footnotes that say what marks do: Word numbers them together with the article's own, in the order of the
//! text.
//!
//! Bookmarks stand around the words of each place and around its reference: by them others refer to the note, and a copy
//! that comes back tells whose it is.

use std::collections::HashMap;
use std::fmt::Write;

use super::book::Book;
use super::looks::Look;
use crate::slip::{NOTE, PASSAGE};

/// A footnote on the words of one place.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) id: u32,
    /// The index of its mark.
    pub(super) mark: usize,
    /// Whether it is the one that says what the mark says.
    pub(super) is_first: bool,
    /// How the names of its bookmarks end.
    pub(super) name: String,
}

/// Words that have begun, and on which a footnote will stand.
#[derive(Debug)]
pub(super) struct Passage {
    bookmark: u32,
    mark: usize,
    turn: usize,
    name: String,
}

impl Passage {
    pub(super) fn begin(&self) -> String {
        let Self { bookmark, name, .. } = self;
        format!("<w:bookmarkStart w:id=\"{bookmark}\" w:name=\"{PASSAGE}{name}\"/>")
    }
}

impl Book {
    /// The words of one more place of a mark begin here.
    pub(super) fn passage(&mut self, mark: usize) -> Passage {
        let turns = self.turns.entry(mark).or_insert(0);
        *turns += 1;
        let turn = *turns;
        let name = match turn {
            1 => (mark + 1).to_string(),
            turn => format!("{}_{turn}", mark + 1),
        };
        Passage {
            bookmark: self.id(),
            mark,
            turn,
            name,
        }
    }

    /// The words end here, and the sign of their note follows.
    pub(super) fn refer(&mut self, passage: Passage, look: Look) -> String {
        let Passage {
            bookmark,
            mark,
            turn,
            name,
        } = passage;
        self.last_note += 1;
        let (id, around, ink) = (self.last_note, self.id(), look.ink);
        let reference = format!(
            "<w:bookmarkEnd w:id=\"{bookmark}\"/><w:bookmarkStart w:id=\"{around}\" w:name=\"{NOTE}{name}\"/>\
             <w:r><w:rPr>{OURS}<w:color w:val=\"{ink}\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r><w:bookmarkEnd w:id=\"{around}\"/>"
        );
        let is_first = turn == 1;
        self.noted.push(Noted {
            id,
            mark,
            is_first,
            name,
        });
        reference
    }
}

/// Links may stand in a part that had none.
pub(super) const NAMESPACE: &str = " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// The style of our references, as a property of a run.
pub(super) const OURS: &str = "<w:rStyle w:val=\"ObelusReference\"/>";

/// Signs that stand side by side would be read as one number: a comma parts them.
pub(super) fn parted(document: &str) -> String {
    const REFERS: &str = "<w:footnoteReference ";
    let mut parted = String::with_capacity(document.len() + 1_024);
    let mut rest = document;
    let mut is_deleted = false;
    while let Some(at) = rest.find(OURS) {
        let (before, from) = rest.split_at(at);
        parted.push_str(before);
        is_deleted = deletes(before).unwrap_or(is_deleted);
        let end = from.find("</w:r>").map_or(from.len(), |end| end + "</w:r>".len());
        let (run, after) = from.split_at(end);
        parted.push_str(run);
        rest = after;
        // Among words that somebody took out nothing is put in.
        if is_deleted || !run.contains(REFERS) {
            continue;
        }
        let mut next = after;
        while next.starts_with("<w:bookmarkStart ") || next.starts_with("<w:bookmarkEnd ") {
            next = next.find("/>").map_or("", |end| &next[end + 2..]);
        }
        let run = next.split("</w:r>").next().unwrap_or_default();
        let is_run = run.starts_with("<w:r>") || run.starts_with("<w:r ");
        if is_run && (run.contains(REFERS) || run.contains("<w:endnoteReference ")) {
            let _ = write!(parted, "<w:r><w:rPr>{OURS}</w:rPr><w:t>,</w:t></w:r>");
        }
    }
    parted.push_str(rest);
    parted
}

/// Whether a tracked deletion is open at the end of these words, where one begins or ends in them.
fn deletes(words: &str) -> Option<bool> {
    let begun = words.rmatch_indices("<w:del ").find(|(at, _)| {
        let tag = words[*at..].split('>').next().unwrap_or_default();
        !tag.ends_with('/')
    });
    match (begun.map(|(at, _)| at), words.rfind("</w:del>")) {
        (None, None) => None,
        (begun, ended) => Some(begun > ended),
    }
}

/// The number of a mark's first note, which Word keeps right and which leads there (ECMA-376 part 1, 17.16.5.37). What
/// stands for it until it is known is nothing that somebody can write.
pub(super) fn field(mark: usize) -> String {
    format!(
        "<w:fldSimple w:instr=\" NOTEREF {NOTE}{} \\h \"><w:r><w:t>\0{mark}\0</w:t></w:r></w:fldSimple>",
        mark + 1
    )
}

/// Footnotes and the text that refers to them, numbered and put in the order in which the text does so, as Word writes them:
/// LibreOffice 7.4 gives the first reference the note with the lowest id, the second the next one, whatever they refer to. The
/// lines above the notes stay first, and keep their ids; what nothing refers to comes last.
pub(super) fn in_order(notes: &str, document: &str) -> (String, String) {
    const END: &str = "</w:footnote>";
    const REFERS: &str = "<w:footnoteReference";
    let start = notes.find("<w:footnote ").unwrap_or(notes.len());
    let end = notes.rfind(END).map_or(start, |end| end + END.len());
    let all = notes[start..end].split_inclusive(END);
    let is_line = |note: &&str| value(note, "w:type").is_some_and(|line| line != "normal");
    let (lines, said): (Vec<&str>, Vec<&str>) = all.partition(is_line);
    let last_line = lines.iter().filter_map(|line| value(line, "w:id")?.parse().ok()).max();
    let mut last: i64 = last_line.unwrap_or(0).max(0);
    let mut ids: HashMap<&str, i64> = HashMap::new();
    let referred = document.split(REFERS).skip(1);
    for id in referred
        .chain(said.iter().copied())
        .filter_map(|tag| value(tag, "w:id"))
    {
        ids.entry(id).or_insert_with(|| {
            last += 1;
            last
        });
    }
    let numbered = |words: &str| {
        let id = value(words, "w:id").unwrap_or_default();
        match ids.get(id) {
            Some(new) => words.replacen(&format!(" w:id=\"{id}\""), &format!(" w:id=\"{new}\""), 1),
            None => words.to_owned(),
        }
    };
    let mut ordered = said;
    ordered.sort_by_key(|note| value(note, "w:id").and_then(|id| ids.get(id)));
    let ordered: String = ordered.into_iter().map(numbered).collect();
    let mut pieces = document.split(REFERS);
    let mut referring = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        referring.push_str(REFERS);
        referring.push_str(&numbered(piece));
    }
    let notes = format!("{}{}{ordered}{}", &notes[..start], lines.concat(), &notes[end..]);
    (notes, referring)
}

/// What an attribute of the first tag says.
fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let value = tag.split('>').next()?.split_once(&format!(" {name}=\""))?.1;
    value.split('"').next()
}

/// The number that Word gives the first note of each mark.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<usize, u32>);

impl Numbers {
    pub(super) fn of(document: &str, noted: &[Noted]) -> Self {
        let first = noted.iter().filter(|note| note.is_first);
        let marks: HashMap<u32, usize> = first.map(|note| (note.id, note.mark)).collect();
        let (mut numbers, mut last) = (HashMap::new(), 0);
        for tag in document.split("<w:footnoteReference ").skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let value = |name: &str| tag.split(&format!("{name}=\"")).nth(1)?.split('"').next();
            // A note with a sign of its own is not counted.
            if value("w:customMarkFollows").is_some_and(|own| !matches!(own, "0" | "false" | "off")) {
                continue;
            }
            last += 1;
            let id = value("w:id").and_then(|id| id.parse().ok());
            if let Some(mark) = id.and_then(|id: u32| marks.get(&id)) {
                numbers.insert(*mark, last);
            }
        }
        Self(numbers)
    }

    /// Puts the numbers where they are stood for.
    pub(super) fn fill(&self, xml: &mut String) {
        if !xml.contains('\0') {
            return;
        }
        let mut filled = String::with_capacity(xml.len());
        for (turn, piece) in xml.split('\0').enumerate() {
            match turn % 2 {
                0 => filled.push_str(piece),
                _ => {
                    let number = piece.parse().ok().and_then(|mark: usize| self.0.get(&mark));
                    let _ = write!(filled, "{}", number.copied().unwrap_or_default());
                }
            }
        }
        *xml = filled;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> (Book, String) {
        let mut book = Book::default();
        let look = Look::of("wrong");
        let (outer, inner) = (book.passage(0), book.passage(4));
        let first = book.refer(inner, look) + &book.refer(outer, look);
        let again = book.passage(0);
        let again = book.refer(again, look);
        let theirs = "<w:r><w:footnoteReference w:id=\"9\"/></w:r>";
        let own = "<w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"8\"/><w:t>*</w:t></w:r>";
        let word = "<w:r><w:t>a</w:t></w:r>";
        (book, format!("{theirs}{word}{own}{first}{theirs}{word}{again}{word}"))
    }

    #[test]
    fn notes_are_numbered_as_the_text_refers_to_them_and_those_with_a_sign_are_not() {
        let (book, document) = book();
        let numbers = Numbers::of(&document, &book.noted);
        let mut said = format!("1: {}, 5: {}", field(0), field(4));
        numbers.fill(&mut said);
        assert!(said.contains("<w:t>3</w:t>") && said.contains("<w:t>2</w:t>"), "{said}");
        let names: Vec<&str> = book.noted.iter().map(|note| note.name.as_str()).collect();
        assert_eq!(names, ["5", "1", "1_2"]);
    }

    #[test]
    fn notes_are_numbered_and_stand_in_the_order_in_which_the_text_refers_to_them() {
        let refer = |id: &str| format!("<w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"{id}\"/></w:r>");
        let note =
            |id: &str, words: &str| format!("<w:footnote w:id=\"{id}\"><w:p w:id=\"1\">{words}</w:p></w:footnote>\n");
        let line = "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>";
        let part = |notes: [(&str, &str); 4]| {
            let notes = notes.map(|(id, words)| note(id, words)).concat();
            format!("<w:footnotes a=\"b\">{line}{notes}</w:footnotes>")
        };
        let document = ["7", "2", "7", "10"].map(refer).concat();
        let (notes, document) = in_order(&part([("1", "d"), ("2", "b"), ("7", "a"), ("10", "c")]), &document);
        assert_eq!(
            notes.replace('\n', ""),
            part([("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]).replace('\n', "")
        );
        assert_eq!(document, ["1", "2", "1", "3"].map(refer).concat());
        assert_eq!(in_order("", &document), (String::new(), document.clone()));
    }

    #[test]
    fn no_comma_is_put_among_words_that_were_taken_out() {
        let sign = format!("<w:r><w:rPr>{OURS}</w:rPr><w:footnoteReference w:id=\"1\"/></w:r>");
        let twice = sign.repeat(2);
        let deleted = format!("<w:del w:id=\"1\">{twice}</w:del>");
        assert_eq!(parted(&deleted), deleted);
        let mark = "<w:rPr><w:del w:id=\"2\"/></w:rPr>";
        for before in [mark, &deleted] {
            assert_ne!(parted(&format!("{before}{twice}")), format!("{before}{twice}"));
        }
    }

    #[test]
    fn a_comma_parts_signs_that_stand_side_by_side() {
        let (_, document) = book();
        let parted = parted(&document);
        assert_eq!(parted.matches("<w:t>,</w:t>").count(), 2, "{parted}");
        assert_eq!(
            parted.replace(&format!("<w:r><w:rPr>{OURS}</w:rPr><w:t>,</w:t></w:r>"), ""),
            document
        );
    }
}
