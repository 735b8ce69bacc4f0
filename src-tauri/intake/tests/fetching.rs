//! Fetching from a server that stands here: what is taken, what is followed, what is refused.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use obelus_core::article::Format;
use obelus_intake::fetch::{FetchError, Fetched, PAGE_LIMIT, Progress, Reach, Unreached, fetch};

/// A server that answers every request in its own thread, and the requests that it saw.
struct Server {
    port: u16,
    seen: Receiver<String>,
}

impl Server {
    fn start(answer: fn(&str, u16, &mut TcpStream)) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (see, seen) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, see) = (stream.unwrap(), see.clone());
                thread::spawn(move || {
                    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    let head: Vec<String> = lines
                        .map_while(Result::ok)
                        .take_while(|line| !line.is_empty())
                        .collect();
                    let path = head
                        .first()
                        .and_then(|line| line.split(' ').nth(1))
                        .unwrap_or("/")
                        .to_owned();
                    let _ = see.send(head.join("\n"));
                    answer(&path, port, &mut stream);
                });
            }
        });
        Self { port, seen }
    }

    fn get(&self, path: &str) -> Result<Fetched, FetchError> {
        fetch(&self.address(path), Reach::ThisMachineToo, &|_| {}, &|| false)
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn say(stream: &mut TcpStream, head: &str, body: &[u8]) {
    // Whoever asked may be gone by now: that is what some of these tests are about.
    let _ = stream.write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").as_bytes());
    let _ = stream.write_all(body);
}

fn page(stream: &mut TcpStream, body: &[u8]) {
    let head = format!("200 OK\r\nContent-Type: text/html\r\nContent-Length: {}", body.len());
    say(stream, &head, body);
}

fn redirect(stream: &mut TcpStream, to: &str) {
    say(
        stream,
        &format!("302 Found\r\nLocation: {to}\r\nContent-Length: 0"),
        b"",
    );
}

#[test]
fn a_page_comes_with_its_address_and_what_its_server_said_of_it() {
    let server = Server::start(|_, _, stream| {
        let head = "200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\nContent-Length: 10";
        say(stream, head, b"<p>L'\xe9t\xe9.\n");
    });
    let came = RefCell::new(Vec::new());
    let fetched = fetch(
        &server.address("/une/x.html#a"),
        Reach::ThisMachineToo,
        &|p| came.borrow_mut().push(p),
        &|| false,
    );
    let fetched = fetched.unwrap();
    assert_eq!(fetched.address, server.address("/une/x.html"));
    assert_eq!(fetched.name.as_deref(), Some("x.html"));
    assert_eq!(fetched.format, Some(Format::Html));
    assert_eq!(
        came.borrow().last(),
        Some(&Progress {
            bytes: 10,
            of: Some(10)
        })
    );
    let read = obelus_formats::read(&fetched.incoming()).unwrap();
    assert_eq!(read.body.text.as_str(), "L'été.");
    assert_eq!(read.url.as_deref(), Some(fetched.address.as_str()));
    let request = server.seen.recv().unwrap().to_ascii_lowercase();
    assert!(
        request.contains("obelus/") && !request.contains("cookie") && !request.contains("referer"),
        "{request}"
    );
}

#[test]
fn a_file_behind_an_address_is_what_its_bytes_are() {
    let server = Server::start(|_, _, stream| {
        say(
            stream,
            "200 OK\r\nContent-Type: application/octet-stream",
            b"%PDF-1.7\n...",
        );
    });
    let fetched = server.get("/rapport").unwrap();
    assert_eq!((fetched.format, &fetched.bytes[..8]), (None, &b"%PDF-1.7"[..]));
}

#[test]
fn redirects_are_followed_to_where_the_page_is() {
    let server = Server::start(|path, port, stream| match path {
        "/a" => redirect(stream, "b/c"),
        "/b/c" => redirect(stream, "../d?x=1"),
        "/d?x=1" => redirect(stream, &format!("http://127.0.0.1:{port}/e")),
        _ => page(stream, b"<p>ici"),
    });
    assert_eq!(server.get("/a").unwrap().address, server.address("/e"));
}

#[test]
fn a_page_that_wants_its_cookie_back_gets_it() {
    let server = Server::start(|path, _, stream| match path {
        "/" => say(
            stream,
            "302 Found\r\nSet-Cookie: seen=1; Path=/; HttpOnly\r\nLocation: /again\r\nContent-Length: 0",
            b"",
        ),
        _ => page(stream, b"<p>ici"),
    });
    server.get("/").unwrap();
    server.seen.recv().unwrap();
    assert!(
        server
            .seen
            .recv()
            .unwrap()
            .to_ascii_lowercase()
            .contains("cookie: seen=1")
    );
}

#[test]
fn a_redirect_leads_nowhere_that_a_person_may_not_go() {
    let server = Server::start(|path, _, stream| match path {
        "/round" => redirect(stream, "/round"),
        "/file" => redirect(stream, "file:///etc/passwd"),
        "/script" => redirect(stream, "javascript:alert(1)"),
        "/cloud" => redirect(stream, "http://169.254.169.254/latest/meta-data/"),
        "/router" => redirect(stream, "http://[fe80::1]/"),
        "/mapped" => redirect(stream, "http://[::ffff:192.168.1.1]/"),
        _ => page(stream, b"<p>ici"),
    });
    assert_eq!(server.get("/round"), Err(Unreached::Redirects.into()));
    for path in ["/file", "/script"] {
        assert!(
            matches!(server.get(path), Err(FetchError::NotAnAddress { .. })),
            "{path}"
        );
    }
    for path in ["/cloud", "/router", "/mapped"] {
        assert!(matches!(server.get(path), Err(FetchError::Refused { .. })), "{path}");
    }
}

#[test]
fn nothing_of_this_machine_is_fetched() {
    let server = Server::start(|_, _, stream| page(stream, b"<p>secret"));
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "[::1]",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
    ] {
        let address = format!("http://{host}:{}/", server.port);
        let refused = fetch(&address, Reach::Internet, &|_| {}, &|| false);
        assert!(
            matches!(refused, Err(FetchError::Refused { .. })),
            "{host}: {refused:?}"
        );
    }
    assert!(server.seen.try_recv().is_err(), "the server was asked");
}

#[test]
fn what_a_server_refuses_is_told_by_its_number() {
    let server = Server::start(|path, _, stream| {
        let status = path.trim_start_matches('/');
        say(stream, &format!("{status} Whatever\r\nContent-Length: 0"), b"");
    });
    for status in [401, 402, 403, 404, 410, 429, 451, 500, 503] {
        assert_eq!(server.get(&format!("/{status}")), Err(FetchError::Http { status }));
    }
}

#[test]
fn what_has_no_words_is_named() {
    let server = Server::start(|_, _, stream| say(stream, "200 OK\r\nContent-Type: video/mp4", b"...."));
    let found = "video/mp4".to_owned();
    assert_eq!(server.get("/"), Err(FetchError::NotAPage { found }));
}

#[test]
fn a_page_that_is_too_large_is_not_taken_however_it_comes() {
    let server = Server::start(|path, _, stream| match path {
        "/says" => say(
            stream,
            "200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999",
            b"<p>",
        ),
        "/drips" => {
            say(stream, "200 OK\r\nContent-Type: text/html", b"");
            while stream.write_all(&[b'x'; 1 << 16]).is_ok() {}
        }
        _ => {
            let mut packed = GzEncoder::new(Vec::new(), Compression::best());
            for _ in 0..64 {
                packed.write_all(&vec![b' '; 1 << 20]).unwrap();
            }
            let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
            say(stream, head, &packed.finish().unwrap());
        }
    });
    for path in ["/says", "/drips", "/bomb"] {
        let taken = server.get(path);
        assert!(
            matches!(taken, Err(FetchError::TooLarge { limit: PAGE_LIMIT, .. })),
            "{path}"
        );
    }
}

#[test]
fn a_page_that_breaks_off_is_no_page() {
    let server = Server::start(|_, _, stream| {
        say(
            stream,
            "200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000",
            b"<p>Le d",
        );
    });
    assert_eq!(server.get("/"), Err(Unreached::Broken.into()));
    let nonsense = Server::start(|_, _, stream| {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n");
    });
    assert_eq!(nonsense.get("/"), Err(Unreached::Broken.into()));
}

#[test]
fn where_nobody_answers_there_is_no_page() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let fetched = fetch(&address, Reach::ThisMachineToo, &|_| {}, &|| false);
    assert_eq!(fetched, Err(Unreached::NoAnswer.into()));
    let fetched = fetch("https://no-such-host.invalid/", Reach::Internet, &|_| {}, &|| false);
    assert_eq!(fetched, Err(Unreached::NoHost.into()));
}

#[test]
fn whoever_stops_a_fetch_does_not_wait_for_the_server() {
    let server = Server::start(|_, _, _| {
        loop {
            thread::park();
        }
    });
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 2
    };
    let fetched = fetch(&server.address("/"), Reach::ThisMachineToo, &|_| {}, &stop);
    assert_eq!(fetched, Err(FetchError::Stopped));
}
