//! Starts the desktop app, or the child of it that reads a file.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    if let Some(code) = obelus_intake::be_child_if_asked() {
        return code;
    }
    obelus_app::run()
}
