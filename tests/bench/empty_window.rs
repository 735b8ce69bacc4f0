//! The least a Tauri app can be: one window with one word. What Obelus takes to start is held against it.

/// Runs until it is closed. Of the same build as everything else in the bench.
pub(crate) fn run() {
    let context = tauri::generate_context!("tests/bench/empty-window/tauri.conf.json");
    tauri::Builder::default().run(context).expect("an empty window opens");
}
