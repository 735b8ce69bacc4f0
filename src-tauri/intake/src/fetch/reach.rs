//! Which addresses may be reached: those of the internet, and none of this machine or the network it stands in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, Proxy};
use url::{Host, Url};

use crate::fetch::failed::FetchError;

/// How far a fetch may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses alone.
    Internet,
    /// This machine as well: a test has its server there.
    ThisMachineToo,
}

impl Reach {
    fn allows(self, ip: IpAddr) -> bool {
        is_public(ip) || (self == Self::ThisMachineToo && ip.is_loopback())
    }
}

/// Finds hosts, and lets nothing through that leads to where [`Reach`] does not.
#[derive(Debug)]
pub(crate) struct Guarded {
    reach: Reach,
    /// The proxy that the system has: it may well stand on this machine.
    proxy: Option<(String, u16)>,
    inner: DefaultResolver,
}

/// What is in the error of a host that may not be reached.
#[derive(Debug, thiserror::Error)]
#[error("{0} is an address of this machine or its network")]
pub(crate) struct OutOfReach(pub(crate) String);

impl Guarded {
    pub(crate) fn new(reach: Reach, proxy: Option<&Proxy>) -> Self {
        Self {
            reach,
            proxy: proxy.map(|proxy| (proxy.host().to_owned(), proxy.port())),
            inner: DefaultResolver::default(),
        }
    }

    /// Looks at what the address itself says, and where a proxy will find the host, at what this machine takes it for:
    /// the proxy may still find another. What this machine cannot find may be there for the proxy.
    pub(crate) fn look_at(&self, address: &Url) -> Result<(), FetchError> {
        let refused = || FetchError::Refused {
            host: address.host_str().unwrap_or_default().to_owned(),
        };
        match address.host() {
            Some(Host::Ipv4(ip)) if !self.reach.allows(ip.into()) => return Err(refused()),
            Some(Host::Ipv6(ip)) if !self.reach.allows(ip.into()) => return Err(refused()),
            Some(Host::Domain(name)) if self.reach == Reach::Internet && is_this_machine(name) => {
                return Err(refused());
            }
            None => return Err(refused()),
            _ => {}
        }
        if self.proxy.is_some()
            && let Ok(found) = address.socket_addrs(|| None)
            && found.iter().any(|found| !self.reach.allows(found.ip()))
        {
            return Err(refused());
        }
        Ok(())
    }

    fn is_proxy(&self, uri: &Uri) -> bool {
        let port = uri.port_u16().or_else(|| match uri.scheme_str() {
            Some("http") => Some(80),
            Some("https") => Some(443),
            _ => None,
        });
        self.proxy
            .as_ref()
            .is_some_and(|(host, number)| uri.host() == Some(host) && port == Some(*number))
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = match self.inner.resolve(uri, config, timeout) {
            // What the system says of a host that it does not find differs from one to the next.
            Err(Error::Io(_)) => return Err(Error::HostNotFound),
            found => found?,
        };
        let out_of_reach = found.iter().any(|address| !self.reach.allows(address.ip()));
        if out_of_reach && !self.is_proxy(uri) {
            let host = uri.host().unwrap_or_default().to_owned();
            return Err(Error::Other(Box::new(OutOfReach(host))));
        }
        Ok(found)
    }
}

/// RFC 6761, 6.3.
fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// By the registries of special addresses (RFC 6890, as IANA keeps them).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by carriers, protocol assignments, the 6to4 relay, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && matches!(b, 18 | 19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let embedded = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An IPv4 address in another form (RFC 4291, 2.5.5.2), and one behind a translator (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarks, documentation.
        [0x2001, 0 | 2, ..] | [0x2001, 0xdb8, ..] | [0x3fff, ..] => false,
        // What is routed on the internet stands here (RFC 4291, 2.4); unique local, link-local and the rest do not.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        for public in [
            "1.1.1.1",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for special in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(special.parse().unwrap()), "{special}");
        }
    }

    #[test]
    fn an_address_that_says_where_it_leads_is_refused_unasked() {
        let look = |reach, address: &str| Guarded::new(reach, None).look_at(&Url::parse(address).unwrap());
        for address in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1:8080/",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://localhost/",
            "http://LOCALHOST./",
            "https://a.localhost:8443/",
        ] {
            assert!(look(Reach::Internet, address).is_err(), "{address}");
            assert!(
                look(Reach::ThisMachineToo, address).is_ok() || address.contains("ffff"),
                "{address}"
            );
        }
        for address in [
            "http://169.254.169.254/latest/meta-data",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
        ] {
            assert!(look(Reach::ThisMachineToo, address).is_err(), "{address}");
        }
        assert!(look(Reach::Internet, "https://journal.example/").is_ok());
    }

    #[test]
    fn a_name_that_leads_here_is_refused_where_it_is_found() {
        let find = |reach| {
            let timeout = NextTimeout::default();
            Guarded::new(reach, None).resolve(&"http://localhost:1/".parse().unwrap(), &Config::default(), timeout)
        };
        assert!(matches!(find(Reach::Internet), Err(Error::Other(why)) if why.is::<OutOfReach>()));
        assert!(find(Reach::ThisMachineToo).is_ok());
    }
}
