//! Writes the generated article as the formats that are a ZIP of parts: a book, an OpenDocument text.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// Paragraphs of a chapter.
const CHAPTER: usize = 60;

/// EPUB 3, with a table of contents.
pub(crate) fn epub(paragraphs: &[&str]) -> Vec<u8> {
    let chapters = paragraphs.chunks(CHAPTER);
    let (mut items, mut spine, mut contents) = (String::new(), String::new(), String::new());
    let mut parts = Vec::new();
    for (number, chapter) in chapters.enumerate() {
        let mut page = format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{number}</title></head><body><h1>Chapitre {number}</h1>"
        );
        for words in chapter {
            writeln!(page, "<p>{}</p>", escaped(words)).expect("a string takes all");
        }
        page.push_str("</body></html>");
        write!(
            items,
            "<item id=\"c{number}\" href=\"c{number}.xhtml\" media-type=\"application/xhtml+xml\"/>"
        )
        .expect("a string takes all");
        write!(spine, "<itemref idref=\"c{number}\"/>").expect("a string takes all");
        write!(contents, "<li><a href=\"c{number}.xhtml\">Chapitre {number}</a></li>").expect("a string takes all");
        parts.push((format!("OEBPS/c{number}.xhtml"), page));
    }
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\">\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">b</dc:identifier>\
         <dc:title>Un long livre</dc:title><dc:language>fr</dc:language></metadata><manifest>{items}\
         <item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" media-type=\"application/xhtml+xml\"/></manifest>\
         <spine>{spine}</spine></package>"
    );
    let contents = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\">\
         <body><nav epub:type=\"toc\"><ol>{contents}</ol></nav></body></html>"
    );
    let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>\
         <rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let mut zip = Zip::of("application/epub+zip");
    zip.put("META-INF/container.xml", container);
    zip.put("OEBPS/content.opf", &package);
    zip.put("OEBPS/nav.xhtml", &contents);
    for (name, page) in &parts {
        zip.put(name, page);
    }
    zip.done()
}

/// An OpenDocument text.
pub(crate) fn odt(paragraphs: &[&str]) -> Vec<u8> {
    let mut body = String::new();
    for (number, words) in paragraphs.iter().enumerate() {
        let words = escaped(words);
        if number % CHAPTER == 0 {
            writeln!(body, "<text:h text:outline-level=\"1\">Chapitre {number}</text:h>").expect("a string takes all");
        }
        writeln!(body, "<text:p><text:span>{words}</text:span></text:p>").expect("a string takes all");
    }
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\">\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.text";
    let manifest = format!(
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    let mut zip = Zip::of(kind);
    zip.put("META-INF/manifest.xml", &manifest);
    zip.put("content.xml", &content);
    zip.done()
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

/// A ZIP as these formats want it: what it is comes first, as it is.
struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    fn of(kind: &str) -> Self {
        let mut zip = Self {
            bytes: Vec::new(),
            directory: Vec::new(),
            count: 0,
        };
        zip.add("mimetype", kind.as_bytes(), kind.as_bytes(), 0);
        zip
    }

    fn put(&mut self, name: &str, part: &str) {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(part.as_bytes()).expect("memory takes all");
        let packed = deflated.finish().expect("memory takes all");
        self.add(name, part.as_bytes(), &packed, 8);
    }

    /// APPNOTE.TXT, 4.3.7 and 4.3.12.
    fn add(&mut self, name: &str, part: &[u8], packed: &[u8], method: u16) {
        let mut crc = Crc::new();
        crc.update(part);
        let size = |bytes: usize| u32::try_from(bytes).expect("small").to_le_bytes();
        let mut common = Vec::new();
        common.extend_from_slice(&20_u16.to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        common.extend_from_slice(&method.to_le_bytes());
        common.extend_from_slice(&[0; 4]);
        common.extend_from_slice(&crc.sum().to_le_bytes());
        common.extend_from_slice(&size(packed.len()));
        common.extend_from_slice(&size(part.len()));
        common.extend_from_slice(&u16::try_from(name.len()).expect("short").to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        let at = size(self.bytes.len());
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&common);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(packed);
        self.directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        self.directory.extend_from_slice(&common);
        self.directory.extend_from_slice(&[0; 10]);
        self.directory.extend_from_slice(&at);
        self.directory.extend_from_slice(name.as_bytes());
        self.count += 1;
    }

    fn done(mut self) -> Vec<u8> {
        let size = |bytes: usize| u32::try_from(bytes).expect("small").to_le_bytes();
        let at = self.bytes.len();
        self.bytes.extend_from_slice(&self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend_from_slice(&self.count.to_le_bytes());
        self.bytes.extend_from_slice(&self.count.to_le_bytes());
        self.bytes.extend_from_slice(&size(self.directory.len()));
        self.bytes.extend_from_slice(&size(at));
        self.bytes.extend_from_slice(&[0, 0]);
        self.bytes
    }
}
