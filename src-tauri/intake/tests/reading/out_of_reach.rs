//! A reader reaches nothing but its pipes: no network, no file, no other program. Linux alone can promise that.

use std::fs;
use std::net::TcpListener;

use crate::{AMPLE, Test, within};

pub(crate) fn trials() -> Vec<Test> {
    if !cfg!(target_os = "linux") {
        return vec![("surroundings_are_not_handed_on", surroundings_are_not_handed_on)];
    }
    vec![
        ("the_network_is_out_of_reach", the_network_is_out_of_reach),
        ("files_are_out_of_reach", files_are_out_of_reach),
        ("other_programs_are_out_of_reach", other_programs_are_out_of_reach),
        ("surroundings_are_not_handed_on", surroundings_are_not_handed_on),
    ]
}

fn the_network_is_out_of_reach() {
    let open = TcpListener::bind("127.0.0.1:0").unwrap();
    refused(&format!("connect {}", open.local_addr().unwrap()));
    refused("listen");
    refused("send");
}

fn files_are_out_of_reach() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    fs::write(&old, "old").unwrap();
    refused(&format!("open {}", old.display()));
    refused(&format!("delete {}", old.display()));
    refused(&format!("create {}", new.display()));
    assert!(old.exists() && !new.exists());
}

fn other_programs_are_out_of_reach() {
    refused("start /bin/true");
}

fn surroundings_are_not_handed_on() {
    assert!(std::env::vars().any(|(name, _)| name.starts_with("CARGO")));
    let seen = within(AMPLE, "do look").unwrap();
    assert!(!seen.contains("CARGO") && !seen.contains("HOME"), "{seen}");
}

fn refused(what: &str) {
    let came = within(AMPLE, &format!("do {what}")).unwrap();
    assert!(came.starts_with("It came to this: refused"), "{what}: {came}");
}
