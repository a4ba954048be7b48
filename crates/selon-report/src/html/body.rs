//! The text of the article on a page: the element that holds it, and what of it is kept.
//!
//! The element is found by its name where a page system names it, the most exact names first, as the extractor
//! trafilatura does (Barbaresi 2021, ACL demo); where no name tells, by where most running text stands. What frames
//! the text inside that element (lists of links, bylines, captions, comments) is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::html::blocks::{Block, find_blocks};
use crate::html::frames::{COMMENTS, frame_of};
use crate::html::words::{MAX_BODY_RANK, body_rank, names_lead};
use crate::markup::{NodeIdx, Tree};

/// Below this many characters an element found by its name is too little to be an article.
const SHORT_CHARS: usize = 250;

/// Below this many characters a line may be a label.
const LABEL_CHARS: usize = 60;

/// The paragraphs of the article, separated by empty lines.
pub(crate) fn find_body(tree: &Tree<'_>, title: Option<&str>) -> String {
    let exact = text_of(&Page::of(tree, title, Names::All));
    if exact.chars().count() >= SHORT_CHARS {
        return exact;
    }
    // Names mislead where they leave nearly nothing; tags rarely do.
    let loose = text_of(&Page::of(tree, title, Names::TagsOnly));
    if loose.chars().count() > 2 * exact.chars().count() { loose } else { exact }
}

/// What frames the article: all that [`frame_of`] says, or tags, comments and hidden elements alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    All,
    TagsOnly,
}

fn text_of(page: &Page<'_>) -> String {
    let by_score = page.top_by_score().map(|top| page.kept(top)).unwrap_or_default();
    let by_name = page.by_name(n_chars(&by_score));
    let (named, scored) = (n_chars(&by_name), n_chars(&by_score));
    // An element named for the article that holds a fraction of the running text is a teaser or one part of many.
    let kept = if scored > 2 * named || (named < SHORT_CHARS && scored > named) { by_score } else { by_name };
    let kept = if n_chars(&kept) < SHORT_CHARS { page.wild(kept) } else { page.with_lead(kept) };
    let mut text = String::new();
    for block in page.without_loose_headings(kept) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}

/// The block only announces what would follow it.
fn is_label(block: &Block) -> bool {
    block.n_chars < LABEL_CHARS && block.text.ends_with(':')
}

fn n_chars(blocks: &[&Block]) -> usize {
    blocks.iter().map(|block| block.n_chars).sum()
}

/// A page in blocks, with what tells which of them are the article's.
struct Page<'a> {
    tree: &'a Tree<'a>,
    title: Option<&'a str>,
    blocks: Vec<Block>,
    sums: Sums,
    /// For each node, the innermost element around it (or itself) that frames the article; 0 for none.
    frame: Vec<NodeIdx>,
    /// The page marks its paragraphs: words that stand outside of any are labels.
    has_paragraphs: bool,
}

impl<'a> Page<'a> {
    fn of(tree: &'a Tree<'a>, title: Option<&'a str>, names: Names) -> Self {
        let blocks = find_blocks(tree);
        let sums = Sums::of(tree, &blocks);
        let frame = find_frames(tree, &sums, names);
        let in_paragraphs = blocks.iter().filter(|block| tree.nodes[block.node].name == "p" && frame[block.node] == 0);
        let has_paragraphs = in_paragraphs.map(|block| block.n_chars).sum::<usize>() >= 3 * SHORT_CHARS;
        Page { tree, title, blocks, sums, frame, has_paragraphs }
    }

    /// The blocks inside an element, those that frame the article too.
    fn inside(&self, node: NodeIdx) -> &[Block] {
        let end = self.tree.nodes[node].end;
        let first = self.blocks.partition_point(|block| block.order < node);
        let last = self.blocks.partition_point(|block| block.order < end);
        &self.blocks[first..last]
    }

    /// The blocks of the article, when `top` holds it.
    fn kept(&self, top: NodeIdx) -> Vec<&Block> {
        let mut kept: Vec<&Block> = Vec::new();
        // A list or a box that is mostly links is left out as a whole: the end of the last one found.
        let mut links_until = 0;
        let mut tested = top;
        for block in self.inside(top) {
            if self.frame[block.node] > top || block.node < links_until {
                continue;
            }
            while tested < block.node {
                tested += 1;
                let is_box = matches!(&*self.tree.nodes[tested].name, "div" | "ul" | "ol" | "dl" | "p" | "table");
                if is_box && self.frame[tested] <= top && self.is_links(tested) {
                    links_until = self.tree.nodes[tested].end;
                    tested = links_until - 1;
                }
            }
            if block.node >= links_until && self.is_text(block) {
                kept.push(block);
            }
        }
        kept
    }

    /// The block holds words of a text, not a label or a line of links.
    fn is_text(&self, block: &Block) -> bool {
        let tree = self.tree;
        if self.title.is_some_and(|title| title == block.text) {
            return false;
        }
        let is_links = block.link_share() > 0.6 && (block.n_chars < 200 || block.link_share() > 0.85);
        if is_links && !(block.n_chars >= 60 && block.link_share() < 0.95 && block.text.ends_with(['.', '!', '?'])) {
            return false;
        }
        let is_marked = matches!(
            &*tree.nodes[block.node].name,
            "p" | "li" | "dd" | "dt" | "td" | "th" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        );
        is_marked || !self.has_paragraphs || (block.n_chars >= 80 && block.is_sentence())
    }

    /// The element is mostly links: short ones, or all of its words.
    fn is_links(&self, node: NodeIdx) -> bool {
        let inside = self.inside(node);
        let (mut n_all, mut n_links, mut n_short, mut n_linked) = (0, 0, 0, 0);
        for block in inside {
            n_all += block.n_chars;
            n_linked += block.n_link_chars;
            n_links += block.n_links;
            n_short += block.n_short_links;
            if n_all > 1000 {
                break;
            }
        }
        if n_links == 0 {
            return false;
        }
        let name = &*self.tree.nodes[node].name;
        let is_last = self.is_last(node);
        let limit = match (name, is_last) {
            ("p", true) => 60,
            ("p", false) => 30,
            ("table", _) => 1000,
            (_, true) => 300,
            (_, false) => 100,
        };
        let is_list = matches!(name, "ul" | "ol" | "dl") && n_links >= 3;
        let mostly = n_linked as f64 > 0.8 * n_all as f64;
        if n_all < limit {
            return mostly || (n_links > 1 && n_short as f64 > 0.8 * n_links as f64);
        }
        (is_list && n_linked as f64 > 0.75 * n_all as f64) || (n_links == 1 && n_linked as f64 > 0.9 * n_all as f64)
    }

    /// No element follows it within its parent.
    fn is_last(&self, node: NodeIdx) -> bool {
        let nodes = &self.tree.nodes;
        let (mut at, end) = (nodes[node].end, nodes[nodes[node].parent].end);
        while at < end {
            if !nodes[at].is_text() {
                return false;
            }
            at += 1;
        }
        true
    }

    /// The blocks of the element whose name says that it holds the article.
    fn by_name(&self, n_scored: usize) -> Vec<&Block> {
        let mut ranked: Vec<(usize, NodeIdx)> = Vec::new();
        for idx in 1..self.tree.nodes.len() {
            let is_container =
                matches!(&*self.tree.nodes[idx].name, "article" | "div" | "main" | "section" | "td" | "span");
            if is_container && self.frame[idx] == 0 && self.sums.good(self.tree, idx) > 0.0 {
                let rank = body_rank(self.tree, idx);
                if rank > 0 {
                    ranked.push((rank, idx));
                }
            }
        }
        let mut best: Vec<&Block> = Vec::new();
        for rank in 1..=MAX_BODY_RANK {
            let of_rank = ranked.iter().filter(|(its, _)| *its == rank).map(|(_, idx)| *idx);
            // The richest of a rank; of those inside one another the innermost that holds nearly as much.
            let mut found: Option<(NodeIdx, f64)> = None;
            for idx in of_rank {
                let good = self.sums.good(self.tree, idx);
                let is_inside = found.is_some_and(|(outer, _)| idx < self.tree.nodes[outer].end);
                if found.is_none_or(|(_, known)| good > known || is_inside && good > 0.85 * known) {
                    found = Some((idx, good));
                }
            }
            let Some((idx, _)) = found else { continue };
            let kept = self.kept(idx);
            if n_chars(&kept) > n_chars(&best) {
                best = kept;
            }
            if n_chars(&best) >= SHORT_CHARS && 2 * n_chars(&best) >= n_scored {
                break;
            }
        }
        best
    }

    /// The element around most running text: the parent of most of it, widened while that adds more text than links.
    fn top_by_score(&self) -> Option<NodeIdx> {
        let tree = self.tree;
        let mut direct = vec![0.0_f64; tree.nodes.len()];
        for block in self.blocks.iter().filter(|block| self.frame[block.node] == 0) {
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
            let (more, links) = (
                self.sums.good(tree, parent) - self.sums.good(tree, top),
                self.sums.bad(tree, parent) - self.sums.bad(tree, top),
            );
            let is_whole = matches!(&*tree.nodes[top].name, "article" | "main");
            let gains = more >= links && (more > 0.15 * self.sums.good(tree, top) || links == 0.0);
            let is_wrapper = more == 0.0 && links < 40.0 && tree.nodes[parent].name != "body";
            if !is_whole && (gains || is_wrapper) {
                top = parent;
            } else {
                break;
            }
        }
        Some(top)
    }

    /// With the lead that stands between the main heading and the first words found.
    fn with_lead<'b>(&'b self, kept: Vec<&'b Block>) -> Vec<&'b Block> {
        const LEAD_CHARS: std::ops::Range<usize> = 40..1000;
        // A date or a byline may have been taken before the lead.
        let running = kept.iter().find(|block| block.n_chars >= 80).or(kept.first());
        let Some(first) = running.map(|block| block.order) else { return kept };
        let tree = self.tree;
        let heading = tree.named(0, "h1").filter(|h1| *h1 < first && !tree.text_of(*h1).is_empty()).last();
        let Some(heading) = heading else { return kept };
        let names_it = |block: &Block| {
            let parent = tree.nodes[block.node].parent;
            let around = [block.node, parent, tree.nodes[parent].parent];
            let is_below = parent == tree.nodes[heading].parent && matches!(&*tree.nodes[block.node].name, "h2" | "p");
            is_below || around.iter().any(|idx| *idx > 0 && tree.nodes[*idx].end <= first && names_lead(tree, *idx))
        };
        let frames = |block: &Block| {
            let frame = self.frame[block.node];
            frame != 0 && !names_lead(tree, frame) && tree.nodes[frame].name != "header"
        };
        let lead = self.blocks.iter().filter(|block| {
            (tree.nodes[heading].end..first).contains(&block.order)
                && LEAD_CHARS.contains(&block.n_chars)
                && block.is_sentence()
                && block.link_share() < 0.3
                && names_it(block)
                && !frames(block)
        });
        let mut all: Vec<&Block> = lead.take(3).chain(kept.iter().copied()).collect();
        all.sort_by_key(|block| block.order);
        all.dedup_by_key(|block| block.order);
        all
    }

    /// All paragraphs of the page when no element holds enough of them together.
    fn wild<'b>(&'b self, kept: Vec<&'b Block>) -> Vec<&'b Block> {
        let wild: Vec<&Block> = self
            .blocks
            .iter()
            .filter(|block| {
                let is_paragraph = matches!(&*self.tree.nodes[block.node].name, "p" | "blockquote" | "pre" | "td");
                is_paragraph && self.frame[block.node] == 0 && self.is_text(block) && block.link_share() < 0.5
            })
            .collect();
        if n_chars(&wild) > n_chars(&kept) { wild } else { kept }
    }

    /// The block is the label of a list of links that is left out: *More about this*.
    fn heads_links(&self, block: &Block) -> bool {
        let next = self.blocks.partition_point(|other| other.order <= block.order);
        is_label(block)
            && self
                .blocks
                .get(next)
                .is_some_and(|after| after.link_share() > 0.9 && self.is_near(block, after) && !self.is_text(after))
    }

    /// The two stand in the same element or one level apart.
    fn is_near(&self, a: &Block, b: &Block) -> bool {
        let nodes = &self.tree.nodes;
        let (near, far) = (nodes[a.node].parent, nodes[b.node].parent);
        near == far || near == nodes[far].parent || nodes[near].parent == far
    }

    /// Without headings that nothing follows and without what is said twice.
    fn without_loose_headings<'b>(&self, kept: Vec<&'b Block>) -> Vec<&'b Block> {
        let mut seen = BTreeSet::new();
        let mut once: Vec<&Block> =
            kept.into_iter().filter(|block| block.n_chars < 50 || seen.insert(block.text.as_str())).collect();
        once.retain(|block| !self.heads_links(block));
        while once.last().is_some_and(|block| block.is_heading(self.tree) || is_label(block)) {
            once.pop();
        }
        once
    }
}

/// For each node the innermost frame around it. A word that would take most of the page's running text away frames
/// nothing on this page: page systems wrap whole pages in forms, and each paragraph in a "widget" or a "slide".
fn find_frames(tree: &Tree<'_>, sums: &Sums, names: Names) -> Vec<NodeIdx> {
    let total = sums.good(tree, 0);
    let mut said: Vec<Option<&'static str>> = Vec::with_capacity(tree.nodes.len());
    let mut taken: BTreeMap<&'static str, (f64, NodeIdx)> = BTreeMap::new();
    for (idx, node) in tree.nodes.iter().enumerate() {
        let word = if idx == 0 || node.is_text() { None } else { frame_of(tree, idx) };
        let counts = |word: &&str| names == Names::All || *word == node.name || matches!(*word, COMMENTS | "hidden");
        let word = word.filter(counts);
        said.push(word);
        let Some(word) = word else { continue };
        let (sum, until) = taken.entry(word).or_default();
        if idx >= *until {
            *sum += sums.good(tree, idx);
            *until = node.end;
        }
    }
    let mut frame = vec![0; tree.nodes.len()];
    for (idx, word) in said.into_iter().enumerate().skip(1) {
        frame[idx] = frame[tree.nodes[idx].parent];
        let Some(word) = word else { continue };
        let most = if word == COMMENTS { 0.9 } else { 0.5 };
        if taken.get(word).is_some_and(|(sum, _)| *sum <= most * total) {
            frame[idx] = idx;
        }
    }
    frame
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
