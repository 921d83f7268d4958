//! Nobody comes in who may not: driven by the table of routes.

use super::*;
use crate::auth::Who;
use crate::routes::{openapi, table};

fn filled(path: &str) -> String {
    path.replace("{sha256}", &"a".repeat(64))
        .replace("{id}", &format!("{}-1", "0".repeat(32)))
        .replace("{sheet}", &"0".repeat(32))
}

async fn ask(world: &World, method: &Method, path: &str, token: Option<&str>) -> Answer {
    let mut request = request(method.as_str(), &filled(path));
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

/// A `HEAD` has no body to look into.
fn check(answer: &Answer, method: &Method, path: &str, expected: &[(u16, &str)]) {
    if *method == Method::HEAD {
        assert!(expected.iter().any(|(status, _)| answer.status == *status), "{method} {path}");
    } else {
        let (status, code) = answer.problem();
        assert!(expected.contains(&(status, &code)), "{method} {path}: {status} {code}");
    }
}

#[tokio::test]
async fn without_credentials_every_guarded_route_says_401() {
    let world = World::new().await;
    for route in table().iter().filter(|route| route.who != Who::Anyone) {
        let answer = ask(&world, &route.method, route.path, None).await;
        check(&answer, &route.method, route.path, &[(401, "not-signed-in"), (401, "wrong-token")]);
        let answer = ask(&world, &route.method, route.path, Some("of nobody")).await;
        check(&answer, &route.method, route.path, &[(401, "wrong-token")]);
    }
}

#[tokio::test]
async fn with_the_wrong_role_every_guarded_route_says_403() {
    let world = World::new().await;
    let phone = world.phone().await.token;
    let planner = world.token(Role::Planner).await;
    let officer = world.token(Role::Officer).await;
    for route in table() {
        let wrong: Vec<&String> = match route.who {
            Who::Anyone => vec![],
            Who::Walker => vec![&planner, &officer],
            Who::AtLeast(Role::Planner) => vec![&phone],
            Who::AtLeast(Role::Officer) => vec![&phone, &planner],
            Who::AtLeast(Role::Administrator) => vec![&phone, &planner, &officer],
        };
        for token in wrong {
            let answer = ask(&world, &route.method, route.path, Some(token)).await;
            check(&answer, &route.method, route.path, &[(403, "not-allowed")]);
        }
    }
}

#[test]
fn the_contract_describes_every_route_and_no_other() {
    let document = serde_json::to_value(openapi::contract()).unwrap();
    let mut described: Vec<String> = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        described.extend(methods.as_object().unwrap().keys().map(|method| format!("{method} {path}")));
    }
    let routes = table();
    let of_table = routes.iter().filter(|route| !route.path.ends_with(".geojson"));
    let mut there: Vec<String> =
        of_table.map(|route| format!("{} {}", route.method.as_str().to_lowercase(), route.path)).collect();
    described.sort();
    there.sort();
    assert_eq!(described, there);
}

#[test]
fn the_contract_tells_of_every_refusal_that_comes_before_a_handler() {
    let document = serde_json::to_value(openapi::contract()).unwrap();
    for route in table().iter().filter(|route| !route.path.ends_with(".geojson")) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let mut expected = vec!["429", "503"];
        if route.who != Who::Anyone {
            expected.extend(["401", "403"]);
        }
        if operation["requestBody"].is_object() {
            expected.extend(["400", "408", "413", "415", "507"]);
        }
        for status in expected {
            assert!(operation["responses"][status].is_object(), "{} {}: {status}", route.method, route.path);
        }
    }
}

#[test]
fn the_contract_tells_what_every_id_looks_like() {
    let document = serde_json::to_value(openapi::contract()).unwrap();
    let mut ids = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let operations = methods.as_object().unwrap().values();
        let parameters = operations.flat_map(|it| it["parameters"].as_array().into_iter().flatten());
        for parameter in parameters.filter(|it| it["in"] == "path" && it["name"] != "code") {
            let schema = &parameter["schema"];
            let named = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
            let schema = named.map_or(schema, |pointer| document.pointer(pointer).unwrap());
            assert!(schema["pattern"].is_string(), "{path}: {parameter}");
            ids += 1;
        }
    }
    assert!(ids > 10, "{ids}");
    let series = &document["components"]["schemas"]["SeriesId"];
    assert_eq!(series["pattern"], "^[0-9a-f]{32}$");
}

#[tokio::test]
async fn an_address_that_is_not_there_and_a_wrong_method_are_problems_too() {
    let world = World::new().await;
    assert_eq!(world.get("", "/nothing").await.problem(), problem(404, "not-found"));
    let answer = world.send(request("DELETE", "/walks").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.problem(), problem(405, "wrong-method"));
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_to_insist_on() {
    let world = World::new().await;
    for uri in ["/", "/desk/", "/api/v1/findings", "/healthz", "/api/openapi.json"] {
        let answer = world.send(Request::get(uri).body(Body::empty()).unwrap()).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{uri}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{uri}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{uri}");
    }
}

#[tokio::test]
async fn without_a_built_app_the_server_says_so_and_is_healthy() {
    let world = World::new().await;
    let answer = world.send(Request::get("/").body(Body::empty()).unwrap()).await;
    assert!(answer.status == 404 && answer.text().contains("cargo xtask"), "{}", answer.text());
    let answer = world.send(Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "ok\n"));
}

#[tokio::test]
async fn a_phone_that_a_restored_server_does_not_know_joins_again_with_what_it_has() {
    let world = World::new().await;
    let (_, code) = world.walk().await;
    let (series, token) = (crate::secret::series().unwrap(), crate::secret::token().unwrap());
    let again = |series: SeriesId, token: &str| json!({ "code": code, "again": { "series": series, "token": token } });
    assert_eq!(world.get(&token, "/records/heads").await.problem(), problem(401, "wrong-token"));
    for _ in 0..2 {
        let answer = world.post("", "/join", &again(series, &token)).await.json();
        assert_eq!(
            (&answer["series"], &answer["token"]),
            (&json!(series), &json!(token)),
            "as often as it asks"
        );
    }
    assert_eq!(world.get(&token, "/records/heads").await.status, 200);

    let other = world.join(&code).await;
    let (desk, fresh) = (world.app.store.operator().await.unwrap(), crate::secret::series().unwrap());
    let foreign = &other.token;
    let not_its_own =
        [(other.series, &*token), (desk, &token), (fresh, foreign), (series, foreign), (series, "short")];
    for (series, token) in not_its_own {
        let refused = world.post("", "/join", &again(series, token)).await.problem();
        assert_eq!(refused, problem(401, "wrong-token"), "what is another's stays another's");
    }
    let unknown = json!({ "code": "AAAA-AAAA", "again": { "series": series, "token": token } });
    assert_eq!(world.post("", "/join", &unknown).await.problem(), problem(404, "unknown-code"));
}

#[tokio::test]
async fn no_secret_lies_in_the_data_directory() {
    let world = World::new().await;
    let phone = world.phone().await;
    let program = world.token(Role::Planner).await;
    let link = world.app.store.create_sign_in("Eva", Role::Officer, false).await.unwrap().token;
    let used = world.app.store.create_sign_in("Ali", Role::Officer, false).await.unwrap().token;
    let (_, session) = world.app.store.sign_in(&used).await.unwrap().unwrap();
    for secret in [phone.token, program, link, used, session.token] {
        for file in ["lykta.sqlite", "lykta.sqlite-wal"] {
            let bytes = std::fs::read(world.directory.path().join(file)).unwrap_or_default();
            let raw = hex::decode(&secret).unwrap();
            let found = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found(secret.as_bytes()) && !found(&raw), "in {file}");
        }
    }
}
