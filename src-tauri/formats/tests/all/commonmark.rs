//! Reads the examples of the CommonMark specification, and holds each against what its own HTML is read into.
//!
//! The HTML goes through the reader of pages, the Markdown through its own: both must end in the same blocks.

use std::fs;
use std::path::Path;

use obelus_core::article::Format;
use obelus_core::body::{Block, Body};
use obelus_formats::{Incoming, ReadError, read};
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    section: String,
    markdown: String,
    html: String,
}

/// Examples whose words or blocks are other ones on purpose, by their number from 1, and why.
const OTHER: &[(usize, &str)] = &[
    (20, "its HTML escapes a sign of the address"),
    (148, "a block of HTML that is cut by a blank line is read in two pieces"),
    (167, "an element that stands around paragraphs ends with its line"),
    (346, "its HTML escapes a sign of the address"),
    (526, "its HTML escapes a sign of the address"),
    (538, "its HTML escapes a sign of the address"),
    (603, "its HTML escapes a sign of the address"),
    (606, "a bare address is a link"),
    (608, "a bare address is a link"),
    (611, "a bare address is a link"),
    (612, "a bare address is a link"),
    (
        629,
        "in HTML there are no CDATA sections: a browser shows the rest of this one",
    ),
];

fn examples() -> Vec<Example> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/commonmark/examples.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The body, or nothing where no word is left.
fn body(source: &str, format: Format) -> Option<Body> {
    match read(&Incoming {
        bytes: source.as_bytes(),
        format: Some(format),
        verbatim: format == Format::Html,
        ..Incoming::default()
    }) {
        Ok(imported) => Some(imported.body),
        Err(ReadError::Empty) => None,
        Err(error) => panic!("{error}: {source}"),
    }
}

/// The blocks in words, without pictures: an address within the specification's site is none that can be followed.
fn shape(body: Option<&Body>) -> String {
    let Some(body) = body else { return String::new() };
    let blocks: Vec<&Block> = body
        .blocks
        .iter()
        .filter(|block| !matches!(block, Block::Figure { .. }))
        .collect();
    format!("{:?}\n{blocks:#?}", body.text.as_str())
}

#[test]
fn every_example_of_the_specification_is_read_as_its_html_is() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut faults = Vec::new();
    for (index, example) in examples.iter().enumerate() {
        let number = index + 1;
        let (markdown, html) = (
            body(&example.markdown, Format::Markdown),
            body(&example.html, Format::Html),
        );
        let same = shape(markdown.as_ref()) == shape(html.as_ref());
        let meant = OTHER.iter().any(|(other, _)| *other == number);
        if same == meant {
            faults.push(format!(
                "{number} ({}): {:?}\nMarkdown {}\nHTML {}",
                example.section,
                example.markdown,
                shape(markdown.as_ref()),
                shape(html.as_ref())
            ));
        }
    }
    let numbers: Vec<&str> = faults
        .iter()
        .map(|fault| fault.split(':').next().unwrap_or_default())
        .collect();
    assert!(
        faults.is_empty(),
        "{} of 652: {numbers:#?}\n{}",
        faults.len(),
        faults.join("\n\n")
    );
}
