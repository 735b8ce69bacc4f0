//! Declares every command to Tauri: one that is not declared here and permitted in `tauri.conf.json` can be called by nobody.

include!("src/declared.rs");

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("tauri.conf.json and its capabilities are well formed");
}
