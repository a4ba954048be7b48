//! Tags and text of HTML and XML as a tree, for input that may be broken: bounded depth, linear time, no recursion.

use std::borrow::Cow;

use crate::limits::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_NODES};

/// A node of a [`Tree`]; 0 is the root, which has no name.
pub(crate) type NodeIdx = usize;

/// Which rules the markup follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Void elements, left-out end tags, scripts.
    Html,
    /// Every element is closed, CDATA holds text. Names keep their prefix; entities of a DTD are never expanded.
    Xml,
}

/// Elements and texts in document order: a parent stands before its children.
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    attributes: Vec<(&'a str, &'a str)>,
}

/// An element or a text.
pub(crate) struct Node<'a> {
    /// Lower case; empty for a text.
    pub(crate) name: Cow<'a, str>,
    /// The characters of a text, still escaped unless `is_literal`.
    raw: &'a str,
    is_literal: bool,
    pub(crate) parent: NodeIdx,
    attributes: std::ops::Range<usize>,
    /// The index after the last node inside.
    pub(crate) end: NodeIdx,
}

impl<'a> Node<'a> {
    pub(crate) fn is_text(&self) -> bool {
        self.name.is_empty()
    }

    /// The characters of a text.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        if self.is_literal || !self.raw.contains('&') {
            Cow::Borrowed(self.raw)
        } else {
            html_escape::decode_html_entities(self.raw)
        }
    }
}

impl<'a> Tree<'a> {
    /// The value of an attribute, by its lower-case name.
    pub(crate) fn attribute(&self, node: NodeIdx, name: &str) -> Option<Cow<'a, str>> {
        let (_, value) = self.attributes[self.nodes[node].attributes.clone()]
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(html_escape::decode_html_entities(*value))
    }

    /// The nodes inside `node`, in document order.
    pub(crate) fn inside(&self, node: NodeIdx) -> impl Iterator<Item = NodeIdx> + use<> {
        node + 1..self.nodes[node].end
    }

    /// The direct children of `node`.
    pub(crate) fn children(&self, node: NodeIdx) -> impl Iterator<Item = NodeIdx> + '_ {
        let end = self.nodes[node].end;
        let mut at = node + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(at)?;
            at = self.nodes[child].end;
            Some(child)
        })
    }

    /// The first direct child with one of these names.
    pub(crate) fn child(&self, node: NodeIdx, names: &[&str]) -> Option<NodeIdx> {
        names.iter().find_map(|name| self.children(node).find(|child| self.nodes[*child].name == *name))
    }

    /// The elements with this name inside `node`.
    pub(crate) fn named<'t>(&'t self, node: NodeIdx, name: &'t str) -> impl Iterator<Item = NodeIdx> + 't {
        self.inside(node).filter(move |idx| self.nodes[*idx].name == name)
    }

    /// All text inside `node`, white space folded.
    pub(crate) fn text_of(&self, node: NodeIdx) -> String {
        let mut text = String::new();
        for idx in self.inside(node).filter(|idx| self.nodes[*idx].is_text()) {
            text.push_str(&self.nodes[idx].text());
        }
        fold_space(&text)
    }

    /// All text inside `node` as it stands.
    pub(crate) fn raw_text_of(&self, node: NodeIdx) -> String {
        let texts = self.inside(node).filter(|idx| self.nodes[*idx].is_text());
        texts.map(|idx| self.nodes[idx].text()).collect()
    }
}

/// One space for each run of white space, none at the ends.
pub(crate) fn fold_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Parses markup. What is broken is passed over; what exceeds a limit is flattened or left out.
pub(crate) fn parse(input: &str, dialect: Dialect) -> Tree<'_> {
    let root = Node { name: Cow::Borrowed("#root"), raw: "", is_literal: true, parent: 0, attributes: 0..0, end: 0 };
    let tree = Tree { nodes: vec![root], attributes: Vec::new() };
    let mut parser = Parser { input, dialect, tree, open: vec![0] };
    parser.run();
    let n_nodes = parser.tree.nodes.len();
    while let Some(open) = parser.open.pop() {
        parser.tree.nodes[open].end = n_nodes;
    }
    parser.tree
}

struct Parser<'a> {
    input: &'a str,
    dialect: Dialect,
    tree: Tree<'a>,
    open: Vec<NodeIdx>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) {
        let input = self.input;
        let mut at = 0;
        while at < input.len() && self.tree.nodes.len() < MAX_NODES {
            let rest = &input[at..];
            let Some(tag) = rest.find('<') else {
                self.add_text(rest, false);
                return;
            };
            if tag > 0 {
                self.add_text(&rest[..tag], false);
                at += tag;
                continue;
            }
            at += self.markup(rest);
        }
    }

    /// Takes what starts with `<` and gives its length.
    fn markup(&mut self, rest: &'a str) -> usize {
        let until = |mark: &str, from: usize| rest[from..].find(mark).map_or(rest.len(), |at| from + at + mark.len());
        if rest.starts_with("<!--") {
            return until("-->", 4);
        }
        if rest.starts_with("<![CDATA[") && self.dialect == Dialect::Xml {
            let end = rest.find("]]>").unwrap_or(rest.len());
            self.add_text(&rest[9..end.max(9)], true);
            return (end + 3).min(rest.len());
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            // A document type may hold declarations in brackets; they are passed over, never obeyed.
            let end = until(">", 1);
            return if rest[..end].contains('[') { until("]>", 1).max(end) } else { end };
        }
        if let Some(name) = rest.strip_prefix("</") {
            let end = until(">", 2);
            let name = name.split('>').next().and_then(|name| name.split_whitespace().next()).unwrap_or_default();
            self.close(&lower(name));
            return end;
        }
        if rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return self.start_tag(rest);
        }
        self.add_text(&rest[..1], false);
        1
    }

    fn start_tag(&mut self, rest: &'a str) -> usize {
        let bytes = rest.as_bytes();
        let name_end = bytes
            .iter()
            .skip(1)
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
            .map_or(rest.len(), |at| at + 1);
        let name = lower(&rest[1..name_end]);
        let first_attribute = self.tree.attributes.len();
        let (end, is_empty) = self.attributes_of(rest, name_end, first_attribute);
        if self.dialect == Dialect::Html {
            self.close_implied(&name);
        }
        let parent = self.open.last().copied().unwrap_or_default();
        let idx = self.tree.nodes.len();
        let attributes = first_attribute..self.tree.attributes.len();
        let is_void = if self.dialect == Dialect::Html { VOID.contains(&&*name) } else { is_empty };
        let is_raw = self.dialect == Dialect::Html && RAW_TEXT.contains(&&*name);
        let raw_end = is_raw.then(|| raw_text_end(rest, end, &name));
        self.tree.nodes.push(Node { name, raw: "", is_literal: true, parent, attributes, end: idx + 1 });
        if let Some((text_end, after)) = raw_end {
            self.open.push(idx);
            let is_literal = !matches!(&*self.tree.nodes[idx].name, "title" | "textarea");
            self.add_text(&rest[end..text_end], is_literal);
            self.open.pop();
            self.tree.nodes[idx].end = self.tree.nodes.len();
            return after;
        }
        // Deeper elements stay in the tree, but their content becomes content of the deepest open one.
        if !is_void && self.open.len() < MAX_DEPTH {
            self.open.push(idx);
        }
        end
    }

    /// Reads attributes from `at` on; gives the index after the tag and whether it closes itself.
    fn attributes_of(&mut self, rest: &'a str, mut at: usize, first: usize) -> (usize, bool) {
        let bytes = rest.as_bytes();
        let mut is_empty = false;
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                is_empty = bytes[at] == b'/';
                at += 1;
            }
            if at >= bytes.len() {
                return (at, is_empty);
            }
            if bytes[at] == b'>' {
                return (at + 1, is_empty);
            }
            is_empty = false;
            let start = at;
            at += 1;
            while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'=' | b'>' | b'/') {
                at += 1;
            }
            let name_end = at;
            while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            let mut value = name_end..name_end;
            if at < bytes.len() && bytes[at] == b'=' {
                at += 1;
                while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
                let from = at + usize::from(quote.is_some());
                let ends = |byte: &u8| match quote {
                    Some(quote) => *byte == quote,
                    None => byte.is_ascii_whitespace() || *byte == b'>',
                };
                let to = bytes[from.min(bytes.len())..].iter().position(ends).map_or(bytes.len(), |n| from + n);
                value = from.min(to)..to;
                at = (to + usize::from(quote.is_some())).min(bytes.len());
            }
            if self.tree.attributes.len() - first < MAX_ATTRIBUTES
                && let (Some(name), Some(value)) = (rest.get(start..name_end), rest.get(value))
            {
                self.tree.attributes.push((name, value));
            }
        }
    }

    fn add_text(&mut self, raw: &'a str, is_literal: bool) {
        if raw.is_empty() {
            return;
        }
        let (parent, idx) = (self.open.last().copied().unwrap_or_default(), self.tree.nodes.len());
        let name = Cow::Borrowed("");
        self.tree.nodes.push(Node { name, raw, is_literal, parent, attributes: 0..0, end: idx + 1 });
    }

    /// Closes the innermost open element of this name and all inside it.
    fn close(&mut self, name: &str) {
        let barrier = |idx: &&NodeIdx| {
            self.dialect == Dialect::Html
                && matches!(&*self.tree.nodes[**idx].name, "td" | "th" | "table")
                && !matches!(name, "table" | "tr" | "tbody" | "thead" | "body" | "html" | "td" | "th")
        };
        let n_inside = self.open.iter().rev().take_while(|idx| !barrier(idx)).count();
        let reachable = self.open.len() - n_inside;
        let found = self.open.iter().rposition(|idx| self.tree.nodes[*idx].name == name);
        if let Some(at) = found.filter(|at| *at >= reachable && *at > 0) {
            self.close_from(at);
        }
    }

    fn close_from(&mut self, at: usize) {
        let n_nodes = self.tree.nodes.len();
        for idx in self.open.drain(at..) {
            self.tree.nodes[idx].end = n_nodes;
        }
    }

    /// A start tag that ends open elements whose end tag may be left out.
    fn close_implied(&mut self, name: &str) {
        let (closes, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "option" => (&["option"], &["select"]),
            "body" => (&["head"], &["body"]),
            _ if CLOSES_P.contains(&name) => (&["p"], &["div", "td", "article", "section", "li", "blockquote", "body"]),
            _ => return,
        };
        for at in (1..self.open.len()).rev() {
            let open = &*self.tree.nodes[self.open[at]].name;
            if closes.contains(&open) {
                self.close_from(at);
                return;
            }
            if within.contains(&open) {
                return;
            }
        }
    }
}

/// Where raw text ends, and the index after its end tag.
fn raw_text_end(rest: &str, from: usize, name: &str) -> (usize, usize) {
    let bytes = rest.as_bytes();
    let mut at = from;
    while let Some(found) = rest[at..].find("</") {
        at += found;
        let is_end =
            bytes.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
        if is_end {
            let after = rest[at..].find('>').map_or(rest.len(), |n| at + n + 1);
            return (at, after);
        }
        at += 2;
    }
    (rest.len(), rest.len())
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Their content is not markup.
const RAW_TEXT: &[&str] = &["script", "style", "textarea", "title", "iframe", "noembed", "xmp", "template"];

const CLOSES_P: &[&str] = &[
    "address", "article", "aside", "blockquote", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(input: &str, dialect: Dialect) -> String {
        let tree = parse(input, dialect);
        let mut out = String::new();
        let mut stack: Vec<NodeIdx> = vec![];
        for idx in 1..tree.nodes.len() {
            while stack.last().is_some_and(|open| tree.nodes[*open].end <= idx) {
                stack.pop();
                out.push(')');
            }
            let node = &tree.nodes[idx];
            if node.is_text() {
                out.push_str(node.text().trim());
            } else {
                out.push_str(&node.name);
                out.push('(');
                stack.push(idx);
            }
        }
        out.push_str(&")".repeat(stack.len()));
        out
    }

    #[test]
    fn left_out_end_tags_are_supplied() {
        assert_eq!(outline("<ul><li>a<li>b</ul>c", Dialect::Html), "ul(li(a)li(b))c");
        assert_eq!(outline("<P>a<p>b<br>c<div>d</div>", Dialect::Html), "p(a)p(bbr()c)div(d)");
        assert_eq!(outline("<b>a &amp; b</i></b>", Dialect::Html), "b(a & b)");
        assert_eq!(outline("<script>if (a<b) </p></script>x", Dialect::Html), "script(if (a<b) </p>)x");
    }

    #[test]
    fn xml_keeps_cdata_and_expands_no_entity() {
        assert_eq!(outline("<a:b><![CDATA[<i>]]></a:b><c/>d", Dialect::Xml), "a:b(<i>)c()d");
        assert_eq!(outline("<!DOCTYPE x [<!ENTITY e \"eee\">]><a>&e;</a>", Dialect::Xml), "a(&e;)");
    }

    #[test]
    fn a_million_nested_tags_end_soon() {
        let nested = "<div>".repeat(1_000_000);
        let tree = parse(&nested, Dialect::Html);
        assert!(tree.nodes.len() <= MAX_NODES + 1);
        let wide = format!("<p {}>a", "x=1 ".repeat(100_000));
        let tree = parse(&wide, Dialect::Html);
        assert_eq!(tree.text_of(0), "a");
    }
}
