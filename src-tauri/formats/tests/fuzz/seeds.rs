//! The files that chance begins with: every fixture of every format.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Larger files take long and find little more.
const LARGEST: usize = 200_000;

const ENDINGS: &[&str] = &[
    "txt", "md", "html", "htm", "mhtml", "mht", "docx", "odt", "rtf", "epub", "pdf",
];

impl Seed {
    pub(crate) fn is_text(&self) -> bool {
        ["txt", "md", "html"].iter().any(|ending| self.name.ends_with(ending))
    }
}

pub(crate) fn seeds() -> &'static [Seed] {
    static SEEDS: OnceLock<Vec<Seed>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let mut seeds = Vec::new();
        gather(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures"),
            &mut seeds,
        );
        gather(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"),
            &mut seeds,
        );
        seeds.sort_by(|a, b| a.name.cmp(&b.name));
        assert!(seeds.len() > 30, "the fixtures are not where they were");
        seeds
    })
}

fn gather(folder: &Path, seeds: &mut Vec<Seed>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_dir() {
            gather(&path, seeds);
        } else if ENDINGS.contains(&ending.as_str()) {
            let bytes = fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if bytes.len() <= LARGEST {
                seeds.push(Seed { name, bytes });
            }
        }
    }
}
