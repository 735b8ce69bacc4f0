//! New versions: how fast marks are carried to one, beside a known matcher on the same texts in the same run.

use std::collections::HashSet;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use obelus_core::article::Format;
use obelus_core::relocate::relocate;
use obelus_core::text::{Text, TextRange};
use serde_json::{Value, json};

use crate::table::{Row, Table};
use crate::texts::{self, Dice};

const MARKS: usize = 10_000;
/// Of these the matcher is given so many: it would take minutes for all.
const SAMPLE: usize = 60;

/// Two versions of a text of 1 MB.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// Real pages, each as it was and as it became, one after another until there is 1 MB; elsewhere the generated
/// article with every twentieth paragraph taken out, changed or put elsewhere.
pub(crate) fn revision() -> Pair {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/revisions");
    let (mut old, mut new) = (String::new(), String::new());
    let mut seen = HashSet::new();
    for file in ["guides.jsonl", "handbook.en.jsonl", "guides.fr.jsonl"] {
        let Ok(lines) = fs::read_to_string(folder.join(file)) else {
            continue;
        };
        for line in lines.lines() {
            let pair: Value = serde_json::from_str(line).expect("a line is JSON");
            let words = |name: &str| pair[name].as_str().unwrap_or_default().to_owned();
            let page = words("id").split('@').next().unwrap_or_default().to_owned();
            if old.len() < 1_000_000 && seen.insert(page) {
                old += &words("old");
                new += &words("new");
            }
        }
    }
    if !old.is_empty() {
        return Pair {
            name: "a real revision",
            old,
            new,
        };
    }
    eprintln!("skipped: ../shared/data/revisions is not here; a generated revision is taken in its place");
    let old = texts::article(Format::Text, "Un long article", 1_000_000);
    let mut dice = Dice::thrown();
    let mut paragraphs: Vec<String> = old.split("\n\n").map(str::to_owned).collect();
    for _ in 0..paragraphs.len() / 20 {
        let at = dice.below(paragraphs.len());
        match dice.below(3) {
            0 => drop(paragraphs.remove(at)),
            1 => paragraphs[at] = paragraphs[at].replacen("49%", "51%", 1),
            _ => {
                let moved = paragraphs.remove(at);
                paragraphs.insert(dice.below(paragraphs.len()), moved);
            }
        }
    }
    Pair {
        name: "a generated revision",
        old,
        new: paragraphs.join("\n\n"),
    }
}

/// Ranges as people mark: 5 to 60 characters, anywhere.
fn marks(text: &Text, count: usize) -> Vec<TextRange> {
    let mut dice = Dice::thrown();
    let length = text.len() as usize;
    let mut marks = Vec::with_capacity(count);
    while marks.len() < count {
        let start = dice.below(length - 1);
        let end = (start + 5 + dice.below(56)).min(length);
        marks.extend(text.selection(start as u32, end as u32));
    }
    marks
}

/// Seconds for all marks, the best of some runs.
fn seconds(old: &str, new: &str, runs: usize) -> f64 {
    let (old, new) = (Text::new(old.to_owned()), Text::new(new.to_owned()));
    let marks = marks(&old, MARKS);
    let times = (0..runs).map(|_| {
        let begin = Instant::now();
        drop(black_box(relocate(&old, &new, &marks, &|| false)));
        begin.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

/// Microseconds a mark, by the known matcher; nothing where Node or the package is missing.
fn by_the_matcher(pair: &Pair) -> Option<f64> {
    let text = Text::new(pair.old.clone());
    let units = |at: u32| text.between(0, at).encode_utf16().count();
    let marks = marks(&text, MARKS);
    let sample = marks.iter().step_by(MARKS / SAMPLE);
    let ranges: Vec<_> = sample.map(|range| [units(range.start()), units(range.end())]).collect();
    let folder = tempfile::tempdir().ok()?;
    let file = folder.path().join("texts.json");
    fs::write(
        &file,
        json!({"old": pair.old, "new": pair.new, "ranges": ranges}).to_string(),
    )
    .ok()?;
    let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "bench", "peer", "matcher.mjs"]
        .iter()
        .collect();
    let said = Command::new("node").arg(script).arg(&file).output().ok()?;
    let said: Value = serde_json::from_slice(&said.stdout).ok()?;
    said["microseconds"].as_f64()
}

pub(crate) fn measure(rows: &mut Table) {
    let pair = revision();
    let taken = seconds(&pair.old, &pair.new, 7);
    let megabytes = pair.old.len() as f64 / 1e6;
    rows.push(
        Row::new(
            format!("10,000 marks through {} of {megabytes:.1} MB", pair.name),
            format!("{:.0} ms", taken * 1e3),
        )
        .at_most(taken * 1e3, 500.0, " ms"),
    );
    let ours = taken * 1e6 / MARKS as f64;
    match by_the_matcher(&pair) {
        Some(theirs) => rows.push(
            Row::new(
                "one mark, a known matcher to Obelus",
                format!("{theirs:.0} : {ours:.1} µs = {:.0} ×", theirs / ours),
            )
            .at_least(theirs / ours, 200.0, " ×"),
        ),
        None => eprintln!("skipped: the known matcher needs Node and the screen's packages (make setup)"),
    }
    // The same text four times over would be full of twins: each copy gets words of its own.
    let four = |text: &str| {
        let copy = |number: usize| {
            let own = text.split(' ').map(|word| match word.len() % 4 {
                0 => format!("{word}{number}"),
                _ => word.to_owned(),
            });
            own.collect::<Vec<_>>().join(" ")
        };
        (0..4).map(copy).collect::<String>()
    };
    let large = seconds(&four(&pair.old), &four(&pair.new), 3);
    rows.push(
        Row::new(
            "the same marks through 4 times the text",
            format!("{:.0} ms = {:.1} ×", large * 1e3, large / taken),
        )
        .at_most(large / taken, 5.0, " ×"),
    );
    for (name, old, new) in worst(&pair) {
        let taken = seconds(&old, &new, 2);
        rows.push(Row::new(format!("worst case: {name}"), format!("{:.0} ms", taken * 1e3)).at_most(taken, 2.0, " s"));
    }
}

/// Texts that are hard to compare.
fn worst(pair: &Pair) -> Vec<(&'static str, String, String)> {
    let mut dice = Dice::thrown();
    let paragraphs: Vec<&str> = pair.old.split("\n\n").collect();
    let mut shuffled = paragraphs.clone();
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, dice.below(at + 1));
    }
    let changed = paragraphs.iter().map(|paragraph| {
        let mut words: Vec<&str> = paragraph.split(' ').collect();
        let at = dice.below(words.len());
        words[at] = "tout-autre-chose";
        words.join(" ")
    });
    let changed: Vec<String> = changed.collect();
    let line = |text: &str| text.replace('\n', " ");
    let sentence = "Mercredi, le groupe détient 49% des parts. ";
    let (many, fewer) = (1_000_000 / sentence.len(), 900_000 / sentence.len());
    let random = |dice: &mut Dice| {
        (0..180_000)
            .map(|_| format!("mot{} ", dice.below(3_000)))
            .collect::<String>()
    };
    vec![
        ("every paragraph changed", pair.old.clone(), changed.join("\n\n")),
        ("all paragraphs shuffled", pair.old.clone(), shuffled.join("\n\n")),
        ("one line of 1 MB", line(&pair.old), line(&pair.new)),
        (
            "one sentence over and over",
            sentence.repeat(many),
            sentence.repeat(fewer / 2) + "Autre chose. " + &sentence.repeat(fewer / 2),
        ),
        ("two unrelated texts", random(&mut dice), random(&mut dice)),
    ]
}
