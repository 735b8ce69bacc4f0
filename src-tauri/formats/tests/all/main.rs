//! Reads and writes whole articles, through the public face alone.

mod articles;
mod export;
mod furniture;
mod hostile;
mod support;
