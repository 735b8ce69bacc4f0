//! Writes a checked article as a Word file (Office Open XML, ECMA-376 part 1, transitional): every mark a comment or a
//! footnote on its words, suggested corrections as tracked changes, the claims in a table at the end.
//!
//! With all changes rejected, the words of the copy are the article's. What is not the article's has styles whose names
//! begin with "Obelus", or stands in header and footer, in comments, or in fields that wait to be filled.

mod book;
mod came_back;
mod claims;
mod comments;
mod cuts;
mod direction;
mod ending;
mod footnotes;
mod front;
mod guest;
mod kept;
mod leaf;
mod lists;
mod looks;
mod manuscript;
mod marks;
mod notes;
mod part;
mod passages;
mod picture;
mod references;
mod ribbon;
mod scribe;
mod sheets;
mod slipped;
mod table;
mod undecided;
mod words;
mod xml;

use std::collections::HashSet;

use obelus_core::body::Block;

use self::book::Book;
use self::comments::Comments;
use self::marks::Marks;
use self::notes::Notes;
use self::part::{DECLARATION, Part, Relations, whole};
use self::references::Numbers;
use self::scribe::{Scribe, Source};
use crate::checked::{Checked, Woven, has_headline};
use crate::labels::Labels;
use crate::package::pack::Packing;
use crate::slip::{self, Commented, Slip};
use crate::{WordMarks, suggested};

/// The whole file: the author's own with the marks in it where the article came as one, else a clean document.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let kept = checked
        .original
        .and_then(|original| kept::export(original, checked, labels));
    kept.unwrap_or_else(|| clean(checked, labels))
}

fn clean(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let woven = Woven::new(checked);
    let notes = Notes::of(&checked.body.blocks, &woven.runs);
    let marks = Marks::new(checked.body, &woven);
    let mut book = Book::default();
    let text = Source {
        body: checked.body,
        marks: Some(&marks),
        notes: &notes,
        runs: &woven.runs,
        leaf: 0,
    };
    book.last_note = notes.last();
    let mut scribe = Scribe::new(&mut book, checked, labels, text);
    article(&mut scribe, &woven);
    scribe.claims(&woven, "<w:pageBreakBefore/>");
    let mut document = std::mem::take(&mut scribe.part);
    let (comments, commented) = match checked.wanted.word_marks {
        WordMarks::Comments => {
            let (comments, commented) = comments::write(&mut scribe, &woven);
            (Some(comments), commented)
        }
        WordMarks::Footnotes => (None, footnotes::write(&mut scribe, &woven)),
    };
    let mut footnotes = std::mem::take(&mut scribe.footnotes);
    document.out = references::parted(&document.out);
    let numbers = Numbers::of(&document.out, &book.noted);
    numbers.fill(&mut document.out);
    numbers.fill(&mut footnotes.out);
    if !book.noted.is_empty() {
        (footnotes.out, document.out) = references::in_order(&footnotes.out, &document.out);
    }
    let file = Whole {
        checked,
        labels,
        book: &book,
        document: &document,
        footnotes: &footnotes,
        comments: comments.as_ref(),
    };
    let slip = slip(checked, &commented, &format!("<w:body>{}</w:body>", document.out));
    // Word has its notes in the order in which the text refers to them: what comes back is held against that.
    let has_notes = checked.body.blocks.iter().any(holds_notes);
    let read = has_notes.then(|| crate::docx::read(&file.packed(&slip), false));
    match read {
        Some(Ok(read)) => file.packed(&Slip {
            reads: slip::reads(&read.body.text),
            ..slip
        }),
        _ => file.packed(&slip),
    }
}

/// What is to be known of the copy, with this main part, when it comes back.
fn slip(checked: &Checked<'_>, commented: &[Commented], document: &str) -> Slip {
    let corrects = commented.iter().filter(|one| one.corrects);
    let signatures: HashSet<&str> = corrects.map(|one| one.signature.as_str()).collect();
    let read = (!signatures.is_empty())
        .then(|| crate::xml::read(document).ok())
        .flatten();
    Slip::new(
        checked.article.id,
        checked.revision.id,
        &checked.body.text,
        commented.to_vec(),
        read.map_or_else(Vec::new, |root| suggested::prints(&root, &signatures)),
    )
}

fn holds_notes(block: &Block) -> bool {
    match block {
        Block::Footnote { .. } => true,
        Block::Quote { blocks } | Block::Figure { caption: blocks, .. } => blocks.iter().any(holds_notes),
        Block::List { items, .. } => items.iter().flat_map(|item| &item.blocks).any(holds_notes),
        Block::Table { rows } => {
            let cells = rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.blocks).any(holds_notes)
        }
        Block::Heading { .. } | Block::Paragraph { .. } | Block::Code { .. } | Block::Rule => false,
    }
}

/// The article, with its title before it and how far the check has come beneath its headline.
fn article(scribe: &mut Scribe<'_>, woven: &Woven<'_>) {
    let blocks = &scribe.checked.body.blocks;
    let rest = match blocks.split_first() {
        Some((headline, rest)) if has_headline(scribe.checked) => {
            scribe.headline(headline);
            rest
        }
        _ => {
            scribe.title();
            blocks
        }
    };
    scribe.summary(woven);
    scribe.blocks(rest);
}

/// The page: A4, wide margins, beside which Word puts the comments.
const SECTION: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1600\" w:right=\"1473\" w:bottom=\"1420\" w:left=\"1473\" w:header=\"720\" w:footer=\"620\" w:gutter=\"0\"/>";

const SEPARATORS: &str = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>\
    <w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>";

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const LATER: &str = "http://schemas.microsoft.com/office/";

/// A part of the folder of the document.
struct Piece {
    name: &'static str,
    /// The last step of its kind's address, and of its content's.
    kind: &'static str,
    content: &'static str,
    bytes: Vec<u8>,
    relations: Relations,
}

fn piece(name: &'static str, kind: &'static str, content: &'static str, bytes: Vec<u8>) -> Piece {
    Piece {
        name,
        kind,
        content,
        bytes,
        relations: Relations::default(),
    }
}

/// All that the file is made of, but for the slip.
struct Whole<'w> {
    checked: &'w Checked<'w>,
    labels: &'w Labels,
    book: &'w Book,
    document: &'w Part,
    footnotes: &'w Part,
    comments: Option<&'w Comments>,
}

impl Whole<'_> {
    fn packed(&self, slip: &Slip) -> Vec<u8> {
        let Self {
            checked,
            labels,
            book,
            document,
            footnotes,
            comments,
        } = self;
        let has_footnotes = !footnotes.out.is_empty();
        let mut pieces = vec![
            piece("styles", "styles", "styles", sheets::styles(checked, labels)),
            piece("numbering", "numbering", "numbering", book.lists.xml()),
            piece("settings", "settings", "settings", sheets::settings(has_footnotes)),
            piece("fontTable", "fontTable", "fontTable", sheets::fonts()),
            piece("header1", "header", "header", sheets::header(checked, labels)),
            piece("footer1", "footer", "footer", sheets::footer(checked)),
        ];
        if has_footnotes {
            let written = whole("w:footnotes", &format!("{SEPARATORS}{}", footnotes.out));
            pieces.push(Piece {
                relations: footnotes.relations.clone(),
                ..piece("footnotes", "footnotes", "footnotes", written)
            });
        }
        if let Some(comments) = comments {
            pieces.push(Piece {
                relations: comments.said.relations.clone(),
                ..piece(
                    "comments",
                    "comments",
                    "comments",
                    comments.said.out.clone().into_bytes(),
                )
            });
            for (name, kind, bytes) in [
                (
                    "commentsExtended",
                    "2011/relationships/commentsExtended",
                    &comments.extended,
                ),
                ("commentsIds", "2016/09/relationships/commentsIds", &comments.ids),
                (
                    "commentsExtensible",
                    "2018/08/relationships/commentsExtensible",
                    &comments.extensible,
                ),
            ] {
                pieces.push(piece(name, kind, name, bytes.clone()));
            }
        }
        let mut packing = Packing::default();
        let mut relations = document.relations.clone();
        let mut kinds = String::new();
        let mut references = [String::new(), String::new()];
        for piece in &pieces {
            let target = format!("{}.xml", piece.name);
            let id = match piece.kind.split_once('/') {
                Some(_) => relations.later(&format!("{LATER}{}", piece.kind), &target),
                None => relations.inside(piece.kind, &target),
            };
            match piece.kind {
                "header" => references[0] = format!("<w:headerReference w:type=\"default\" r:id=\"{id}\"/>"),
                "footer" => references[1] = format!("<w:footerReference w:type=\"default\" r:id=\"{id}\"/>"),
                _ => {}
            }
            kinds.push_str(&format!(
                "<Override PartName=\"/word/{target}\" ContentType=\"{WORD}{}+xml\"/>",
                piece.content
            ));
        }
        let slipped = slipped::parts(slip, |_| false);
        relations.inside(slipped.relation.0, &slipped.relation.1);
        kinds.push_str(&slipped.types);
        packing.put("[Content_Types].xml", content_types(&kinds).as_bytes());
        let mut root = Relations::default();
        root.inside("officeDocument", "word/document.xml");
        root.later(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        );
        root.inside("extended-properties", "docProps/app.xml");
        packing.put("_rels/.rels", root.xml().as_bytes());
        let [header, footer] = references;
        let body = format!(
            "<w:body>{}<w:sectPr>{header}{footer}{SECTION}</w:sectPr></w:body>",
            document.out
        );
        packing.put("word/document.xml", &whole("w:document", &body));
        packing.put("word/_rels/document.xml.rels", relations.xml().as_bytes());
        for piece in &pieces {
            packing.put(&format!("word/{}.xml", piece.name), &piece.bytes);
            if piece.relations.any() {
                let name = format!("word/_rels/{}.xml.rels", piece.name);
                packing.put(&name, piece.relations.xml().as_bytes());
            }
        }
        for (name, bytes) in &book.pictures.files {
            packing.store(&format!("word/{name}"), bytes);
        }
        for (name, bytes) in &slipped.parts {
            packing.put(name, bytes);
        }
        packing.put("docProps/core.xml", &sheets::core(checked));
        packing.put("docProps/app.xml", &sheets::app());
        packing.finish()
    }
}

fn content_types(kinds: &str) -> String {
    format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{WORD}document.main+xml\"/>{kinds}\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>"
    )
}
