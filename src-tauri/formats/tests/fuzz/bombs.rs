//! Small files that would become large, deep or endless: each is refused, or read for what it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use obelus_core::article::Format;
use obelus_formats::{Imported, Incoming, ReadError, read};

use crate::check;
use crate::container::zip;

fn open(bytes: &[u8], name: &str) -> Result<Imported, ReadError> {
    let imported = read(&Incoming {
        bytes,
        name: Some(name),
        ..Incoming::default()
    });
    if let Ok(imported) = &imported {
        check(imported);
    }
    imported
}

fn refused(bytes: &[u8], name: &str) {
    let read = open(bytes, name);
    assert!(read.is_err(), "{name} was read: {:?}", read.map(|read| read.title));
}

const DOCUMENT: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn docx(document: &str) -> Vec<u8> {
    let relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>";
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", document),
    ];
    zip(&parts.map(|(name, words)| (name.to_owned(), words.as_bytes().to_vec())))
}

fn odt(content: &str) -> Vec<u8> {
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
    ];
    zip(&parts.map(|(name, words)| (name.to_owned(), words.as_bytes().to_vec())))
}

fn epub(chapter: &str) -> Vec<u8> {
    let package = "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>";
    book(package, &[("a.xhtml", chapter)])
}

fn book(package: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let container = "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile full-path='b.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
    let own = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("b.opf", package),
    ];
    let whole = own.iter().chain(parts);
    zip(&whole
        .map(|&(name, words)| (name.to_owned(), words.as_bytes().to_vec()))
        .collect::<Vec<_>>())
}

/// Entities of entities: ten to the ninth laughs.
fn laughs(root: &str) -> String {
    let mut entities = String::from("<!ENTITY l0 'lol'>");
    for level in 1..10 {
        entities += &format!("<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10));
    }
    format!(
        "<?xml version='1.0'?><!DOCTYPE x [{entities}]>{}",
        root.replace("LAUGH", "&l9;")
    )
}

#[test]
fn a_billion_laughs_are_not_laughed() {
    let document = format!(
        "<w:document xmlns:w='{DOCUMENT}'><w:body><w:p><w:r><w:t>LAUGH</w:t></w:r></w:p></w:body></w:document>"
    );
    refused(&docx(&laughs(&document)), "a.docx");
    refused(
        &odt(&laughs(
            "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text><text:p>LAUGH</text:p></office:text></office:body></office:document-content>",
        )),
        "a.odt",
    );
    for (bytes, name) in [
        (
            epub(&laughs(
                "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>LAUGH mot</p></body></html>",
            )),
            "a.epub",
        ),
        (
            laughs("<html><body><p>LAUGH mot</p></body></html>").into_bytes(),
            "a.html",
        ),
    ] {
        if let Ok(imported) = open(&bytes, name) {
            assert!(imported.body.text.len() < 10_000, "{name} laughs");
        }
    }
}

#[test]
fn elements_in_elements_without_end_are_refused() {
    let deep = |open: &str, close: &str, count: usize| format!("{}mot{}", open.repeat(count), close.repeat(count));
    let body = |inner: &str| format!("<w:document xmlns:w='{DOCUMENT}'><w:body>{inner}</w:body></w:document>");
    refused(
        &docx(&body(&deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 50_000))),
        "a.docx",
    );
    refused(
        &docx(&body(&deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 20_000))),
        "a.docx",
    );
    refused(
        &odt(&deep("<text:section xmlns:text='t'>", "</text:section>", 50_000)),
        "a.odt",
    );
    refused(&epub(&deep("<div>", "</div>", 100_000)), "a.epub");
    refused(deep("<div>", "</div>", 100_000).as_bytes(), "a.html");
    let _ = open(
        deep("{\\b ", "}", 100_000).replacen('{', "{\\rtf1 {", 1).as_bytes(),
        "a.rtf",
    );
    let _ = open(
        format!(
            "%PDF-1.7\n1 0 obj\n{}\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF",
            "[".repeat(10_000)
        )
        .as_bytes(),
        "a.pdf",
    );
    let _ = open(
        format!(
            "%PDF-1.7\n1 0 obj\n{}\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF",
            "<</A ".repeat(10_000)
        )
        .as_bytes(),
        "a.pdf",
    );
}

#[test]
fn pages_that_hold_themselves_end() {
    let pages = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 99999999/Kids[2 0 R 2 0 R 2 0 R]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 3>>\n%%EOF";
    let _ = open(pages.as_bytes(), "a.pdf");
    let form = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R>>\nendobj\n4 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 11>>\nstream\n/F Do /F Do\nendstream\nendobj\n5 0 obj\n<</Length 5>>\nstream\n/F Do\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\n%%EOF";
    let _ = open(form.as_bytes(), "a.pdf");
}

#[test]
fn a_container_within_a_container_is_no_article() {
    let mut bytes = docx("<x/>");
    for _ in 0..20 {
        bytes = zip(&[("a.zip".to_owned(), bytes)]);
    }
    refused(&bytes, "a.docx");
    // A container that is its own relation, and relations that lead round.
    let relations =
        "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='_rels/.rels'/></Relationships>";
    let round = zip(&[
        ("_rels/.rels".to_owned(), relations.as_bytes().to_vec()),
        ("word/a".to_owned(), Vec::new()),
    ]);
    let _ = open(&round, "a.docx");
}

#[test]
fn a_book_whose_order_or_contents_have_no_end_is_read_or_refused() {
    let package = |spine: &str| {
        format!(
            "<package><manifest><item id='n' href='n.xhtml' properties='nav'/><item id='x' href='x.ncx' media-type='application/x-dtbncx+xml'/><item id='a' href='a.xhtml'/></manifest><spine toc='x'>{spine}</spine></package>"
        )
    };
    let chapter = "<html><body><h1>Un</h1><p>Un mot.</p></body></html>";
    let once = package("<itemref idref='a'/>");
    let words = |bytes: &[u8]| open(bytes, "a.epub").map(|book| book.body.text.as_str().matches("Un mot.").count());

    // The same chapter over and over is read once.
    let again = package(&"<itemref idref='a'/>".repeat(400_000));
    assert_eq!(words(&book(&again, &[("a.xhtml", chapter)])), Ok(1));

    // Contents that stand in one another, lead to themselves, or name the same place ten thousand times.
    let deep = |open: &str, close: &str, count: usize| format!("{}{}", open.repeat(count), close.repeat(count));
    let nav = |inner: &str| format!("<html><body><nav epub:type='toc'>{inner}</nav></body></html>");
    let ncx = |inner: &str| format!("<ncx><navMap>{inner}</navMap></ncx>");
    let point = "<navPoint><navLabel><text>Un</text></navLabel><content src='x.ncx#a'/>";
    for (name, contents) in [
        (
            "n.xhtml",
            nav(&deep("<ol><li><a href='a.xhtml'>Un</a>", "</li></ol>", 10_000)),
        ),
        (
            "n.xhtml",
            nav(&format!(
                "<ol>{}</ol>",
                "<li><a href='n.xhtml'>Un</a></li>".repeat(10_000)
            )),
        ),
        ("x.ncx", ncx(&deep(point, "</navPoint>", 10_000))),
        ("x.ncx", ncx(&format!("{point}</navPoint>").repeat(10_000))),
    ] {
        assert_eq!(
            words(&book(&once, &[(name, &contents), ("a.xhtml", chapter)])),
            Ok(1),
            "{name}"
        );
    }
}

#[test]
fn a_saved_page_of_parts_without_end_is_refused() {
    let head = |boundary: usize| format!("Content-Type: multipart/related; boundary={boundary}\n\n--{boundary}\n");
    let saved = |parts: &str| format!("MIME-Version: 1.0\n{}{parts}", head(0)).into_bytes();
    let nested: String = (1..10_000).map(head).collect();
    refused(&saved(&nested), "a.mhtml");
    let part = "Content-Type: text/html\n\n<p>Un mot.\n--0\n";
    refused(&saved(&part.repeat(20_000)), "a.mhtml");
    let twice = open(&saved(&part.repeat(2)), "a.mhtml").map(|page| page.body.text.as_str().to_owned());
    assert_eq!(twice.as_deref(), Ok("Un mot."));
    // One boundary begins the other: all of it is looked at once.
    refused(&saved(&head(0).repeat(20_000)), "a.mhtml");
}

/// A picture of a few bytes that claims to have 65,535 × 65,535 pixels.
fn gigapixel_gif() -> Vec<u8> {
    let mut gif =
        b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;".to_vec();
    gif.extend([0; 16]);
    gif
}

#[test]
fn a_picture_that_claims_to_be_enormous_is_left_out() {
    let chapter =
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Un mot.</p><img src='a.gif' alt='immense'/></body></html>";
    let mut parts = crate::container::parts(&epub(chapter));
    parts.push(("a.gif".to_owned(), gigapixel_gif()));
    for (bytes, name) in [
        (zip(&parts), "a.epub"),
        (
            format!(
                "<p>Un mot.</p><img alt=immense src='data:image/gif;base64,{}'>",
                BASE64.encode(gigapixel_gif())
            )
            .into_bytes(),
            "a.html",
        ),
    ] {
        if let Ok(imported) = open(&bytes, name) {
            assert!(imported.pictures.is_empty(), "{name}");
        }
    }
}

#[test]
fn long_texts_without_a_break_are_read() {
    for (bytes, format) in [
        ("a".repeat(500_000), Format::Text),
        ("a\n".repeat(60_000), Format::Text),
        ("- a\n".repeat(25_000), Format::Text),
        ("> ".repeat(50_000), Format::Text),
        ("Publicité\nLire aussi : a\n\nUne phrase.\n".repeat(4_000), Format::Text),
        ("Sur le même sujet\nUn titre de quatre mots\nUne phrase assez longue pour être de la prose, sans aucun doute possible ici.\n".repeat(1_000), Format::Text),
        ("  * a\n    * b\n".repeat(6_000), Format::Text),
        ("mot ".repeat(200_000), Format::Markdown),
        ("|a".repeat(50_000), Format::Markdown),
        ("[a](".repeat(20_000), Format::Markdown),
    ] {
        let imported = read(&Incoming { bytes: bytes.as_bytes(), format: Some(format), ..Incoming::default() });
        check(&imported.unwrap());
    }
}
