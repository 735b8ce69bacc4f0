//! `obelus-cli`: the same library without a window. Reads its arguments, answers, and says how it went.

mod annotations;
mod answer;
mod arguments;
mod beside;
mod bundle;
mod check;
mod desk;
mod export;
mod failure;
mod import;
mod incoming;
mod journal;
mod look;
mod mark;
mod moment;
mod returned;
mod revise;

use std::io::{self, Write};
use std::process::ExitCode;

use answer::Answer;
use arguments::{Arguments, Command};
use clap::Parser;
use clap::error::ErrorKind;
use desk::Desk;
use failure::Failure;

fn main() -> ExitCode {
    if let Some(code) = obelus_intake::be_child_if_asked() {
        return code;
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let json = arguments.json;
    match run(arguments) {
        Ok(answer) => {
            let text = if json { answer.json.to_string() } else { answer.words };
            if !text.is_empty() && say(&text).is_err() {
                return ExitCode::FAILURE;
            }
            if answer.met {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(failure) => {
            tell(&failure, json);
            ExitCode::from(failure.exit())
        }
    }
}

fn run(arguments: Arguments) -> Result<Answer, Failure> {
    let library = desk::library_file(arguments.library)?;
    // It must work beside an Obelus that has the library open.
    if let Command::Backup { file } = &arguments.command {
        return check::backup(&library, file);
    }
    let mut desk = Desk::open(&library)?;
    match arguments.command {
        Command::Import(what) => import::import(&mut desk, what),
        Command::Revise { article, source } => revise::revise(&mut desk, &article, &source),
        Command::Mark(what) => mark::mark(&mut desk, what),
        Command::Marks { article, from } => mark::marks(&mut desk, &article, &from),
        Command::Status { mark, status } => mark::status(&mut desk, &mark, status),
        Command::Note { mark, words } => mark::note(&mut desk, &mark, words),
        Command::Delete { mark } => mark::delete(&mut desk, &mark),
        Command::List => look::list(&desk),
        Command::Show { article, revision } => look::show(&desk, &article, revision),
        Command::Search { query } => look::search(&mut desk, &query.join(" ")),
        Command::Export(what) => export::export(&desk, what),
        Command::Undo => journal::undo(&mut desk),
        Command::Redo => journal::redo(&mut desk),
        Command::History { article } => journal::history(&desk, article.as_deref()),
        Command::Check => check::check(&desk),
        Command::Backup { file } => check::backup(&library, &file),
    }
}

/// Help and version are answers; everything else that clap has to say is wrong usage.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match say(error.to_string().trim_end()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    // The arguments were not understood, so whether one of them is `--json` is looked up by hand.
    let json = std::env::args_os().any(|argument| argument == "--json");
    let text = error.to_string();
    let failure = Failure::Usage(text.trim().trim_start_matches("error: ").to_owned());
    tell(&failure, json);
    ExitCode::from(failure.exit())
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        // The reader has seen enough: `obelus-cli list | head -1`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        said => said,
    }
}

fn tell(failure: &Failure, json: bool) {
    if json {
        // A stream that is closed leaves no way to tell; the exit code still does.
        let _ = say(&failure.json().to_string());
    }
    let _ = writeln!(io::stderr(), "error: {failure}");
}
