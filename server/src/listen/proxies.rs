//! For whom a proxy asks.
//!
//! Promises: `X-Forwarded-For` is believed only of those who were named as proxies, so that nobody gets a limit of
//! their own by inventing addresses; a hop that cannot be read counts as the proxy that wrote it, so that no form of
//! the header leaves a request without a limit.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;

/// An address, or a network such as 10.0.0.0/8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// Text that names no network.
#[derive(Debug, thiserror::Error)]
#[error("it is no address and no network: write 10.0.0.5 or 10.0.0.0/8")]
pub struct NoNetwork;

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| NoNetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| NoNetwork)?;
        if bits > most { Err(NoNetwork) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                same(one.to_bits().into(), other.to_bits().into(), self.bits + 96)
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), self.bits),
            _ => false,
        }
    }
}

/// Whether two have the same first bits of 128.
fn same(one: u128, other: u128, bits: u32) -> bool {
    (one ^ other).leading_zeros() >= bits
}

/// Those who say for whom they ask. This machine itself is always one of them.
#[derive(Debug, Clone)]
pub struct Proxies(Vec<Network>);

impl Default for Proxies {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Proxies {
    /// These, and this machine.
    pub fn new(named: &[Network]) -> Self {
        let here = [
            Network { address: Ipv4Addr::LOCALHOST.into(), bits: 8 },
            Network { address: Ipv6Addr::LOCALHOST.into(), bits: 128 },
        ];
        Self([&here, named].concat())
    }

    /// Whether this is a proxy of ours.
    pub fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Who asks: the peer, or the last hop that our proxies name and that is no proxy of ours. A hop that cannot be
    /// read counts as the proxy that wrote it. `None` only where a proxy sends no header at all.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        if !self.trust(peer) {
            return Some(peer);
        }
        let values = headers.get_all("x-forwarded-for");
        values.iter().next()?;
        // A value that is not ASCII is one hop that cannot be read.
        let hops = values.iter().rev().flat_map(|value| value.to_str().unwrap_or("?").rsplit(','));
        let mut last = peer;
        for hop in hops.map(str::trim).filter(|hop| !hop.is_empty()) {
            let Some(address) = address_of(hop) else { break };
            last = address;
            if !self.trust(address) {
                break;
            }
        }
        Some(last)
    }
}

/// The address of a hop in any of the forms that proxies write: bare, with a port, IPv6 in brackets with or without a
/// port, quoted as in RFC 7239, with a zone. Names, `unknown` and hidden identifiers have none.
fn address_of(hop: &str) -> Option<IpAddr> {
    let hop = hop.strip_prefix('"').and_then(|hop| hop.strip_suffix('"')).unwrap_or(hop).trim();
    let bracketed = hop.strip_prefix('[').and_then(|hop| hop.split_once(']'));
    let address = match bracketed {
        Some((inside, port)) if is_port(port) => without_zone(inside).parse::<Ipv6Addr>().ok()?.into(),
        Some(_) => return None,
        None => {
            without_zone(hop).parse().or_else(|_| hop.parse().map(|socket: SocketAddr| socket.ip())).ok()?
        }
    };
    Some(address.to_canonical())
}

/// What may follow a bracket: nothing, or a colon and a port.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}

/// An IPv6 address without the interface that it belongs to on the proxy.
fn without_zone(address: &str) -> &str {
    address.split_once('%').map_or(address, |(address, _)| address)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(peer: &str, said: &[&'static str], expected: Option<&str>) {
        let proxies = Proxies::new(&["10.1.0.0/16".parse().unwrap(), "2001:db8::/32".parse().unwrap()]);
        let mut headers = HeaderMap::new();
        for value in said {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let expected = expected.map(|address| address.parse().unwrap());
        assert_eq!(proxies.client(peer.parse().unwrap(), &headers), expected, "{peer} {said:?}");
    }

    #[test]
    fn who_asks_is_believed_of_our_proxies_only() {
        check("192.0.2.7", &["198.51.100.1"], Some("192.0.2.7"));
        check("127.0.0.1", &["198.51.100.1"], Some("198.51.100.1"));
        check("10.1.2.3", &["198.51.100.1"], Some("198.51.100.1"));
        check("10.2.2.3", &["198.51.100.1"], Some("10.2.2.3"));
        check("2001:db8::1", &["2001:db9::1"], Some("2001:db9::1"));
        check("127.0.0.1", &["203.0.113.9, 198.51.100.1, 10.1.0.1"], Some("198.51.100.1"));
        check("127.0.0.1", &["203.0.113.9", "198.51.100.1"], Some("198.51.100.1"));
        check("127.0.0.1", &["::ffff:198.51.100.1"], Some("198.51.100.1"));
        check("127.0.0.1", &[], None);
    }

    #[test]
    fn a_hop_is_read_in_every_form_that_proxies_write() {
        for hop in [
            "198.51.100.1",
            "198.51.100.1:52144",
            "\"198.51.100.1:80\"",
            " 198.51.100.1 ",
            "::ffff:198.51.100.1",
        ] {
            check("127.0.0.1", &[hop], Some("198.51.100.1"));
            check("127.0.0.1", &["203.0.113.9", hop], Some("198.51.100.1"));
        }
        for hop in
            ["2001:db9::1", "[2001:db9::1]", "[2001:db9::1]:443", "\"[2001:db9::1]:443\"", "2001:db9::1%eth0"]
        {
            check("127.0.0.1", &[hop], Some("2001:db9::1"));
        }
        check("127.0.0.1", &["203.0.113.9:1, [2001:db9::1]:2, 10.1.0.1:3"], Some("2001:db9::1"));
        check("127.0.0.1", &["198.51.100.1, ,", ""], Some("198.51.100.1"));
    }

    #[test]
    fn what_cannot_be_read_counts_as_the_proxy_that_wrote_it() {
        let unreadable = [
            "unknown",
            "_hidden",
            "",
            ",",
            "198.51.100.1, unknown",
            "198.51.100.1, 198.51.100",
            "[198.51.100.1]:80",
            "[2001:db9::1",
            "[2001:db9::1]x",
            "[2001:db9::1]:99999",
            "198.51.100.1:99999",
            "example.se:80",
            "å",
        ];
        for said in unreadable {
            check("127.0.0.1", &[said], Some("127.0.0.1"));
        }
        check("127.0.0.1", &["198.51.100.1, unknown, 10.1.0.7:80"], Some("10.1.0.7"));
        check("127.0.0.1", &["10.1.0.7"], Some("10.1.0.7"));
    }

    #[test]
    fn a_network_is_read_or_refused() {
        for bad in ["", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/x"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds("192.0.2.7".parse().unwrap()));
    }
}
