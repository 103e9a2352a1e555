//! Small numbers as Parquet keeps them: runs of one number, and groups of
//! eight packed bit by bit.
//!
//! Source: Apache Parquet, Encodings, run length encoding / bit-packing hybrid.

/// Numbers packed together.
const GROUP: usize = 8;
/// Fewest repetitions worth a run of their own.
const RUN: usize = 16;

/// Adds `numbers`, each below two to the power `width`, to `out`.
pub(crate) fn hybrid(numbers: &[u32], width: u8, out: &mut Vec<u8>) {
    let (mut packed, mut at) = (0, 0);
    while at < numbers.len() {
        let run = run_at(numbers, at);
        if run < RUN {
            at = numbers.len().min(at + GROUP);
            continue;
        }
        pack(&numbers[packed..at], width, out);
        varint((run as u64) << 1, out);
        let bytes = numbers[at].to_le_bytes();
        out.extend_from_slice(&bytes[..usize::from(width).div_ceil(8)]);
        at += run;
        packed = at;
    }
    pack(&numbers[packed..], width, out);
}

/// How many bits the numbers up to `most` need, one at least.
pub(crate) fn width_of(most: u32) -> u8 {
    (u32::BITS - most.leading_zeros()).max(1) as u8
}

fn run_at(numbers: &[u32], at: usize) -> usize {
    let first = numbers[at];
    let rest = numbers[at..].iter();
    rest.take_while(|number| **number == first).count()
}

/// Groups of eight; the last one of all may be filled up with zeros.
fn pack(numbers: &[u32], width: u8, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    varint(((numbers.len().div_ceil(GROUP) as u64) << 1) | 1, out);
    let width = usize::from(width);
    for group in numbers.chunks(GROUP) {
        let digits = group.iter().enumerate();
        if width <= 8 {
            let bits = digits.fold(0, |bits, (at, number)| {
                bits | u64::from(*number) << (at * width)
            });
            out.extend_from_slice(&bits.to_le_bytes()[..width]);
        } else if width <= 16 {
            let bits = digits.fold(0, |bits, (at, number)| {
                bits | u128::from(*number) << (at * width)
            });
            out.extend_from_slice(&bits.to_le_bytes()[..width]);
        } else {
            pack_wide(group, width, out);
        }
    }
}

fn pack_wide(group: &[u32], width: usize, out: &mut Vec<u8>) {
    let (mut bits, mut held) = (0u64, 0);
    for at in 0..GROUP {
        bits |= u64::from(group.get(at).copied().unwrap_or(0)) << held;
        held += width;
        while held >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
    }
}

/// Seven bits a byte, the lowest first.
fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The numbers again, read by the words of the format.
    fn read(mut bytes: &[u8], width: u8, count: usize) -> Vec<u32> {
        let mut numbers = Vec::new();
        let width = usize::from(width);
        while numbers.len() < count {
            let (mut head, mut shift) = (0u64, 0);
            loop {
                let byte = bytes[0];
                bytes = &bytes[1..];
                head |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            let many = (head >> 1) as usize;
            if head & 1 == 0 {
                let size = width.div_ceil(8);
                let number = bytes[..size].iter().rev();
                let number = number.fold(0, |number, byte| number << 8 | u32::from(*byte));
                numbers.extend(std::iter::repeat_n(number, many));
                bytes = &bytes[size..];
            } else {
                let bit = |at: usize| u32::from(bytes[at / 8] >> (at % 8) & 1);
                let number = |at: usize| (0..width).map(|b| bit(at * width + b) << b).sum::<u32>();
                numbers.extend((0..many * 8).map(number));
                bytes = &bytes[many * width..];
            }
        }
        numbers.truncate(count);
        numbers
    }

    proptest! {
        #[test]
        fn numbers_come_back(
            runs in prop::collection::vec((any::<u32>(), prop_oneof![1usize..4, 1usize..60]), 0..40),
            width in 1u8..=32,
        ) {
            let below = |number: u32| number >> (32 - width);
            let runs = runs.into_iter();
            let numbers: Vec<u32> =
                runs.flat_map(|(number, times)| std::iter::repeat_n(below(number), times)).collect();
            let mut bytes = Vec::new();
            hybrid(&numbers, width, &mut bytes);
            prop_assert_eq!(read(&bytes, width, numbers.len()), numbers);
        }
    }

    #[test]
    fn the_example_of_the_format() {
        // Encodings, bit-packed hybrid: the numbers 0 to 7 in three bits.
        let mut bytes = Vec::new();
        hybrid(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &mut bytes);
        assert_eq!(bytes, [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        assert_eq!(
            [width_of(0), width_of(1), width_of(2), width_of(255)],
            [1, 1, 2, 8]
        );
    }
}
