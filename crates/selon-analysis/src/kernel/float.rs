//! The float steps between the matrix products: rounding to int8, normalisation, GELU, attention.
//!
//! Written once in plain code that vectorises, and compiled a second time for AVX2 by the `for_isa` macro.
//! No step depends on the width of the registers, so both versions give the same bits.
#![cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "calls of functions compiled for AVX2"))]

use super::{Isa, Quantized};

/// Sums are kept in this many partial sums, whatever the processor.
const LANES: usize = 16;

/// Declares `$name(isa, …)`, which runs `$body` compiled for the given instructions.
macro_rules! for_isa {
    ($(#[$doc:meta])* $name:ident, $body:ident, ($($arg:ident: $kind:ty),*)) => {
        $(#[$doc])*
        pub(super) fn $name(isa: Isa, $($arg: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($arg: $kind),*) {
                    $body($($arg),*)
                }
                if isa == Isa::Avx2 {
                    // SAFETY: `Isa::Avx2` is only chosen where AVX2 was detected.
                    return unsafe { wide($($arg),*) };
                }
            }
            let _ = isa;
            $body($($arg),*)
        }
    };
}

for_isa!(
    /// Rounds each row to int8 by its largest value; ties to even.
    quantize, quantize_body, (input: &[f32], n_in: usize, rows: &mut Quantized)
);
for_isa!(
    /// Adds and normalises each row; epsilon 1e-12 as in the base encoder.
    add_and_normalize, add_and_normalize_body, (residual: &mut [f32], input: &[f32], weight: &[f32], bias: &[f32])
);
for_isa!(
    /// `x * Phi(x)` with the exact error function (to 2e-7).
    gelu, gelu_body, (values: &mut [f32])
);
for_isa!(
    /// Softmax attention of one sequence. `qkv` holds one row per piece: queries, keys, values; `out` one row of results.
    attend, attend_body, (qkv: &[f32], n_heads: usize, scratch: &mut Vec<f32>, out: &mut [f32])
);

/// The sum of products, in a fixed order.
#[inline(always)]
pub(crate) fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    let (left_chunks, right_chunks) = (left.chunks_exact(LANES), right.chunks_exact(LANES));
    let tail: f32 = left_chunks.remainder().iter().zip(right_chunks.remainder()).map(|(l, r)| l * r).sum();
    for (l, r) in left_chunks.zip(right_chunks) {
        for lane in 0..LANES {
            sums[lane] += l[lane] * r[lane];
        }
    }
    fold(&sums) + tail
}

/// `sum += factor * values`.
#[inline(always)]
pub(crate) fn add_scaled(sum: &mut [f32], factor: f32, values: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += factor * value;
    }
}

#[inline(always)]
fn fold(sums: &[f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    let mut sums = *sums;
    while width > 0 {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
        width /= 2;
    }
    sums[0]
}

#[inline(always)]
fn sum(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0f32; LANES];
    let chunks = values.chunks_exact(LANES);
    let tail: f32 = chunks.remainder().iter().map(|&value| term(value)).sum();
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += term(chunk[lane]);
        }
    }
    fold(&sums) + tail
}

#[inline(always)]
fn largest(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut best = [f32::NEG_INFINITY; LANES];
    let chunks = values.chunks_exact(LANES);
    let tail = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            let value = of(chunk[lane]);
            best[lane] = if value > best[lane] { value } else { best[lane] };
        }
    }
    let tail = tail.iter().map(|&value| of(value));
    best.into_iter().chain(tail).fold(f32::NEG_INFINITY, |a, b| if b > a { b } else { a })
}

/// Adding and taking away 1.5 * 2^23 rounds to the nearest integer, ties to even, on every processor.
const ROUND: f32 = 12_582_912.0;

#[inline(always)]
fn quantize_body(input: &[f32], n_in: usize, rows: &mut Quantized) {
    for (row, (values, rounded)) in input.chunks_exact(n_in).zip(rows.values.chunks_exact_mut(n_in)).enumerate() {
        let max = largest(values, f32::abs).max(1e-12);
        rows.scale[row] = max / 127.0;
        let factor = 127.0 / max;
        for (rounded, value) in rounded.iter_mut().zip(values) {
            // The integer stands in the low bits of the sum.
            *rounded = (value * factor + ROUND).to_bits() as i16;
        }
    }
}

#[inline(always)]
fn add_and_normalize_body(residual: &mut [f32], input: &[f32], weight: &[f32], bias: &[f32]) {
    let width = weight.len();
    for (row, added) in residual.chunks_exact_mut(width).zip(input.chunks_exact(width)) {
        for (value, added) in row.iter_mut().zip(added) {
            *value += added;
        }
        let mean = sum(row, |value| value) / width as f32;
        let variance = sum(row, |value| (value - mean) * (value - mean)) / width as f32;
        let factor = 1.0 / (variance + 1e-12).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            *value = (*value - mean) * factor * weight + bias;
        }
    }
}

#[inline(always)]
fn gelu_body(values: &mut [f32]) {
    for value in values {
        *value = 0.5 * *value * (1.0 + erf(*value * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// The error function as the quotient of two polynomials on [-4, 4], outside which it is ±1 in single precision
/// (coefficients of the Eigen library).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let x2 = x * x;
    let mut p = -2.726_142_3e-10;
    for c in [2.770_681_5e-8, -2.101_024e-6, -5.692_506_2e-5, -7.349_906_5e-4, -2.954_6e-3, -1.609_603_3e-2] {
        p = p * x2 + c;
    }
    let mut q = -1.456_607_2e-5;
    for c in [-2.133_740_6e-4, -1.682_827e-3, -7.373_329_3e-3, -1.426_473_9e-2] {
        q = q * x2 + c;
    }
    x * p / q
}

/// e^x for x <= 0 (Cephes' polynomial; relative error below 2e-7).
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = x.max(-87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    for c in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        p = p * r + c;
    }
    let p = p * r * r + r + 1.0;
    // 2^n, by writing n into the exponent.
    p * f32::from_bits((shifted.to_bits() as i32).wrapping_add(127).wrapping_shl(23) as u32)
}

#[inline(always)]
fn attend_body(qkv: &[f32], n_heads: usize, scratch: &mut Vec<f32>, out: &mut [f32]) {
    const DEPTH: usize = 32;
    let width = n_heads * DEPTH;
    let n = qkv.len() / (3 * width);
    // Rows of the transposed keys are padded so that the inner loops see whole registers.
    let padded = n.next_multiple_of(LANES);
    scratch.resize(DEPTH * padded + padded, 0.0);
    let (keys, scores) = scratch.split_at_mut(DEPTH * padded);
    let factor = 1.0 / (DEPTH as f32).sqrt();
    for head in 0..n_heads {
        for (position, row) in qkv.chunks_exact(3 * width).enumerate() {
            for (d, &value) in row[width + head * DEPTH..][..DEPTH].iter().enumerate() {
                keys[d * padded + position] = value;
            }
        }
        for position in 0..n {
            let query = &qkv[position * 3 * width + head * DEPTH..][..DEPTH];
            for (chunk, scores) in scores.chunks_exact_mut(LANES).enumerate() {
                let mut sums = [0.0f32; LANES];
                for (keys, &value) in keys.chunks_exact(padded).zip(query) {
                    add_scaled(&mut sums, value * factor, &keys[chunk * LANES..][..LANES]);
                }
                scores.copy_from_slice(&sums);
            }
            let max = largest(&scores[..n], |score| score);
            for score in scores.iter_mut() {
                *score = exp(*score - max);
            }
            scores[n..].fill(0.0);
            let total = sum(scores, |score| score);
            let mut mixed = [0.0f32; DEPTH];
            for (other, &score) in scores[..n].iter().enumerate() {
                let value = &qkv[other * 3 * width + 2 * width + head * DEPTH..][..DEPTH];
                add_scaled(&mut mixed, score, value);
            }
            let target = &mut out[position * width + head * DEPTH..][..DEPTH];
            for (target, value) in target.iter_mut().zip(mixed) {
                *target = value / total;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erf_and_exp_agree_with_double_precision() {
        // Maclaurin series of erf, exact to 1e-13 on [-3, 3].
        let series = |x: f64| {
            let (mut term, mut total) = (x, x);
            for n in 1..120 {
                term *= -x * x / f64::from(n);
                total += term / f64::from(2 * n + 1);
            }
            total * 2.0 / std::f64::consts::PI.sqrt()
        };
        for step in -300..=300 {
            let x = step as f32 / 100.0;
            assert!((f64::from(erf(x)) - series(f64::from(x))).abs() < 5e-7, "erf({x})");
        }
        for step in 0..8000 {
            let x = -step as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) - exact).abs() <= 3e-7 * exact, "exp({x})");
        }
        assert!(erf(30.0) > 0.999_999 && exp(-500.0) < 1e-37);
    }
}
