//! Writes the generated article as a PDF: pages of lines, with running heads and page numbers.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Characters of a line, and lines of a page.
const LINE: usize = 82;
const LINES: usize = 44;

/// The lines of the article, a blank one between paragraphs.
fn lines(paragraphs: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for words in paragraphs {
        let mut line = String::new();
        for word in words.split_whitespace() {
            if !line.is_empty() && line.chars().count() + word.chars().count() >= LINE {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
        lines.push(String::new());
    }
    lines
}

/// Of the whole article, or of as many pages as are wanted, with as many as there are.
pub(crate) fn pdf(paragraphs: &[&str], most: Option<usize>) -> (Vec<u8>, usize) {
    let lines = lines(paragraphs);
    let sheets: Vec<&[String]> = lines.chunks(LINES).take(most.unwrap_or(usize::MAX)).collect();
    let mut file = File {
        bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        places: Vec::new(),
    };
    let kids: Vec<String> = (0..sheets.len()).map(|nth| format!("{} 0 R", 4 + 2 * nth)).collect();
    file.object(b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>");
    file.object(format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")).as_bytes());
    file.object(b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>");
    for (nth, sheet) in sheets.iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * nth
        );
        file.object(page.as_bytes());
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&content(sheet, nth + 1)).expect("memory takes all");
        let packed = packed.finish().expect("memory takes all");
        let mut stream = format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", packed.len()).into_bytes();
        stream.extend_from_slice(&packed);
        stream.extend_from_slice(b"\nendstream");
        file.object(&stream);
    }
    (file.done(), sheets.len())
}

/// What is drawn on a page (ISO 32000-2, 9.4).
fn content(sheet: &[String], number: usize) -> Vec<u8> {
    let mut out =
        b"BT /F 9 Tf 1 0 0 1 60 800 Tm (Un long article) Tj ET BT /F 11 Tf 15 TL 1 0 0 1 60 770 Tm\n".to_vec();
    for line in sheet {
        out.push(b'(');
        for character in line.chars() {
            match character {
                '’' => out.push(0x92),
                '(' | ')' | '\\' => out.extend_from_slice(&[b'\\', character as u8]),
                other => out.push(u8::try_from(u32::from(other)).unwrap_or(b'?')),
            }
        }
        out.extend_from_slice(b") ' \n");
    }
    out.extend_from_slice(format!("ET BT /F 9 Tf 1 0 0 1 290 40 Tm ({number}) Tj ET").as_bytes());
    out
}

struct File {
    bytes: Vec<u8>,
    /// Where each object begins.
    places: Vec<usize>,
}

impl File {
    fn object(&mut self, what: &[u8]) {
        self.places.push(self.bytes.len());
        let head = format!("{} 0 obj\n", self.places.len());
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(what);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    fn done(mut self) -> Vec<u8> {
        let at = self.bytes.len();
        let count = self.places.len() + 1;
        let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for place in &self.places {
            table.push_str(&format!("{place:010} 00000 n \n"));
        }
        table.push_str(&format!(
            "trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
        ));
        self.bytes.extend_from_slice(table.as_bytes());
        self.bytes
    }
}
