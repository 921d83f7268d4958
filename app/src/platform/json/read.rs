//! Values of the browser's as values of ours.

use js_sys::{Array, Object};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use wasm_bindgen::{JsCast, JsValue};

use super::NotSo;

/// A value that the browser has read.
pub(super) struct Value(pub(super) JsValue);

impl Value {
    fn number(&self) -> Result<f64, NotSo> {
        self.0.as_f64().ok_or(NotSo)
    }

    #[expect(clippy::cast_possible_truncation, reason = "whole numbers in JSON of ours are below 2^53")]
    fn whole(&self) -> Result<i64, NotSo> {
        self.number().map(|number| number as i64)
    }
}

/// The members of an object, or the names that were asked for.
struct Members {
    object: JsValue,
    names: Names,
    value: Option<JsValue>,
}

enum Names {
    /// Of a struct: each that is there is read.
    Known(std::slice::Iter<'static, &'static str>),
    /// All.
    All(std::vec::IntoIter<JsValue>),
}

impl<'de> MapAccess<'de> for Members {
    type Error = NotSo;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NotSo> {
        loop {
            let name = match &mut self.names {
                Names::Known(names) => names.next().map(|name| JsValue::from_str(name)),
                Names::All(names) => names.next(),
            };
            let Some(name) = name else { return Ok(None) };
            let value = js_sys::Reflect::get(&self.object, &name).map_err(|_| NotSo)?;
            if !value.is_undefined() {
                self.value = Some(value);
                return seed.deserialize(Value(name)).map(Some);
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotSo> {
        seed.deserialize(Value(self.value.take().ok_or(NotSo)?))
    }
}

struct Items(std::vec::IntoIter<JsValue>);

impl<'de> SeqAccess<'de> for Items {
    type Error = NotSo;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotSo> {
        self.0.next().map(|item| seed.deserialize(Value(item))).transpose()
    }
}

/// A variant: a word, or an object with the word as its only member.
struct Variant {
    word: String,
    value: JsValue,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = NotSo;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), NotSo> {
        let word: StrDeserializer<NotSo> = self.word.as_str().into_deserializer();
        Ok((seed.deserialize(word)?, Value(self.value)))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = NotSo;

    fn unit_variant(self) -> Result<(), NotSo> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, NotSo> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, NotSo> {
        Err(NotSo)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, NotSo> {
        Err(NotSo)
    }
}

fn items(value: JsValue) -> Result<Items, NotSo> {
    let array: Array = value.dyn_into().map_err(|_| NotSo)?;
    Ok(Items(array.to_vec().into_iter()))
}

fn members(object: JsValue) -> Result<Members, NotSo> {
    let names = Object::keys(object.dyn_ref::<Object>().ok_or(NotSo)?).to_vec().into_iter();
    Ok(Members { object, names: Names::All(names), value: None })
}

macro_rules! whole_numbers {
    ($($ask:ident $visit:ident $kind:ty),+) => {$(
        fn $ask<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
            visitor.$visit(<$kind>::try_from(self.whole()?).map_err(|_| NotSo)?)
        }
    )+};
}

macro_rules! not_in_json_of_ours {
    ($($ask:ident ($($argument:ty),*)),+) => {$(
        fn $ask<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, NotSo> {
            Err(NotSo)
        }
    )+};
}

impl<'de> Deserializer<'de> for Value {
    type Error = NotSo;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if let Some(number) = self.0.as_f64() {
            if number.fract() == 0.0 { visitor.visit_i64(self.whole()?) } else { visitor.visit_f64(number) }
        } else if let Some(truth) = self.0.as_bool() {
            visitor.visit_bool(truth)
        } else if self.0.is_null() {
            visitor.visit_unit()
        } else if Array::is_array(&self.0) {
            visitor.visit_seq(items(self.0)?)
        } else {
            visitor.visit_map(members(self.0)?)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        visitor.visit_bool(self.0.as_bool().ok_or(NotSo)?)
    }

    whole_numbers!(
        deserialize_i64 visit_i64 i64, deserialize_u64 visit_u64 u64, deserialize_u32 visit_u32 u32,
        deserialize_u16 visit_u16 u16, deserialize_u8 visit_u8 u8
    );

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        visitor.visit_string(self.0.as_string().ok_or(NotSo)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        visitor.visit_seq(items(self.0)?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotSo> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        visitor.visit_map(members(self.0)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotSo> {
        if !self.0.is_object() {
            return Err(NotSo);
        }
        visitor.visit_map(Members { object: self.0, names: Names::Known(fields.iter()), value: None })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotSo> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotSo> {
        if let Some(word) = self.0.as_string() {
            return visitor.visit_enum(Variant { word, value: JsValue::UNDEFINED });
        }
        let mut members = members(self.0)?;
        let word: String = members.next_key()?.ok_or(NotSo)?;
        visitor.visit_enum(Variant { word, value: members.value.unwrap_or(JsValue::UNDEFINED) })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSo> {
        visitor.visit_unit()
    }

    not_in_json_of_ours!(
        deserialize_i8(),
        deserialize_i16(),
        deserialize_i32(),
        deserialize_f32(),
        deserialize_char(),
        deserialize_bytes(),
        deserialize_byte_buf(),
        deserialize_unit(),
        deserialize_unit_struct(&'static str),
        deserialize_tuple_struct(&'static str, usize)
    );
}
