//! Reads plain text: its paragraphs, its lists and headings, and the furniture of a web page pasted as raw text.
//!
//! The body's text is the file's own, blank lines and all, minus what is set aside and the signs that lists and
//! quotations are drawn with. Lines that were wrapped are joined. Taken verbatim, nothing of this happens.

use std::borrow::Cow;

use obelus_core::article::Format;
use obelus_core::body::{Aside, Block, Body, Item, Leaf};
use obelus_core::text::Text;

use crate::lists::Sign;
use crate::pieces::{self, Piece, Shape};
use crate::{Imported, ReadError, ebooks, furniture, headings, language, title, wraps};

pub(crate) fn read(text: String, verbatim: bool) -> Result<Imported, ReadError> {
    let mut page = None;
    let mut book = None;
    let mut pieces = if verbatim {
        pieces::as_they_are(&text)
    } else {
        let lines: Vec<&str> = text.lines().collect();
        let width = wraps::width(&lines);
        let single = if width.is_none() {
            pieces::lines(&text)
        } else {
            Vec::new()
        };
        page = sorted(&text, &single);
        if page.is_some() {
            single
        } else {
            let pieces = pieces::understood(&text, width);
            let words: Vec<Cow<'_, str>> = pieces.iter().map(|piece| piece.words(&text)).collect();
            book = ebooks::frame(&words.iter().map(AsRef::as_ref).collect::<Vec<_>>());
            if book.is_none() && width.is_some() {
                page = sorted(&text, &pieces);
            }
            pieces
        }
    };
    let mut aside = page
        .as_ref()
        .map_or_else(|| vec![false; pieces.len()], |page| page.aside.clone());
    if let Some(book) = &book {
        aside[..book.book.start].fill(true);
        aside[book.book.end..].fill(true);
    }
    if !verbatim {
        pieces::loose_lists(&text, &mut pieces, &aside);
    }
    let levels = levels(&text, &pieces, &aside, page.as_ref());
    let body = Writer::new(&text).body(&pieces, &aside, &levels);
    let (byline, published) = page.map(|page| (page.byline, page.published)).unwrap_or_default();
    let (name, author) = book.map(|book| (book.title, book.author)).unwrap_or_default();
    Ok(Imported {
        byline: byline.or(author).map(|byline| title::one_line(&byline)),
        published,
        language: language::recognise(body.text.as_str(), None),
        ..Imported::new(
            name.map_or_else(|| title::title(&body), |name| title::one_line(&name)),
            Format::Text,
            body,
        )
    })
}

fn sorted(text: &str, pieces: &[Piece]) -> Option<furniture::Sorted> {
    let words: Vec<Cow<'_, str>> = pieces.iter().map(|piece| piece.words(text)).collect();
    furniture::sort(&words.iter().map(AsRef::as_ref).collect::<Vec<_>>())
}

/// For each piece that stays, the level of heading that it is.
fn levels(text: &str, pieces: &[Piece], aside: &[bool], page: Option<&furniture::Sorted>) -> Vec<Option<u8>> {
    let kept: Vec<&Piece> = pieces
        .iter()
        .zip(aside)
        .filter(|(_, aside)| !**aside)
        .map(|(piece, _)| piece)
        .collect();
    let words: Vec<Cow<'_, str>> = kept.iter().map(|piece| piece.words(text)).collect();
    let mut levels = headings::find(&words.iter().map(AsRef::as_ref).collect::<Vec<_>>(), page.is_some());
    for (level, piece) in levels.iter_mut().zip(&kept) {
        match piece.shape {
            Shape::Words => {}
            Shape::Heading(own) => *level = Some(own),
            Shape::Item(_) | Shape::Quoted(_) => *level = None,
        }
    }
    if let Some(headline) = page.and_then(|page| page.headline) {
        headings::head(&mut levels, aside[..headline].iter().filter(|aside| !**aside).count());
    }
    levels
}

/// Puts the pieces of the article on one sheet, with the gaps that stood between them, and the others aside.
struct Writer<'t> {
    text: &'t str,
    words: String,
    length: u32,
}

impl<'t> Writer<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            words: String::with_capacity(text.len()),
            length: 0,
        }
    }

    fn body(mut self, pieces: &[Piece], aside: &[bool], levels: &[Option<u8>]) -> Body {
        let (mut blocks, mut asides) = (Vec::new(), Vec::new());
        let (mut copied_to, mut dropped, mut heading) = (0, false, 0);
        let mut index = 0;
        while index < pieces.len() {
            let count = aside[index..].iter().take_while(|&&is| is == aside[index]).count();
            let stretch = &pieces[index..index + count];
            if aside[index] {
                asides.push(set_aside(self.text, stretch, blocks.len()));
                dropped = true;
            } else {
                if dropped && blocks.is_empty() {
                    copied_to = stretch[0].whole.start;
                }
                self.blocks(stretch, &levels[heading..heading + count], copied_to, &mut blocks);
                heading += count;
                dropped = false;
            }
            copied_to = stretch[count - 1].whole.end;
            index += count;
        }
        if !dropped {
            self.put(&self.text[copied_to..]);
        }
        Body {
            text: Text::new(self.words),
            blocks,
            asides,
            pages: Vec::new(),
        }
    }

    fn put(&mut self, words: &str) {
        self.words.push_str(words);
        self.length += words.chars().count() as u32;
    }

    /// The words of a piece, behind the gap before it: as it stood, unless signs stood in it.
    fn leaf(&mut self, piece: &Piece, copied_to: usize) -> Leaf {
        let gap = self.text.get(copied_to..piece.whole.start).unwrap_or_default();
        let gap = if gap.chars().all(char::is_whitespace) {
            gap
        } else {
            "\n\n"
        };
        self.put(gap);
        let start = self.length;
        self.put(&piece.words(self.text));
        Leaf {
            start,
            end: self.length,
            spans: Vec::new(),
        }
    }

    /// A stretch of pieces that stay: lists and quotations of several, paragraphs and headings of one.
    fn blocks(&mut self, pieces: &[Piece], levels: &[Option<u8>], mut copied_to: usize, into: &mut Vec<Block>) {
        let mut index = 0;
        while index < pieces.len() {
            let count = match pieces[index].shape {
                Shape::Item(_) => {
                    let count = pieces[index..]
                        .iter()
                        .take_while(|piece| matches!(piece.shape, Shape::Item(_)))
                        .count();
                    into.extend(self.list(&pieces[index..index + count], copied_to));
                    count
                }
                Shape::Quoted(_) => {
                    let depth = |piece: &Piece| {
                        if let Shape::Quoted(depth) = piece.shape {
                            depth
                        } else {
                            0
                        }
                    };
                    let count = pieces[index..].iter().take_while(|piece| depth(piece) > 0).count();
                    let quoted: Vec<(usize, Leaf)> = pieces[index..index + count]
                        .iter()
                        .map(|piece| {
                            let leaf = self.leaf(piece, copied_to);
                            copied_to = piece.whole.end;
                            (depth(piece), leaf)
                        })
                        .collect();
                    into.extend(quotation(&quoted, 0));
                    count
                }
                Shape::Words | Shape::Heading(_) => {
                    let leaf = self.leaf(&pieces[index], copied_to);
                    into.push(match levels[index] {
                        Some(level) => Block::Heading { level, leaf },
                        None => Block::Paragraph { leaf },
                    });
                    1
                }
            };
            index += count;
            copied_to = pieces[index - 1].whole.end;
        }
    }

    /// Items in a row: lists within lists by how far they are indented, and another list where the signs change.
    fn list(&mut self, items: &[Piece], mut copied_to: usize) -> Vec<Block> {
        let mut lists: Vec<Block> = Vec::new();
        let mut index = 0;
        let mut last: Option<Sign> = None;
        while index < items.len() {
            let Shape::Item(marker) = items[index].shape else { break };
            let leaf = self.leaf(&items[index], copied_to);
            copied_to = items[index].whole.end;
            index += 1;
            let deeper = |piece: &&Piece| matches!(piece.shape, Shape::Item(own) if own.indent > marker.indent + 1);
            let count = items[index..].iter().take_while(deeper).count();
            let mut blocks = vec![Block::Paragraph { leaf }];
            // Deeper than this nobody indents.
            if count > 0 && marker.indent < 24 {
                blocks.extend(self.list(&items[index..index + count], copied_to));
                index += count;
                copied_to = items[index - 1].whole.end;
            }
            let item = Item { checked: None, blocks };
            let (follows, first) = match (last, marker.sign) {
                (Some(Sign::Number(before)), Sign::Number(number)) => (number == before + 1, Some(number)),
                (Some(Sign::Bullet(before)), Sign::Bullet(sign)) => (before == sign, None),
                (_, Sign::Number(number)) => (false, Some(number)),
                (_, Sign::Bullet(_)) => (false, None),
            };
            match lists.last_mut() {
                Some(Block::List { items, .. }) if follows => items.push(item),
                _ => lists.push(Block::List {
                    first,
                    items: vec![item],
                }),
            }
            last = Some(marker.sign);
        }
        lists
    }
}

/// Passages that are quoted more deeply stand within those that are less.
fn quotation(quoted: &[(usize, Leaf)], depth: usize) -> Vec<Block> {
    const DEEPEST: usize = 6;
    let mut blocks = Vec::new();
    let mut index = 0;
    while index < quoted.len() {
        let deeper = |own: usize| own > depth && depth < DEEPEST;
        let count = quoted[index..].iter().take_while(|(own, _)| deeper(*own)).count();
        if count > 0 {
            blocks.push(Block::Quote {
                blocks: quotation(&quoted[index..index + count], depth + 1),
            });
            index += count;
        } else {
            blocks.push(Block::Paragraph {
                leaf: quoted[index].1.clone(),
            });
            index += 1;
        }
    }
    blocks
}

fn set_aside(text: &str, pieces: &[Piece], before: usize) -> Aside {
    let mut writer = Writer::new(text);
    let mut blocks = Vec::new();
    for piece in pieces {
        if !writer.words.is_empty() {
            writer.put("\n\n");
        }
        let leaf = writer.leaf(piece, piece.whole.start);
        blocks.push(Block::Paragraph { leaf });
    }
    Aside {
        before: before as u32,
        lines: writer.words.lines().filter(|line| !line.trim().is_empty()).count() as u32,
        text: Text::new(writer.words),
        blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page this project began with; it is somebody else's text, so it is not always there.
    fn pasted_page() -> Option<String> {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/samples/openai-altman.fr.txt"
        );
        let page = std::fs::read_to_string(path).ok();
        if page.is_none() {
            let mut out = std::io::stderr().lock();
            let _ = std::io::Write::write_all(&mut out, b"skipped: the sample page is not beside this checkout\n");
        }
        page
    }

    fn words<'b>(body: &'b Body, block: &Block) -> &'b str {
        let mut leaves = Vec::new();
        block.leaves(&mut leaves);
        leaves
            .first()
            .map_or("", |leaf| body.text.between(leaf.start, leaf.end))
    }

    #[test]
    fn a_pasted_page_becomes_its_article() {
        let Some(page) = pasted_page() else { return };
        let imported = read(page.clone(), false).unwrap();
        let body = &imported.body;
        body.check().unwrap();
        assert_eq!(imported.title, "Sam Altman de retour à la tête d’OpenAI");
        assert_eq!(imported.language.as_deref(), Some("fr"));
        let headings: Vec<(u8, &str)> = body
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, .. } => Some((*level, words(body, block))),
                _ => None,
            })
            .collect();
        assert_eq!(
            headings,
            [
                (1, "Sam Altman de retour à la tête d’OpenAI"),
                (2, "Un départ inexpliqué du CEO d’OpenAI"),
                (2, "Un départ révoqué"),
            ]
        );
        assert_eq!(body.blocks.len(), 3 + 7, "three headings, seven paragraphs");
        assert!(body.text.as_str().contains("49% des parts"));
        let aside: Vec<&str> = body
            .asides
            .iter()
            .flat_map(|aside| aside.text.as_str().lines())
            .filter(|l| !l.is_empty())
            .collect();
        let consent = page.lines().find(|line| line.starts_with("En remplissant")).unwrap();
        assert_eq!(
            aside,
            [
                "Actus",
                "Sommaire",
                "Sommaire",
                "Aucun article trouvé",
                "Abonne toi, la force tu trouveras",
                consent,
                "OpenAI",
                "Lire aussi : Tout savoir sur OpenAI, l’entreprise-mère de ChatGPT",
                "TAGS",
                "Abonne toi, la force tu trouveras",
                consent,
            ]
        );
        assert!(!body.text.as_str().contains("\n\n\n"));
    }

    #[test]
    fn a_page_taken_verbatim_keeps_everything() {
        let Some(page) = pasted_page() else { return };
        let imported = read(page.clone(), true).unwrap();
        assert_eq!(imported.body.text.as_str(), page);
        assert!(imported.body.asides.is_empty());
        imported.body.check().unwrap();
    }
}
