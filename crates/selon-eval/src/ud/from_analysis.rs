//! An analysis on the scale of characters that are not white space.

use selon_types::{Analysis, Label, Span};

use super::{Document, Sentence, Word, universal_features, universal_relation};

/// The sentences and words of an analysis of `text`.
pub(crate) fn from_analysis(text: &str, analysis: &Analysis) -> Document {
    let places = Places::new(text);
    let names = name_tags(analysis);
    let words = analysis.tokens.iter().enumerate().map(|(idx, token)| {
        let (start, end) = places.of(token.span);
        Word {
            start,
            end,
            part: 0,
            form: String::new(),
            lemma: token.lemma.to_lowercase(),
            upos: match token.contracted {
                Some(second) => format!("{}_{}", token.upos.label(), second.label()),
                None => token.upos.label().to_owned(),
            },
            feats: if token.contracted.is_some() { String::new() } else { universal_features(&token.feats) },
            head: token.head,
            deprel: universal_relation(&token.deprel).to_owned(),
            name: Some(names[idx].clone()),
            entity: String::new(),
        }
    });
    let words: Vec<Word> = words.collect();
    let sentences = analysis.sentences.iter().map(|sentence| {
        let (start, end) = places.of(sentence.span);
        Sentence { start, end, words: sentence.tokens.clone() }
    });
    Document { sentences: sentences.collect(), words }
}

fn name_tags(analysis: &Analysis) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); analysis.tokens.len()];
    for name in &analysis.names {
        for idx in name.tokens.start..name.tokens.end.min(tags.len()) {
            let place = if idx == name.tokens.start { 'B' } else { 'I' };
            tags[idx] = format!("{place}-{}", name.kind.label());
        }
    }
    tags
}

/// For each byte how many characters before it are not white space.
struct Places(Vec<usize>);

impl Places {
    fn new(text: &str) -> Places {
        let mut places = vec![0; text.len() + 1];
        let mut n_solid = 0;
        for (byte, letter) in text.char_indices() {
            places[byte..byte + letter.len_utf8()].fill(n_solid);
            n_solid += usize::from(!letter.is_whitespace());
        }
        places[text.len()] = n_solid;
        Places(places)
    }

    fn of(&self, span: Span) -> (usize, usize) {
        (self.0[span.start()], self.0[span.end()])
    }
}
