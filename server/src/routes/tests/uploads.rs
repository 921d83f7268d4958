//! Photos come in over bad lines, and lies and bombs do not.

use shared::id::BlobHash;
use shared::record::blob_hash;
use shared::wire::MAX_BLOB_BYTES;

use super::*;
use crate::photos::jpeg_tests::picture;

struct Upload<'a> {
    world: &'a World,
    phone: Phone,
    blob: BlobHash,
}

impl<'a> Upload<'a> {
    /// A phone that has said it has this photo.
    async fn of(world: &'a World, bytes: &[u8]) -> Self {
        let (phone, blob) = (world.phone().await, blob_hash(bytes));
        let named = json!({ "kind": "photographed", "at_ms": 1, "of": phone.record(1), "blob": blob,
            "width": 1, "height": 1, "bytes": bytes.len() });
        world.push(&phone, 1, &[dark(0.0), named.to_string()]).await;
        Self { world, phone, blob }
    }

    async fn ask(&self, method: &str, headers: &[(&str, String)], bytes: &[u8]) -> Answer {
        let bearer = format!("Bearer {}", self.phone.token);
        let mut request =
            request(method, &format!("/blobs/{}", self.blob)).header(header::AUTHORIZATION, bearer);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        self.world.send(request.body(Body::from(bytes.to_vec())).unwrap()).await
    }

    async fn patch(&self, offset: usize, total: usize, bytes: &[u8]) -> Answer {
        let headers = [("Upload-Offset", offset.to_string()), ("Upload-Length", total.to_string())];
        self.ask("PATCH", &headers, bytes).await
    }

    async fn put(&self, bytes: &[u8]) -> Answer {
        self.ask("PUT", &[], bytes).await
    }

    /// What `HEAD` says: status, offset, length.
    async fn reached(&self) -> (u16, String, String) {
        let answer = self.ask("HEAD", &[], &[]).await;
        let header = |name| answer.header(name).to_owned();
        (answer.status.as_u16(), header("upload-offset"), header("upload-length"))
    }

    fn partials(&self) -> usize {
        std::fs::read_dir(self.world.directory.path().join("uploads")).unwrap().count()
    }
}

fn reached(offset: usize, length: Option<usize>) -> (u16, String, String) {
    (200, offset.to_string(), length.map(|length| length.to_string()).unwrap_or_default())
}

#[tokio::test]
async fn a_photo_comes_in_pieces_goes_on_after_a_break_and_is_shown_at_the_desk() {
    let (world, bytes) = (World::new().await, picture(320, 240));
    let upload = Upload::of(&world, &bytes).await;
    assert_eq!(upload.reached().await, reached(0, None));
    let half = bytes.len() / 2;
    let answer = upload.patch(0, bytes.len(), &bytes[..half]).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (204, half.to_string().as_str()));
    assert_eq!(upload.reached().await, reached(half, None));
    let answer = upload.patch(0, bytes.len(), &bytes[..half]).await;
    assert_eq!(answer.problem(), problem(409, "wrong-offset"));
    assert_eq!(answer.header("upload-offset"), half.to_string());
    assert_eq!(upload.patch(half, bytes.len(), &bytes[half..]).await.status, 201);
    assert_eq!(upload.reached().await, reached(bytes.len(), Some(bytes.len())));
    assert_eq!(upload.patch(half, bytes.len(), &bytes[half..]).await.status, 200, "again");
    assert_eq!(upload.put(&bytes).await.status, 200, "and again");

    let officer = world.token(Role::Officer).await;
    let shown = world.get(&officer, &format!("/blobs/{}", upload.blob)).await;
    assert_eq!((shown.bytes == bytes, shown.header("content-type")), (true, "image/jpeg"));
    assert_eq!(upload.partials(), 0);
}

#[tokio::test]
async fn a_photo_that_comes_eight_times_at_once_is_one_photo() {
    let (world, bytes) = (World::new().await, picture(200, 200));
    let upload = Upload::of(&world, &bytes).await;
    let answers = futures_util::future::join_all((0..8).map(|_| upload.put(&bytes))).await;
    assert!(answers.iter().all(|answer| answer.status.is_success()));
    assert_eq!(upload.partials(), 0);
}

#[tokio::test]
async fn a_photo_that_no_own_record_names_is_not_taken() {
    let (world, bytes) = (World::new().await, picture(16, 16));
    let upload = Upload::of(&world, &bytes).await;
    let stranger = Upload { world: &world, phone: world.phone().await, blob: upload.blob };
    assert_eq!(stranger.put(&bytes).await.problem(), problem(404, "photo-not-named"));
    assert_eq!(stranger.reached().await.0, 404);
    let officer = world.token(Role::Officer).await;
    let unseen = world.get(&officer, &format!("/blobs/{}", upload.blob)).await;
    assert_eq!(unseen.problem(), problem(404, "not-found"));
}

async fn refuses(bytes: &[u8], reason: &str) {
    let world = World::new().await;
    let upload = Upload::of(&world, bytes).await;
    let answer = upload.put(bytes).await;
    assert_eq!(answer.problem(), problem(422, "photo-refused"), "{reason}");
    assert!(answer.text().contains(reason), "{}", answer.text());
    assert_eq!((upload.partials(), upload.reached().await), (0, reached(0, None)), "{reason}");
}

#[tokio::test]
async fn lies_and_bombs_are_refused_with_their_reason_and_leave_nothing() {
    let mut bomb = picture(8, 8);
    let frame = bomb.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    refuses(&bomb, "larger than 4096").await;
    let plain = picture(8, 8);
    let exif = [&plain[..2], b"\xff\xe1\x00\x08Exif\0\0", &plain[2..]].concat();
    refuses(&exif, "EXIF").await;
    refuses(b"I am a photo", "not a whole JPEG").await;
    refuses(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a whole JPEG").await;
}

#[tokio::test]
async fn what_is_not_what_the_record_names_is_refused() {
    let world = World::new().await;
    let upload = Upload::of(&world, &picture(16, 16)).await;
    let answer = upload.put(&picture(17, 17)).await;
    assert_eq!(answer.problem(), problem(422, "photo-damaged"));
    assert_eq!(upload.put(&picture(16, 16)).await.status, 201, "the right one still comes in");
}

#[tokio::test]
async fn too_large_a_photo_is_refused_before_it_is_sent_and_a_longer_one_than_announced_too() {
    let world = World::new().await;
    let bytes = picture(64, 64);
    let upload = Upload::of(&world, &bytes).await;
    let total = usize::try_from(MAX_BLOB_BYTES).unwrap() + 1;
    assert_eq!(upload.patch(0, total, b"x").await.problem(), problem(422, "photo-refused"));
    assert_eq!(upload.patch(0, 10, &bytes).await.problem(), problem(422, "photo-refused"));
    let missing = upload.ask("PATCH", &[], b"x").await;
    assert_eq!(missing.problem(), problem(400, "bad-header"));
    assert_eq!(upload.partials(), 0);
    assert_eq!(upload.put(&vec![0; total]).await.problem(), problem(413, "too-large"));
}

#[tokio::test]
async fn whoever_hangs_up_while_a_photo_is_checked_starts_no_second_check() {
    let world = World::new().await;
    let uploads = [picture(640, 480), picture(641, 480), picture(642, 480)];
    let mut sent = Vec::new();
    for bytes in &uploads {
        sent.push((Upload::of(&world, bytes).await, bytes));
    }
    let checks = world.app.photos.checks().clone();
    let (end, ended) = std::sync::mpsc::channel::<()>();
    // Something is being checked, and takes long over it.
    let long = tokio::spawn({
        let checks = checks.clone();
        async move { checks.run(move || ended.recv()).await }
    });
    while checks.under_way() == 0 {
        tokio::task::yield_now().await;
    }
    for (upload, bytes) in sent.iter().cycle().take(40) {
        tokio::select! {
            biased;
            _ = upload.put(bytes) => panic!("another one is being checked"),
            () = arrived(upload, bytes.len()) => {}
        }
        assert_eq!(checks.under_way(), 1);
    }
    end.send(()).unwrap();
    long.await.unwrap().unwrap().unwrap();
    for (upload, bytes) in &sent {
        assert!(upload.put(bytes).await.status.is_success(), "it comes in when it is sent again");
    }
    assert_eq!(sent[0].0.partials(), 0);
}

/// Waits until all of a photo is in the file in which it arrives.
async fn arrived(upload: &Upload<'_>, bytes: usize) {
    let here = || async { upload.world.app.photos.offset(upload.phone.series, upload.blob).await.unwrap() };
    while here().await < bytes as u64 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_photo_that_nobody_goes_on_with_is_removed_and_begun_again() {
    let (world, bytes) = (World::new().await, picture(320, 240));
    let upload = Upload::of(&world, &bytes).await;
    upload.patch(0, bytes.len(), &bytes[..10]).await;
    let now = std::time::SystemTime::UNIX_EPOCH;
    assert_eq!(world.app.photos.sweep(now).await.unwrap(), 0, "it has come since");
    let later =
        now + std::time::Duration::from_millis(u64::try_from(crate::clock::now_ms()).unwrap() + 60_000);
    assert_eq!(world.app.photos.sweep(later).await.unwrap(), 1);
    assert_eq!(upload.reached().await, reached(0, None));
    assert_eq!(upload.patch(0, bytes.len(), &bytes).await.status, 201);
}
