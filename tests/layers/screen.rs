//! The arrows between the files of the screen: `.ts` and `.svelte`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::graph::{self, Graph};
use crate::source::{below, files, without_comments};
use crate::{house, nothing};

/// One `import … from "…"`, `export … from "…"`, `import "…"` or `import("…")`.
struct Import {
    /// As written, or from `ui/src` on where it names a file of ours.
    target: String,
    ours: bool,
    /// `import type`: gone when the screen runs.
    types_only: bool,
}

/// Floors of the screen, from the ground: a room may import from its own floor and from those below.
/// Anybody may import the words, and types.
fn floor(room: &str) -> usize {
    match room {
        "messages" => 0,
        "controls" | "style" => 1,
        "backend" => 2,
        "state" => 3,
        "shelf" | "start" | "reader" | "margin" | "review" | "report" | "actions" => 4,
        _ => 5, // App.svelte and main.ts
    }
}

fn room(path: &str) -> &str {
    path.split_once('/').map_or("App", |(folder, _)| folder)
}

fn imports(code: &str, file: &str) -> Vec<Import> {
    let mut found = Vec::new();
    for (at, quote) in code.match_indices(['"', '\'']) {
        let before = code[..at].trim_end();
        let dynamic = before.ends_with("import(");
        if !(dynamic || before.ends_with("from") || before.ends_with("import")) {
            continue;
        }
        let rest = &code[at + 1..];
        let Some(end) = rest.find(quote) else { continue };
        let statement = before
            .rfind("import")
            .max(before.rfind("export"))
            .map_or("", |begin| &before[begin..]);
        let named = rest[..end].split('?').next().unwrap();
        let ours = named.starts_with('.');
        found.push(Import {
            target: if ours { resolve(file, named) } else { named.to_owned() },
            ours,
            types_only: !dynamic && (statement.starts_with("import type ") || statement.starts_with("export type ")),
        });
    }
    found
}

/// `../state/x.svelte` seen from `reader/Reader.svelte` is `state/x.svelte`; the extension is left out, since `.ts` may be.
fn resolve(file: &str, named: &str) -> String {
    let mut path: Vec<&str> = file.split('/').collect();
    path.pop();
    for part in named.split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    without_extension(&path.join("/"))
}

fn without_extension(path: &str) -> String {
    [".ts", ".js"]
        .iter()
        .find_map(|ext| path.strip_suffix(ext))
        .unwrap_or(path)
        .to_owned()
}

/// Every file of the screen but its tests, from `ui/src` on, with its imports.
fn screen() -> Vec<(String, Vec<Import>)> {
    let folder = house().join("ui/src");
    let read = |path: &Path| {
        let name = below(path, &folder);
        let imports = imports(&without_comments(&fs::read_to_string(path).unwrap()), &name);
        (name, imports)
    };
    let of_the_app = |(name, _): &(String, _)| !name.ends_with(".test.ts") && !name.starts_with("messages/");
    files(&folder, &[".ts", ".svelte"])
        .iter()
        .map(|path| read(path))
        .filter(of_the_app)
        .collect()
}

/// Every import of which `wrong(file, import)` is true, as a line that says why.
fn check(why: &str, wrong: impl Fn(&str, &Import) -> bool) {
    let mut faults = Vec::new();
    for (file, imports) in screen() {
        faults.extend(
            imports
                .iter()
                .filter(|it| wrong(&file, it))
                .map(|it| format!("{file} imports {}: {why}", it.target)),
        );
    }
    nothing(&faults);
}

#[test]
fn tauri_is_known_to_the_backend_folder_alone() {
    check("only backend/ talks to Tauri", |file, import| {
        !import.ours && import.target.starts_with("@tauri-apps") && room(file) != "backend"
    });
}

#[test]
fn only_the_state_calls_the_backend() {
    check("only state/ calls backend/", |file, import| {
        import.ours
            && !import.types_only
            && room(&import.target) == "backend"
            && !matches!(room(file), "backend" | "state")
    });
}

#[test]
fn no_import_goes_upward() {
    check("it stands on a higher floor", |file, import| {
        import.ours && !import.types_only && floor(room(&import.target)) > floor(room(file))
    });
}

#[test]
fn the_reading_engine_knows_no_framework() {
    check("the engine is plain TypeScript", |file, import| {
        let engine = room(file) == "reader" && file.ends_with(".ts") && !file.ends_with(".svelte.ts");
        engine
            && (import.target.starts_with("svelte")
                || import.target.contains(".svelte")
                || import.target.starts_with("@lucide"))
    });
}

#[test]
fn the_controls_know_nothing_of_articles() {
    check("controls/ know nothing of articles", |file, import| {
        import.ours && room(file) == "controls" && !matches!(room(&import.target), "controls" | "messages" | "style")
    });
}

#[test]
fn no_circle_among_the_files_of_the_screen() {
    let mut graph = Graph::default();
    for (file, imports) in screen() {
        for import in imports.iter().filter(|it| it.ours && !it.types_only) {
            graph.arrow(&without_extension(&file), &import.target);
        }
    }
    nothing(&graph::faults(&graph));
}

/// Who may see UTF-16: the text map, whose trade it is, and the folding of words for comparison, which gives a code
/// point for every unit it hands out.
const SEES_UTF_16: &[&str] = &["text-map.ts", "fold.ts"];

#[test]
fn utf_16_is_known_to_the_text_map_alone() {
    let folder = house().join("ui/src");
    let of_the_app = |path: &&PathBuf| !path.to_string_lossy().ends_with(".test.ts");
    let faults: Vec<_> = files(&folder, &[".ts", ".svelte"])
        .iter()
        .filter(of_the_app)
        .filter(|path| !SEES_UTF_16.iter().any(|name| path.ends_with(name)))
        .filter(|path| without_comments(&fs::read_to_string(path).unwrap()).contains("charCodeAt"))
        .map(|path| format!("{} counts in UTF-16", below(path, &folder)))
        .collect();
    nothing(&faults);
}

#[test]
fn imports_of_every_shape_are_read() {
    let code = r#"
        import { a } from "../state/desk.svelte";
        import type { Mark } from "../backend/types/Mark";
        import "./look.css";
        import {
            b,
        } from './hit-test.ts';
        const c = await import("svelte");
        const d = "from";
    "#;
    let seen: Vec<_> = imports(code, "reader/Reader.svelte")
        .into_iter()
        .map(|it| (it.target, it.types_only))
        .collect();
    let expected = [
        ("state/desk.svelte", false),
        ("backend/types/Mark", true),
        ("reader/look.css", false),
        ("reader/hit-test", false),
        ("svelte", false),
    ];
    assert_eq!(seen, expected.map(|(target, types)| (target.to_owned(), types)));
}
