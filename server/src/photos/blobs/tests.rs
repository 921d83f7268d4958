//! One suite for every place where photos are kept, and a whole installation whose photos lie in a bucket.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use object_store::memory::InMemory;

use super::*;

/// The contract. The place has nothing in it.
async fn check(blobs: Blobs) {
    let directory = tempfile::tempdir().unwrap();
    let photos = [vec![1; 10], vec![2; 300_000], vec![0]];
    let hash = |bytes: &Vec<u8>| blob_hash(bytes);
    assert!(blobs.is_empty().await.unwrap());
    for photo in &photos {
        assert_eq!(blobs.read(hash(photo)).await.unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(matches!(blobs.look(hash(photo)).await.unwrap(), Found::Lost));
        // Sent again by a phone that had no answer, it is kept again.
        for _ in 0..2 {
            let arrived = directory.path().join("arrived");
            std::fs::write(&arrived, photo).unwrap();
            blobs.keep(&arrived, hash(photo)).await.unwrap();
            assert!(!arrived.exists(), "it does not lie about any more");
        }
    }
    assert!(!blobs.is_empty().await.unwrap());
    for photo in &photos {
        assert_eq!(blobs.read(hash(photo)).await.unwrap(), *photo);
        assert!(matches!(blobs.look(hash(photo)).await.unwrap(), Found::Whole(bytes) if bytes == *photo));
    }
    blobs.put(hash(&photos[0]), vec![7; 10]).await.unwrap();
    assert!(matches!(blobs.look(hash(&photos[0])).await.unwrap(), Found::Damaged));
    blobs.take_back(hash(&photos[0])).await.unwrap();
    assert!(matches!(blobs.look(hash(&photos[0])).await.unwrap(), Found::Lost));
    assert!(matches!(blobs.look(hash(&photos[1])).await.unwrap(), Found::Whole(_)), "the others stay");
}

#[tokio::test]
async fn files_keep_the_contract() {
    let directory = tempfile::tempdir().unwrap();
    check(Blobs::Files(directory.path().join("blobs"))).await;
}

#[tokio::test]
async fn objects_in_memory_keep_the_contract() {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    for within in ["", "lykta", "kommun/lykta"] {
        // What lies beside is not ours.
        let beside = Key::from("lykta-other/x");
        store.put(&beside, vec![1].into()).await.unwrap();
        if within.is_empty() {
            store.delete(&beside).await.unwrap();
        }
        check(Blobs::Objects(Arc::clone(&store), Key::from(within))).await;
        if within.is_empty() {
            let all: Vec<_> = store.list(None).try_collect().await.unwrap();
            for found in all {
                store.delete(&found.location).await.unwrap();
            }
        }
    }
}

/// A server that speaks S3 on this machine, as `moto_server` of the Python package `moto[server]` does.
pub(crate) struct Storage {
    process: Child,
    address: String,
}

impl Drop for Storage {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Storage {
    /// Starts one with a bucket `photos`. `None`, said aloud, on a machine that has none.
    pub(crate) async fn start() -> Option<Self> {
        let program = std::env::var_os("LYKTA_S3_SERVER").unwrap_or_else(|| "moto_server".into());
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut server = Command::new(&program);
        server.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(process) = server.spawn() else {
            eprintln!(
                "SKIPPED: there is no {program:?} here, so photos are not kept in a bucket that speaks S3"
            );
            return None;
        };
        let storage = Self { process, address: format!("http://127.0.0.1:{port}") };
        let made = async || {
            let made = crate::http::client().put(format!("{}/photos", storage.address)).send().await;
            made.is_ok_and(|it| it.status().is_success())
        };
        for _ in 0..600 {
            if made().await {
                return Some(storage);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{program:?} does not answer at {}", storage.address);
    }

    pub(crate) fn bucket(&self, url: &str) -> Bucket {
        let settings = [
            ("AWS_ENDPOINT_URL", self.address.as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "eu-north-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ];
        Bucket::from_url(url, settings.map(|(name, value)| (name.to_owned(), value.to_owned()))).unwrap()
    }
}

async fn opened(bucket: Bucket) -> Result<Blobs, StoreError> {
    let directory = tempfile::tempdir().unwrap();
    Blobs::of(&Location { bucket: Some(bucket), ..Location::new(directory.path(), None).unwrap() }).await
}

#[tokio::test]
async fn a_bucket_that_speaks_s3_keeps_the_contract_and_one_that_is_not_there_is_told_at_once() {
    let Some(storage) = Storage::start().await else { return };
    check(opened(storage.bucket("s3://photos/kommun/lykta")).await.unwrap()).await;
    let refused = opened(storage.bucket("s3://elsewhere")).await.unwrap_err().to_string();
    assert!(refused.starts_with("photos cannot be kept in s3://elsewhere/: "), "{refused}");
    assert!(!refused.contains("secret"), "{refused}");
}

#[tokio::test]
async fn a_storage_that_does_not_answer_is_named_without_its_secrets() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let settings = [
        ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
        ("AWS_ALLOW_HTTP", "true".to_owned()),
        ("AWS_ACCESS_KEY_ID", "key".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "secret".to_owned()),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value));
    let refused = opened(Bucket::from_url("s3://photos/lykta", settings).unwrap()).await.unwrap_err();
    let said = format!("{refused} {refused:?}");
    assert!(said.starts_with("photos cannot be kept in s3://photos/lykta: "), "{said}");
    assert!(said.contains("refused") && !said.contains("secret"), "{said}");
}
