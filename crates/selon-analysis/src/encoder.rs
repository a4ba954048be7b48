//! The encoder: word pieces to vectors, by a BERT of a few layers in int8.
//!
//! Sequences are laid end to end without padding: only attention looks at where one ends.

use std::ops::Range;

use crate::kernel::{self, Isa, Linear, Quantized};

/// Rows that pass through the feed-forward layers together, so that their 1,536 floats each stay in the cache.
const TILE: usize = 48;

/// The trained encoder.
pub(crate) struct Encoder {
    pub(crate) isa: Isa,
    pub(crate) n_heads: usize,
    pub(crate) words: WordEmbeddings,
    pub(crate) positions: Vec<f32>,
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
    /// For each task, the weight of the embeddings and of every layer's output.
    pub(crate) mix: Vec<f32>,
}

/// One layer of the encoder.
pub(crate) struct Layer {
    pub(crate) qkv: Linear,
    pub(crate) attention_out: Linear,
    pub(crate) attention_norm: Norm,
    pub(crate) up: Linear,
    pub(crate) down: Linear,
    pub(crate) norm: Norm,
}

/// Weights of a layer normalisation.
pub(crate) struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// The 4-bit table of word piece vectors: blocks of 32 values with one scale.
pub(crate) struct WordEmbeddings {
    values: Vec<u8>,
    scale: Vec<f32>,
    width: usize,
}

impl WordEmbeddings {
    /// `None` when the sizes do not fit.
    pub(crate) fn new(values: Vec<u8>, scale: Vec<f32>, width: usize) -> Option<WordEmbeddings> {
        let fits =
            width.is_multiple_of(32) && values.len() == scale.len() * 16 && scale.len().is_multiple_of(width / 32);
        fits.then_some(WordEmbeddings { values, scale, width })
    }

    /// Number of word pieces.
    pub(crate) fn len(&self) -> usize {
        self.scale.len() / (self.width / 32)
    }

    /// Writes the vector of a word piece.
    fn copy(&self, id: u32, out: &mut [f32]) {
        let n_blocks = self.width / 32;
        let first = id as usize * n_blocks;
        for (block, out) in out.chunks_exact_mut(32).enumerate() {
            let scale = self.scale[first + block];
            let bytes = &self.values[(first + block) * 16..(first + block + 1) * 16];
            for (j, &byte) in bytes.iter().enumerate() {
                out[j] = (f32::from(byte & 15) - 8.0) * scale;
                out[j + 16] = (f32::from(byte >> 4) - 8.0) * scale;
            }
        }
    }
}

/// Pieces of several sequences, and which of them stand for words.
#[derive(Default)]
pub(crate) struct Batch {
    /// All pieces, sequence after sequence.
    pub(crate) pieces: Vec<u32>,
    /// The pieces of each sequence.
    pub(crate) sequences: Vec<Range<usize>>,
    /// The piece that stands for each word, in increasing order.
    pub(crate) words: Vec<usize>,
}

/// Room for the intermediate results, used again from batch to batch.
#[derive(Default)]
pub(crate) struct Scratch {
    rows: Quantized,
    hidden: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    projected: Vec<f32>,
    inner: Vec<f32>,
    scores: Vec<f32>,
}

impl Encoder {
    /// Number of tasks that read the encoder.
    pub(crate) fn n_tasks(&self) -> usize {
        self.mix.len() / (self.layers.len() + 1)
    }

    /// Longest sequence, start and end included.
    pub(crate) fn max_pieces(&self) -> usize {
        self.positions.len() / self.width()
    }

    /// Numbers in a vector.
    pub(crate) fn width(&self) -> usize {
        self.n_heads * 32
    }

    /// For each task, the vectors of the words of `batch`.
    pub(crate) fn encode(&self, batch: &Batch, scratch: &mut Scratch) -> Vec<Vec<f32>> {
        let width = self.width();
        let mut words = vec![vec![0.0; batch.words.len() * width]; self.n_tasks()];
        let mut hidden = std::mem::take(&mut scratch.hidden);
        self.embed(batch, &mut hidden);
        self.mix_in(0, &batch.words, &hidden, &mut words);
        for (idx, layer) in self.layers.iter().enumerate() {
            self.attend(layer, batch, &hidden, scratch);
            if idx + 1 < self.layers.len() {
                self.feed_forward(layer, &mut hidden, scratch);
                self.mix_in(idx + 1, &batch.words, &hidden, &mut words);
            } else {
                // Nobody looks at the other pieces any more.
                let width = self.width();
                keep_rows(&mut hidden, width, &batch.words);
                keep_rows(&mut scratch.attended, width, &batch.words);
                self.feed_forward(layer, &mut hidden, scratch);
                let rows: Vec<usize> = (0..batch.words.len()).collect();
                self.mix_in(idx + 1, &rows, &hidden, &mut words);
            }
        }
        scratch.hidden = hidden;
        words
    }

    fn embed(&self, batch: &Batch, hidden: &mut Vec<f32>) {
        let width = self.width();
        hidden.clear();
        hidden.resize(batch.pieces.len() * width, 0.0);
        for (&piece, row) in batch.pieces.iter().zip(hidden.chunks_exact_mut(width)) {
            self.words.copy(piece, row);
        }
        let mut positions = vec![0.0; hidden.len()];
        for sequence in &batch.sequences {
            let n = sequence.len() * width;
            positions[sequence.start * width..][..n].copy_from_slice(&self.positions[..n]);
        }
        let Norm { weight, bias } = &self.norm;
        kernel::add_and_normalize(self.isa, hidden, &positions, weight, bias);
    }

    /// Attention of every sequence, into `scratch.attended`.
    fn attend(&self, layer: &Layer, batch: &Batch, hidden: &[f32], scratch: &mut Scratch) {
        let width = self.width();
        let Scratch { rows, qkv, attended, scores, .. } = scratch;
        layer.qkv.forward(hidden, rows, qkv);
        attended.resize(hidden.len(), 0.0);
        for sequence in &batch.sequences {
            let input = &qkv[sequence.start * 3 * width..sequence.end * 3 * width];
            let output = &mut attended[sequence.start * width..sequence.end * width];
            kernel::attend(self.isa, input, self.n_heads, scores, output);
        }
    }

    /// The rest of a layer, row by row.
    fn feed_forward(&self, layer: &Layer, hidden: &mut [f32], scratch: &mut Scratch) {
        let tile = TILE * self.width();
        let Scratch { rows, attended, projected, inner, .. } = scratch;
        for (hidden, attended) in hidden.chunks_mut(tile).zip(attended.chunks(tile)) {
            layer.attention_out.forward(attended, rows, projected);
            let Norm { weight, bias } = &layer.attention_norm;
            kernel::add_and_normalize(self.isa, hidden, projected, weight, bias);
            layer.up.forward(hidden, rows, inner);
            kernel::gelu(self.isa, inner);
            layer.down.forward(inner, rows, projected);
            let Norm { weight, bias } = &layer.norm;
            kernel::add_and_normalize(self.isa, hidden, projected, weight, bias);
        }
    }

    /// Adds the words' rows of one layer to the mixture of every task.
    fn mix_in(&self, layer: usize, pieces: &[usize], hidden: &[f32], words: &mut [Vec<f32>]) {
        let width = self.width();
        for (task, words) in words.iter_mut().enumerate() {
            let weight = self.mix[task * (self.layers.len() + 1) + layer];
            for (word, &piece) in words.chunks_exact_mut(width).zip(pieces) {
                kernel::add_scaled(word, weight, &hidden[piece * width..(piece + 1) * width]);
            }
        }
    }
}

/// Moves the given rows, in increasing order, to the front and drops the others.
fn keep_rows(values: &mut Vec<f32>, width: usize, rows: &[usize]) {
    for (to, &from) in rows.iter().enumerate() {
        values.copy_within(from * width..(from + 1) * width, to * width);
    }
    values.truncate(rows.len() * width);
}
