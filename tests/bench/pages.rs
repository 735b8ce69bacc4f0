//! Finding the article in a page: how much of it, how little else, and how fast, beside two known tools in the same run.
//!
//! The pages are those of `tests/fixtures/pages/labelled`, or of the folder that `OBELUS_PAGES` names: `NAME.html` with
//! the article's words in `NAME.txt`. Measured as F1 on words, averaged over the pages.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use obelus_formats::Incoming;
use serde_json::Value;

use crate::table::{Row, Table};

/// What is installed for the comparison, and nothing else uses.
const PYTHON_PACKAGES: [&str; 2] = ["trafilatura==2.3.1", "lxml_html_clean"];

struct Page {
    name: String,
    bytes: Vec<u8>,
    expected: String,
}

/// F1 from 0 to 1, and milliseconds a page.
struct Result {
    f1: f64,
    ms: f64,
}

pub(crate) fn measure(rows: &mut Table) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        std::env::var_os("OBELUS_PAGES").map_or_else(|| here.join("tests/fixtures/pages/labelled"), PathBuf::from);
    let pages = pages(&folder);
    if pages.is_empty() {
        eprintln!("skipped: no labelled pages in {}", folder.display());
        return;
    }
    let ours = obelus(&pages);
    rows.push(shown(&format!("the article of {} pages, Obelus", pages.len()), &ours));
    let readability = by_readability(here, &folder).map(|said| judged(&pages, &said));
    let trafilatura = by_trafilatura(here, &folder).map(|said| judged(&pages, &said));
    for (name, peer) in [
        ("Readability.js with jsdom", &readability),
        ("Trafilatura", &trafilatura),
    ] {
        if let Some(peer) = peer {
            rows.push(shown(&format!("the same by {name}"), peer));
            rows.push(
                Row::new(format!("F1 above {name}"), format!("{:+.4}", ours.f1 - peer.f1)).at_least(
                    ours.f1 - peer.f1,
                    0.0,
                    "",
                ),
            );
        }
    }
    if let Some(peer) = readability {
        let times = peer.ms / ours.ms;
        rows.push(Row::new("time of Readability.js to Obelus", format!("{times:.0} ×")).at_least(times, 10.0, " ×"));
    }
}

fn shown(what: &str, result: &Result) -> Row {
    Row::new(what, format!("F1 {:.4}, {:.1} ms a page", result.f1, result.ms))
}

fn pages(folder: &Path) -> Vec<Page> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut pages: Vec<Page> = entries
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "html"))
        .filter_map(|entry| {
            Some(Page {
                name: entry.file_name().to_string_lossy().into_owned(),
                bytes: fs::read(entry.path()).ok()?,
                expected: fs::read_to_string(entry.path().with_extension("txt")).ok()?,
            })
        })
        .collect();
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

fn obelus(pages: &[Page]) -> Result {
    let mut said = HashMap::new();
    for page in pages {
        let incoming = Incoming {
            bytes: &page.bytes,
            name: Some(&page.name),
            ..Incoming::default()
        };
        // The better of two: a busy machine can only make one slower.
        let mut best = f64::INFINITY;
        let mut text = String::new();
        for _ in 0..2 {
            let begin = Instant::now();
            let imported = obelus_formats::read(&incoming);
            best = best.min(begin.elapsed().as_secs_f64() * 1e3);
            text = imported.map_or_else(|_| String::new(), |imported| imported.body.text.as_str().to_owned());
        }
        said.insert(page.name.clone(), (text, best));
    }
    judged(pages, &said)
}

fn judged(pages: &[Page], said: &HashMap<String, (String, f64)>) -> Result {
    let count = pages.len() as f64;
    let of = |page: &Page| said.get(&page.name).cloned().unwrap_or_default();
    Result {
        f1: pages.iter().map(|page| f1(&of(page).0, &page.expected)).sum::<f64>() / count,
        ms: pages.iter().map(|page| of(page).1).sum::<f64>() / count,
    }
}

/// How well the words agree, each counted as often as it stands.
fn f1(found: &str, expected: &str) -> f64 {
    let (found, expected) = (words(found), words(expected));
    let common: usize = expected
        .iter()
        .map(|(word, count)| (*count).min(found.get(word).copied().unwrap_or(0)))
        .sum();
    let all: usize = found.values().sum::<usize>() + expected.values().sum::<usize>();
    2.0 * common as f64 / all.max(1) as f64
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *words.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    words
}

fn by_readability(here: &Path, folder: &Path) -> Option<HashMap<String, (String, f64)>> {
    let peer = here.join("tests/bench/peer");
    if !peer.join("node_modules/jsdom").is_dir() {
        let mut install = Command::new("npm");
        let installed = install
            .args(["ci", "--no-audit", "--no-fund", "--silent", "--prefix"])
            .arg(&peer)
            .status();
        if !installed.is_ok_and(|status| status.success()) {
            eprintln!("skipped: Readability.js could not be installed (npm ci in tests/bench/peer)");
            return None;
        }
    }
    said(Command::new("node").arg(peer.join("readability.mjs")).arg(folder))
}

fn by_trafilatura(here: &Path, folder: &Path) -> Option<HashMap<String, (String, f64)>> {
    let own = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| here.join("target"), PathBuf::from);
    let own = own.join("bench-python");
    let python = own.join("bin/python");
    if !python.is_file() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&own).status();
        let mut install = Command::new(&python);
        install
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(PYTHON_PACKAGES);
        let is_done = |status: std::io::Result<std::process::ExitStatus>| status.is_ok_and(|status| status.success());
        if !is_done(made) || !is_done(install.status()) {
            let _ = fs::remove_dir_all(&own);
            eprintln!("skipped: Trafilatura could not be installed (it needs python3 with venv, and pip's network)");
            return None;
        }
    }
    said(
        Command::new(python)
            .arg(here.join("tests/bench/peer/trafilatura_pages.py"))
            .arg(folder),
    )
}

/// What a peer prints: for each page its text and the milliseconds it took.
fn said(command: &mut Command) -> Option<HashMap<String, (String, f64)>> {
    let output = command.output().ok()?;
    let Ok(Value::Object(pages)) = serde_json::from_slice(&output.stdout) else {
        eprintln!(
            "skipped: a peer failed: {}",
            String::from_utf8_lossy(&output.stderr)
                .lines()
                .last()
                .unwrap_or_default()
        );
        return None;
    };
    let of = |page: &Value| {
        (
            page["text"].as_str().unwrap_or_default().to_owned(),
            page["ms"].as_f64().unwrap_or_default(),
        )
    };
    Some(pages.iter().map(|(name, page)| (name.clone(), of(page))).collect())
}
