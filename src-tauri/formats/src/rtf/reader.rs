//! Follows an RTF file from brace to brace and gathers what it says.
//!
//! Each group has the state of the one around it and gives it back when it ends. What a group is for (words, a font, a
//! picture) is its [`Place`]; the words of places that hold no part of the text are gathered on the side.

use super::codepage::{self, CodePage};
use super::fields::Field;
use super::story::{
    CellShape, Change, Comment, Document, Drawn, Ends, Look, Note, Paragraph, PictureKind, Piece, RowShape, Run, Shape,
};
use super::tables::{FontDraft, Level, Style};
use super::tokens::{Token, Tokens};
use crate::ReadError;

/// How deep groups may stand in one another.
const GROUP_LIMIT: usize = 1_000;
/// How many tables may stand around a paragraph.
const TABLE_LIMIT: i32 = 6;

/// What a group is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    /// Nothing of it is read.
    Nowhere,
    Fonts,
    Styles,
    Info,
    Title,
    Author,
    Lists,
    ListNames,
    /// The sign or number before an item.
    Label,
    OldItem,
    Note,
    Comment,
    CommentAuthor,
    CommentNumber,
    CommentTime,
    CommentFrom,
    CommentTo,
    Field,
    Instruction,
    Picture,
    /// A drawn shape: only its properties, its picture and the words in it count.
    Drawing,
    PropertyName,
    PropertyValue,
    TextBox,
    /// Holds the same twice; the second is in Unicode.
    Twice,
    /// A formula: its letters are read, its measures are not.
    Formula,
}

impl Place {
    /// Whether words that stand here belong to the text.
    fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Note | Self::Comment | Self::TextBox | Self::Field | Self::Formula
        )
    }

    /// Whether its words are gathered on the side.
    fn is_gathered(self) -> bool {
        matches!(
            self,
            Self::Fonts
                | Self::Styles
                | Self::Title
                | Self::Author
                | Self::Label
                | Self::CommentAuthor
                | Self::CommentNumber
                | Self::CommentTime
                | Self::CommentFrom
                | Self::CommentTo
                | Self::Instruction
                | Self::PropertyName
                | Self::PropertyValue
        )
    }
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) place: Place,
    /// This group opened its place, and closes it.
    owns: bool,
    pub(super) look: Look,
    pub(super) shape: Shape,
    pub(super) page: CodePage,
    /// How many bytes stand in for a character that is given by its number.
    stand_ins: u32,
    pub(super) hidden: bool,
    /// The place around a pair of which only the second is read.
    twice: Option<Place>,
}

/// The paragraphs of the text, of a note, of a comment or of a text box, while they are read.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) open: Paragraph,
    /// Words of text boxes that stand after the paragraph that holds them.
    floating: Vec<Paragraph>,
    /// How the last words that were read look as a paragraph: braces may end before the paragraph does.
    last: Shape,
}

pub(super) struct Reader {
    pub(super) state: State,
    outer: Vec<State>,
    /// A `\*` came: what follows may be skipped by who does not know it.
    pub(super) starred: bool,
    pub(super) document: Document,
    pub(super) stories: Vec<Story>,
    pub(super) notes: Vec<Note>,
    pub(super) comments: Vec<Comment>,
    pub(super) fields: Vec<Field>,
    /// Words that are no part of the text, the innermost last.
    pub(super) gathered: Vec<String>,
    pub(super) font: FontDraft,
    pub(super) usual_font: i32,
    pub(super) usual_page: CodePage,
    pub(super) row: RowShape,
    pub(super) cell: CellShape,
    inner_row: Option<(RowShape, CellShape)>,
    pub(super) levels: Vec<Level>,
    pub(super) list: i32,
    pub(super) picture: Option<Drawn>,
    /// For each drawing around: how many pictures there were before it, and the words for it.
    pub(super) drawings: Vec<(usize, String)>,
    pub(super) property: String,
    pub(super) author: Option<String>,
    bytes: Vec<u8>,
    /// Whether all bytes above ASCII stood in the file as they are.
    raw: bool,
    skip: u32,
    /// The first half of a character beyond U+FFFF.
    half: Option<u32>,
    words: String,
}

pub(super) fn read(rtf: &[u8]) -> Result<Document, ReadError> {
    let mut reader = Reader::new();
    for token in Tokens::new(rtf) {
        reader.token(token)?;
    }
    reader.flush();
    while let Some(outer) = reader.outer.pop() {
        reader.close(outer);
    }
    Ok(reader.finish())
}

impl Reader {
    fn new() -> Self {
        Self {
            state: State {
                place: Place::Text,
                owns: false,
                look: Look::plain(),
                shape: Shape::default(),
                page: codepage::USUAL,
                stand_ins: 1,
                hidden: false,
                twice: None,
            },
            outer: Vec::new(),
            starred: false,
            document: Document::default(),
            stories: vec![Story::default()],
            notes: Vec::new(),
            comments: Vec::new(),
            fields: Vec::new(),
            gathered: Vec::new(),
            font: FontDraft::default(),
            usual_font: 0,
            usual_page: codepage::USUAL,
            row: RowShape::default(),
            cell: CellShape::default(),
            inner_row: None,
            levels: Vec::new(),
            list: 0,
            picture: None,
            drawings: Vec::new(),
            property: String::new(),
            author: None,
            bytes: Vec::new(),
            raw: true,
            skip: 0,
            half: None,
            words: String::new(),
        }
    }

    fn finish(mut self) -> Document {
        while self.stories.len() > 1 {
            self.end_story();
        }
        self.document.paragraphs = self.end_story();
        self.document
    }

    fn token(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        match token {
            Token::Text(bytes) => {
                let skipped = bytes.len().min(self.skip as usize);
                self.skip -= skipped as u32;
                self.text(&bytes[skipped..]);
                return Ok(());
            }
            Token::Byte(_) if self.skip > 0 => {
                self.skip -= 1;
                return Ok(());
            }
            Token::Byte(byte) => {
                self.raw &= byte < 0x80;
                self.bytes.push(byte);
                return Ok(());
            }
            _ => {}
        }
        self.flush();
        // A control word where a stand-in should be is no stand-in: a lost paragraph would be worse than an odd sign.
        self.skip = 0;
        match token {
            Token::Open => {
                if self.outer.len() >= GROUP_LIMIT {
                    return Err(ReadError::TooComplex);
                }
                self.outer.push(self.state.clone());
                self.state.owns = false;
                self.starred = false;
            }
            Token::Close => {
                // What follows the last brace is no part of the file.
                if let Some(outer) = self.outer.pop() {
                    self.close(outer);
                }
            }
            Token::Word(word, value) => {
                let starred = std::mem::take(&mut self.starred);
                if !self.word(word, value) && starred {
                    self.enter(Place::Nowhere);
                }
            }
            Token::Sign(sign) => self.sign(sign),
            Token::Binary(bytes) => {
                if let (Place::Picture, Some(picture)) = (self.state.place, &mut self.picture) {
                    picture.bytes.extend_from_slice(bytes);
                }
            }
            Token::Text(_) | Token::Byte(_) => {}
        }
        Ok(())
    }

    fn text(&mut self, bytes: &[u8]) {
        if self.state.place == Place::Picture {
            if let Some(picture) = &mut self.picture {
                // Two digits a byte; they are put together when the picture ends.
                picture.bytes.extend(bytes.iter().filter(|b| b.is_ascii_hexdigit()));
            }
            return;
        }
        if self.state.place == Place::Nowhere {
            return;
        }
        for part in bytes.split_inclusive(|&b| b == b'\t') {
            let (words, tab) = match part.split_last() {
                Some((b'\t', words)) => (words, true),
                _ => (part, false),
            };
            self.bytes.extend_from_slice(words);
            if tab {
                self.flush();
                self.put("\t");
            }
        }
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'*' => self.starred = true,
            b'~' => self.put("\u{a0}"),
            b'-' => self.put("\u{ad}"),
            b'_' => self.put("\u{2011}"),
            b'\\' | b'{' | b'}' => {
                self.bytes.push(sign);
            }
            b'\r' | b'\n' => self.end_paragraph(Ends::Paragraph),
            b'\t' => self.put("\t"),
            _ => {}
        }
    }

    /// Turns the bytes that have gathered into characters.
    pub(super) fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let mut words = std::mem::take(&mut self.words);
        words.clear();
        // Some programs write UTF-8 as it stands, whatever the head of the file says.
        let utf_8 = self.raw && !bytes.is_ascii();
        match std::str::from_utf8(&bytes) {
            Ok(text) if utf_8 => words.push_str(text),
            _ => self.document.replaced += self.state.page.decode(&bytes, &mut words),
        }
        self.put(&words);
        self.words = words;
        self.bytes = bytes;
        self.bytes.clear();
        self.raw = true;
    }

    /// A character by its number (`\u`): 16 bits with a sign, so that larger ones come in halves.
    pub(super) fn character(&mut self, value: i32) {
        let code = (value & 0xffff) as u32;
        let code = match (self.half.take(), code) {
            (_, 0xd800..=0xdbff) => {
                self.half = Some(code);
                None
            }
            (Some(high), 0xdc00..=0xdfff) => Some(0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00)),
            // Some writers give larger numbers whole.
            (None, _) if value > 0xffff => Some(value as u32),
            _ => Some(code),
        };
        // TextEdit writes the line break and the paragraph break of Unicode.
        if code == Some(0x2028) {
            self.point(Piece::Break);
        } else if code == Some(0x2029) {
            self.end_paragraph(Ends::Paragraph);
        } else if let Some(code) = code {
            let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            self.document.replaced += u32::from(c == char::REPLACEMENT_CHARACTER);
            self.put(self.state.page.shown(c).encode_utf8(&mut [0; 4]));
        }
        self.skip = self.state.stand_ins;
    }

    pub(super) fn set_stand_ins(&mut self, count: i32) {
        self.state.stand_ins = count.clamp(0, 16) as u32;
    }

    /// Words, wherever the file is.
    pub(super) fn put(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let place = self.state.place;
        if place.is_gathered() {
            if let Some(gathered) = self.gathered.last_mut() {
                gathered.push_str(words);
            }
        } else if place.is_text() && !self.state.hidden {
            let look = self.state.look;
            let story = self.story();
            if let Some(run) = story.open.runs.last_mut()
                && run.look == look
                && let Piece::Words(before) = &mut run.piece
            {
                before.push_str(words);
            } else {
                let piece = Piece::Words(words.to_owned());
                story.open.runs.push(Run { look, piece });
            }
            self.touch();
        }
    }

    /// Something that is no word, at its place in the text.
    pub(super) fn point(&mut self, piece: Piece) {
        if self.state.place == Place::Nowhere || self.state.hidden {
            return;
        }
        let look = self.state.look;
        self.story().open.runs.push(Run { look, piece });
        self.touch();
    }

    fn touch(&mut self) {
        let shape = self.state.shape;
        self.story().last = shape;
    }

    pub(super) fn story(&mut self) -> &mut Story {
        if self.stories.is_empty() {
            self.stories.push(Story::default());
        }
        let last = self.stories.len() - 1;
        &mut self.stories[last]
    }

    pub(super) fn end_paragraph(&mut self, ends: Ends) {
        if !self.state.place.is_text() {
            return;
        }
        let mut shape = self.state.shape;
        let change = self.state.look.change;
        if ends != Ends::Paragraph {
            // Some writers say that a paragraph stands in a table only where it has words.
            let last = self.story().last.depth;
            shape.depth = shape.depth.max(1).max(if self.inner_row.is_some() { last } else { 0 });
        }
        let story = self.story();
        let mut paragraph = std::mem::take(&mut story.open);
        paragraph.shape = shape;
        paragraph.change = change;
        paragraph.ends = ends;
        let floating = std::mem::take(&mut story.floating);
        // What floats comes after the words it is fastened to, and ends what they would have ended.
        let ends = match floating.is_empty() {
            true => Ends::Paragraph,
            false => std::mem::take(&mut paragraph.ends),
        };
        story.paragraphs.push(paragraph);
        let count = floating.len();
        for (index, mut floating) in floating.into_iter().enumerate() {
            floating.shape.depth = shape.depth;
            floating.ends = Ends::Paragraph;
            if index + 1 == count {
                floating.ends = ends.clone();
            }
            story.paragraphs.push(floating);
        }
    }

    pub(super) fn end_row(&mut self) {
        let row = self.row.clone();
        self.end_paragraph(Ends::Row(row));
    }

    pub(super) fn end_cell(&mut self) {
        self.end_paragraph(Ends::Cell);
    }

    /// The definition of a row in a table in a table stands in a group of its own.
    pub(super) fn begin_inner_row(&mut self) {
        if self.inner_row.is_none() {
            self.inner_row = Some((std::mem::take(&mut self.row), self.cell));
        }
    }

    pub(super) fn end_inner_row(&mut self) {
        self.end_row();
        if let Some((row, cell)) = self.inner_row.take() {
            (self.row, self.cell) = (row, cell);
        }
    }

    pub(super) fn set_depth(&mut self, depth: i32) {
        self.state.shape.depth = depth.clamp(0, TABLE_LIMIT) as u8;
    }

    /// Makes this group the given place.
    pub(super) fn enter(&mut self, place: Place) {
        if self.state.place == Place::Nowhere {
            return;
        }
        self.state.place = place;
        self.state.owns = true;
        if place.is_gathered() {
            self.gathered.push(String::new());
        }
        match place {
            Place::Note | Place::Comment | Place::TextBox => {
                self.stories.push(Story::default());
                self.state.shape = Shape::default();
                self.state.hidden = false;
                self.state.look = Look {
                    change: self.state.look.change,
                    ..Look::plain()
                };
                match place {
                    Place::Note => self.notes.push(Note::default()),
                    Place::Comment => self.comments.push(Comment {
                        author: self.author.take(),
                        ..Comment::default()
                    }),
                    _ => {}
                }
            }
            Place::Field => self.fields.push(Field::default()),
            Place::Drawing => self.drawings.push((self.document.pictures.len(), String::new())),
            Place::Picture => {
                self.picture = Some(Drawn {
                    kind: PictureKind::Other,
                    bytes: Vec::new(),
                    alt: String::new(),
                });
            }
            Place::Twice => self.state.place = Place::Nowhere,
            _ => {}
        }
    }

    /// The first of a pair is left out; [`Self::enter_second`] finds the place of the second.
    pub(super) fn enter_twice(&mut self) {
        self.state.twice = Some(self.state.place);
        self.enter(Place::Twice);
    }

    pub(super) fn enter_second(&mut self) {
        if let Some(place) = self.state.twice.take() {
            self.state.place = place;
        }
    }

    fn close(&mut self, outer: State) {
        let inner = std::mem::replace(&mut self.state, outer);
        if inner.place == Place::Styles {
            self.style(&inner);
        }
        if inner.place == Place::Fonts {
            self.end_font();
        }
        if !inner.owns {
            return;
        }
        let gathered = if inner.place.is_gathered() {
            self.gathered.pop().unwrap_or_default()
        } else {
            String::new()
        };
        match inner.place {
            Place::Title => self.document.title = gathered,
            Place::Author => self.document.author = gathered,
            Place::Label => self.story().open.label = Some(gathered.trim().to_owned()),
            Place::OldItem => self.state.shape.old_item = inner.shape.old_item,
            Place::Note => self.end_note(),
            Place::Comment => self.end_comment(),
            Place::CommentAuthor => self.author = Some(gathered.trim().to_owned()).filter(|name| !name.is_empty()),
            Place::CommentNumber => {
                if let (Some(comment), Ok(number)) = (self.comments.last_mut(), gathered.trim().parse()) {
                    comment.number = Some(number);
                }
            }
            Place::CommentTime => {
                if let (Some(comment), Ok(packed)) = (self.comments.last_mut(), gathered.trim().parse()) {
                    comment.time = super::time::unpack(packed);
                }
            }
            Place::CommentFrom | Place::CommentTo => {
                if let Ok(number) = gathered.trim().parse() {
                    self.point(if inner.place == Place::CommentFrom {
                        Piece::CommentFrom(number)
                    } else {
                        Piece::CommentTo(number)
                    });
                }
            }
            Place::Instruction => self.end_instruction(&gathered),
            Place::Field => self.end_field(),
            Place::Picture => self.end_picture(),
            Place::Drawing => self.end_drawing(),
            Place::PropertyName => self.property = gathered.trim().to_owned(),
            Place::PropertyValue => self.end_property(&gathered),
            Place::TextBox => {
                let paragraphs = self.end_story();
                self.story().floating.extend(paragraphs);
            }
            _ => {}
        }
    }

    /// Ends the innermost story; what is left of a paragraph is one.
    fn end_story(&mut self) -> Vec<Paragraph> {
        let mut story = self.stories.pop().unwrap_or_default();
        if !story.open.runs.is_empty() {
            story.open.shape = story.last;
            story.paragraphs.push(story.open);
        }
        story.paragraphs.append(&mut story.floating);
        story.paragraphs
    }

    fn end_note(&mut self) {
        let paragraphs = self.end_story();
        let Some(mut note) = self.notes.pop() else { return };
        note.paragraphs = paragraphs;
        note.sign = self.own_sign(&mut note.paragraphs);
        self.document.notes.push(note);
        self.point(Piece::Note(self.document.notes.len() - 1));
    }

    /// A note that is not numbered begins with the sign that stands before it in the text.
    fn own_sign(&mut self, note: &mut [Paragraph]) -> Option<String> {
        let first = note.first_mut()?.runs.first_mut()?;
        let (Piece::Words(words), true) = (&mut first.piece, first.look.raised) else {
            return None;
        };
        let before = self.story().open.runs.last()?;
        let (Piece::Words(sign), true) = (&before.piece, before.look.raised) else {
            return None;
        };
        let sign = sign.trim().to_owned();
        if sign.is_empty() || sign.chars().count() > 4 || words.trim() != sign {
            return None;
        }
        words.clear();
        self.story().open.runs.pop();
        Some(sign)
    }

    fn end_comment(&mut self) {
        let paragraphs = self.end_story();
        let Some(mut comment) = self.comments.pop() else {
            return;
        };
        comment.paragraphs = paragraphs;
        self.document.comments.push(comment);
        self.point(Piece::Comment(self.document.comments.len() - 1));
    }

    /// An entry of the style sheet ends with a semicolon.
    fn style(&mut self, state: &State) {
        let Some(name) = self.gathered.last_mut() else { return };
        let Some(name) = std::mem::take(name).trim().strip_suffix(';').map(str::to_owned) else {
            return;
        };
        let style = Style {
            name,
            look: state.look,
            shape: state.shape,
        };
        let tables = &mut self.document.tables;
        if state.look.style != 0 {
            tables.character_styles.insert(state.look.style, style);
        } else {
            tables.styles.insert(state.shape.style, style);
        }
    }

    /// What is known of a font until here is all of it.
    pub(super) fn end_font(&mut self) {
        let Some(name) = self.gathered.last_mut() else { return };
        let name = std::mem::take(name);
        if let Some(number) = self.font.number
            && name.trim_end().ends_with(';')
        {
            let font = std::mem::take(&mut self.font).finish(&name);
            self.document.tables.fonts.insert(number, font);
        }
    }

    pub(super) fn set_font(&mut self, number: i32) {
        let font = self.document.tables.fonts.get(&number);
        self.state.page = font.and_then(|font| font.page).unwrap_or(self.usual_page);
        self.state.look.typed = font.is_some_and(|font| font.typed);
    }

    /// How words look that nothing was said of.
    pub(super) fn plain(&mut self) {
        let look = self.state.look;
        self.state.look = Look {
            link: look.link,
            change: Change::default(),
            ..Look::plain()
        };
        self.state.hidden = false;
        self.set_font(self.usual_font);
    }
}
