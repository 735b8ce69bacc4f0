//! Reads a text with tracked changes as if they were accepted, or as if they were rejected.

use super::story::{Change, Document, Ends, Note, Paragraph, Piece};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Accepted,
    Rejected,
}

impl Reading {
    fn leaves_out(self, change: Change) -> bool {
        match self {
            Self::Accepted => change.deleted,
            // What was put in and taken out again was never there.
            Self::Rejected => change.inserted,
        }
    }

    /// The file as it reads this way.
    pub(super) fn of(self, document: &mut Document) {
        document.paragraphs = self.paragraphs(std::mem::take(&mut document.paragraphs));
        for Note { paragraphs, .. } in &mut document.notes {
            *paragraphs = self.paragraphs(std::mem::take(paragraphs));
        }
    }

    fn paragraphs(self, paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
        let mut read: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
        // Runs of paragraphs whose end is left out: they go on in the next one.
        let mut open: Option<Paragraph> = None;
        for mut paragraph in paragraphs {
            // Places of comments stay: a comment on what is gone is still a comment.
            paragraph.runs.retain(|run| {
                matches!(
                    run.piece,
                    Piece::Comment(_) | Piece::CommentFrom(_) | Piece::CommentTo(_)
                ) || !self.leaves_out(run.look.change)
            });
            let joins = paragraph.ends == Ends::Paragraph && self.leaves_out(paragraph.change);
            if let Some(mut before) = open.take() {
                // The paragraph that goes on keeps its look, unless nothing of it is left (Word does the same).
                if before.is_blank() {
                    before.shape = paragraph.shape;
                    before.label.clone_from(&paragraph.label);
                }
                before.runs.append(&mut paragraph.runs);
                before.ends = paragraph.ends;
                before.change = paragraph.change;
                paragraph = before;
            }
            if joins {
                open = Some(paragraph);
            } else {
                read.push(paragraph);
            }
        }
        read.extend(open);
        read
    }
}

/// How many stretches were put in, and how many taken out.
pub(super) fn count(document: &Document) -> (u32, u32) {
    let mut counted = (0, 0);
    let notes = document.notes.iter().map(|note| &note.paragraphs);
    for paragraphs in std::iter::once(&document.paragraphs).chain(notes) {
        let mut before = Change::default();
        let mut see = |change: Change| {
            // What is both was never in either version.
            counted.0 += u32::from(change.inserted && !before.inserted);
            counted.1 += u32::from(change.deleted && !before.deleted);
            before = change;
        };
        for paragraph in paragraphs {
            for run in &paragraph.runs {
                match run.piece {
                    Piece::Words(_) | Piece::Break | Piece::Note(_) | Piece::Picture(_) => see(run.look.change),
                    _ => {}
                }
            }
            see(paragraph.change);
        }
    }
    counted
}
