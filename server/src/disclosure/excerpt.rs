//! An answer with some of its fields withheld, and said to be.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Something to be written without some of its fields. Their names stand in `withheld` beside what is left, with a space between them, as in tables; where
/// nothing is withheld it is written as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt<T> {
    /// What there is to see.
    pub value: T,
    /// Fields that are left out.
    pub withheld: &'static [&'static str],
}

impl<T> Excerpt<T> {
    /// With nothing withheld.
    pub const fn whole(value: T) -> Self {
        Self { value, withheld: &[] }
    }
}

fn withhold(value: &mut Value, withheld: &[&str]) {
    if let Value::Object(fields) = value {
        fields.retain(|name, _| !withheld.contains(&name.as_str()));
        fields.insert("withheld".to_owned(), withheld.join(" ").into());
    }
}

impl<T: Serialize> Serialize for Excerpt<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.withheld.is_empty() {
            return self.value.serialize(serializer);
        }
        let mut value = serde_json::to_value(&self.value).map_err(S::Error::custom)?;
        withhold(&mut value, self.withheld);
        value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_withheld_is_absent_and_named() {
        let value = json!({ "photos": 0, "text": null, "feeling": "safe" });
        let withheld = Excerpt { value: value.clone(), withheld: &["photos", "text"] };
        assert_eq!(
            serde_json::to_value(withheld).unwrap(),
            json!({ "feeling": "safe", "withheld": "photos text" })
        );
        assert_eq!(serde_json::to_value(Excerpt::whole(value.clone())).unwrap(), value);
    }
}
