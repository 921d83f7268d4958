//! The fields of a protobuf message.
//!
//! Promises: reading borrows from the message and stops at the first thing that is wrong, with a reason.

use buffa::encoding::{Tag, WireType, decode_varint, skip_field};
use buffa::types::borrow_bytes;

use crate::basemap::BasemapError;

/// What is wrong with a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Its bytes make no sense.
    Bytes(&'static str),
    /// It needs more than is known here.
    Unknown(String),
    /// It is packed with something else.
    Packed(&'static str),
}

impl Wrong {
    /// The error, given where the block begins.
    pub(super) fn at(self, at: u64) -> BasemapError {
        match self {
            Self::Bytes(reason) => BasemapError::Damaged { at, reason },
            Self::Unknown(feature) => BasemapError::Unknown { feature },
            Self::Packed(method) => BasemapError::Packed { method },
        }
    }
}

impl From<buffa::DecodeError> for Wrong {
    fn from(_: buffa::DecodeError) -> Self {
        Self::Bytes("a field does not end")
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub(super) fn number(self) -> Result<u64, Wrong> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Bytes(_) => Err(Wrong::Bytes("text where a number is expected")),
        }
    }

    pub(super) fn bytes(self) -> Result<&'a [u8], Wrong> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Number(_) => Err(Wrong::Bytes("a number where text is expected")),
        }
    }

    pub(super) fn zigzag(self) -> Result<i64, Wrong> {
        self.number().map(zigzag)
    }
}

/// The fields of a message, one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    /// The next field that is a number or bytes, unless the message has ended.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Value<'a>)>, Wrong> {
        while !self.0.is_empty() {
            let tag = Tag::decode(&mut self.0)?;
            let value = match tag.wire_type() {
                WireType::Varint => Value::Number(decode_varint(&mut self.0)?),
                WireType::LengthDelimited => Value::Bytes(borrow_bytes(&mut self.0)?),
                _ => {
                    skip_field(tag, &mut self.0)?;
                    continue;
                }
            };
            return Ok(Some((tag.field_number(), value)));
        }
        Ok(None)
    }

    /// Gives every field to `taken`.
    pub(super) fn each(
        mut self,
        mut taken: impl FnMut(u32, Value<'a>) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        while let Some((number, value)) = self.next()? {
            taken(number, value)?;
        }
        Ok(())
    }
}

/// Numbers that follow each other without tags.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Packed<'a>(pub(super) &'a [u8]);

impl Packed<'_> {
    /// The next number, unless there is none.
    pub(super) fn next(&mut self) -> Result<Option<u64>, Wrong> {
        if self.0.is_empty() { Ok(None) } else { Ok(Some(decode_varint(&mut self.0)?)) }
    }

    /// The next number, which must be there.
    pub(super) fn expect(&mut self) -> Result<u64, Wrong> {
        self.next()?.ok_or(Wrong::Bytes("lists of different lengths"))
    }
}

/// Numbers that are each told as the difference to the one before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Deltas<'a> {
    packed: Packed<'a>,
    sum: i64,
}

impl<'a> Deltas<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { packed: Packed(bytes), sum: 0 }
    }

    /// The next number, unless there is none.
    pub(super) fn next(&mut self) -> Result<Option<i64>, Wrong> {
        let Some(delta) = self.packed.next()? else { return Ok(None) };
        self.sum = self.sum.checked_add(zigzag(delta)).ok_or(Wrong::Bytes("a number too large"))?;
        Ok(Some(self.sum))
    }

    /// The next number, which must be there.
    pub(super) fn expect(&mut self) -> Result<i64, Wrong> {
        self.next()?.ok_or(Wrong::Bytes("lists of different lengths"))
    }
}

fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_add_up_as_far_as_numbers_go() {
        // -3, then 5 more; the largest number there is, then 1 more.
        let mut small = Deltas::new(&[5, 10]);
        assert_eq!((small.next(), small.next(), small.next()), (Ok(Some(-3)), Ok(Some(2)), Ok(None)));
        let largest = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x02];
        let mut large = Deltas::new(&largest);
        assert_eq!(large.next(), Ok(Some(i64::MAX)));
        assert_eq!(large.next(), Err(Wrong::Bytes("a number too large")));
        assert_eq!(Deltas::default().expect(), Err(Wrong::Bytes("lists of different lengths")));
    }
}
