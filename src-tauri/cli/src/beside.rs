//! What is written without a name being given: beside what stands in this folder, in the place of none of it.

use std::io;
use std::path::PathBuf;

use obelus_library::handed_on::{self, There};

use crate::failure::Failure;

/// Writes under a name that no file has yet: nobody asked for one to be replaced.
pub(crate) fn write_beside(stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let mut number = 1;
    loop {
        let file = PathBuf::from(match number {
            1 => format!("{stem}.{ending}"),
            _ => format!("{stem} ({number}).{ending}"),
        });
        match handed_on::write(&file, bytes, There::Kept) {
            Ok(()) => return Ok(file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(Failure::unwritable(&file)(error)),
        }
    }
}
