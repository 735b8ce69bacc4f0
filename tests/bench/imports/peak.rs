//! How much memory one import takes at its peak: measured in a process of its own, which does nothing else.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use obelus_formats::Incoming;

/// The word with which this program is started for that.
const WORD: &str = "--one-import";

/// In the process of its own: says what it took, and whether this is it.
#[expect(clippy::print_stdout, reason = "its parent reads it")]
pub(crate) fn is_it() -> bool {
    let mut words = std::env::args().skip_while(|word| word != WORD).skip(1);
    let Some(file) = words.next() else { return false };
    let bytes = fs::read(&file).expect("the bench wrote it");
    let before = kibibytes("VmHWM:");
    let incoming = Incoming {
        bytes: &bytes,
        ..Incoming::default()
    };
    drop(black_box(obelus_formats::read(black_box(&incoming))).expect("a generated article can be read"));
    println!("{}", kibibytes("VmHWM:") - before);
    true
}

/// Megabytes at the peak, beyond the file itself; nothing where the system does not tell (it is Linux that does).
pub(crate) fn of(folder: &Path, bytes: &[u8]) -> Option<f64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let file = folder.join("one");
    fs::write(&file, bytes).ok()?;
    let said = Command::new(std::env::current_exe().ok()?)
        .arg(WORD)
        .arg(&file)
        .output()
        .ok()?;
    let kibibytes: f64 = String::from_utf8(said.stdout).ok()?.trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

fn kibibytes(field: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}
