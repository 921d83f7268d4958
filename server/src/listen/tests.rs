//! Slow clients and silent ones, beside honest ones.

use axum::body::{Body, Bytes};
use axum::routing::get;
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::oneshot;

use super::*;

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_hours(1);

/// A server with these manners; it ends with the test.
async fn serving(router: Router, manners: Manners) -> std::net::SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, router, manners, std::future::pending()));
    address
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

async fn send(address: std::net::SocketAddr, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    stream
}

/// Everything that comes until the server closes the connection.
async fn until_closed(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn who_sends_a_head_too_slowly_is_let_go_and_others_are_answered_meanwhile() {
    let address = serving(hello(), Manners { head: SHORT, stalled: LONG, ..Manners::default() }).await;
    let mut slow = Vec::new();
    for part in ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        slow.push(send(address, part).await);
    }
    let honest = send(address, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(until_closed(honest).await.ends_with("hello"));
    for slow in slow {
        assert!(!until_closed(slow).await.contains("200 OK"));
    }
}

#[tokio::test]
async fn a_connection_on_which_nothing_is_asked_any_more_is_closed() {
    let address = serving(hello(), Manners { head: SHORT, stalled: LONG, ..Manners::default() }).await;
    let idle = send(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let said = until_closed(idle).await;
    assert!(
        said.contains("hello") && !said.contains("strict-transport"),
        "HTTP has nothing to insist on: {said}"
    );
}

/// Tells when it is dropped.
struct Told(Option<oneshot::Sender<()>>);

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.0.take().unwrap().send(());
    }
}

#[tokio::test]
async fn who_does_not_read_the_answer_is_let_go() {
    let (told, dropped) = oneshot::channel();
    let told = Arc::new(Mutex::new(Some(Told(Some(told)))));
    let endless = get(async move || {
        let told = told.lock().unwrap().take();
        Body::from_stream(stream::repeat_with(move || {
            let _held = &told;
            Ok::<_, std::convert::Infallible>(Bytes::from_static(&[0; 8_192]))
        }))
    });
    let router = Router::new().route("/endless", endless);
    let address = serving(router, Manners { head: LONG, stalled: SHORT, ..Manners::default() }).await;
    let deaf = send(address, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await;
    dropped.await.unwrap();
    drop(deaf);
}

#[tokio::test]
async fn who_asked_is_answered_before_the_server_ends() {
    let (arrived, has_arrived) = oneshot::channel::<()>();
    let (go_on, goes_on) = oneshot::channel::<()>();
    let once = Arc::new(Mutex::new(Some((arrived, goes_on))));
    let slow = get(async move || {
        let taken = once.lock().unwrap().take();
        let (arrived, goes_on) = taken.unwrap();
        arrived.send(()).unwrap();
        goes_on.await.unwrap();
        "at last"
    });
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ends) = oneshot::channel::<()>();
    let router = Router::new().route("/", slow);
    let served = tokio::spawn(serve(listener, router, Manners::default(), async {
        let _ = ends.await;
    }));
    let asked = send(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    has_arrived.await.unwrap();
    end.send(()).unwrap();
    go_on.send(()).unwrap();
    assert!(until_closed(asked).await.ends_with("at last"));
    served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody else is let in");
}

#[test]
fn one_address_never_holds_all_connections_unless_it_is_a_proxy() {
    let (open, proxies) = (Arc::new(Open::default()), Proxies::default());
    let held = |address: &str, count: usize| {
        let address = address.parse().unwrap();
        let connections: Vec<_> = (0..count).map_while(|_| open.one_more(address, &proxies)).collect();
        connections
    };
    let many = held("192.0.2.7", MOST);
    assert_eq!(many.len(), MOST_OF_ADDRESS);
    assert_eq!(held("192.0.2.8", 7).len(), 7);
    assert_eq!(held("127.0.0.1", MOST).len(), MOST);
    drop(many);
    assert!(open.0.lock().unwrap().is_empty(), "whoever is gone is not remembered");
}
