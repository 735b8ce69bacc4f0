//! The words an export needs from the screen.
