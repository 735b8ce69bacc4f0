//! Files in, files out: bytes to an article, a checked article to bytes. No paths, no disk.

pub mod labels;
