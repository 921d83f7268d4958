//! A desk without a browser: an officer's or planner's program with a bearer token.

use reqwest::{Client, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::id::{BlobHash, WalkId};
use shared::wire::PlannedWalk;

/// A program at the desk.
#[derive(Debug, Clone)]
pub struct Desk {
    http: Client,
    base: String,
    token: String,
}

impl Desk {
    /// A program with this token.
    pub fn new(base: String, token: &str) -> Self {
        Self { http: server::http::client(), base, token: token.to_owned() }
    }

    /// A request with the desk's token.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = method.parse().expect("a method");
        self.http.request(method, format!("{}/api/v1{path}", self.base)).bearer_auth(&self.token)
    }

    /// What `GET` answers, which must go well.
    pub async fn get(&self, path: &str) -> Response {
        let answer = self.request("GET", path).send().await.expect("an answer");
        let status = answer.status();
        if status.is_success() {
            return answer;
        }
        panic!("GET {path}: {status}: {}", answer.text().await.unwrap_or_default());
    }

    /// What `GET` answers, as text.
    pub async fn text(&self, path: &str) -> String {
        self.get(path).await.text().await.expect("a body")
    }

    /// What `GET` answers, as JSON.
    pub async fn json<T: DeserializeOwned>(&self, path: &str) -> T {
        let text = self.text(path).await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("GET {path}: {error}: {text}"))
    }

    /// The things that a list holds, whatever envelope it comes in.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        match self.json(path).await {
            Value::Array(items) => items,
            Value::Object(envelope) => envelope
                .into_iter()
                .find_map(|(_, value)| if let Value::Array(items) = value { Some(items) } else { None })
                .unwrap_or_else(|| panic!("GET {path} has no list")),
            other => panic!("GET {path}: {other}"),
        }
    }

    /// The features of a GeoJSON answer.
    pub async fn features(&self, path: &str) -> Vec<Value> {
        let collection: Value = self.json(path).await;
        assert_eq!(collection["type"], "FeatureCollection", "{path}");
        collection["features"].as_array().expect("features").clone()
    }

    /// How a walk stands.
    pub async fn walk(&self, walk: WalkId) -> PlannedWalk {
        self.json(&format!("/walks/{walk}")).await
    }

    /// A photo's bytes.
    pub async fn photo(&self, blob: BlobHash) -> Vec<u8> {
        self.get(&format!("/blobs/{blob}")).await.bytes().await.expect("a body").to_vec()
    }
}
