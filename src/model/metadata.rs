use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// What an app keeps about a person: an object in JSON. It is kept as its text, so that a browser that does not look into
/// it reads nothing.
///
/// ```
/// use vestibule::model::Metadata;
///
/// #[derive(serde::Deserialize)]
/// struct Known {
///     plan: String,
/// }
///
/// let metadata: Metadata = serde_json::from_str(r#"{"plan":"gold"}"#)?;
/// assert_eq!(metadata.read::<Known>().map(|known| known.plan).as_deref(), Some("gold"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata(String);

impl Metadata {
    /// From the text of an object in JSON; empty if it is none.
    pub(crate) fn of_json(text: String) -> Self {
        if text.starts_with('{') { Self(text) } else { Self::default() }
    }

    /// The text of the object.
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// The object itself.
    #[cfg(feature = "ssr")]
    pub(crate) fn to_map(&self) -> Map<String, Value> {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// What it holds, as a type of the app's own; `None` if it does not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.0).ok()
    }
}

impl Default for Metadata {
    fn default() -> Self {
        Self("{}".into())
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let object: Map<String, Value> = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        object.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Value::Object(Map::deserialize(deserializer)?).to_string()))
    }
}
