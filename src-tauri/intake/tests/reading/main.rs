//! Reading and making in a child, with this very program as the child: what is done, what is ended, what is out of
//! reach.
//!
//! The harness of the standard library has a `main` of its own; a program that can be a child needs this one.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may")]

mod ended;
mod made;
mod many;
mod out_of_reach;
mod read;
mod worse;

use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::{Arguments, Trial};
use obelus_formats::Incoming;
use obelus_intake::{Intake, IntakeError, Limits};

fn main() -> ExitCode {
    if let Some(code) = obelus_intake::be_child_who_reads_with(worse::read) {
        return code;
    }
    let trials = [
        read::trials(),
        ended::trials(),
        made::trials(),
        many::trials(),
        out_of_reach::trials(),
    ]
    .concat();
    let trials = trials.into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// A sentence, and its proof.
type Test = (&'static str, fn());

/// Limits that no test comes near by accident, however slow the machine: each test lowers the one it is about.
const AMPLE: Limits = Limits {
    memory: 4 << 30,
    computing: Duration::from_secs(3_000),
    waiting: Duration::from_secs(3_000),
};

/// Reads these words within these limits.
fn within(limits: Limits, words: &str) -> Result<String, IntakeError> {
    read_unless(limits, words, &|| false)
}

fn read_unless(limits: Limits, words: &str, stop: &dyn Fn() -> bool) -> Result<String, IntakeError> {
    let incoming = Incoming {
        bytes: words.as_bytes(),
        ..Incoming::default()
    };
    let imported = Intake::in_children(limits).unwrap().read(&incoming, stop)?;
    Ok(imported.body.text.as_str().to_owned())
}
