//! Annotated copies: how long an article of a hundred pages takes in each format, how that grows, how large the file is.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use obelus_core::article::{Article, Format, Revision};
use obelus_core::body::Body;
use obelus_core::mark::Mark;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, ExportFormat, Wanted, annotated_copy, first_page};

use crate::table::{Row, Table, exponent};
use crate::texts;

/// Bytes of the article; the third is a hundred pages of five hundred words, with two thousand marks.
const SIZES: [usize; 4] = [75_000, 150_000, 300_000, 600_000];
const PAGES: usize = 2;
const BYTES_A_MARK: usize = 150;

pub(crate) fn measure(rows: &mut Table) {
    let labels = Labels::in_language("fr");
    let sheets = SIZES.map(|size| {
        let source = texts::article(Format::Markdown, "Un long article", size);
        texts::checked(&source, u32::try_from(size / BYTES_A_MARK).expect("small"))
    });
    // The original is for articles that came from a PDF file.
    for format in ExportFormat::ALL
        .into_iter()
        .filter(|format| *format != ExportFormat::PdfOriginal)
    {
        let mut length = 0;
        let points: Vec<(f64, f64)> = sheets
            .iter()
            .enumerate()
            .map(|(at, (article, revision, body, marks))| {
                let checked = Checked {
                    article,
                    revision,
                    body,
                    marks,
                    pictures: &BTreeMap::new(),
                    original: None,
                    history: &[],
                    colours: &[],
                    wanted: &Wanted::default(),
                };
                // The best of three: what the machine does besides can only make one slower.
                let times = (0..3).map(|_| {
                    let begin = Instant::now();
                    let copy =
                        annotated_copy(format, black_box(&checked), &labels, &[]).expect("any article can be written");
                    if at == PAGES {
                        length = black_box(copy).len();
                    }
                    begin.elapsed().as_secs_f64()
                });
                let time = times.fold(f64::INFINITY, f64::min);
                (SIZES[at] as f64, time)
            })
            .collect();
        let (seconds, grows) = (points[PAGES].1, exponent(&points));
        let figure = format!("{seconds:.2} s, {} KB, n^{grows:.2}", length / 1_000);
        let what = format!("copy: 100 pages, 2,000 marks to {}", format.kind());
        rows.push(Row::new(&what, figure).at_most(seconds, 3.0, " s"));
    }
    first_page_of_pages(rows, &labels, &sheets[PAGES]);
}

/// What is seen before the file is written: only the beginning of the article is set.
fn first_page_of_pages(
    rows: &mut Table,
    labels: &Labels,
    (article, revision, body, marks): &(Article, Revision, Body, Vec<Mark>),
) {
    let checked = Checked {
        article,
        revision,
        body,
        marks,
        pictures: &BTreeMap::new(),
        original: None,
        history: &[],
        colours: &[],
        wanted: &Wanted::default(),
    };
    let times = (0..3).map(|_| {
        let begin = Instant::now();
        let page = first_page(ExportFormat::Pdf, black_box(&checked), labels, &[], 1.0);
        black_box(page.expect("any article can be looked at"));
        begin.elapsed().as_secs_f64()
    });
    let seconds = times.fold(f64::INFINITY, f64::min);
    let figure = format!("{seconds:.2} s");
    rows.push(Row::new("copy: 100 pages, 2,000 marks, the first page seen", figure).at_most(seconds, 0.5, " s"));
}
