//! Says what each control word of RTF does to what is read after it.

use obelus_core::body::Align;

use super::codepage;
use super::reader::{Place, Reader};
use super::story::{CellShape, Ends, Numbers, PictureKind, Piece, RowShape, Shape};
use super::tables::Level;

/// Groups of which nothing is read, though no `\*` says so.
const SILENT: &[&str] = &[
    "colortbl",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "nonshppict",
    "shprslt",
    "nonesttables",
    "xe",
    "tc",
    "tcn",
    "txe",
    "rxe",
    "private",
    "filetbl",
    "objdata",
    "datafield",
    "fchars",
    "lchars",
    "listpicture",
    "leveltext",
    "levelnumbers",
    "mmathPict",
];

/// Words that are characters.
const CHARACTERS: &[(&str, &str)] = &[
    ("tab", "\t"),
    ("emdash", "—"),
    ("endash", "–"),
    ("emspace", "\u{2003}"),
    ("enspace", "\u{2002}"),
    ("qmspace", "\u{2005}"),
    ("bullet", "•"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("ltrmark", "\u{200e}"),
    ("rtlmark", "\u{200f}"),
    ("zwj", "\u{200d}"),
    ("zwnj", "\u{200c}"),
    ("zwbo", "\u{200b}"),
    ("zwnbo", "\u{2060}"),
];

impl Reader {
    /// Returns whether the word is known.
    pub(super) fn word(&mut self, word: &str, value: Option<i32>) -> bool {
        if self.state.place == Place::Nowhere {
            // Only the second of a pair is ever read again.
            if word == "ud" {
                self.enter_second();
            }
            return true;
        }
        if let Some((_, character)) = CHARACTERS.iter().find(|(known, _)| *known == word) {
            self.put(character);
            return true;
        }
        if SILENT.contains(&word) || (self.state.place == Place::Formula && word.ends_with("Pr")) {
            self.enter(Place::Nowhere);
            return true;
        }
        // The head first: in its tables some words of the text mean something else.
        self.group(word)
            || self.head(word, value)
            || self.look(word, value)
            || self.shape(word, value)
            || self.table(word, value)
    }

    /// Words that say what their group is for.
    fn group(&mut self, word: &str) -> bool {
        let in_text = match self.state.place {
            Place::Text | Place::Note | Place::Comment | Place::TextBox | Place::Field | Place::Formula => true,
            Place::Drawing | Place::PropertyValue => matches!(word, "shptxt" | "dptxbxtext" | "pict" | "sn" | "sv"),
            Place::Picture => matches!(word, "picprop" | "sn" | "sv"),
            _ => false,
        };
        let place = match word {
            "fonttbl" => Place::Fonts,
            "stylesheet" => Place::Styles,
            "info" => Place::Info,
            "title" if self.state.place == Place::Info => Place::Title,
            "author" if self.state.place == Place::Info => Place::Author,
            "listtable" => Place::Lists,
            "listoverridetable" => Place::ListNames,
            "sn" => Place::PropertyName,
            "sv" => Place::PropertyValue,
            "picprop" => Place::Drawing,
            "upr" => {
                self.enter_twice();
                return true;
            }
            // Inside an instruction a field is only what it is for.
            "fldinst" if self.state.place == Place::Field => Place::Instruction,
            "fldinst" => Place::Nowhere,
            "listtext" | "pntext" if in_text => Place::Label,
            "pn" if in_text => Place::OldItem,
            "footnote" if in_text => Place::Note,
            "annotation" if in_text => Place::Comment,
            "atnauthor" => Place::CommentAuthor,
            "atnref" => Place::CommentNumber,
            "atndate" => Place::CommentTime,
            "atrfstart" if in_text => Place::CommentFrom,
            "atrfend" if in_text => Place::CommentTo,
            "field" if in_text => Place::Field,
            "pict" if in_text => Place::Picture,
            "shp" | "shpgrp" | "do" if in_text => Place::Drawing,
            "shptxt" | "dptxbxtext" if in_text => Place::TextBox,
            "mmath" | "moMath" | "moMathPara" if in_text => Place::Formula,
            // They hold no words of their own, but what they hold counts.
            "shppict" | "shpinst" | "shpgrpinst" | "result" | "ud" | "object" => return true,
            "fldrslt" => {
                self.begin_result();
                return true;
            }
            _ => return false,
        };
        self.enter(place);
        true
    }

    /// How words look.
    fn look(&mut self, word: &str, value: Option<i32>) -> bool {
        let on = value != Some(0);
        let look = &mut self.state.look;
        match word {
            "b" => look.bold = on,
            "i" => look.italic = on,
            "ulnone" => look.underline = false,
            "ul" | "uld" | "uldb" | "ulw" | "uldash" | "uldashd" | "uldashdd" | "ulth" | "ulwave" | "ulhwave"
            | "ululdbwave" | "ulthd" | "ulthdash" | "ulthdashd" | "ulthdashdd" | "ulldash" | "ulthldash" => {
                look.underline = on;
            }
            "strike" | "striked" => look.strike = on,
            "super" => (look.raised, look.lowered) = (on, false),
            "sub" => (look.raised, look.lowered) = (false, on),
            "nosupersub" => (look.raised, look.lowered) = (false, false),
            "up" => look.raised = value.unwrap_or(6) > 0,
            "dn" => look.lowered = value.unwrap_or(6) > 0,
            "fs" => look.size = value.unwrap_or(24).clamp(2, 4_000),
            "cs" => look.style = value.unwrap_or(0),
            "revised" | "mvt" => look.change.inserted = on,
            "deleted" | "mvf" => look.change.deleted = on,
            "v" => self.state.hidden = on,
            "plain" => self.plain(),
            "f" if self.state.place == Place::Fonts => {
                self.end_font();
                self.font.number = value;
            }
            "f" => self.set_font(value.unwrap_or(self.usual_font)),
            "u" => self.character(value.unwrap_or(0)),
            "uc" => self.set_stand_ins(value.unwrap_or(1)),
            _ => return false,
        }
        true
    }

    /// How paragraphs look, and where they end.
    fn shape(&mut self, word: &str, value: Option<i32>) -> bool {
        let shape = &mut self.state.shape;
        let number = value.unwrap_or(0);
        match word {
            "pard" => *shape = Shape::default(),
            "s" => shape.style = number,
            "outlinelevel" => shape.outline = Some(number),
            "ls" => shape.list = (number != 0).then(|| (number, shape.list.map_or(0, |(_, level)| level))),
            "ilvl" => {
                let level = number.clamp(0, 8) as u8;
                shape.list = Some((shape.list.map_or(0, |(list, _)| list), level));
            }
            "pnlvlblt" | "pnlvlbody" | "pnlvl" => shape.old_item = true,
            "pnlvlcont" => shape.old_item = false,
            "ql" => shape.align = None,
            "qc" => shape.align = Some(Align::Center),
            "qr" => shape.align = Some(Align::End),
            "li" | "lin" => shape.left = number,
            "fi" => shape.first = number,
            "par" | "sect" | "page" | "column" => self.end_paragraph(Ends::Paragraph),
            "line" | "softline" | "lbr" => self.point(Piece::Break),
            "chftn" | "chatn" | "chpgn" | "chdate" | "chtime" | "ftnalt" => self.note(word),
            _ => return false,
        }
        true
    }

    fn note(&mut self, word: &str) {
        if let ("ftnalt", Some(note)) = (word, self.notes.last_mut()) {
            note.at_end = true;
        }
    }

    fn table(&mut self, word: &str, value: Option<i32>) -> bool {
        let number = value.unwrap_or(0);
        match word {
            "intbl" => self.set_depth(i32::from(self.state.shape.depth).max(1)),
            "itap" => self.set_depth(number),
            "cell" | "nestcell" => self.end_cell(),
            "row" => self.end_row(),
            "nestrow" => self.end_inner_row(),
            "nesttableprops" => self.begin_inner_row(),
            "trowd" => (self.row, self.cell) = (RowShape::default(), CellShape::default()),
            "trhdr" => self.row.heading = true,
            "clmrg" => self.cell.joins_left = true,
            "clvmrg" => self.cell.joins_above = true,
            // A row of Word has 63 cells at most.
            "cellx" if self.row.cells.len() < 1_000 => {
                self.cell.right = number;
                self.row.cells.push(std::mem::take(&mut self.cell));
            }
            _ => return false,
        }
        true
    }

    /// What stands in the head of a file.
    fn head(&mut self, word: &str, value: Option<i32>) -> bool {
        let number = value.unwrap_or(0);
        let in_fonts = self.state.place == Place::Fonts;
        match word {
            "fcharset" if in_fonts => self.font.charset = value,
            "cpg" if in_fonts => self.font.page = value,
            "fmodern" if in_fonts => self.font.modern = true,
            "fprq" if in_fonts => self.font.fixed = number == 1,
            "mac" => self.set_page(10_000),
            "pc" => self.set_page(437),
            "pca" => self.set_page(850),
            "ansicpg" => self.set_page(number),
            "deff" => self.usual_font = number,
            "deflang" => self.document.language = value,
            "aftnnar" => self.document.end_numbers = Numbers::Arabic,
            "aftnnalc" | "aftnnauc" => self.document.end_numbers = Numbers::Letters,
            "aftnnrlc" | "aftnnruc" => self.document.end_numbers = Numbers::Roman,
            "aftnnchi" => self.document.end_numbers = Numbers::Signs,
            "list" if self.state.place == Place::Lists => self.levels.clear(),
            "listlevel" if self.state.place == Place::Lists && self.levels.len() < 9 => {
                self.levels.push(Level { numbers: 0, start: 1 });
            }
            "levelnfc" | "levelnfcn" => {
                if let Some(level) = self.levels.last_mut() {
                    level.numbers = number;
                }
            }
            "levelstartat" => {
                if let Some(level) = self.levels.last_mut() {
                    level.start = u32::try_from(number).unwrap_or(1);
                }
            }
            "listid" if self.state.place == Place::Lists => {
                let levels = std::mem::take(&mut self.levels);
                self.document.tables.lists.insert(number, levels);
            }
            "listid" if self.state.place == Place::ListNames => self.list = number,
            "ls" if self.state.place == Place::ListNames => {
                self.document.tables.list_names.insert(number, self.list);
            }
            "pngblip" | "jpegblip" => self.set_picture(PictureKind::Shown),
            "emfblip" | "wmetafile" | "macpict" | "pmmetafile" | "dibitmap" | "wbitmap" => {
                self.set_picture(PictureKind::Other);
            }
            _ => return false,
        }
        true
    }

    fn set_page(&mut self, number: i32) {
        if let Some(page) = codepage::numbered(number) {
            self.usual_page = page;
            self.state.page = page;
        }
    }

    fn set_picture(&mut self, kind: PictureKind) {
        if let Some(picture) = &mut self.picture {
            picture.kind = kind;
        }
    }
}
