//! The desktop: commands, files and the window around the library. No rule about articles lives here.

pub mod wire;
