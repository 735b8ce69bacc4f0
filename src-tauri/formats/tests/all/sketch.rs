//! Draws an imported article as lines of text, so that what a fixture must become can be read beside it.
//!
//! `‹em words›` is inline structure, `⏎` and `⇥` are a line break and a tab in the text, `[^1]` refers to a note.
//!
//! After a change that is meant: `WRITE_SKETCHES=1 cargo test -p obelus-formats`, and look at the difference.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use obelus_core::body::{Block, Body, Image, Leaf, Style};
use obelus_formats::{Annotation, Imported};

/// The files of a folder of `tests/fixtures`, in order, but not the sketches.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_sketch = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "sketch");
    let mut files: Vec<PathBuf> = entries.filter(|path| !is_sketch(path)).collect();
    files.sort();
    files
}

/// Each file of a folder becomes the sketch kept beside it.
pub(crate) fn check_folder(folder: &str, import: impl Fn(&Path) -> Imported) {
    let mut wrong = Vec::new();
    for path in files(folder) {
        let imported = import(&path);
        imported.body.check().unwrap();
        if let Some(before) = &imported.before {
            before.body.check().unwrap();
        }
        let sketched = sketch(&imported);
        let beside = PathBuf::from(format!("{}.sketch", path.display()));
        if std::env::var_os("WRITE_SKETCHES").is_some() {
            fs::write(&beside, &sketched).unwrap();
        }
        if fs::read_to_string(&beside).unwrap_or_default() != sketched {
            wrong.push(format!("{}:\n{sketched}", beside.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// All of an article: what is known of it, its body, its comments.
pub(crate) fn sketch(imported: &Imported) -> String {
    let mut out = String::new();
    let known = [
        ("title", Some(&imported.title)),
        ("byline", imported.byline.as_ref()),
        ("site", imported.site.as_ref()),
        ("published", imported.published.as_ref()),
        ("url", imported.url.as_ref()),
        ("language", imported.language.as_ref()),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    }
    for (name, count) in [
        ("replaced", imported.replaced as usize),
        ("pictures", imported.pictures.len()),
    ] {
        if count > 0 {
            let _ = writeln!(out, "{name}: {count}");
        }
    }
    out.push('\n');
    out.push_str(&body(&imported.body));
    out.push_str(&annotations(&imported.body, &imported.annotations));
    if let Some(before) = &imported.before {
        let _ = writeln!(
            out,
            "\n=== before {} put in, {} taken out\n",
            before.inserted, before.deleted
        );
        out.push_str(&body(&before.body));
        out.push_str(&annotations(&before.body, &before.annotations));
    }
    out
}

pub(crate) fn body(body: &Body) -> String {
    let mut out = String::new();
    for (index, block) in body.blocks.iter().enumerate() {
        for aside in body.asides.iter().filter(|aside| aside.before as usize == index) {
            let _ = writeln!(out, "(aside: {})", shown(aside.text.as_str()));
        }
        draw(body, block, "", &mut out);
    }
    for page in &body.pages {
        let _ = writeln!(out, "(page {} at {})", page.name, page.start);
    }
    out
}

fn annotations(body: &Body, annotations: &[Annotation]) -> String {
    let mut out = String::new();
    for annotation in annotations {
        let quotes: Vec<&str> = annotation.ranges.iter().map(|range| body.text.slice(*range)).collect();
        let _ = writeln!(
            out,
            "\n@ {}{}",
            shown(&quotes.join(" … ")),
            if annotation.done { " (done)" } else { "" }
        );
        for remark in &annotation.remarks {
            let author = remark.author.as_deref().unwrap_or("?");
            let time = remark
                .time
                .map_or(String::new(), |time| format!(" {}", time.0 / 60_000));
            let _ = writeln!(out, "  {author}{time}: {}", shown(&remark.words));
        }
    }
    out
}

fn draw(body: &Body, block: &Block, indent: &str, out: &mut String) {
    let inner = |blocks: &[Block], first: &str, rest: &str, out: &mut String| {
        let mut all = String::new();
        blocks.iter().for_each(|block| draw(body, block, "", &mut all));
        for (index, line) in all.lines().enumerate() {
            let _ = writeln!(out, "{indent}{}{line}", if index == 0 { first } else { rest });
        }
        if blocks.is_empty() {
            let _ = writeln!(out, "{indent}{first}");
        }
    };
    match block {
        Block::Heading { level, leaf } => {
            let _ = writeln!(out, "{indent}{} {}", "#".repeat(usize::from(*level)), words(body, leaf));
        }
        Block::Paragraph { leaf } => {
            let _ = writeln!(out, "{indent}{}", words(body, leaf));
        }
        Block::Code { language, leaf } => {
            let _ = writeln!(out, "{indent}```{}", language.as_deref().unwrap_or_default());
            for line in body.text.between(leaf.start, leaf.end).split('\n') {
                let _ = writeln!(out, "{indent}{line}");
            }
            let _ = writeln!(out, "{indent}```");
        }
        Block::Quote { blocks } => inner(blocks, "> ", "> ", out),
        Block::List { first, items } => {
            for (index, item) in items.iter().enumerate() {
                let sign = first.map_or("- ".to_owned(), |first| format!("{}. ", first as usize + index));
                inner(&item.blocks, &sign, "    ", out);
            }
        }
        Block::Table { rows } => {
            for row in rows {
                let _ = write!(out, "{indent}|");
                for cell in &row.cells {
                    let mut all = String::new();
                    cell.blocks.iter().for_each(|block| draw(body, block, "", &mut all));
                    let span = match (cell.columns, cell.rows) {
                        (1, 1) => String::new(),
                        (columns, rows) => format!("{columns}×{rows} "),
                    };
                    let align = cell
                        .align
                        .map_or(String::new(), |align| format!("{align:?} ").to_lowercase());
                    let heading = if cell.heading { "! " } else { "" };
                    let _ = write!(out, " {heading}{span}{align}{} |", all.trim_end().replace('\n', " ¶ "));
                }
                out.push('\n');
            }
        }
        Block::Figure { image, caption } => {
            let _ = writeln!(out, "{indent}{}", picture(image));
            if !caption.is_empty() {
                inner(caption, "  ", "  ", out);
            }
        }
        Block::Footnote { label, blocks } => inner(blocks, &format!("[^{label}]: "), "    ", out),
        Block::Rule => {
            let _ = writeln!(out, "{indent}---");
        }
    }
}

fn words(body: &Body, leaf: &Leaf) -> String {
    let mut out = String::new();
    let mut ends: Vec<u32> = Vec::new();
    let mut spans = leaf.spans.iter().peekable();
    for at in leaf.start..=leaf.end {
        while ends.last() == Some(&at) {
            ends.pop();
            out.push('›');
        }
        while let Some(span) = spans.next_if(|span| span.start == at) {
            match &span.style {
                Style::FootnoteReference { label } => {
                    let _ = write!(out, "[^{label}]");
                }
                Style::Image { image } => out.push_str(&picture(image)),
                style => {
                    let _ = write!(out, "‹{} ", name(style));
                    ends.push(span.end);
                }
            }
        }
        if at < leaf.end {
            out.push_str(&shown(body.text.between(at, at + 1)));
        }
    }
    out
}

fn name(style: &Style) -> String {
    match style {
        Style::Emphasis => "em".to_owned(),
        Style::Strong => "strong".to_owned(),
        Style::Strike => "strike".to_owned(),
        Style::Underline => "u".to_owned(),
        Style::Code => "code".to_owned(),
        Style::Superscript => "sup".to_owned(),
        Style::Subscript => "sub".to_owned(),
        Style::Small => "small".to_owned(),
        Style::Link { href } => format!("a {}", href.as_str()),
        Style::Ruby { reading } => format!("ruby {reading}"),
        Style::FootnoteReference { .. } | Style::Image { .. } => String::new(),
    }
}

fn picture(image: &Image) -> String {
    let size = image
        .picture
        .as_ref()
        .map(|picture| format!(" {}×{}", picture.width, picture.height));
    format!("‹image {}{}›", image.alt, size.unwrap_or_default())
}

fn shown(words: &str) -> String {
    words.replace('\n', "⏎").replace('\t', "⇥")
}
