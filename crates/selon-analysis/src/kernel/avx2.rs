//! The integer matrix product with AVX2: pairs of 16-bit products summed to 32 bits.
#![cfg(target_arch = "x86_64")]
#![expect(unsafe_code, reason = "vector instructions; each use says why it is sound")]

use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_storeu_si256,
};

use super::{BLOCK, Isa, Linear, Quantized};

/// Rows computed together: 6 x 2 sums, 2 weights and 1 input fill 15 of the 16 registers.
const ROWS: usize = 6;
/// Rows whose inputs stay in the nearest cache while all weights pass by.
const TILE: usize = 48;

/// `Linear::apply` with AVX2.
pub(super) fn matmul(layer: &Linear, rows: &Quantized, out: &mut [f32]) {
    assert_eq!(layer.isa, Isa::Avx2, "AVX2 was detected when the layer was made");
    let n_rows = rows.scale.len();
    let n_blocks = layer.n_out.div_ceil(BLOCK);
    for tile in (0..n_rows).step_by(TILE) {
        let tile_end = (tile + TILE).min(n_rows);
        for block in 0..n_blocks {
            let mut row = tile;
            while row < tile_end {
                let count = (tile_end - row).min(ROWS);
                // SAFETY: the processor has AVX2 (asserted above); the slices inside are bounds-checked.
                unsafe {
                    match count {
                        6 => block_of_rows::<6>(layer, rows, out, row, block),
                        5 => block_of_rows::<5>(layer, rows, out, row, block),
                        4 => block_of_rows::<4>(layer, rows, out, row, block),
                        3 => block_of_rows::<3>(layer, rows, out, row, block),
                        2 => block_of_rows::<2>(layer, rows, out, row, block),
                        _ => block_of_rows::<1>(layer, rows, out, row, block),
                    }
                }
                row += count;
            }
        }
    }
}

/// One block of outputs for `N` rows from `row` on.
#[target_feature(enable = "avx2")]
fn block_of_rows<const N: usize>(layer: &Linear, rows: &Quantized, out: &mut [f32], row: usize, block: usize) {
    let n_in = layer.n_in;
    let weights = &layer.weights[block * BLOCK * n_in..(block + 1) * BLOCK * n_in];
    let inputs = &rows.values[row * n_in..(row + N) * n_in];
    let mut sums = [[_mm256_setzero_si256(); 2]; N];
    for pair in 0..n_in / 2 {
        // SAFETY: `weights` holds n_in / 2 groups of 32 values, so both loads of 16 values lie inside it.
        let (low, high) = unsafe {
            let at = weights.as_ptr().add(pair * BLOCK * 2).cast::<__m256i>();
            (_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1)))
        };
        for (r, sums) in sums.iter_mut().enumerate() {
            // SAFETY: `inputs` holds N rows of n_in values, so the pair of 16-bit values lies inside it.
            let value = unsafe {
                let at = inputs.as_ptr().add(r * n_in + pair * 2);
                _mm256_set1_epi32(at.cast::<i32>().read_unaligned())
            };
            sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(value, low));
            sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(value, high));
        }
    }
    let first = block * BLOCK;
    let n_lanes = BLOCK.min(layer.n_out - first);
    for (r, sums) in sums.iter().enumerate() {
        let mut lanes = [0i32; BLOCK];
        // SAFETY: `lanes` holds 16 values, two registers of 8.
        unsafe {
            _mm256_storeu_si256(lanes.as_mut_ptr().cast(), sums[0]);
            _mm256_storeu_si256(lanes.as_mut_ptr().add(8).cast(), sums[1]);
        }
        let at = (row + r) * layer.n_out + first;
        let out = &mut out[at..at + n_lanes];
        let (scale, bias) = (&layer.scale[first..first + n_lanes], &layer.bias[first..first + n_lanes]);
        for lane in 0..n_lanes {
            out[lane] = lanes[lane] as f32 * (rows.scale[row + r] * scale[lane]) + bias[lane];
        }
    }
}
