//! Who paints the window: the graphics card, or the processor where there is none.

use std::path::Path;

/// Where Linux keeps the graphics cards that a program may paint with (`renderD128` and on).
const CARDS: &str = "/dev/dri";

/// Lets WebKit paint with the processor where there is no graphics card. It would paint there with OpenGL that the
/// processor computes: each kind of line or shadow that is new on the screen holds that up by the time it takes to
/// compile a program for it. To be called before there is a window, or a thread. Who has chosen by hand is left alone.
pub(crate) fn choose() {
    if !has_card(Path::new(CARDS)) {
        // Refused only for a name that no variable can have.
        let _ = glib::setenv("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1", false);
    }
}

fn has_card(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_has_a_graphics_card_when_it_has_something_to_paint_with() {
        let folder = tempfile::tempdir().unwrap();
        let dri = folder.path().join("dri");
        assert!(!has_card(&dri), "there is no such folder");

        std::fs::create_dir(&dri).unwrap();
        std::fs::write(dri.join("card0"), "").unwrap();
        assert!(!has_card(&dri), "it has a screen, and nothing to paint with");

        std::fs::write(dri.join("renderD128"), "").unwrap();
        assert!(has_card(&dri));
    }
}
