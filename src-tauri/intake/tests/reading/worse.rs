//! A reader that does what a file tells it to: the worst that could become of a real one.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::{self, Command};
use std::thread;
use std::time::Duration;

use obelus_formats::{Imported, Incoming, ReadError};

pub(crate) fn read(incoming: &Incoming<'_>) -> Result<Imported, ReadError> {
    let words = str::from_utf8(incoming.bytes).unwrap_or_default();
    let Some(("do", what)) = words.split_once(' ') else {
        return obelus_formats::read(incoming);
    };
    let (what, with) = what.split_once(' ').unwrap_or((what, ""));
    let came = match what {
        "eat" => eat(),
        "spin" => loop {
            black_box(());
        },
        "sleep" => loop {
            thread::sleep(Duration::from_secs(60));
        },
        "panic" => panic!("it was told to"),
        "abort" => process::abort(),
        "recurse" => recurse(0).to_string(),
        "shout" => shout(),
        "think" => thread::spawn(|| "a second thread").join().unwrap().into(),
        "connect" => came_of(TcpStream::connect(with)),
        "listen" => came_of(TcpListener::bind("127.0.0.1:0")),
        "send" => came_of(UdpSocket::bind("127.0.0.1:0")),
        "open" => came_of(fs::read(with)),
        "create" => came_of(File::create(with).and_then(|mut file| file.write_all(b"here"))),
        "delete" => came_of(fs::remove_file(with)),
        "start" => came_of(Command::new(with).spawn()),
        "look" => std::env::vars().map(|(name, _)| name + " ").collect(),
        other => panic!("{other} is not known here"),
    };
    obelus_formats::read(&Incoming {
        bytes: format!("It came to this: {came}").as_bytes(),
        verbatim: true,
        ..Incoming::default()
    })
}

fn came_of<T>(tried: io::Result<T>) -> String {
    match tried {
        Ok(_) => "done".into(),
        Err(error) => format!("refused, {error}"),
    }
}

fn eat() -> String {
    let mut eaten: Vec<Vec<u8>> = Vec::new();
    loop {
        eaten.push(black_box(vec![1; 1 << 20]));
    }
}

fn recurse(depth: u64) -> u64 {
    let room = black_box([depth; 64]);
    if depth == u64::MAX {
        return 0;
    }
    recurse(depth + 1) + room[63]
}

/// Complains without end, and then gives up.
fn shout() -> String {
    for number in 0..50_000 {
        eprintln!("complaint {number} of a reader that cannot make anything of this file at all");
    }
    process::exit(7)
}
