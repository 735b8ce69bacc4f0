//! How fast files come in, as one table: megabytes of text a second, memory, how both grow, and the two large files of
//! which a person waits. `make bench`.
//!
//! Needs no window, and builds without one.

#![allow(clippy::print_stderr, reason = "what is left out is said aloud")]

mod packed;
mod peak;
mod printed;

#[path = "../table.rs"]
#[expect(dead_code, reason = "shared with the other bench, which uses more of it")]
mod table;
#[path = "../texts.rs"]
mod texts;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use obelus_core::article::Format;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, ExportFormat, Incoming, Wanted, annotated_copy};
use obelus_intake::{Intake, Limits};

use table::{Row, Table, exponent};

/// Bytes of text; the figures are of the fourth.
const SIZES: [usize; 5] = [125_000, 250_000, 500_000, 1_000_000, 2_000_000];
const SHOWN: usize = 3;
/// The book, and the pages, that a person waits for.
const WORDS: usize = 300_000;
const PAGES: usize = 500;

fn main() -> ExitCode {
    if let Some(code) = obelus_intake::be_child_if_asked() {
        return code;
    }
    if peak::is_it() {
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut rows = Table;
    for (name, write) in [
        ("docx", docx as fn(&str) -> Vec<u8>),
        ("odt", |text| packed::odt(&paragraphs(text))),
        ("epub", |text| packed::epub(&paragraphs(text))),
        ("pdf", |text| printed::pdf(&paragraphs(text), None).0),
    ] {
        growth(&mut rows, folder.path(), name, write);
    }
    let intake = Intake::in_children(Limits::default()).expect("this program can be started again");
    book(&mut rows, &intake);
    let text = texts::article(Format::Text, "Un long article", PAGES * 4_000);
    let (pages, count) = printed::pdf(&paragraphs(&text), Some(PAGES));
    large_pdf(&mut rows, &intake, &format!("a PDF of {count} pages"), &pages);
    match by_libreoffice(folder.path(), &text) {
        Some(pages) => large_pdf(&mut rows, &intake, "the same text by LibreOffice", &pages),
        None => eprintln!("skipped: the same text as LibreOffice's PDF (LibreOffice is not here)"),
    }
    ExitCode::SUCCESS
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|words| !words.is_empty())
        .collect()
}

fn docx(text: &str) -> Vec<u8> {
    let (article, revision, body, marks) = texts::checked(text, 0);
    let checked = Checked {
        article: &article,
        revision: &revision,
        body: &body,
        marks: &marks,
        pictures: &BTreeMap::new(),
        original: None,
        history: &[],
        colours: &[],
        wanted: &Wanted::default(),
    };
    annotated_copy(ExportFormat::Docx, &checked, &Labels::in_language("fr"), &[]).expect("Word takes all")
}

/// How fast a format is read, and how much memory that takes.
fn growth(rows: &mut Table, folder: &Path, name: &str, write: fn(&str) -> Vec<u8>) {
    let (mut times, mut peaks) = (Vec::new(), Vec::new());
    for size in SIZES {
        let text = texts::article(Format::Text, "Un long article", size);
        let bytes = write(&text);
        let incoming = Incoming {
            bytes: &bytes,
            ..Incoming::default()
        };
        // The best of some: what the machine does besides can only make one slower.
        let time = (0..(4_000_000 / size).clamp(3, 10))
            .map(|_| {
                let begin = Instant::now();
                drop(black_box(obelus_formats::read(black_box(&incoming))).expect("a generated article can be read"));
                begin.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        times.push((text.len() as f64, time));
        peaks.extend(peak::of(folder, &bytes).map(|peak| (text.len() as f64, peak)));
    }
    let (length, time) = times[SHOWN];
    let grows = exponent(&times);
    let figure = format!("{:.1} MB/s, grows as n^{grows:.2}", length / 1e6 / time);
    // As in the other table: a tenth is what caches and a busy machine do.
    rows.push(Row::new(format!("import: 1 MB of text as {name}"), figure).at_most(grows, 1.1, ""));
    if peaks.len() < SIZES.len() {
        return eprintln!("skipped: the memory of {name} (this system does not tell)");
    }
    let grows = exponent(&peaks);
    let figure = format!("{:.0} MB, grows as n^{grows:.2}", peaks[SHOWN].1);
    rows.push(Row::new(format!("memory: 1 MB of text as {name}"), figure).at_most(grows, 1.1, ""));
}

/// From the file to the article, in a child process as in the app; the better of two.
fn seconds(intake: &Intake, bytes: &[u8]) -> f64 {
    let incoming = Incoming {
        bytes,
        ..Incoming::default()
    };
    let once = || {
        let begin = Instant::now();
        drop(black_box(intake.read(&incoming, &|| false)).expect("a generated article can be read"));
        begin.elapsed().as_secs_f64()
    };
    once().min(once())
}

fn book(rows: &mut Table, intake: &Intake) {
    let text = texts::article(Format::Text, "Un long livre", WORDS * 8);
    let mut left = WORDS;
    let mut its = paragraphs(&text);
    its.retain(|words| {
        let count = words.split_whitespace().count();
        let is_in = left > 0;
        left = left.saturating_sub(count);
        is_in
    });
    assert_eq!(left, 0, "the text is as long as that");
    let bytes = packed::epub(&its);
    let taken = seconds(intake, &bytes);
    rows.push(Row::new("a book of 300,000 words (EPUB)", format!("{taken:.2} s")).at_most(taken, 3.0, " s"));
}

/// The text is there when all of it is; then its first page is drawn.
fn large_pdf(rows: &mut Table, intake: &Intake, name: &str, bytes: &[u8]) {
    let incoming = Incoming {
        bytes,
        ..Incoming::default()
    };
    let begin = Instant::now();
    let imported = intake
        .read(&incoming, &|| false)
        .expect("a generated article can be read");
    let whole = begin.elapsed().as_secs_f64();
    let page = intake.page(bytes, 0, 1.5, &imported.body, &|| false);
    let first = begin.elapsed().as_secs_f64();
    assert!(
        !page.expect("a page can be drawn").words.is_empty(),
        "words stand on it"
    );
    let count = imported.body.pages.len();
    rows.push(Row::new(
        format!("{name}: whole"),
        format!("{whole:.2} s, {:.1} ms a page", whole * 1e3 / count as f64),
    ));
    rows.push(
        Row::new(
            format!("{name}: its first page, read and drawn"),
            format!("{first:.2} s"),
        )
        .at_most(first, 2.0, " s"),
    );
}

/// With fonts of its own in it, a structure for screen readers, and an outline.
fn by_libreoffice(folder: &Path, text: &str) -> Option<Vec<u8>> {
    let file = folder.join("long.odt");
    std::fs::write(&file, packed::odt(&paragraphs(text))).ok()?;
    let done = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            folder.join("profile").display()
        ))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .arg(&file)
        .output();
    done.ok().filter(|done| done.status.success())?;
    std::fs::read(folder.join("long.pdf")).ok()
}
