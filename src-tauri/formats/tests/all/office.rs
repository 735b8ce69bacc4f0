//! Reads the Word and OpenDocument files of `tests/fixtures/office` and compares the text beside each, letter for
//! letter, and its outline: blocks, looks, notes, pictures, comments, and the text before the tracked changes.
//!
//! After a change that is meant: `WRITE_OFFICE=1 cargo test -p obelus-formats office`, and look at the difference.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use obelus_core::body::{Block, Body, Leaf, Style};
use obelus_formats::{Annotation, Imported, Incoming, ReadError, read};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/office");
    let is_office = |path: &PathBuf| {
        path.extension()
            .is_some_and(|ending| ending == "docx" || ending == "odt")
    };
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(is_office).collect();
    files.sort();
    files
}

fn import(bytes: &[u8]) -> Result<Imported, ReadError> {
    read(&Incoming {
        bytes,
        ..Incoming::default()
    })
}

#[test]
fn every_office_file_is_read_into_the_text_and_the_outline_beside_it() {
    let write = std::env::var_os("WRITE_OFFICE").is_some();
    for path in files() {
        let imported = import(&fs::read(&path).unwrap()).unwrap();
        let text = imported.body.text.as_str().to_owned() + "\n";
        for (ending, found) in [("txt", text), ("outline", outline(&imported))] {
            let beside = PathBuf::from(format!("{}.{ending}", path.display()));
            if write {
                fs::write(&beside, &found).unwrap();
            }
            let kept = fs::read_to_string(&beside).unwrap_or_default();
            similar_asserts(&kept, &found, &beside);
        }
        check_pictures(&imported);
    }
}

fn similar_asserts(kept: &str, found: &str, path: &Path) {
    for (number, (kept, found)) in kept.lines().zip(found.lines()).enumerate() {
        assert_eq!(kept, found, "line {} of {}", number + 1, path.display());
    }
    assert_eq!(kept.lines().count(), found.lines().count(), "{}", path.display());
}

/// Every picture that the body names came along, and no other.
fn check_pictures(imported: &Imported) {
    let json = serde_json::to_string(&imported.body).unwrap();
    for file in &imported.pictures {
        assert!(json.contains(file.id.as_str()));
    }
    assert_eq!(json.matches("\"width\":").count() > 0, !imported.pictures.is_empty());
}

#[test]
fn an_office_file_that_is_cut_or_changed_is_read_or_refused_but_nothing_else() {
    for path in files() {
        let bytes = fs::read(&path).unwrap();
        for length in (0..bytes.len()).step_by(bytes.len() / 40) {
            assert!(import(&bytes[..length]).is_err(), "{} cut at {length}", path.display());
        }
        for at in (0..bytes.len()).step_by(bytes.len() / 60) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x41;
            if let Ok(imported) = import(&changed) {
                imported.body.check().unwrap();
            }
        }
    }
}

fn outline(imported: &Imported) -> String {
    let mut out = String::new();
    let known = [
        ("title", Some(&imported.title)),
        ("byline", imported.byline.as_ref()),
        ("language", imported.language.as_ref()),
    ];
    for (name, value) in known {
        let _ = writeln!(out, "{name}: {}", value.map_or("", String::as_str));
    }
    let _ = writeln!(out, "pictures: {}\n", imported.pictures.len());
    blocks(&imported.body, &imported.body.blocks, "", &mut out);
    for aside in &imported.body.asides {
        let _ = writeln!(
            out,
            "\nset aside before block {}:\n{}",
            aside.before,
            aside.text.as_str()
        );
    }
    annotations(&imported.body, &imported.annotations, &mut out);
    if let Some(before) = &imported.before {
        let _ = writeln!(
            out,
            "\nbefore {} insertions and {} deletions:",
            before.inserted, before.deleted
        );
        blocks(&before.body, &before.body.blocks, "", &mut out);
        annotations(&before.body, &before.annotations, &mut out);
    }
    out
}

fn annotations(body: &Body, annotations: &[Annotation], out: &mut String) {
    for annotation in annotations {
        let words: Vec<&str> = annotation.ranges.iter().map(|range| body.text.slice(*range)).collect();
        let done = if annotation.done { " (done)" } else { "" };
        let _ = writeln!(out, "\n⟦{}⟧{done}", words.join("⟧ ⟦").replace('\n', "⏎"));
        for remark in &annotation.remarks {
            let by = remark.author.as_deref().unwrap_or("nobody");
            let at = remark.time.map_or(0, |time| time.0);
            let _ = writeln!(out, "  {by}, {at}: {}", remark.words.replace('\n', "⏎"));
        }
    }
}

fn blocks(body: &Body, all: &[Block], indent: &str, out: &mut String) {
    let inner = format!("{indent}  ");
    for block in all {
        let _ = match block {
            Block::Heading { level, leaf } => writeln!(out, "{indent}h{level} {}", words(body, leaf)),
            Block::Paragraph { leaf } => writeln!(out, "{indent}p {}", words(body, leaf)),
            Block::Code { leaf, .. } => writeln!(out, "{indent}code {}", words(body, leaf)),
            Block::Rule => writeln!(out, "{indent}rule"),
            Block::Quote { blocks: quoted } => {
                let _ = writeln!(out, "{indent}quote");
                blocks(body, quoted, &inner, out);
                Ok(())
            }
            Block::Footnote { label, blocks: note } => {
                let _ = writeln!(out, "{indent}note {label}");
                blocks(body, note, &inner, out);
                Ok(())
            }
            Block::Figure { image, caption } => {
                let size = image.picture.as_ref().map(|picture| (picture.width, picture.height));
                let _ = writeln!(out, "{indent}figure “{}” {size:?}", image.alt);
                blocks(body, caption, &inner, out);
                Ok(())
            }
            Block::List { first, items } => {
                let _ = writeln!(out, "{indent}list {first:?}");
                for item in items {
                    let _ = writeln!(out, "{indent} -");
                    blocks(body, &item.blocks, &inner, out);
                }
                Ok(())
            }
            Block::Table { rows } => {
                let _ = writeln!(out, "{indent}table");
                for row in rows {
                    let _ = writeln!(out, "{indent} row");
                    for cell in &row.cells {
                        let kind = if cell.heading { "head" } else { "cell" };
                        let align = cell.align.map(|align| format!(" {align:?}")).unwrap_or_default();
                        let _ = writeln!(out, "{inner}{kind} {}×{}{align}", cell.columns, cell.rows);
                        blocks(body, &cell.blocks, &format!("{inner}  "), out);
                    }
                }
                Ok(())
            }
        };
    }
}

/// The words of a leaf, with what is over them: `⟨strong words⟩`.
fn words(body: &Body, leaf: &Leaf) -> String {
    let mut out = String::new();
    for at in leaf.start..=leaf.end {
        let ends = leaf.spans.iter().filter(|span| span.end == at && span.start < at);
        ends.for_each(|_| out.push('⟩'));
        for span in leaf.spans.iter().filter(|span| span.start == at) {
            let name = match &span.style {
                Style::Link { href } => href.as_str().to_owned(),
                Style::Ruby { reading } => format!("ruby {reading}"),
                Style::FootnoteReference { label } => format!("note {label}"),
                Style::Image { image } => format!("image “{}” {}", image.alt, image.picture.is_some()),
                style => format!("{style:?}").to_lowercase(),
            };
            let _ = write!(out, "⟨{name}{}", if span.end > at { " " } else { "⟩" });
        }
        if at < leaf.end {
            out.push_str(&body.text.between(at, at + 1).replace('\n', "⏎"));
        }
    }
    out
}
