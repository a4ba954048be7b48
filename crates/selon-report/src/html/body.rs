//! The text of the article on a page: blocks of words, the element that holds most of them, what of it is kept.

use crate::html::words::body_rank;
use crate::markup::{NodeIdx, Tree, fold_space};

/// Words that stand together, with what tells whether they belong to the article.
struct Block {
    /// The element they stand in.
    node: NodeIdx,
    text: String,
    n_chars: usize,
    n_link_chars: usize,
}

impl Block {
    fn link_share(&self) -> f64 {
        self.n_link_chars as f64 / self.n_chars.max(1) as f64
    }

    fn is_heading(&self, tree: &Tree<'_>) -> bool {
        matches!(&*tree.nodes[self.node].name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }

    /// Positive for running text, negative for lists of links, about one for each character of a sentence.
    fn score(&self) -> f64 {
        let n_chars = self.n_chars as f64;
        if self.link_share() > 0.5 {
            return -n_chars.min(150.0);
        }
        if self.n_chars < 25 {
            return -5.0;
        }
        let is_sentence = self.text.contains(['.', '!', '?', '…', ',', ';', '。']);
        let weight = match (self.n_chars, is_sentence) {
            (80.., true) => 1.0,
            (_, true) => 0.6,
            _ => 0.2,
        };
        n_chars.min(1500.0) * weight * (1.0 - self.link_share())
    }
}

/// The paragraphs of the article, separated by empty lines; `furniture` marks the nodes that stand around articles.
pub(crate) fn find_body(tree: &Tree<'_>, furniture: &[bool], title: Option<&str>) -> String {
    let blocks = find_blocks(tree, furniture);
    let sums = Sums::of(tree, &blocks);
    let Some(top) = find_container(tree, &blocks, &sums) else { return String::new() };
    let end = tree.nodes[top].end;
    let inside: Vec<&Block> = blocks.iter().filter(|block| (top..end).contains(&block.node)).collect();
    let mut kept: Vec<&Block> = Vec::new();
    for block in &inside {
        let is_title = title.is_some_and(|title| title == block.text);
        let is_links = block.link_share() > 0.6 && (block.n_chars < 200 || block.link_share() > 0.85);
        let is_linked_line =
            is_links && !(block.n_chars >= 60 && block.link_share() < 0.95 && block.text.ends_with(['.', '!', '?']));
        if !(is_title || is_linked_line) {
            kept.push(block);
        }
    }
    // A heading with nothing below it introduced what was left out.
    while kept.last().is_some_and(|block| block.is_heading(tree)) {
        kept.pop();
    }
    let mut text = String::new();
    for block in kept {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}

/// Scores summed from the start, so that the sum inside any element is a difference.
struct Sums {
    good: Vec<f64>,
    bad: Vec<f64>,
}

impl Sums {
    fn of(tree: &Tree<'_>, blocks: &[Block]) -> Self {
        let n_nodes = tree.nodes.len();
        let (mut good, mut bad) = (vec![0.0; n_nodes + 1], vec![0.0; n_nodes + 1]);
        for block in blocks {
            let score = block.score();
            if score > 0.0 {
                good[block.node + 1] += score;
            } else {
                bad[block.node + 1] -= score;
            }
        }
        for at in 1..=n_nodes {
            good[at] += good[at - 1];
            bad[at] += bad[at - 1];
        }
        Sums { good, bad }
    }

    fn good(&self, tree: &Tree<'_>, node: NodeIdx) -> f64 {
        self.good[tree.nodes[node].end] - self.good[node]
    }

    fn bad(&self, tree: &Tree<'_>, node: NodeIdx) -> f64 {
        self.bad[tree.nodes[node].end] - self.bad[node]
    }
}

/// The element that holds the article: the parent of most running text, widened while that adds more text than links;
/// an element that is named for holding it wins when it holds a fair part.
fn find_container(tree: &Tree<'_>, blocks: &[Block], sums: &Sums) -> Option<NodeIdx> {
    let mut direct = vec![0.0_f64; tree.nodes.len()];
    for block in blocks {
        let score = block.score().max(0.0);
        let parent = tree.nodes[block.node].parent;
        direct[parent] += score;
        direct[tree.nodes[parent].parent] += score * 0.5;
    }
    let mut top =
        (1..tree.nodes.len()).filter(|idx| direct[*idx] > 0.0).max_by(|a, b| direct[*a].total_cmp(&direct[*b]))?;
    loop {
        let parent = tree.nodes[top].parent;
        if parent == 0 || tree.nodes[parent].name == "html" {
            break;
        }
        let (more, links) =
            (sums.good(tree, parent) - sums.good(tree, top), sums.bad(tree, parent) - sums.bad(tree, top));
        let is_whole = matches!(&*tree.nodes[top].name, "article" | "main");
        let gains = more >= links && (more > 0.15 * sums.good(tree, top) || links == 0.0);
        let is_wrapper = more == 0.0 && links < 40.0 && tree.nodes[parent].name != "body";
        if !is_whole && (gains || is_wrapper) {
            top = parent;
        } else {
            break;
        }
    }
    let named = (1..tree.nodes.len()).filter(|idx| !tree.nodes[*idx].is_text()).filter_map(|idx| {
        let rank = body_rank(tree, idx);
        (rank > 0).then(|| (idx, rank, sums.good(tree, idx)))
    });
    let enough = 0.45 * sums.good(tree, top);
    let named = named.filter(|(_, _, good)| *good >= enough.max(100.0)).max_by(|a, b| {
        let key = |found: &(NodeIdx, usize, f64)| found.2 * (1.0 + 0.1 * found.1 as f64);
        key(a).total_cmp(&key(b))
    });
    Some(named.map_or(top, |(idx, _, _)| idx))
}

/// Elements that hold no words of an article.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "select", "svg", "iframe",
    "textarea", "input", "figcaption", "figure", "head", "title", "object", "audio", "video", "canvas", "dialog",
    "label",
];

const BLOCKS: &[&str] = &[
    "p", "div", "article", "section", "main", "body", "html", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td",
    "th", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "header", "figure", "center", "address", "hr",
    "fieldset", "details", "summary",
];

fn find_blocks(tree: &Tree<'_>, furniture: &[bool]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<(NodeIdx, bool)> = Vec::new();
    let mut text = String::new();
    let mut n_link_chars = 0;
    let mut links_until = 0;
    let mut n_breaks = 0;
    let mut at = 1;
    let finish = |blocks: &mut Vec<Block>, text: &mut String, n_link_chars: &mut usize, node: NodeIdx| {
        let folded = fold_space(text);
        if !folded.is_empty() {
            let n_chars = folded.chars().count();
            blocks.push(Block { node, n_chars, n_link_chars: (*n_link_chars).min(n_chars), text: folded });
        }
        text.clear();
        *n_link_chars = 0;
    };
    let container =
        |open: &[(NodeIdx, bool)]| open.iter().rev().find(|(_, is_block)| *is_block).map_or(0, |(idx, _)| *idx);
    while at < tree.nodes.len() {
        while let Some((idx, is_block)) = open.last().copied()
            && tree.nodes[idx].end <= at
        {
            if is_block {
                finish(&mut blocks, &mut text, &mut n_link_chars, container(&open));
            }
            open.pop();
        }
        let node = &tree.nodes[at];
        if node.is_text() {
            let words = node.text();
            if at < links_until {
                n_link_chars += words.trim().chars().count();
            }
            if !words.trim().is_empty() {
                n_breaks = 0;
            }
            text.push_str(&words);
            at += 1;
            continue;
        }
        if DROPPED.contains(&&*node.name) || furniture[at] {
            at = node.end.max(at + 1);
            continue;
        }
        let is_block = BLOCKS.contains(&&*node.name);
        if is_block {
            finish(&mut blocks, &mut text, &mut n_link_chars, container(&open));
        }
        match &*node.name {
            "a" => links_until = links_until.max(node.end),
            "br" => {
                // Two line breaks make a paragraph.
                n_breaks += 1;
                text.push(' ');
                if n_breaks == 2 {
                    finish(&mut blocks, &mut text, &mut n_link_chars, container(&open));
                }
            }
            _ => {}
        }
        if node.end > at + 1 {
            open.push((at, is_block));
        }
        at += 1;
    }
    finish(&mut blocks, &mut text, &mut n_link_chars, container(&open));
    blocks
}
