//! Fetches a page that the person asked for: http and https alone, nothing of this machine or its network, within
//! limits.
//!
//! Redirects are followed by hand, so that each address is looked at before anything is asked of it. Where the system
//! has a proxy, the proxy finds the host: what it connects to cannot be checked from here, only what the name says
//! and what this machine takes it for.

mod answer;
mod failed;
mod reach;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use obelus_core::article::Format;
use obelus_formats::Incoming;
use ureq::config::Config;
use ureq::http::{HeaderMap, Response, StatusCode, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Proxy};
use url::Url;

pub use failed::{FetchError, Unreached};
pub use reach::Reach;

use crate::fetch::answer::Said;
use crate::fetch::reach::Guarded;

/// The largest page, in bytes, once it is unpacked.
pub const PAGE_LIMIT: u64 = 20 << 20;

/// How long all of it may take: finding the host, every redirect, the last byte.
const TIME: Duration = Duration::from_secs(30);

/// How often the person can be asked to go on elsewhere; browsers allow 20 (Fetch standard, 4.4).
const REDIRECTS: usize = 10;

/// How often it is asked whether to stop.
const PULSE: Duration = Duration::from_millis(20);

/// Says who asks, as the standard wants it (RFC 9110, 10.1.5). Many servers turn away whoever is no "Mozilla/5.0".
const WHO: &str = concat!("Mozilla/5.0 (compatible; Obelus/", env!("CARGO_PKG_VERSION"), ")");

const WANTED: &str = "text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,*/*;q=0.5";

/// A page as its server handed it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it was found in the end.
    pub address: String,
    pub bytes: Vec<u8>,
    /// What a file of it would be called.
    pub name: Option<String>,
    /// What the server says it is, where that decides; else the bytes do.
    pub format: Option<Format>,
    /// The encoding that the server named.
    pub charset: Option<String>,
}

impl Fetched {
    /// To be read as what it is.
    #[must_use]
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming {
            bytes: &self.bytes,
            name: self.name.as_deref(),
            format: self.format,
            address: Some(&self.address),
            charset: self.charset.as_deref(),
            ..Incoming::default()
        }
    }
}

/// How far a page has come, in bytes; `of` where the server said how many it will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub bytes: u64,
    pub of: Option<u64>,
}

/// Makes an address of what a person typed or pasted: `example.org/article` is one. Nothing is fetched.
///
/// # Errors
/// [`FetchError::NotAnAddress`], unless it is one of http or https.
pub fn address(words: &str) -> Result<Url, FetchError> {
    let words = words.trim();
    let none = || FetchError::NotAnAddress {
        address: words.to_owned(),
    };
    if words.is_empty() || words.contains(char::is_whitespace) {
        return Err(none());
    }
    // "example.org:8080/x" would be read as a scheme of that name.
    let has_scheme = words.contains("://") || words.starts_with("mailto:");
    let mut url = match Url::parse(words) {
        Ok(url) if has_scheme => url,
        _ if !has_scheme
            && words
                .split(['/', '?', '#'])
                .next()
                .is_some_and(|host| host.contains('.')) =>
        {
            Url::parse(&format!("https://{words}")).map_err(|_| none())?
        }
        _ => return Err(none()),
    };
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(none());
    }
    // Names and passwords are not handed on, and are often there to make one host look like another.
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return Err(none());
    }
    url.set_fragment(None);
    Ok(url)
}

/// Fetches a page, and tells how far it has come, unless `stop` says otherwise before that is done.
///
/// # Errors
/// When the address is none or may not be reached, when no page comes of it, or when it is stopped.
pub fn fetch(
    words: &str,
    reach: Reach,
    tell: &dyn Fn(Progress),
    stop: &dyn Fn() -> bool,
) -> Result<Fetched, FetchError> {
    let address = address(words)?;
    let (says, hears) = mpsc::channel();
    let stopped = Arc::new(AtomicBool::new(false));
    // A thread that waits for the network cannot be woken: it is left to its time, and nobody listens to it any more.
    let asking = Asking {
        reach,
        says,
        stopped: Arc::clone(&stopped),
        until: Instant::now() + TIME,
        cookies: BTreeMap::new(),
    };
    thread::spawn(move || asking.go(address));
    loop {
        match hears.recv_timeout(PULSE) {
            Ok(Heard::Progress(progress)) => tell(progress),
            Ok(Heard::End(end)) => return *end,
            Err(RecvTimeoutError::Disconnected) => return Err(Unreached::Broken.into()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stop() {
            stopped.store(true, Ordering::Relaxed);
            return Err(FetchError::Stopped);
        }
    }
}

enum Heard {
    Progress(Progress),
    End(Box<Result<Fetched, FetchError>>),
}

/// One page being asked for.
struct Asking {
    reach: Reach,
    says: mpsc::Sender<Heard>,
    stopped: Arc<AtomicBool>,
    until: Instant,
    /// By host and name. Some pages send whoever brings no cookie round in a circle; they are forgotten at the end.
    cookies: BTreeMap<(String, String), String>,
}

impl Asking {
    fn go(mut self, address: Url) {
        let end = self.follow(address);
        // Nobody listens where it was stopped.
        let _ = self.says.send(Heard::End(Box::new(end)));
    }

    fn follow(&mut self, mut address: Url) -> Result<Fetched, FetchError> {
        for _ in 0..=REDIRECTS {
            let answer = self.ask(&address)?;
            self.keep_cookies(&address, answer.headers());
            let status = answer.status();
            if let (true, Some(next)) = (is_redirect(status), answer.headers().get(header::LOCATION)) {
                let next = next.to_str().ok().and_then(|next| address.join(next).ok());
                address = self::address(next.ok_or(Unreached::Broken)?.as_str())?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Http {
                    status: status.as_u16(),
                });
            }
            return self.take(&address, answer);
        }
        Err(Unreached::Redirects.into())
    }

    fn ask(&self, address: &Url) -> Result<Response<Body>, FetchError> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::TooSlow { limit: TIME });
        }
        let proxy = Proxy::try_from_env();
        let guarded = Guarded::new(self.reach, proxy.as_ref());
        guarded.look_at(address)?;
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Config::builder()
            .proxy(proxy)
            .tls_config(tls)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(WHO)
            .accept(WANTED)
            .timeout_global(Some(left))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::new(), guarded);
        let mut request = agent.get(address.as_str());
        if let Some(cookies) = self.cookies_for(address) {
            request = request.header(header::COOKIE, cookies);
        }
        request.call().map_err(failed::because)
    }

    /// Takes the page itself, piece by piece.
    fn take(&self, address: &Url, answer: Response<Body>) -> Result<Fetched, FetchError> {
        let said = Said::of(answer.headers(), address)?;
        if let Some(bytes) = said.length.filter(|&length| length > PAGE_LIMIT) {
            let limit = PAGE_LIMIT;
            return Err(FetchError::TooLarge { bytes, limit });
        }
        let mut body = answer.into_body().into_reader();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; 64 << 10];
        loop {
            let count = std::io::Read::read(&mut body, &mut chunk).map_err(|error| failed::because(error.into()))?;
            bytes.extend_from_slice(&chunk[..count]);
            let progress = Progress {
                bytes: bytes.len() as u64,
                of: said.length,
            };
            if progress.bytes > PAGE_LIMIT {
                return Err(FetchError::TooLarge {
                    bytes: progress.bytes,
                    limit: PAGE_LIMIT,
                });
            }
            if count == 0 {
                break;
            }
            let unheard = self.says.send(Heard::Progress(progress)).is_err();
            if unheard || self.stopped.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
        }
        Ok(Fetched {
            address: address.to_string(),
            bytes,
            name: said.name,
            format: said.format,
            charset: said.charset,
        })
    }

    fn keep_cookies(&mut self, address: &Url, headers: &HeaderMap) {
        let host = address.host_str().unwrap_or_default();
        for cookie in headers.get_all(header::SET_COOKIE) {
            let pair = cookie
                .to_str()
                .ok()
                .and_then(|cookie| cookie.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                let key = (host.to_owned(), name.trim().to_owned());
                self.cookies.insert(key, value.trim().to_owned());
            }
        }
    }

    fn cookies_for(&self, address: &Url) -> Option<String> {
        let mine = self
            .cookies
            .iter()
            .filter(|((host, _), _)| Some(host.as_str()) == address.host_str());
        let pairs: Vec<String> = mine.map(|((_, name), value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types_is_an_address() {
        for (words, url) in [
            (" https://journal.example/a#b ", "https://journal.example/a"),
            ("journal.example/une?x=1", "https://journal.example/une?x=1"),
            ("journal.example:8080", "https://journal.example:8080/"),
            ("HTTP://Journal.Example", "http://journal.example/"),
            ("https://bank.example:pw@evil.example/", "https://evil.example/"),
            ("école.example/été", "https://xn--cole-9oa.example/%C3%A9t%C3%A9"),
            ("http://2130706433/", "http://127.0.0.1/"),
        ] {
            assert_eq!(address(words).unwrap().as_str(), url);
        }
        for words in [
            "",
            "journal",
            "Le maire. Il a dit oui.",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@b.example",
            "ftp://a.example/",
            "data:text/html,x",
            "https://",
            "/etc/passwd",
        ] {
            assert!(address(words).is_err(), "{words}");
        }
    }
}
