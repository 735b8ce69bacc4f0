//! What an RTF file says, paragraph by paragraph, before it becomes blocks.

use obelus_core::body::{Align, Href};
use obelus_core::id::Time;

/// Whether words were put in or taken out while changes were tracked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) inserted: bool,
    pub(super) deleted: bool,
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) underline: bool,
    pub(super) strike: bool,
    pub(super) raised: bool,
    pub(super) lowered: bool,
    /// In a font like a typewriter's.
    pub(super) typed: bool,
    /// In half points.
    pub(super) size: i32,
    /// The number of a character style.
    pub(super) style: i32,
    /// The index of the address that the words lead to.
    pub(super) link: Option<u32>,
    pub(super) change: Change,
}

impl Look {
    /// What `\plain` goes back to: 12 points.
    pub(super) fn plain() -> Self {
        Self {
            size: 24,
            ..Self::default()
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Words(String),
    /// A line that ends within its paragraph.
    Break,
    /// By their index in the file.
    Note(usize),
    Picture(usize),
    /// A comment without a beginning is about the words before it.
    Comment(usize),
    /// By the number that the file gives to a comment.
    CommentFrom(i32),
    CommentTo(i32),
}

#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) look: Look,
    pub(super) piece: Piece,
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The number of a paragraph style.
    pub(super) style: i32,
    /// From 0, the highest; 9 is the body of the text.
    pub(super) outline: Option<i32>,
    /// The number of a list, and the level in it from 0.
    pub(super) list: Option<(i32, u8)>,
    /// An item as Word 6 and WordPad write it.
    pub(super) old_item: bool,
    /// How many tables stand around it.
    pub(super) depth: u8,
    pub(super) align: Option<Align>,
    /// In twips, as is the next.
    pub(super) left: i32,
    pub(super) first: i32,
}

/// A cell as its row defines it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CellShape {
    /// In twips from the page's own edge.
    pub(super) right: i32,
    pub(super) joins_left: bool,
    pub(super) joins_above: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowShape {
    pub(super) cells: Vec<CellShape>,
    pub(super) heading: bool,
}

/// What a paragraph ends, besides itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Ends {
    #[default]
    Paragraph,
    Cell,
    Row(RowShape),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub(super) runs: Vec<Run>,
    pub(super) shape: Shape,
    pub(super) ends: Ends,
    /// Whether its end was put in or taken out.
    pub(super) change: Change,
    /// The sign or number before it, where the file writes one.
    pub(super) label: Option<String>,
}

impl Paragraph {
    pub(super) fn words(&self) -> String {
        let words = self.runs.iter().map(|run| match &run.piece {
            Piece::Words(words) => words.as_str(),
            Piece::Break => "\n",
            _ => "",
        });
        words.collect()
    }

    /// Whether nothing of it would be seen.
    pub(super) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| match &run.piece {
            Piece::Words(words) => words.chars().all(char::is_whitespace),
            Piece::Note(_) | Piece::Picture(_) => false,
            _ => true,
        })
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Note {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) at_end: bool,
    /// The sign that the author chose; without one, notes are numbered.
    pub(super) sign: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Comment {
    /// The number by which its passage names it.
    pub(super) number: Option<i32>,
    pub(super) author: Option<String>,
    pub(super) time: Option<Time>,
    pub(super) paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PictureKind {
    Shown,
    /// A drawing of Windows or the old Mac, which is not shown.
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) kind: PictureKind,
    pub(super) bytes: Vec<u8>,
    pub(super) alt: String,
}

/// All of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) notes: Vec<Note>,
    pub(super) comments: Vec<Comment>,
    pub(super) pictures: Vec<Drawn>,
    pub(super) links: Vec<Href>,
    pub(super) tables: super::tables::Tables,
    pub(super) title: String,
    pub(super) author: String,
    /// A Windows language number.
    pub(super) language: Option<i32>,
    /// How notes at the end are numbered.
    pub(super) end_numbers: Numbers,
    /// Characters that could not be read.
    pub(super) replaced: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numbers {
    Arabic,
    #[default]
    Roman,
    Letters,
    Signs,
}
