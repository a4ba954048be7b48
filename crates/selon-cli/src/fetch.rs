//! Fetching from the web: only when asked for, politely, never from inside the own network unless that is asked for.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};
use clap::Args;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use crate::robots::Robots;

/// What may be fetched.
#[derive(Args, Clone)]
pub(crate) struct FetchArgs {
    /// Fetch addresses from the web; otherwise nothing is ever fetched
    #[arg(long)]
    pub(crate) allow_fetch: bool,
    /// Fetch also from this computer and private networks: for tests and intranets. A feed could then make Selon
    /// read pages that only your network can see
    #[arg(long, requires = "allow_fetch")]
    pub(crate) allow_private: bool,
}

/// How we name ourselves, and how sites name us in robots.txt.
const AGENT: &str = concat!("selon/", env!("CARGO_PKG_VERSION"), " (+https://github.com/selon-project/selon)");
const ROBOTS_NAME: &str = "selon";
/// Largest body: a feed with a year of full texts, a long page with its scripts.
const MAX_BODY: u64 = 20 * 1024 * 1024;
/// Time for one request with its redirects.
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_REDIRECTS: u32 = 5;
/// Between two requests to one host, unless it asks for more; and the most that we wait for it.
const HOST_DELAY: Duration = Duration::from_secs(1);
const MAX_HOST_DELAY: Duration = Duration::from_secs(60);

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    location: Option<String>,
    retry_after: Option<i64>,
}

/// The server answers with something else than the page.
#[derive(Debug)]
pub(crate) struct Refused {
    status: u16,
    /// In how many seconds it wants to be asked again, when it says so.
    pub(crate) retry_after: Option<i64>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the server answers {}", self.status)
    }
}

impl std::error::Error for Refused {}

/// Fetches pages, and remembers what each host asks for.
pub(crate) struct Fetcher {
    agent: Agent,
    host_delay: Duration,
    hosts: BTreeMap<String, Host>,
}

struct Host {
    robots: Robots,
    last: Instant,
}

impl Fetcher {
    /// # Errors
    /// When fetching was not asked for.
    pub(crate) fn new(args: &FetchArgs) -> anyhow::Result<Fetcher> {
        if !args.allow_fetch {
            bail!("this is an address on the web, and nothing is fetched unless you give --allow-fetch");
        }
        let config = Config::builder()
            .http_status_as_error(false)
            // Each address on the way is asked for by itself, so that its own rules hold.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(TIMEOUT))
            .user_agent(AGENT)
            // A proxy would resolve names itself, past the guard.
            .proxy(None)
            .build();
        let guard = Guard { inner: DefaultResolver::default(), allow_private: args.allow_private };
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        // A host of one's own needs no pause, and tests would only wait.
        let host_delay = if args.allow_private { Duration::ZERO } else { HOST_DELAY };
        Ok(Fetcher { agent, host_delay, hosts: BTreeMap::new() })
    }

    /// Fetches one address, if its site lets programs do so, after the pause that its host asks for; the addresses that
    /// it is sent on to are held to the same. A page that has not changed since `etag` or `modified` comes back with
    /// status 304 and no body.
    ///
    /// # Errors
    /// When it is refused or does not come; the message says which. An answer that is no page is a [`Refused`].
    pub(crate) fn get(&mut self, url: &str, etag: Option<&str>, modified: Option<&str>) -> anyhow::Result<Page> {
        let mut url = url.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            self.admit(&url)?;
            let page = self.request(&url, etag, modified)?;
            match (page.status, &page.location) {
                (200..=299 | 304, _) => return Ok(page),
                (301 | 302 | 303 | 307 | 308, Some(location)) => url = join_address(&url, location)?,
                (status, _) => return Err(Refused { status, retry_after: page.retry_after }.into()),
            }
        }
        bail!("it is sent on more than {MAX_REDIRECTS} times")
    }

    /// Asks the rules of the host, and waits as long as they say.
    fn admit(&mut self, url: &str) -> anyhow::Result<()> {
        let uri: Uri = url.parse().map_err(|_| anyhow!("not an address"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { bail!("not an address") };
        let host = format!("{scheme}://{authority}");
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        if !self.hosts.contains_key(&host) {
            let robots = self.robots(&host)?;
            self.hosts.insert(host.clone(), Host { robots, last: Instant::now() });
        }
        let Some(known) = self.hosts.get_mut(&host) else { return Ok(()) };
        if !known.robots.allows(path) {
            bail!("the robots.txt of {authority} does not let programs fetch {path}");
        }
        let asked = known.robots.delay.map_or(Duration::ZERO, |delay| Duration::from_secs_f64(delay.min(3600.0)));
        let pause = self.host_delay.max(asked).min(MAX_HOST_DELAY);
        std::thread::sleep(pause.saturating_sub(known.last.elapsed()));
        known.last = Instant::now();
        Ok(())
    }

    /// The rules of a site. None there: all is allowed; no answer or a server's fault: nothing is (RFC 9309, 2.3.1).
    fn robots(&self, host: &str) -> anyhow::Result<Robots> {
        let mut url = format!("{host}/robots.txt");
        for _ in 0..=MAX_REDIRECTS {
            let page = self.request(&url, None, None)?;
            match (page.status, &page.location) {
                (200..300, _) => return Ok(Robots::parse(&String::from_utf8_lossy(&page.body), ROBOTS_NAME)),
                (300..400, Some(location)) => url = join_address(&url, location)?,
                (400..500, _) if page.status != 429 => return Ok(Robots::default()),
                _ => return Ok(Robots::closed()),
            }
        }
        // A site whose rules cannot be found has none (RFC 9309, 2.3.1.2).
        Ok(Robots::default())
    }

    fn request(&self, url: &str, etag: Option<&str>, modified: Option<&str>) -> anyhow::Result<Page> {
        let mut request = self.agent.get(url);
        if let Some(etag) = etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(modified) = modified {
            request = request.header("If-Modified-Since", modified);
        }
        let mut response = request.call().map_err(|error| anyhow!("{error}"))?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (content_type, etag, last_modified) = (header("content-type"), header("etag"), header("last-modified"));
        let (location, retry_after) =
            (header("location"), header("retry-after").and_then(|value| seconds_until(&value)));
        let status = response.status().as_u16();
        let body = response
            .body_mut()
            .with_config()
            .limit(MAX_BODY)
            .read_to_vec()
            .map_err(|error| anyhow!("the answer cannot be read: {error}"))?;
        Ok(Page { status, body, content_type, etag, last_modified, location, retry_after })
    }
}

/// The address that a `Location` header means on a page.
fn join_address(page: &str, location: &str) -> anyhow::Result<String> {
    let location = location.split('#').next().unwrap_or_default().trim();
    let uri: Uri = page.parse().map_err(|_| anyhow!("not an address"))?;
    let (scheme, authority) = (uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |host| host.as_str()));
    let lower = location.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Ok(location.to_owned());
    }
    if let Some(rest) = location.strip_prefix("//") {
        return Ok(format!("{scheme}://{rest}"));
    }
    if location.starts_with('/') {
        return Ok(format!("{scheme}://{authority}{location}"));
    }
    if location.is_empty() || location.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
        bail!("it is sent on to {location:?}, which is no address on the web");
    }
    let folder = uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(format!("{scheme}://{authority}{folder}/{location}"))
}

/// Seconds until the time of a `Retry-After` header: a number, or a date.
fn seconds_until(value: &str) -> Option<i64> {
    let value = value.trim();
    value.parse().ok().or_else(|| {
        let time = jiff::fmt::rfc2822::parse(value).ok()?;
        Some(time.timestamp().as_second() - jiff::Timestamp::now().as_second())
    })
}

/// Resolves names and hands on only addresses of the open internet. It stands between each connection and its address,
/// those after a redirect too, so that a name cannot mean one address when looked at and another when used.
#[derive(Debug)]
struct Guard {
    inner: DefaultResolver,
    allow_private: bool,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.allow_private {
            return Ok(found);
        }
        let mut open = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            open.push(*address);
        }
        if open.is_empty() {
            let host = uri.host().unwrap_or_default();
            let reason = format!(
                "{host} is on this computer or a private network; such addresses are fetched only with --allow-private"
            );
            return Err(ureq::Error::Other(reason.into()));
        }
        Ok(open)
    }
}

/// The address belongs to the open internet (the special ranges of RFC 6890 do not).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (b == 18 || b == 19));
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // An IPv4 address in IPv6 clothes (mapped, NAT64, 6to4) is as public as the IPv4 address.
    let inner = match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some((high, low)),
        [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = inner {
        return is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    }
    // Global unicast is 2000::/3; of it, documentation and Teredo are not the open internet.
    segments[0] & 0xe000 == 0x2000 && !(segments[0] == 0x2001 && (segments[1] == 0x0db8 || segments[1] == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_addresses_are_told_from_the_open_internet() {
        for (address, expected) in [
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("224.0.0.1", false),
            ("8.8.8.8", true),
            ("100.128.0.1", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::a00:1", false),
            ("2002:7f00:1::", false),
            ("2001:db8::1", false),
            ("2606:4700:4700::1111", true),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn addresses_are_joined() {
        for (location, joined) in [
            ("https://b.example/x", "https://b.example/x"),
            ("//b.example/x", "http://b.example/x"),
            ("/x?y#z", "http://a.example/x?y"),
            ("x", "http://a.example/news/x"),
        ] {
            assert_eq!(join_address("http://a.example/news/1?q", location).unwrap(), joined);
        }
        for location in ["file:///etc/passwd", "javascript:1", ""] {
            assert!(join_address("http://a.example/", location).is_err(), "{location}");
        }
        assert_eq!(seconds_until("120"), Some(120));
        assert!(seconds_until("Wed, 21 Oct 2015 07:28:00 GMT").is_some_and(|seconds| seconds < 0));
    }

    #[test]
    fn nothing_is_fetched_unless_asked_for() {
        assert!(Fetcher::new(&FetchArgs { allow_fetch: false, allow_private: false }).is_err());
        let mut fetcher = Fetcher::new(&FetchArgs { allow_fetch: true, allow_private: false }).unwrap();
        for url in ["http://127.0.0.1:9/feed", "http://localhost:9/feed", "http://[::1]:9/", "http://2130706433/"] {
            let message = fetcher.get(url, None, None).err().unwrap().to_string();
            assert!(message.contains("private network"), "{url}: {message}");
        }
    }
}
