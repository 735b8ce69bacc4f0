//! Why a page could not be fetched.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use crate::fetch::reach::OutOfReach;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("\"{address}\" is not an http or https address")]
    NotAnAddress { address: String },
    /// It leads to this machine or its network.
    #[error("{host} is an address of this machine or its network, and nothing is fetched from there")]
    Refused { host: String },
    #[error(transparent)]
    Unreachable(#[from] Unreached),
    /// The server answers that there is no such page, or not for everybody.
    #[error("the server answers {status}{}", words(*status))]
    Http { status: u16 },
    /// `found` is its type as the server names it.
    #[error("there is no page at the address: it is {found}")]
    NotAPage { found: String },
    /// In bytes; it may be more than `bytes`.
    #[error("the page has {bytes} bytes or more, and {limit} are fetched at most")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("the page has not come within {} seconds", limit.as_secs())]
    TooSlow { limit: Duration },
    #[error("fetching the page was stopped")]
    Stopped,
}

/// What is wrong on the way to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    #[error("there is no such host, or no connection to the internet")]
    NoHost,
    #[error("no server answers there")]
    NoAnswer,
    #[error("the server cannot prove who it is: its certificate is not valid")]
    Certificate,
    #[error("the address leads from one to the next without an end")]
    Redirects,
    #[error("the proxy does not let it through")]
    Proxy,
    #[error("the connection broke off, or what came makes no sense")]
    Broken,
}

impl Unreached {
    /// The word that programs go by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoHost => "no_host",
            Self::NoAnswer => "no_answer",
            Self::Certificate => "certificate",
            Self::Redirects => "redirects",
            Self::Proxy => "proxy",
            Self::Broken => "broken",
        }
    }
}

/// What the numbers mean to whoever reads the page (RFC 9110, 15.5).
fn words(status: u16) -> &'static str {
    match status {
        401..=403 => ": the page is not for everybody; open it in a browser and save it, or copy its text",
        404 | 410 => ": there is no such page any more",
        429 | 503 => ": it is too busy, try again later",
        451 => ": the page is kept back by law",
        500.. => ": something is wrong at the server",
        _ => "",
    }
}

/// What a failed request means.
pub(crate) fn because(error: ureq::Error) -> FetchError {
    use ureq::Error;
    match error {
        Error::Timeout(_) => FetchError::TooSlow { limit: super::TIME },
        Error::HostNotFound => Unreached::NoHost.into(),
        Error::ConnectionFailed => Unreached::NoAnswer.into(),
        Error::BadUri(address) => FetchError::NotAnAddress { address },
        Error::Tls(_) | Error::TlsRequired => Unreached::Certificate.into(),
        Error::Rustls(error) => tls(&error).into(),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => Unreached::Proxy.into(),
        Error::Io(error) => io(&error),
        Error::Other(error) => match error.downcast_ref::<OutOfReach>() {
            Some(OutOfReach(host)) => FetchError::Refused { host: host.clone() },
            None => Unreached::Broken.into(),
        },
        _ => Unreached::Broken.into(),
    }
}

fn io(error: &io::Error) -> FetchError {
    use io::ErrorKind::{
        ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable, PermissionDenied, TimedOut,
    };
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return tls(error).into();
    }
    if let Some(inner) = error.source().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return tls(inner).into();
    }
    match error.kind() {
        TimedOut => FetchError::TooSlow { limit: super::TIME },
        ConnectionRefused | HostUnreachable | NetworkDown | NetworkUnreachable | PermissionDenied => {
            Unreached::NoAnswer.into()
        }
        _ => Unreached::Broken.into(),
    }
}

fn tls(error: &rustls::Error) -> Unreached {
    match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => Unreached::Certificate,
        _ => Unreached::Broken,
    }
}
