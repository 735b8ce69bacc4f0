//! The desktop: commands, files and the window around the library. No rule about articles lives here.

mod annotating;
mod arguments;
mod arrivals;
mod bundling;
mod choose;
mod clipboard;
mod clock;
mod coming;
mod commands;
mod copying;
#[cfg(test)]
mod declared;
mod desk;
mod drawing;
mod failure;
mod held;
mod looking;
mod opening;
mod pages;
#[cfg(target_os = "linux")]
mod painting;
mod preferences;
mod queueing;
mod refresh;
mod returning;
mod reviewing;
mod revising;
#[cfg(test)]
mod test_desk;
mod waiting;
mod watch;
mod watching;
mod window;
pub mod wire;

use std::process::ExitCode;

use arguments::Arguments;
use desk::Desk;
use held::Held;
use obelus_library::place;
use tauri::{Emitter, Manager};
use watch::Pace;
use watching::Watching;
use wire::versions::DraftChanged;

/// Runs the app until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1), std::env::current_dir().ok().as_deref()) {
        Ok(arguments) => arguments,
        Err(wrong) => return arguments::refuse(&wrong),
    };
    #[cfg(target_os = "linux")]
    painting::choose();
    let mut builder = tauri::Builder::default();
    // Two libraries may be open side by side; the same one may not. Only the usual library is looked for in
    // another window: a library that was named is guarded by its lock file alone.
    if arguments.names_no_library() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            let folder = std::path::PathBuf::from(folder);
            let arguments = arguments.into_iter().skip(1).map(std::ffi::OsString::from);
            if let Ok(again) = Arguments::parse(arguments, Some(&folder)) {
                arrivals::bring_in(app, again.files);
            }
            window::come_forward(app);
        }));
    }
    let Arguments { library, files } = arguments;
    // A second window on the same library never gets it: the first one has its lock.
    let library = Held::begin(library.or_else(place::default_path));
    let built = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .invoke_handler(commands::registered())
        .setup(move |app| {
            let desk = Desk::open(app.handle(), library, files);
            app.manage(desk);
            let handle = app.handle().clone();
            app.manage(Watching::new(Pace::default(), move |article, look| {
                let tell = |watched| window::tell(&handle, "draft_changed", DraftChanged { article, watched });
                handle.state::<Watching>().heard(&handle.state(), article, look, tell);
            }));
            window::open(app.handle())?;
            Ok(())
        })
        .on_window_event(window::happened)
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => return arguments::refuse(&error),
    };
    app.run(|app, event| {
        // macOS hands over "Open with" this way.
        #[cfg(target_os = "macos")]
        if let tauri::RunEvent::Opened { urls } = &event {
            let files = urls.iter().filter_map(|url| url.to_file_path().ok()).collect();
            arrivals::bring_in(app, files);
        }
        if let tauri::RunEvent::ExitRequested { .. } = event {
            let _ = app.emit("closing", ());
        }
        if let tauri::RunEvent::Exit = event {
            clipboard::hand_over();
        }
    });
    ExitCode::SUCCESS
}
