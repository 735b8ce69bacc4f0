//! What Linux says of running programs: how old they are and how much memory they take.

use std::fs;
use std::path::{Path, PathBuf};

/// Ticks of a second in `/proc/*/stat` (Linux: `USER_HZ`).
const TICKS: f64 = 100.0;

/// Every process that was started with this home, by number.
fn of_home(home: &Path) -> Vec<PathBuf> {
    let wanted = format!("HOME={}", home.display());
    let is_ours = |process: &PathBuf| {
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        environment
            .split(|&byte| byte == 0)
            .any(|variable| variable == wanted.as_bytes())
    };
    let all = fs::read_dir("/proc")
        .expect("this is Linux")
        .filter_map(|entry| Some(entry.ok()?.path()));
    all.filter(is_ours).collect()
}

fn program(process: &Path) -> String {
    let link = fs::read_link(process.join("exe")).unwrap_or_default();
    link.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Seconds since the program was started, to a hundredth.
pub(crate) fn age(home: &Path, binary: &Path) -> Option<f64> {
    let name = binary.file_name()?.to_string_lossy();
    let process = of_home(home).into_iter().find(|process| program(process) == name)?;
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name, in brackets, may hold spaces; the start is the 20th field after it.
    let started: f64 = stat.rsplit(')').next()?.split_whitespace().nth(19)?.parse().ok()?;
    let uptime: f64 = fs::read_to_string("/proc/uptime")
        .ok()?
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    Some(uptime - started / TICKS)
}

/// The app's memory in MiB: what it and WebKit's processes have resident, shared pages counted once among all who share
/// them (PSS), and the app's own process alone (RSS).
pub(crate) fn memory(home: &Path, binary: &Path) -> (f64, f64) {
    let name = binary.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let field = |process: &Path, field: &str| -> f64 {
        let rollup = fs::read_to_string(process.join("smaps_rollup")).unwrap_or_default();
        let line = rollup
            .lines()
            .find_map(|line| line.strip_prefix(field))
            .unwrap_or_default();
        line.split_whitespace()
            .next()
            .and_then(|kibibytes| kibibytes.parse::<f64>().ok())
            .unwrap_or_default()
            / 1024.0
    };
    let app = |process: &PathBuf| program(process) == name;
    let processes = of_home(home);
    let all = processes.iter().filter(|process| {
        app(process)
            || program(process).starts_with("WebKitNetworkProc")
            || program(process).starts_with("WebKitWebProc")
    });
    let together = all.map(|process| field(process, "Pss:")).sum();
    let alone = processes
        .iter()
        .filter(|process| app(process))
        .map(|process| field(process, "Rss:"))
        .sum();
    (together, alone)
}
