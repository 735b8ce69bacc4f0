//! The child: this same program, started once more to read or to make one thing, with nothing in reach but its pipes.

use std::ffi::OsString;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use obelus_formats::annotations_in::annotations;
use obelus_formats::bundle;
use obelus_formats::{Imported, Incoming, ReadError, archive};

use crate::asked::{Asked, Question};
use crate::drawn;
use crate::first;
use crate::frames;
use crate::limits::Limits;
use crate::{order, told, told_bundle};

/// The first argument of a child. Nobody names a file so.
const SIGN: &str = "--read-what-comes-in";

/// Parsers that call themselves need room for it; the rest of the memory is not touched by an untouched stack.
const STACK: usize = 64 << 20;

/// How much of an archive is unpacked at once, in bytes: it is in the memory of parent and child.
const ENOUGH: u64 = 32 << 20;

/// How a child reads what it is handed.
pub type Reading = fn(&Incoming<'_>) -> Result<Imported, ReadError>;

/// Becomes the child if this process was started to be one: then it has read what it was to read, and `main` ends
/// with the code it returns. To be called before anything else.
#[must_use]
pub fn be_child_if_asked() -> Option<ExitCode> {
    be_child_who_reads_with(obelus_formats::read)
}

/// The same with another reading: a test puts a worse one in.
#[must_use]
pub fn be_child_who_reads_with(reading: Reading) -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != SIGN {
        return None;
    }
    let served = limits(arguments).ok_or(io::ErrorKind::InvalidInput.into());
    let served = served.and_then(|limits| {
        limits.take_effect()?;
        #[cfg(target_os = "linux")]
        crate::jail::shut();
        thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || serve(reading))?
            .join()
            .map_err(|_| io::Error::other("panicked"))?
    });
    Some(match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

/// Reads the one question, and answers it.
fn serve(reading: Reading) -> io::Result<()> {
    let question = Question::from_parts(frames::read(io::stdin().lock(), u64::MAX)?)?;
    let asked = question.asked()?;
    thread::spawn(end_with_the_parent);
    let read = || match asked {
        Asked::File(incoming) => told::to_parts(reading(&incoming).map(|imported| (imported, Vec::new()))),
        Asked::Pasted { html, text } => told::to_parts(obelus_formats::read_pasted(html, text)),
        Asked::Archive { bytes, from } => told::unpacked_to_parts(archive::unpack(bytes, from, ENOUGH)),
        Asked::Bundle { bytes } => told_bundle::to_parts(bundle::read(bytes)),
        Asked::Annotations { bytes } => told::annotations_to_parts(&annotations(bytes)),
        Asked::Page {
            bytes,
            number,
            scale,
            text,
        } => {
            let text = serde_json::from_slice(text)?;
            drawn::to_parts(obelus_formats::pdf::page(bytes, number, scale, &text))
        }
        Asked::Copy { parts } => order::make(&parts),
        Asked::FirstPage { parts, scale } => first::to_parts(order::make_first(&parts, scale)?),
    };
    // A panic is told by how the process ends; the parent needs no more.
    let parts = catch_unwind(AssertUnwindSafe(read)).map_err(|_| io::Error::other("panicked"))??;
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    frames::write(io::stdout().lock(), &parts)
}

/// Whoever asked keeps its end of the pipe open until it has the answer: when it is closed, nobody waits for one.
fn end_with_the_parent() {
    let _ = io::stdin().lock().read(&mut [0]);
    std::process::exit(1);
}

/// The arguments that make a program the child that is held to these limits.
pub(crate) fn arguments(limits: &Limits) -> [OsString; 3] {
    let words = [
        SIGN.to_owned(),
        limits.memory.to_string(),
        limits.computing.as_secs().to_string(),
    ];
    words.map(OsString::from)
}

fn limits(mut arguments: impl Iterator<Item = OsString>) -> Option<Limits> {
    let mut number = || arguments.next()?.to_str()?.parse().ok();
    Some(Limits {
        memory: number()?,
        computing: Duration::from_secs(number()?),
        ..Limits::default()
    })
}
