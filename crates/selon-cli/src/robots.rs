//! What a site lets programs fetch: robots.txt as in RFC 9309.

/// The rules that hold for us on one site.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Robots {
    /// Allowed or not, and the pattern of paths.
    rules: Vec<(bool, String)>,
    /// Seconds between two requests, when the site asks for some.
    pub(crate) delay: Option<f64>,
}

impl Robots {
    /// The group for `agent`, else the one for everybody; without either, everything is allowed.
    pub(crate) fn parse(text: &str, agent: &str) -> Robots {
        let (mut ours, mut all) = (None, None);
        let mut names: Vec<String> = Vec::new();
        let mut names_open = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            if field == "user-agent" {
                if !names_open {
                    names.clear();
                }
                names.push(value.to_ascii_lowercase());
                names_open = true;
                continue;
            }
            names_open = false;
            let mut groups: Vec<&mut Robots> = Vec::new();
            if names.iter().any(|name| name == agent) {
                groups.push(ours.get_or_insert_default());
            }
            if names.iter().any(|name| name == "*") {
                groups.push(all.get_or_insert_default());
            }
            for group in groups {
                match field.as_str() {
                    "allow" | "disallow" if !value.is_empty() => {
                        group.rules.push((field == "allow", value.to_owned()));
                    }
                    "crawl-delay" => group.delay = value.parse().ok().filter(|delay: &f64| *delay >= 0.0),
                    _ => {}
                }
            }
        }
        ours.or(all).unwrap_or_default()
    }

    /// Nothing may be fetched: the rules could not be had.
    pub(crate) fn closed() -> Robots {
        Robots { rules: vec![(false, "/".to_owned())], delay: None }
    }

    /// The longest pattern that matches decides; of two as long, the one that allows.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, path));
        matching.max_by_key(|(allowed, pattern)| (pattern.len(), *allowed)).is_none_or(|(allowed, _)| *allowed)
    }
}

/// `*` stands for anything, a final `$` for the end; otherwise a pattern is a beginning. Linear in the path for each
/// `*`, so that no pattern can hold us up.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (idx, part) in parts.iter().enumerate() {
        if to_end && idx + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_decides() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /private\nAllow: /private/press # open\nDisallow: /*.pdf$\nCrawl-delay: 3\n",
            "selon",
        );
        assert_eq!(robots.delay, Some(3.0));
        for (path, allowed) in
            [("/", true), ("/private/x", false), ("/private/press/1", true), ("/a.pdf", false), ("/a.pdf?x", true)]
        {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
    }

    #[test]
    fn our_own_group_outweighs_the_one_for_all() {
        let text = "User-agent: a\nUser-agent: Selon\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n";
        assert!(Robots::parse(text, "selon").allows("/y"));
        assert!(!Robots::parse(text, "selon").allows("/x/1"));
        assert!(!Robots::parse(text, "other").allows("/y"));
        assert!(Robots::parse("", "selon").allows("/"));
        assert!(!Robots::closed().allows("/"));
    }
}
