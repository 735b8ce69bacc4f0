//! A web site on this machine, for journeys that fetch a page: it answers each path with what it was given.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

pub(crate) struct Site(SocketAddr);

impl Site {
    /// Serves pages of HTML by their path until the journey's process ends. Any other path is not found.
    pub(crate) fn of(pages: &[(&'static str, &str)]) -> Self {
        let pages: BTreeMap<&str, String> = pages.iter().map(|&(path, html)| (path, html.to_owned())).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for visit in listener.incoming().flatten() {
                // Somebody who hangs up has no answer.
                let _ = answer(visit, &pages);
            }
        });
        Self(address)
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.0)
    }
}

fn answer(mut visit: TcpStream, pages: &BTreeMap<&str, String>) -> std::io::Result<()> {
    let mut lines = BufReader::new(visit.try_clone()?).lines();
    let asked = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = asked.split(' ').nth(1).unwrap_or("/");
    let (status, page) = match pages.get(path) {
        Some(page) => ("200 OK", page.as_str()),
        None => ("404 Not Found", "There is no such page."),
    };
    write!(
        visit,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
}
