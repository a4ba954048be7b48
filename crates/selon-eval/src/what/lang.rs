//! `lang`: the language of texts.

use std::collections::BTreeMap;
use std::time::Instant;

use selon_report::{Recognised, recognise};
use selon_types::Label;

use crate::run::load_all;
use crate::score::{Figure, Formula, Scored, Tally, score};
use crate::{EvalArgs, EvalError, EvalOutput, Row};

/// Recognises the language of every text of every file.
pub(crate) fn run(args: &EvalArgs) -> Result<EvalOutput, EvalError> {
    let mut output = EvalOutput::default();
    for file in load_all(args)? {
        output.notes.extend(file.notes.iter().cloned());
        let texts: Vec<(&str, &str, &str)> = file
            .records
            .iter()
            .filter_map(|record| Some((record.id.as_str(), record.lang.as_deref()?, record.text.as_str())))
            .collect();
        let start = Instant::now();
        let found: Vec<Recognised> = texts.iter().map(|(_, _, text)| recognise(text)).collect();
        let seconds = start.elapsed().as_secs_f64();
        let mut by_lang: BTreeMap<&str, Vec<Tally>> = BTreeMap::new();
        for ((id, lang, text), found) in texts.iter().zip(&found) {
            let said = match found {
                Recognised::Supported(language) => language.label(),
                Recognised::Other(name) => name,
                Recognised::Unknown => "unknown",
            };
            // A language that Selon does not read is right when it is recognised as none of the six.
            let is_supported = selon_types::Language::from_label(lang).is_some();
            let right = if is_supported { said == *lang } else { !matches!(found, Recognised::Supported(_)) };
            let mut tally = Tally::default();
            tally.share("lang", right);
            by_lang.entry(lang).or_default().push(tally);
            if !right {
                output.errors.push(format!("{} · {id} gold {lang} | selon {said} «{text}»", file.name));
            }
        }
        let figures = [Figure::new("lang_acc", Formula::Share("lang".into()))];
        let n_langs = by_lang.len();
        let all: Vec<Tally> = by_lang.values().flatten().cloned().collect();
        if n_langs > 1 {
            for (lang, tallies) in &by_lang {
                let (what, gold, lang) = ("lang", file.name.clone(), (*lang).to_owned());
                output.rows.push(Row {
                    given: "",
                    what,
                    gold,
                    lang,
                    documents: tallies.len(),
                    figures: score(&figures, tallies),
                });
            }
        }
        let lang = if n_langs == 1 { by_lang.keys().next().map_or("-", |lang| lang) } else { "all" }.to_owned();
        let mut row = Row {
            given: "",
            what: "lang",
            gold: file.name.clone(),
            lang,
            documents: all.len(),
            figures: score(&figures, &all),
        };
        if seconds > 0.0 && !all.is_empty() {
            let rate = all.len() as f64 / seconds;
            row.figures.push(Scored {
                key: "texts_per_s".into(),
                value: rate,
                low: rate,
                high: rate,
                n: all.len(),
                is_count: false,
            });
        }
        output.rows.push(row);
    }
    Ok(output)
}
