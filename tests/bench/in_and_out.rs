//! Import and export without a window: megabytes a second, and how the time grows with the size.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use obelus_core::article::Format;
use obelus_formats::Checked;
use obelus_formats::labels::Labels;
use obelus_formats::{Incoming, Wanted, html_out};

use crate::table::{Row, Table, exponent};
use crate::texts;

/// Bytes. The third is the article the figures in MB/s are of.
const SIZES: [usize; 5] = [100_000, 300_000, 1_000_000, 2_000_000, 4_000_000];

/// Seconds, the best of some runs: what the machine does besides can only make one slower.
fn seconds(bytes: usize, mut work: impl FnMut()) -> f64 {
    let runs = (6_000_000 / bytes).clamp(4, 20);
    let times = (0..runs).map(|_| {
        let begin = Instant::now();
        work();
        begin.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

fn row(what: &str, points: &[(f64, f64)]) -> Row {
    let (bytes, seconds) = points[2];
    let grows = exponent(points);
    // A tenth is what caches and a busy machine do to five points; anything worse than linear does more.
    Row::new(
        what,
        format!("{:.0} MB/s, grows as n^{grows:.2}", bytes / 1e6 / seconds),
    )
    .at_most(grows, 1.1, "")
}

pub(crate) fn measure(rows: &mut Table) {
    for (format, name) in [
        (Format::Text, "text"),
        (Format::Markdown, "Markdown"),
        (Format::Html, "HTML"),
    ] {
        let points = SIZES.map(|size| {
            let source = texts::article(format, "Un long article", size);
            let incoming = Incoming {
                bytes: source.as_bytes(),
                format: Some(format),
                ..Incoming::default()
            };
            let time = seconds(size, || drop(black_box(obelus_formats::read(black_box(&incoming)))));
            (source.len() as f64, time)
        });
        rows.push(row(&format!("import: 1 MB of {name}"), &points));
    }
    let labels = Labels::in_language("fr");
    let points = SIZES.map(|size| {
        let source = texts::article(Format::Markdown, "Un long article", size);
        // A mark every hundred bytes, as in the large article of the windows.
        let (article, revision, body, marks) = texts::checked(&source, u32::try_from(size / 100).expect("small"));
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
        let time = seconds(size, || drop(black_box(html_out::export(black_box(&checked), &labels))));
        (source.len() as f64, time)
    });
    rows.push(row("export: 1 MB with 10,000 marks to HTML", &points));
}
