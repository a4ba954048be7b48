//! CoNLL-U read sentence by sentence.

use super::{Document, Sentence, Word, n_solid, universal_features, universal_relation};

/// One sentence of a CoNLL-U file.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldSentence {
    /// Its `# text`, or its tokens put together.
    pub(crate) text: String,
    /// A document or paragraph begins with it.
    pub(crate) begins_block: bool,
    /// A document begins with it.
    pub(crate) begins_document: bool,
    /// What kind of text the document is, where its first sentence says so.
    pub(crate) genre: String,
    /// No space follows it.
    pub(crate) glued: bool,
    /// Its words; places count from the beginning of the sentence, heads are indices of this list.
    pub(crate) words: Vec<Word>,
}

/// A line of a sentence, and the token it stands in.
struct Line<'content> {
    id: usize,
    cells: Vec<&'content str>,
    start: usize,
    end: usize,
    /// Numbers of the first and last word of the token.
    token: (usize, usize),
}

/// Reads the sentences of a CoNLL-U file; lines that are no words are passed over.
pub(crate) fn read_conllu(content: &str) -> Vec<GoldSentence> {
    let mut sentences = Vec::new();
    let mut block = Vec::new();
    for line in content.lines().chain([""]) {
        if line.trim().is_empty() {
            sentences.extend(sentence(&block));
            block.clear();
        } else {
            block.push(line);
        }
    }
    sentences
}

fn sentence(block: &[&str]) -> Option<GoldSentence> {
    let comment = |name: &str| {
        block.iter().filter_map(|line| line.strip_prefix('#')).find_map(|line| line.trim().strip_prefix(name))
    };
    let lines = lines(block);
    let last = lines.last()?;
    let text = comment("text =").map_or_else(|| joined(block), |text| text.trim().to_owned());
    let begins_document = comment("newdoc").is_some();
    let genre = comment("meta::genre =").unwrap_or_default().trim().to_owned();
    Some(GoldSentence {
        begins_block: begins_document || comment("newpar").is_some(),
        begins_document,
        genre,
        glued: last.cells.get(9).is_some_and(|misc| misc.split('|').any(|item| item == "SpaceAfter=No")),
        words: words(&lines),
        text,
    })
}

/// The tokens with a space after each, where no `# text` tells how they stand.
fn joined(block: &[&str]) -> String {
    let forms = block.iter().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').nth(1));
    forms.collect::<Vec<_>>().join(" ")
}

fn lines<'content>(block: &[&'content str]) -> Vec<Line<'content>> {
    let mut lines: Vec<Line<'content>> = Vec::new();
    let mut place = 0;
    let mut range: Option<(usize, usize, usize, usize)> = None;
    for line in block.iter().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 8 || cells[0].contains('.') {
            continue;
        }
        if let Some((first, last)) = cells[0].split_once('-') {
            if let (Ok(first), Ok(last)) = (first.parse(), last.parse()) {
                let end = place + n_solid(cells[1]);
                range = Some((first, last, place, end));
                place = end;
            }
            continue;
        }
        let Ok(id) = cells[0].parse::<usize>() else { continue };
        match range {
            Some((first, last, start, end)) if (first..=last).contains(&id) => {
                lines.push(Line { id, cells, start, end, token: (first, last) });
            }
            _ => {
                let end = place + n_solid(cells[1]);
                lines.push(Line { id, cells, start: place, end, token: (id, id) });
                place = end;
            }
        }
    }
    lines
}

fn words(lines: &[Line<'_>]) -> Vec<Word> {
    // For each line the word it becomes: both words of a contraction with a preposition become one.
    let mut word_of = Vec::with_capacity(lines.len());
    let mut firsts = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        let is_second = idx > 0 && is_contraction(&lines[idx - 1], lines) && line.id == lines[idx - 1].id + 1;
        if !is_second {
            firsts.push(idx);
        }
        word_of.push(firsts.len() - 1);
    }
    let head_of = |idx: usize| -> Option<usize> {
        let number: usize = lines[idx].cells[6].parse().ok()?;
        lines.iter().position(|line| line.id == number)
    };
    firsts
        .iter()
        .enumerate()
        .map(|(word, &idx)| {
            let line = &lines[idx];
            let merged = is_contraction(line, lines);
            let inside = |head: Option<usize>| head.is_some_and(|head| word_of[head] == word);
            // Each of the two words may hang on the other; the one that hangs outside tells.
            let second = idx + usize::from(merged);
            let by_head = if inside(head_of(second)) { idx } else { second };
            let by_label = if inside(head_of(idx)) { second } else { idx };
            let (first, last) = line.token;
            let in_parts = first != last && !merged;
            Word {
                start: line.start,
                end: line.end,
                part: if in_parts { line.id - first + 1 } else { 0 },
                form: if in_parts { line.cells[1].to_lowercase() } else { String::new() },
                lemma: line.cells[2].to_lowercase(),
                upos: if merged { format!("ADP_{}", lines[second].cells[3]) } else { line.cells[3].to_owned() },
                feats: if merged { String::new() } else { universal_features(line.cells[5]) },
                head: head_of(by_head).map(|head| word_of[head]).filter(|head| *head != word),
                deprel: universal_relation(lines[by_label].cells[7]).to_owned(),
                name: misc(line, "NER=").map(str::to_owned),
                entity: misc(line, "Entity=").unwrap_or_default().to_owned(),
            }
        })
        .collect()
}

/// A value of the last column.
fn misc<'content>(line: &Line<'content>, name: &str) -> Option<&'content str> {
    line.cells.get(9).copied()?.split('|').find_map(|item| item.strip_prefix(name))
}

/// The first word of a token of two words whose first is a preposition (*du, au, zum, del*).
fn is_contraction(line: &Line<'_>, lines: &[Line<'_>]) -> bool {
    let (first, last) = line.token;
    line.id == first && last == first + 1 && line.cells[3] == "ADP" && lines.iter().any(|line| line.id == last)
}

/// Sentences one after the other as one document.
pub(crate) fn document(sentences: &[GoldSentence]) -> Document {
    let mut document = Document::default();
    let mut place = 0;
    for sentence in sentences {
        let first = document.words.len();
        for word in &sentence.words {
            document.words.push(Word {
                start: place + word.start,
                end: place + word.end,
                head: word.head.map(|head| first + head),
                ..word.clone()
            });
        }
        let end = place + sentence.words.last().map_or(0, |word| word.end);
        document.sentences.push(Sentence { start: place, end, words: first..document.words.len() });
        place = end;
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    const DU: &str = "# text = Il parle du chef.\n\
        1\tIl\til\tPRON\t_\tPerson=3|Typo=Yes\t2\tnsubj\t_\t_\n\
        2\tparle\tparler\tVERB\t_\t_\t0\troot\t_\t_\n\
        3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n\
        3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_\n\
        4\tle\tle\tDET\t_\tGender=Masc\t5\tdet\t_\t_\n\
        5\tchef\tchef\tNOUN\t_\t_\t2\tobl:arg\t_\tSpaceAfter=No\n\
        6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No\n";

    #[test]
    fn a_contraction_with_a_preposition_is_one_word() {
        let sentence = &read_conllu(DU)[0];
        let written: Vec<String> = sentence
            .words
            .iter()
            .map(|word| format!("{}-{} {} {:?} {}", word.start, word.end, word.upos, word.head, word.deprel))
            .collect();
        assert_eq!(
            written,
            [
                "0-2 PRON Some(1) nsubj",
                "2-7 VERB None root",
                "7-9 ADP_DET Some(3) case",
                "9-13 NOUN Some(1) obl",
                "13-14 PUNCT Some(1) punct"
            ]
        );
        assert_eq!(sentence.words[0].feats, "Person=3");
        assert_eq!(sentence.text, "Il parle du chef.");
        assert!(sentence.glued);
    }

    #[test]
    fn other_contractions_keep_their_words() {
        let block = "1-2\tdámelo\t_\t_\t_\t_\t_\t_\t_\t_\n1\tda\tdar\tVERB\t_\t_\t0\troot\t_\t_\n2\tme\tyo\tPRON\t_\t_\t1\tiobj\t_\t_\n";
        let words = &read_conllu(block)[0].words;
        assert_eq!((words.len(), words[1].part, words[1].form.as_str()), (2, 2, "me"));
        assert_eq!((words[0].start, words[0].end), (words[1].start, words[1].end));
    }

    #[test]
    fn a_pronoun_that_governs_its_preposition_hangs_outside() {
        let block = "1\tdate\tdate\tNOUN\t_\t_\t0\troot\t_\t_\n2-3\tauquel\t_\t_\t_\t_\t_\t_\t_\t_\n\
            2\tà\tà\tADP\t_\t_\t3\tcase\t_\t_\n3\tlequel\tlequel\tPRON\t_\t_\t1\tobl\t_\t_\n";
        let words = &read_conllu(block)[0].words;
        assert_eq!((words[1].upos.as_str(), words[1].head, words[1].deprel.as_str()), ("ADP_PRON", Some(0), "obl"));
    }
}
