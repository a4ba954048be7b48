//! The arithmetic of the encoder: int8 linear layers and the float steps between them.
//!
//! Every path gives the same bits: the integer sums are exact, and the float code is written once without fused
//! multiply-add and compiled once more for wider registers. So a report reads the same on every machine.

mod avx2;
mod float;
mod portable;

pub(crate) use float::{add_scaled, dot};

/// Which instructions are used. Chosen once, when the model is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Isa {
    /// Any processor.
    Portable,
    /// x86-64 with AVX2.
    Avx2,
}

impl Isa {
    /// The fastest one of this machine.
    pub(crate) fn detect() -> Isa {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            return Isa::Avx2;
        }
        Isa::Portable
    }
}

/// Outputs are computed in blocks of this many; weights are padded to it.
const BLOCK: usize = 16;

/// A linear layer: int8 weights with one scale per output, laid out for the inner loops.
///
/// For each block of 16 outputs and each pair of inputs: 16 pairs of weights, widened to 16 bits.
pub(crate) struct Linear {
    isa: Isa,
    n_in: usize,
    n_out: usize,
    weights: Vec<i16>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

/// Rows of activations in int8 range, each with its scale.
#[derive(Default)]
pub(crate) struct Quantized {
    n_in: usize,
    values: Vec<i16>,
    scale: Vec<f32>,
}

impl Linear {
    /// Lays out `weight` (`n_out` rows of `n_in`), with a `scale` and a `bias` per row.
    pub(crate) fn new(isa: Isa, weight: &[i8], n_in: usize, scale: Vec<f32>, bias: Vec<f32>) -> Linear {
        let n_out = scale.len();
        assert!(n_in.is_multiple_of(2) && weight.len() == n_out * n_in, "weights of {n_out} x {n_in}");
        let n_blocks = n_out.div_ceil(BLOCK);
        let mut weights = vec![0i16; n_blocks * BLOCK * n_in];
        for block in 0..n_blocks {
            for pair in 0..n_in / 2 {
                let at = block * BLOCK * n_in + pair * BLOCK * 2;
                for lane in 0..BLOCK.min(n_out - block * BLOCK) {
                    let row = (block * BLOCK + lane) * n_in + pair * 2;
                    weights[at + lane * 2] = i16::from(weight[row]);
                    weights[at + lane * 2 + 1] = i16::from(weight[row + 1]);
                }
            }
        }
        Linear { isa, n_in, n_out, weights, scale, bias }
    }

    /// Number of outputs.
    pub(crate) fn n_out(&self) -> usize {
        self.n_out
    }

    /// `out[row][o] = bias[o] + sum of rows[row] * weight[o]`, for all rows.
    pub(crate) fn apply(&self, rows: &Quantized, out: &mut Vec<f32>) {
        let n_rows = rows.scale.len();
        assert_eq!(rows.n_in, self.n_in, "inputs of the layer");
        // Every value is written below, so nothing need be cleared.
        out.resize(n_rows * self.n_out, 0.0);
        match self.isa {
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => avx2::matmul(self, rows, out),
            _ => portable::matmul(self, rows, out),
        }
    }

    /// Quantises `input` and applies the layer.
    pub(crate) fn forward(&self, input: &[f32], rows: &mut Quantized, out: &mut Vec<f32>) {
        self.quantize(input, rows);
        self.apply(rows, out);
    }

    /// Rounds rows of `n_in` floats to int8, each row by its own largest value.
    pub(crate) fn quantize(&self, input: &[f32], rows: &mut Quantized) {
        rows.n_in = self.n_in;
        rows.values.resize(input.len(), 0);
        rows.scale.resize(input.len() / self.n_in, 0.0);
        float::quantize(self.isa, input, self.n_in, rows);
    }

    /// The sum of one row, exactly, as the float the layer returns.
    #[inline(always)]
    fn finish(&self, sum: i32, row_scale: f32, output: usize) -> f32 {
        sum as f32 * (row_scale * self.scale[output]) + self.bias[output]
    }
}

/// Adds `input` to `residual` and normalises each row of the sum in place.
pub(crate) fn add_and_normalize(isa: Isa, residual: &mut [f32], input: &[f32], weight: &[f32], bias: &[f32]) {
    float::add_and_normalize(isa, residual, input, weight, bias);
}

/// Gaussian error linear unit, in place.
pub(crate) fn gelu(isa: Isa, values: &mut [f32]) {
    float::gelu(isa, values);
}

/// Attention of one sequence; see [`float::attend`].
pub(crate) fn attend(isa: Isa, qkv: &[f32], n_heads: usize, scratch: &mut Vec<f32>, out: &mut [f32]) {
    float::attend(isa, qkv, n_heads, scratch, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_computes_the_same_exact_sums() {
        // Sizes that fill no block and no group of rows.
        let (n_in, n_out, n_rows) = (70, 37, 11);
        let number = |idx: usize| ((idx * 7919 + 13) % 255) as i32 - 127;
        let weight: Vec<i8> = (0..n_in * n_out).map(|idx| number(idx) as i8).collect();
        let scale: Vec<f32> = (0..n_out).map(|idx| 0.01 + idx as f32 * 0.001).collect();
        let bias: Vec<f32> = (0..n_out).map(|idx| idx as f32 - 5.0).collect();
        let input: Vec<f32> = (0..n_in * n_rows).map(|idx| number(idx + 5) as f32 * 0.37).collect();
        let run = |isa| {
            let layer = Linear::new(isa, &weight, n_in, scale.clone(), bias.clone());
            let (mut rows, mut out) = (Quantized::default(), Vec::new());
            layer.forward(&input, &mut rows, &mut out);
            (out, rows)
        };
        let (expected, rows) = run(Isa::Portable);
        for row in 0..n_rows {
            for output in 0..n_out {
                let sum: i32 = (0..n_in)
                    .map(|k| i32::from(rows.values[row * n_in + k]) * i32::from(weight[output * n_in + k]))
                    .sum();
                let exact = sum as f32 * (rows.scale[row] * scale[output]) + bias[output];
                assert_eq!(expected[row * n_out + output], exact);
                let column = |k: usize| f32::from(weight[output * n_in + k]) * scale[output];
                let floats: f32 = (0..n_in).map(|k| input[row * n_in + k] * column(k)).sum();
                // Each input is off by half a step at most.
                let bound: f32 = (0..n_in).map(|k| column(k).abs() * rows.scale[row] * 0.51).sum();
                assert!((floats + bias[output] - exact).abs() <= bound, "rounding to int8: {floats} {exact}");
            }
        }
        assert_eq!(run(Isa::detect()).0, expected);
    }
}
