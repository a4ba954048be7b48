//! The integer matrix product for any processor; also the reference of the tests.

use super::{BLOCK, Linear, Quantized};

/// `Linear::apply` in plain code.
pub(super) fn matmul(layer: &Linear, rows: &Quantized, out: &mut [f32]) {
    let n_in = layer.n_in;
    for (row, values) in rows.values.chunks_exact(n_in).enumerate() {
        let out_row = &mut out[row * layer.n_out..(row + 1) * layer.n_out];
        for (block, block_out) in out_row.chunks_mut(BLOCK).enumerate() {
            let weights = &layer.weights[block * BLOCK * n_in..(block + 1) * BLOCK * n_in];
            let mut sums = [0i32; BLOCK];
            for (pair, weights) in values.chunks_exact(2).zip(weights.chunks_exact(BLOCK * 2)) {
                let (first, second) = (i32::from(pair[0]), i32::from(pair[1]));
                for (sum, weight) in sums.iter_mut().zip(weights.chunks_exact(2)) {
                    *sum += first * i32::from(weight[0]) + second * i32::from(weight[1]);
                }
            }
            for (lane, value) in block_out.iter_mut().enumerate() {
                *value = layer.finish(sums[lane], rows.scale[row], block * BLOCK + lane);
            }
        }
    }
}
