//! A page as blocks: words that stand together, with how many of them are links.

use crate::html::words::is_label;
use crate::markup::{NodeIdx, Tree, fold_space};

/// Words that stand together, with what tells whether they belong to the article.
pub(crate) struct Block {
    /// The element they stand in.
    pub(crate) node: NodeIdx,
    /// The node of their first words; blocks stand in this order.
    pub(crate) order: NodeIdx,
    pub(crate) text: String,
    pub(crate) n_chars: usize,
    pub(crate) n_link_chars: usize,
    pub(crate) n_links: usize,
    pub(crate) n_short_links: usize,
}

impl Block {
    pub(crate) fn link_share(&self) -> f64 {
        self.n_link_chars as f64 / self.n_chars.max(1) as f64
    }

    pub(crate) fn is_heading(&self, tree: &Tree<'_>) -> bool {
        matches!(&*tree.nodes[self.node].name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }

    /// It has a sign that sentences have.
    pub(crate) fn is_sentence(&self) -> bool {
        self.text.contains(['.', '!', '?', '…', ',', ';', '。', '，', '।', '،', '؟'])
    }

    /// Positive for running text, negative for lists of links, about one for each character of a sentence.
    pub(crate) fn score(&self) -> f64 {
        let n_chars = self.n_chars as f64;
        if self.link_share() > 0.5 {
            return -n_chars.min(150.0);
        }
        if self.n_chars < 25 {
            return -5.0;
        }
        let weight = match (self.n_chars, self.is_sentence()) {
            (80.., true) => 1.0,
            (_, true) => 0.6,
            _ => 0.2,
        };
        n_chars.min(1500.0) * weight * (1.0 - self.link_share())
    }
}

/// Elements that hold no words of a text.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "button", "select", "svg", "iframe", "textarea", "input", "head",
    "title", "object", "audio", "video", "canvas", "time", "rp", "rt", "math",
];

const BLOCKS: &[&str] = &[
    "p", "div", "article", "section", "main", "body", "html", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td",
    "th", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "header", "figure", "center", "address", "hr",
    "fieldset", "details", "summary", "nav", "aside", "footer", "form", "figcaption", "dialog", "label",
];

/// The blocks of a page in document order.
pub(crate) fn find_blocks(tree: &Tree<'_>) -> Vec<Block> {
    let mut finder = Finder { tree, blocks: Vec::new(), open: Vec::new(), pending: Pending::default() };
    let mut at = 1;
    while at < tree.nodes.len() {
        finder.close_until(at);
        at = finder.take(at);
    }
    finder.finish();
    finder.blocks
}

struct Finder<'a> {
    tree: &'a Tree<'a>,
    blocks: Vec<Block>,
    /// Open elements; whether each is a block, and where the text of an open link began.
    open: Vec<(NodeIdx, bool)>,
    pending: Pending,
}

/// The block that is being gathered.
#[derive(Default)]
struct Pending {
    text: String,
    order: NodeIdx,
    n_link_chars: usize,
    n_links: usize,
    n_short_links: usize,
    links_until: NodeIdx,
    n_breaks: usize,
}

impl Finder<'_> {
    /// Takes one node; gives the next one.
    fn take(&mut self, at: NodeIdx) -> NodeIdx {
        let node = &self.tree.nodes[at];
        if node.is_text() {
            self.take_text(at);
            return at + 1;
        }
        let is_block = BLOCKS.contains(&&*node.name);
        if DROPPED.contains(&&*node.name) || (!is_block && is_label(self.tree, at)) {
            return node.end.max(at + 1);
        }
        if is_block {
            self.finish();
        }
        match &*node.name {
            "a" => {
                self.pending.links_until = self.pending.links_until.max(node.end);
                let n_chars: usize = self
                    .tree
                    .inside(at)
                    .filter(|idx| self.tree.nodes[*idx].is_text())
                    .map(|idx| self.tree.nodes[idx].text().trim().chars().count())
                    .sum();
                if n_chars > 0 {
                    self.pending.n_links += 1;
                    self.pending.n_short_links += usize::from(n_chars < 10);
                }
            }
            "br" => {
                // Two line breaks make a paragraph.
                self.pending.n_breaks += 1;
                self.pending.text.push(' ');
                if self.pending.n_breaks == 2 {
                    self.finish();
                }
            }
            _ => {}
        }
        if node.end > at + 1 {
            self.open.push((at, is_block));
        }
        at + 1
    }

    fn take_text(&mut self, at: NodeIdx) {
        let words = self.tree.nodes[at].text();
        let is_filled = !words.trim().is_empty();
        if is_filled {
            self.pending.n_breaks = 0;
            if self.pending.order == 0 {
                self.pending.order = at;
            }
        }
        if at < self.pending.links_until {
            self.pending.n_link_chars += words.trim().chars().count();
        }
        self.pending.text.push_str(&words);
    }

    fn close_until(&mut self, at: NodeIdx) {
        while let Some((idx, is_block)) = self.open.last().copied()
            && self.tree.nodes[idx].end <= at
        {
            if is_block {
                self.finish();
            }
            self.open.pop();
        }
    }

    /// Ends the block, which belongs to the innermost open block element.
    fn finish(&mut self) {
        let node = self.open.iter().rev().find(|(_, is_block)| *is_block).map_or(0, |(idx, _)| *idx);
        let pending = std::mem::take(&mut self.pending);
        self.pending.links_until = pending.links_until;
        let text = fold_space(&pending.text);
        if text.is_empty() {
            return;
        }
        let n_chars = text.chars().count();
        let n_link_chars = pending.n_link_chars.min(n_chars);
        let Pending { order, n_links, n_short_links, .. } = pending;
        self.blocks.push(Block { node, order, text, n_chars, n_link_chars, n_links, n_short_links });
    }
}
