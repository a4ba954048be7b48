//! `encode_gazetteer PLACES.tsv TABLES_FOLDER OUT.bin`: writes the place index (see `data/build/gazetteer.py`).

use std::process::ExitCode;

use selon_mention::place::{Gazetteer, encode_gazetteer};

#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a build tool, not a stage")]
fn main() -> ExitCode {
    let run = || -> Result<String, Box<dyn std::error::Error>> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let [places, folder, out] = arguments.as_slice() else {
            return Err("usage: encode_gazetteer PLACES.tsv TABLES_FOLDER OUT.bin".into());
        };
        let mut context = std::fs::read_to_string(format!("{folder}/context.tsv"))?;
        // The list of ordinary words has the same columns; its header is one line too many.
        let ordinary = std::fs::read_to_string(format!("{folder}/ordinary.tsv"))?;
        context.extend(ordinary.lines().filter(|line| !line.starts_with("lang\t")).flat_map(|line| [line, "\n"]));
        let former = std::fs::read_to_string(format!("{folder}/former.tsv"))?;
        let bytes = encode_gazetteer(&std::fs::read_to_string(places)?, &context, &former)?;
        std::fs::write(out, &bytes)?;
        Ok(format!("{:?}, {} bytes", Gazetteer::from_bytes(bytes.clone())?, bytes.len()))
    };
    match run() {
        Ok(told) => {
            eprintln!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("encode_gazetteer: {error}");
            ExitCode::from(2)
        }
    }
}
