//! Opens our files in other programs, where these are installed: LibreOffice saves Word files again, python-docx reads their
//! comments, markdown-it reads the Markdown. Where a program is missing, its test says so and passes.

#![allow(clippy::print_stderr, reason = "what is skipped is said")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use obelus_core::mark::{Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::package::Package;
use obelus_formats::{Annotation, Incoming, docx_out, markdown_out, obsidian_out, read};
use serde_json::Value;

use crate::support::Sheet;

/// A folder of its own, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("obelus-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a program prints; nothing where it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let output = match Command::new(program).args(arguments).output() {
        Ok(output) => output,
        Err(_) => {
            eprintln!("skipped: {program} is not installed");
            return None;
        }
    };
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The file as LibreOffice saves it again in a format; nothing where there is no LibreOffice.
fn saved_again(folder: &Path, file: &Path, format: &str) -> Option<Vec<u8>> {
    let again = folder.join(format);
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let (out, file) = (again.display().to_string(), file.display().to_string());
    run(
        "soffice",
        &["--headless", &profile, "--convert-to", format, "--outdir", &out, &file],
    )?;
    let saved = fs::read(again.join(format!("copy.{format}")));
    Some(saved.expect("LibreOffice opens our file and saves it"))
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

/// The passage of each comment with what it says first.
fn passages(annotations: &[Annotation], text: &obelus_core::text::Text) -> Vec<(String, String)> {
    let mut passages: Vec<(String, String)> = annotations
        .iter()
        .map(|one| {
            let words = one.remarks[0]
                .words
                .replace("<strong>", "")
                .replace("</strong>", "")
                .replace("**", "");
            let status = words.lines().next().unwrap().to_owned();
            (plain(text.slice(one.ranges[0])), plain(&status))
        })
        .collect();
    passages.sort();
    passages
}

/// Everything at once: overlaps three deep, across a heading, a list and a table, from right to left, joined characters.
fn sheet() -> Sheet {
    let mut sheet = Sheet::markdown(
        "# Le titre\n\nMicrosoft détient 49% des parts de l’entreprise.\n\n## Une liste\n\n- liste *une*\n- liste deux, [lien](http://a.b)\n\n\
         | a | b |\n|---|---|\n| cellule c | cellule d |\n\nقال سام اليوم\n\nUne famille 👩‍👩‍👧 et <b>fin</b>, note[^1].\n\n[^1]: En bas.",
    );
    let text = sheet.body.text.as_str().to_owned();
    let between = |from: &str, to: &str| {
        let at = |byte: usize| text[..byte].chars().count() as u32;
        (at(text.find(from).unwrap()), at(text.find(to).unwrap() + to.len()))
    };
    let wanted = [
        (between("Microsoft", "l’entreprise"), Status::Query, ""),
        (between("détient 49%", "des parts"), Status::Unverifiable, ""),
        (between("49%", "des parts"), Status::Wrong, "49 % des bénéfices"),
        (between("Une liste", "une"), Status::Confirmed, ""),
        (between("deux", "cellule c"), Status::Imprecise, ""),
        (between("سام", "اليوم"), Status::Opinion, "غدا"),
        (between("👩‍👩‍👧", "👩‍👩‍👧"), Status::Unchecked, ""),
        // LibreOffice refuses a file with a comment in a footnote.
        (between("En bas", "En bas"), Status::Query, ""),
    ];
    for ((start, end), status, correction) in wanted {
        let range = sheet.body.text.selection(start, end).unwrap();
        sheet.mark_ranges(
            &[range],
            Kind::claim(status),
            "Une *note*.\n\n- avec\n- une liste",
            correction,
            &["chiffres"],
        );
    }
    sheet
}

#[test]
fn libreoffice_keeps_all_comments_on_the_same_words_and_the_articles_words() {
    let folder = Folder::new("libreoffice");
    let sheet = sheet();
    let file = folder.0.join("copy.docx");
    let copy = docx_out::export(&sheet.checked(), &Labels::in_language("fr"));
    fs::write(&file, &copy).unwrap();
    let import = |bytes: &[u8]| {
        let imported = read(&Incoming {
            bytes,
            ..Incoming::default()
        })
        .unwrap();
        // OpenDocument has no room for the slip by which a copy is known.
        if let Some(copy) = imported.copy_of {
            assert!(copy.is_untouched);
            assert!(
                imported
                    .annotations
                    .iter()
                    .all(|one| one.on.is_some_and(|on| on.is_ours))
            );
        }
        match imported.before {
            Some(before) => (before.body, before.annotations),
            None => (imported.body, imported.annotations),
        }
    };
    let (body, annotations) = import(&copy);
    assert_eq!(plain(body.text.as_str()), plain(sheet.body.text.as_str()));
    let expected = passages(&annotations, &body.text);
    assert_eq!(expected.len(), sheet.marks.len());
    let Some(docx) = saved_again(&folder.0, &file, "docx") else {
        return;
    };
    assert!(
        Package::open(&docx).unwrap().has("customXml/item1.xml"),
        "the slip is kept"
    );
    let (body, annotations) = import(&docx);
    assert_eq!(plain(body.text.as_str()), plain(sheet.body.text.as_str()));
    assert_eq!(passages(&annotations, &body.text), expected);
    let Some(odt) = saved_again(&folder.0, &file, "odt") else {
        return;
    };
    let (body, annotations) = import(&odt);
    let found = passages(&annotations, &body.text);
    let statuses = |passages: &[(String, String)]| {
        let mut statuses: Vec<String> = passages.iter().map(|(_, status)| status.clone()).collect();
        statuses.sort();
        statuses
    };
    assert_eq!(statuses(&found), statuses(&expected));
    // OpenDocument keeps what was taken out apart from the text, and LibreOffice leaves the start of a comment there.
    let is_corrected = |status: &str| ["✗", "–"].iter().any(|sign| status.starts_with(sign));
    for passage in expected.iter().filter(|(_, status)| !is_corrected(status)) {
        assert!(found.contains(passage), "{passage:?} in {found:?}");
    }
}

/// Prints the comments of a file, and the words that were taken out and put in.
const PYTHON: &str = "
import json, sys, docx
from docx.oxml.ns import qn
document = docx.Document(sys.argv[1])
comments = [[c.author, c.initials, c.timestamp.isoformat(), c.text] for c in document.comments]
def words(change, tag): return [''.join(t.text for t in e.iter(qn(tag))) for e in document.element.body.iter(qn(change))]
styles = [p.style.name for p in document.paragraphs]
print(json.dumps([comments, words('w:del', 'w:delText'), words('w:ins', 'w:t'), styles, document.core_properties.title]))
";

#[test]
fn python_docx_reads_the_comments_and_the_changes() {
    let has_it = run(
        "python3",
        &[
            "-c",
            "import importlib.util as u; print(u.find_spec('docx') is not None)",
        ],
    );
    if has_it.is_none_or(|has_it| has_it.trim() != "True") {
        eprintln!("skipped: python-docx is not installed");
        return;
    }
    let folder = Folder::new("python");
    let sheet = sheet();
    let file = folder.0.join("copy.docx");
    fs::write(&file, docx_out::export(&sheet.checked(), &Labels::in_language("en"))).unwrap();
    let said = run("python3", &["-c", PYTHON, &file.display().to_string()]).unwrap();
    let said: Value = serde_json::from_str(&said).unwrap();
    let comments = said[0].as_array().unwrap();
    assert_eq!(comments.len(), sheet.marks.len());
    let wrong = comments
        .iter()
        .find(|comment| comment[3].as_str().unwrap().starts_with("✗ Wrong"))
        .unwrap();
    assert_eq!((&wrong[0], &wrong[1]), (&"CR".into(), &"CR".into()));
    assert_eq!(wrong[2], "2023-11-21T02:00:00+00:00");
    for words in [
        "Une note.",
        "une liste",
        "Suggested correction: “49 % des bénéfices”",
        "#chiffres",
    ] {
        assert!(wrong[3].as_str().unwrap().contains(words), "{wrong}");
    }
    assert_eq!(said[1], serde_json::json!(["49% des parts", "سام اليوم"]));
    assert_eq!(said[2], serde_json::json!(["49 % des bénéfices", "غدا"]));
    for style in ["Title", "Heading 2", "List Paragraph", "Normal"] {
        assert!(
            said[3].as_array().unwrap().contains(&style.into()),
            "{style} in {}",
            said[3]
        );
    }
    assert_eq!(said[4], "Le titre");
}

/// Prints the words that markdown-it finds in a file up to its last rule, without callouts and raised numbers.
const MARKDOWN_WORDS: &str = r#"
import sys
try:
    from markdown_it import MarkdownIt
except ImportError:
    print("missing"); sys.exit()
text = open(sys.argv[1], encoding="utf-8").read()
if text.startswith("---\n"):
    text = text.split("\n---\n", 1)[1]
tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
rules = [i for i, token in enumerate(tokens) if token.type == "hr"]
tokens = tokens[: rules[-1]] if rules else tokens
words, depth, callout = [], 0, None
for i, token in enumerate(tokens):
    if token.type == "blockquote_open":
        depth += 1
        if callout is None and tokens[i + 2].content.startswith("[!"):
            callout = depth
    elif token.type == "blockquote_close":
        callout = None if callout == depth else callout
        depth -= 1
    elif callout is None and token.type == "fence":
        words.append(token.content[:-1])
    elif callout is None and token.type == "inline":
        number = False
        for child in token.children:
            if child.type == "html_inline":
                number = child.content == '<sup class="mark">' or (number and child.content != "</sup>")
            elif not number and child.type in ("text", "code_inline"):
                words.append(child.content)
            elif not number and child.type in ("softbreak", "hardbreak"):
                words.append("\n")
sys.stdout.reconfigure(encoding="utf-8")
print("".join(words), end="")
"#;

#[test]
fn another_commonmark_parser_reads_the_articles_words_in_the_markdown() {
    let folder = Folder::new("markdown");
    for language in ["fr", "en"] {
        let sheet = Sheet::sample(language);
        let labels = Labels::in_language(language);
        let expected = crate::export::body_words(&sheet.body);
        for copy in [markdown_out::export, obsidian_out::export] {
            let file = folder.0.join("copy.md");
            fs::write(&file, copy(&sheet.checked(), &labels)).unwrap();
            let Some(mut words) = run("python3", &["-c", MARKDOWN_WORDS, &file.display().to_string()]) else {
                return;
            };
            if words.trim() == "missing" {
                eprintln!("skipped: markdown-it-py is not installed");
                return;
            }
            // To CommonMark alone, footnotes are words.
            for number in 1..=sheet.marks.len() {
                words = words.replace(&format!("[^{number}]"), "");
            }
            assert_eq!(words, expected);
        }
    }
}
