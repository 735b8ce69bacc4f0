//! The arrows between our crates, and between the files of each.

use std::collections::BTreeSet;
use std::fs;

use crate::graph::{self, Graph};
use crate::source::{below, files, without_comments};
use crate::{house, nothing};

/// A crate, its folder, and whom it may know. The app's manifest stands at the top.
const CRATES: &[(&str, &str, &[&str])] = &[
    ("core", "src-tauri/core", &[]),
    ("detect", "src-tauri/detect", &["core"]),
    ("formats", "src-tauri/formats", &["core"]),
    ("library", "src-tauri/library", &["core"]),
    ("intake", "src-tauri/intake", &["core", "formats"]),
    (
        "cli",
        "src-tauri/cli",
        &["core", "detect", "formats", "library", "intake"],
    ),
    ("app", "", &["core", "detect", "formats", "library", "intake"]),
];

/// What the pure crates do not touch: the disk, the network, the clock, other processes.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "SystemTime",
    "Instant",
    "tokio",
    "rusqlite",
];

/// The crates named in every kind of `[…dependencies]` of a manifest.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            inside = table.ends_with("dependencies") && !table.starts_with("workspace");
        } else if inside && let Some((name, _)) = line.split_once(['=', '.']) {
            names.insert(name.trim().to_owned());
        }
    }
    names
}

fn manifest(folder: &str) -> Option<String> {
    fs::read_to_string(house().join(folder).join("Cargo.toml")).ok()
}

#[test]
fn each_crate_knows_only_those_below_it() {
    let mut faults = Vec::new();
    for (name, folder, may) in CRATES {
        let Some(text) = manifest(folder) else { continue };
        for dependency in dependencies(&text) {
            let Some(ours) = dependency.strip_prefix("obelus-") else {
                continue;
            };
            if !may.contains(&ours) {
                faults.push(format!("{name} may not know {ours}"));
            }
        }
    }
    nothing(&faults);
}

#[test]
fn only_the_app_knows_tauri() {
    let faults: Vec<_> = CRATES
        .iter()
        .filter(|(name, ..)| *name != "app")
        .filter_map(|(name, folder, _)| Some((name, dependencies(&manifest(folder)?))))
        .flat_map(|(name, all)| {
            let window = all
                .into_iter()
                .filter(|it| it.contains("tauri") || it.contains("webkit") || it.contains("gtk"));
            window.map(move |it| format!("{name} must build without a window, and knows {it}"))
        })
        .collect();
    nothing(&faults);
}

#[test]
fn what_is_pure_touches_nothing_outside() {
    let mut faults = Vec::new();
    for name in ["core", "detect", "formats"] {
        let folder = house().join("src-tauri").join(name).join("src");
        for file in files(&folder, &[".rs"]) {
            let code = shipped(&below(&file, &folder), &fs::read_to_string(&file).unwrap());
            let touched = OUTSIDE.iter().filter(|outside| code.contains(*outside));
            faults.extend(touched.map(|it| format!("{name}/{}: {it}", below(&file, &folder))));
        }
    }
    nothing(&faults);
}

#[test]
fn what_comes_in_is_read_where_it_can_be_killed() {
    let mut faults = Vec::new();
    let folder = house().join("src-tauri/cli/src");
    for file in files(&folder, &[".rs"]) {
        let code = shipped(&below(&file, &folder), &fs::read_to_string(&file).unwrap());
        let unguarded = ["obelus_formats::read", "unguarded("].into_iter();
        let found = unguarded.filter(|it| code.contains(it));
        faults.extend(found.map(|it| format!("cli/{}: {it}", below(&file, &folder))));
    }
    nothing(&faults);
}

#[test]
fn no_circle_among_the_files_of_a_crate() {
    let mut faults = Vec::new();
    for (name, folder, _) in CRATES {
        let folder = house()
            .join(if *name == "app" { "src-tauri/app" } else { folder })
            .join("src");
        let mut graph = Graph::default();
        for file in files(&folder, &[".rs"]) {
            let path = below(&file, &folder);
            let room = room(&path);
            // The root only names its rooms; what stands in it is the whole crate's word (an error, a list).
            if room == "lib" || room == "main" {
                continue;
            }
            for other in imports(&shipped(&path, &fs::read_to_string(&file).unwrap())) {
                if folder.join(format!("{other}.rs")).exists() || folder.join(&other).is_dir() {
                    graph.arrow(&format!("{name}/{room}"), &format!("{name}/{other}"));
                }
            }
        }
        faults.extend(graph::faults(&graph));
    }
    nothing(&faults);
}

/// A file that only tests read.
fn is_for_tests(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "tests.rs" || name.starts_with("test_")
}

/// A file's code without its tests: these may look at anything.
fn shipped(path: &str, text: &str) -> String {
    if is_for_tests(path) {
        return String::new();
    }
    let code = without_comments(text);
    match code.find("#[cfg(test)]\nmod ") {
        Some(tests) => code[..tests].to_owned(),
        None => code,
    }
}

/// `html_in/tables.rs` and `html_in.rs` are one room: a module and what is inside it.
fn room(path: &str) -> &str {
    path.trim_end_matches(".rs").split('/').next().unwrap()
}

/// The first names after `crate::`, those of `use crate::{a::X, b}` included.
fn imports(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            None => names.extend(first_name(rest)),
            Some(list) => {
                let mut depth = 0;
                let mut begin = 0;
                for (i, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' | ',' if depth == 0 => {
                            names.extend(first_name(list[begin..i].trim_start()));
                            begin = i + 1;
                            if c == '}' {
                                break;
                            }
                        }
                        '}' => depth -= 1,
                        _ => {}
                    }
                }
            }
        }
    }
    names
}

fn first_name(path: &str) -> Option<String> {
    let end = path
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(path.len());
    (end > 0).then(|| path[..end].to_owned())
}

#[test]
fn imports_are_read_one_by_one_and_in_lists() {
    let names = imports(
        "use crate::text::{Text, TextRange};\nuse crate::{mark::{Mark, Place}, id::Time};\nlet x = crate::body::new();",
    );
    assert_eq!(
        names.iter().map(String::as_str).collect::<Vec<_>>(),
        ["body", "id", "mark", "text"]
    );
}

#[test]
fn dependencies_are_read_from_every_table_but_the_workspaces() {
    let names = dependencies(
        "[workspace.dependencies]\na = \"1\"\n[dependencies]\nobelus-core.workspace = true\n[dev-dependencies]\nb = { path = \"x\" }",
    );
    assert_eq!(
        names.iter().map(String::as_str).collect::<Vec<_>>(),
        ["b", "obelus-core"]
    );
}
