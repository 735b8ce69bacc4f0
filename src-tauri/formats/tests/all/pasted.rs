//! Copies checked articles for a mail, and pastes them back.

use obelus_core::article::Format;
use obelus_core::mark::{Colour, Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::{Incoming, paste_out, read};

use crate::support::{Sheet, no_active_markup};

fn pasted(sheet: &Sheet) -> String {
    paste_out::export(&sheet.checked(), &Labels::in_language("fr")).html
}

#[test]
fn what_is_pasted_has_the_words_and_every_finding() {
    let sheet = Sheet::sample("fr");
    let html = pasted(&sheet);
    let came = read(&Incoming {
        bytes: html.as_bytes(),
        format: Some(Format::Html),
        verbatim: true,
        ..Incoming::default()
    });
    let words = came.unwrap().body.text.as_str().to_owned();
    for mark in &sheet.marks {
        let quote = &mark.places[0].quote;
        assert!(words.contains(quote.as_str()), "{quote}");
    }
    assert!(words.contains("directrice technique"));
    assert!(words.contains("✗ Faux"));
}

#[test]
fn no_look_needs_a_style_sheet_and_nothing_is_active() {
    let mut sheet =
        Sheet::markdown("# <script>\n\nUn [lien](https://a.example) et ![une image](x.png).[^1]\n\n[^1]: Note.");
    sheet.mark(
        "Un lien",
        Kind::claim(Status::Wrong),
        "</p><script>alert(1)</script>",
        "\"><img src=x onerror=y>",
        &["<b>"],
    );
    sheet.mark("et", Kind::Highlight { colour: Colour::Pink }, "", "", &[]);
    let html = pasted(&sheet);
    assert!(!html.contains(" class=\"") || !html.contains("<style"), "{html}");
    assert!(html.contains("<mark style=\"background-color:#FBDCD8"), "{html}");
    assert!(html.contains("<sup>[1]</sup>"), "{html}");
    assert!(html.contains("une image"), "{html}");
    no_active_markup(&html);
}

#[test]
fn the_lines_of_a_poem_stay_lines() {
    let html = pasted(&Sheet::text("Un vers\n  et un autre"));
    assert!(
        html.contains("<p style=\"white-space:pre-wrap\" dir=\"auto\">Un vers\n  et un autre</p>"),
        "{html}"
    );
}
