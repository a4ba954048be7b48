//! The model file: a safetensors container, read into the parts that the analysis runs on.

use std::str::FromStr;

use safetensors::{Dtype, SafeTensors};

use crate::encoder::{Encoder, Layer, Norm, WordEmbeddings};
use crate::heads::{ArcHead, Classifier, Heads, LabelHead};
use crate::kernel::{Isa, Linear};
use crate::pieces::Pieces;

/// The format that this version reads (`training/export.py` writes it).
const FORMAT: &str = "1";

/// Why a model file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The bytes are not a model of this version.
    #[error("the model file is damaged or of another version: {0}")]
    Damaged(String),
}

/// Everything in a model file.
pub(crate) struct Model {
    pub(crate) pieces: Pieces,
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
}

impl Model {
    pub(crate) fn from_bytes(bytes: &[u8], isa: Isa) -> Result<Model, ModelError> {
        let file = File::open(bytes, isa)?;
        let (layers, hidden, n_heads) = (file.number("layers")?, file.number("hidden")?, file.number("heads")?);
        if hidden != n_heads * 32 {
            return Err(damaged(format!("{hidden} dimensions in {n_heads} heads, but a head must have 32")));
        }
        let encoder = Encoder {
            isa,
            n_heads,
            words: WordEmbeddings::new(
                file.bytes("embeddings.words.q4")?.to_vec(),
                file.floats("embeddings.words.scale")?,
                hidden,
            )
            .ok_or_else(|| damaged("the word embeddings and their scales do not fit"))?,
            positions: file.floats("embeddings.positions")?,
            norm: file.norm("embeddings.norm")?,
            layers: (0..layers)
                .map(|idx| {
                    Ok(Layer {
                        qkv: file.linear(&format!("layers.{idx}.qkv"))?,
                        attention_out: file.linear(&format!("layers.{idx}.attention_out"))?,
                        attention_norm: file.norm(&format!("layers.{idx}.attention_norm"))?,
                        up: file.linear(&format!("layers.{idx}.up"))?,
                        down: file.linear(&format!("layers.{idx}.down"))?,
                        norm: file.norm(&format!("layers.{idx}.norm"))?,
                    })
                })
                .collect::<Result<_, ModelError>>()?,
            mix: file.floats("heads.mix")?,
        };
        let finds_names = file.has("name.out.weight");
        let heads = Heads {
            tags: file.lines("labels.tags")?,
            relations: file.lines("labels.relations")?,
            lemma_scripts: file.lines("labels.lemma_scripts")?,
            names: if finds_names { file.lines("labels.names")? } else { Vec::new() },
            tag: file.classifier("tag")?,
            lemma: file.classifier("lemma")?,
            name: finds_names.then(|| file.classifier("name")).transpose()?,
            arc: ArcHead {
                head: file.linear("arc.head")?,
                dependent: file.linear("arc.dependent")?,
                bilinear: file.linear("arc.bilinear")?,
                root: file.floats("root")?,
            },
            label: LabelHead {
                head: file.linear("label.head")?,
                dependent: file.linear("label.dependent")?,
                bilinear: file.linear("label.bilinear")?,
            },
            isa,
        };
        heads.check().map_err(damaged)?;
        let pieces = Pieces::new(
            file.lines("pieces.text")?,
            file.integers("pieces.ids")?,
            file.doubles("pieces.scores")?,
            file.number("min_score")?,
            file.integers("pieces.normalization.from")?,
            file.lines("pieces.normalization.to")?,
        )
        .ok_or_else(|| damaged("the word pieces and their numbers do not fit"))?;
        if pieces.largest_id() >= encoder.words.len() {
            return Err(damaged("a word piece has no embedding"));
        }
        Ok(Model { pieces, encoder, heads })
    }
}

fn damaged(reason: impl Into<String>) -> ModelError {
    ModelError::Damaged(reason.into())
}

/// Typed access to the container. Tensors are not aligned in the file, so numbers are copied out.
struct File<'bytes> {
    tensors: SafeTensors<'bytes>,
    metadata: std::collections::HashMap<String, String>,
    isa: Isa,
}

impl<'bytes> File<'bytes> {
    fn open(bytes: &'bytes [u8], isa: Isa) -> Result<Self, ModelError> {
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| damaged(error.to_string()))?;
        let metadata = metadata.metadata().clone().unwrap_or_default();
        match metadata.get("format").map(String::as_str) {
            Some(FORMAT) => {}
            other => {
                return Err(damaged(format!("its format is {other:?}; this version reads format {FORMAT:?}")));
            }
        }
        Ok(File {
            tensors: SafeTensors::deserialize(bytes).map_err(|error| damaged(error.to_string()))?,
            metadata,
            isa,
        })
    }

    fn number<T: FromStr>(&self, name: &str) -> Result<T, ModelError> {
        self.metadata
            .get(name)
            .and_then(|value| value.parse().ok())
            .ok_or_else(|| damaged(format!("its metadata state no number {name:?}")))
    }

    fn has(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }

    fn raw(&self, name: &str, kinds: &[Dtype]) -> Result<(Dtype, &'bytes [u8]), ModelError> {
        let tensor = self.tensors.tensor(name).map_err(|error| damaged(format!("{name}: {error}")))?;
        if !kinds.contains(&tensor.dtype()) {
            return Err(damaged(format!("{name} holds {:?}, expected {kinds:?}", tensor.dtype())));
        }
        Ok((tensor.dtype(), tensor.data()))
    }

    fn bytes(&self, name: &str) -> Result<&'bytes [u8], ModelError> {
        Ok(self.raw(name, &[Dtype::U8])?.1)
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        let (kind, data) = self.raw(name, &[Dtype::F32, Dtype::F16])?;
        Ok(if kind == Dtype::F32 {
            numbers(data, f32::from_le_bytes)
        } else {
            numbers(data, |bytes| half_to_float(u16::from_le_bytes(bytes)))
        })
    }

    fn doubles(&self, name: &str) -> Result<Vec<f64>, ModelError> {
        Ok(numbers(self.raw(name, &[Dtype::F64])?.1, f64::from_le_bytes))
    }

    fn integers(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        Ok(numbers(self.raw(name, &[Dtype::I32])?.1, u32::from_le_bytes))
    }

    fn lines(&self, name: &str) -> Result<Vec<String>, ModelError> {
        let text = std::str::from_utf8(self.bytes(name)?).map_err(|error| damaged(format!("{name}: {error}")))?;
        Ok(text.split('\n').map(str::to_owned).collect())
    }

    fn norm(&self, name: &str) -> Result<Norm, ModelError> {
        Ok(Norm { weight: self.floats(&format!("{name}.weight"))?, bias: self.floats(&format!("{name}.bias"))? })
    }

    fn linear(&self, name: &str) -> Result<Linear, ModelError> {
        let weight = self.raw(&format!("{name}.weight"), &[Dtype::I8])?.1;
        let weight: Vec<i8> = weight.iter().map(|&byte| byte.cast_signed()).collect();
        let scale = self.floats(&format!("{name}.scale"))?;
        let bias = self.floats(&format!("{name}.bias"))?;
        let n_out = scale.len();
        if n_out == 0 || bias.len() != n_out || !weight.len().is_multiple_of(2 * n_out) {
            return Err(damaged(format!("{name}: {} weights, {n_out} scales, {} biases", weight.len(), bias.len())));
        }
        Ok(Linear::new(self.isa, &weight, weight.len() / n_out, scale, bias))
    }

    fn classifier(&self, name: &str) -> Result<Classifier, ModelError> {
        let hidden = format!("{name}.hidden");
        Ok(Classifier {
            hidden: if self.has(&format!("{hidden}.weight")) { Some(self.linear(&hidden)?) } else { None },
            out: self.linear(&format!("{name}.out"))?,
        })
    }
}

fn numbers<const N: usize, T>(data: &[u8], read: impl Fn([u8; N]) -> T) -> Vec<T> {
    data.as_chunks::<N>().0.iter().map(|&bytes| read(bytes)).collect()
}

/// The value of an IEEE 754 half-precision number.
fn half_to_float(half: u16) -> f32 {
    let (sign, exponent, fraction) = (u32::from(half >> 15) << 31, u32::from(half >> 10) & 31, u32::from(half) & 1023);
    match exponent {
        // Zero and subnormal numbers: multiples of 2^-24.
        0 => f32::from_bits(sign | (fraction as f32 * 2.0f32.powi(-24)).to_bits()),
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_numbers() {
        for (half, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x8000, -0.0),
            (0x7bff, 65504.0),
        ] {
            assert_eq!(half_to_float(half), value);
        }
    }

    #[test]
    fn what_is_no_model_is_said_to_be_none() {
        for bytes in [&b""[..], b"junk", &[0xff; 64], b"\x02\0\0\0\0\0\0\0{}"] {
            assert!(Model::from_bytes(bytes, Isa::Portable).is_err());
        }
    }
}
