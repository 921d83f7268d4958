//! Values of ours as text.

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};
use std::fmt::{Display, Write};

use super::NotSo;

/// Writes at the end of a text.
pub(super) struct Text<'a>(pub(super) &'a mut String);

/// An object or array that is being written.
pub(super) struct Open<'a> {
    text: &'a mut String,
    begun: bool,
    end: char,
}

impl Open<'_> {
    fn comma(&mut self) {
        if self.begun {
            self.text.push(',');
        }
        self.begun = true;
    }

    fn close(self) {
        self.text.push(self.end);
    }
}

fn open(text: &mut String, begin: char, end: char) -> Open<'_> {
    text.push(begin);
    Open { text, begun: false, end }
}

fn quote(text: &mut String, words: &str) {
    text.push('"');
    for letter in words.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\0'..='\u{1f}' => control(text, letter),
            _ => text.push(letter),
        }
    }
    text.push('"');
}

fn control(text: &mut String, letter: char) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let code = letter as usize;
    text.push_str("\\u00");
    text.push(HEX[code / 16 % 16]);
    text.push(HEX[code % 16]);
}

/// As the browser writes a number: the shortest that reads back the same.
#[cfg(target_family = "wasm")]
fn number(text: &mut String, number: f64) {
    let written =
        wasm_bindgen::JsValue::from_f64(number).unchecked_into::<js_sys::Number>().to_string_with_radix(10);
    text.push_str(&written.map(String::from).unwrap_or_default());
}

#[cfg(not(target_family = "wasm"))]
fn number(text: &mut String, number: f64) {
    let _ = write!(text, "{number}");
}

#[cfg(target_family = "wasm")]
use wasm_bindgen::JsCast as _;

macro_rules! displayed {
    ($($write:ident $kind:ty),+) => {$(
        fn $write(self, value: $kind) -> Result<(), NotSo> {
            write!(self.0, "{value}").map_err(|_| NotSo)
        }
    )+};
}

impl<'a> Serializer for Text<'a> {
    type Ok = ();
    type Error = NotSo;
    type SerializeSeq = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Impossible<(), NotSo>;
    type SerializeTupleVariant = Impossible<(), NotSo>;
    type SerializeStructVariant = Impossible<(), NotSo>;

    displayed!(serialize_bool bool, serialize_i64 i64, serialize_u64 u64);

    fn serialize_i8(self, value: i8) -> Result<(), NotSo> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), NotSo> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), NotSo> {
        self.serialize_i64(value.into())
    }

    fn serialize_u8(self, value: u8) -> Result<(), NotSo> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), NotSo> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), NotSo> {
        self.serialize_u64(value.into())
    }

    fn serialize_f32(self, value: f32) -> Result<(), NotSo> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), NotSo> {
        if value.is_finite() {
            number(self.0, value);
        } else {
            self.0.push_str("null");
        }
        Ok(())
    }

    fn serialize_char(self, _: char) -> Result<(), NotSo> {
        Err(NotSo)
    }

    fn serialize_str(self, value: &str) -> Result<(), NotSo> {
        quote(self.0, value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), NotSo> {
        Err(NotSo)
    }

    fn serialize_none(self) -> Result<(), NotSo> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotSo> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotSo> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotSo> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotSo> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NotSo> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NotSo> {
        let mut object = open(self.0, '{', '}');
        SerializeStruct::serialize_field(&mut object, variant, value)?;
        SerializeStruct::end(object)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, NotSo> {
        Ok(open(self.0, '[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, NotSo> {
        Ok(open(self.0, '[', ']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NotSo> {
        Err(NotSo)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotSo> {
        Err(NotSo)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, NotSo> {
        Ok(open(self.0, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, NotSo> {
        Ok(open(self.0, '{', '}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotSo> {
        Err(NotSo)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), NotSo> {
        quote(self.0, &value.to_string());
        Ok(())
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = NotSo;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSo> {
        self.comma();
        value.serialize(Text(self.text))
    }

    fn end(self) -> Result<(), NotSo> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = NotSo;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSo> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), NotSo> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = NotSo;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotSo> {
        self.comma();
        key.serialize(Text(self.text))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSo> {
        self.text.push(':');
        value.serialize(Text(self.text))
    }

    fn end(self) -> Result<(), NotSo> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = NotSo;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotSo> {
        self.comma();
        quote(self.text, key);
        self.text.push(':');
        value.serialize(Text(self.text))
    }

    fn end(self) -> Result<(), NotSo> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use shared::statement::contract::statements;
    use shared::statement::{Reading, Statement};

    #[test]
    fn what_is_written_here_is_what_the_server_reads() {
        for statement in statements() {
            let text = write(&statement).unwrap();
            assert_eq!(Statement::read(&text).unwrap(), Reading::Known(statement.clone()));
            assert_eq!(text, statement.to_text().unwrap());
        }
    }
}
