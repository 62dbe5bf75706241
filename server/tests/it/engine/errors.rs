//! Errors as people and programs see them.
use crate::{on_both, support::*};
use axum::{
    body::Body,
    http::{Request, header},
};

on_both! {
    async fn an_unknown_page_says_so_in_the_layout(world) {
        let answer = world.get("/no/such/page").await.expect(404);
        assert!(answer.shows("This page does not exist") && answer.shows("Trefoil") && answer.shows("<main"), "{}", answer.text);
    }
    async fn an_unknown_resource_is_a_problem_with_a_code(world) {
        let problem = world.get("/api/v1/needs/ND-222222").await.expect(404).json();
        assert_eq!((problem["code"].as_str(), problem["status"].as_u64()), (Some("not_found"), Some(404)));
    }
    async fn a_malformed_token_is_refused_and_not_taken_for_the_public(world) {
        for value in ["Bearer nonsense", "Bearer ", "Basic YTpi", "nonsense"] {
            let request = Request::get("/api/v1/needs").header(header::AUTHORIZATION, value).body(Body::empty()).unwrap();
            world.send(request).await.expect(401);
        }
    }
    async fn a_wrong_method_is_refused_as_a_page(world) {
        let answer = world.send(Request::delete("/needs").body(Body::empty()).unwrap()).await.expect(405);
        assert!(answer.shows("This is not possible here"), "{}", answer.text);
    }
    async fn whoever_is_not_signed_in_is_led_to_sign_in_and_back(world) {
        let answer = world.get("/needs/new?group=x").await;
        assert_eq!((answer.status.as_u16(), answer.location.as_str()), (303, "/sign-in?next=%2Fneeds%2Fnew%3Fgroup%3Dx"));
    }
    async fn a_cookie_never_changes_anything_through_the_api(world) {
        let someone = world.person("Mary Okafor", &[]).await;
        let request = Request::post("/api/v1/needs/new").header(header::COOKIE, someone.cookie()).header(header::CONTENT_TYPE, "application/json");
        world.send(request.body(Body::from("{}")).unwrap()).await.expect(401);
    }
    async fn json_that_is_none_is_refused(world) {
        let someone = world.person("Mary Okafor", &[]).await;
        for (kind, body, status) in [("application/json", "{\"title\":", 400), ("text/plain", "{}", 415), ("application/json", "[1]", 422)] {
            let request = Request::post("/api/v1/needs/new").header(header::AUTHORIZATION, someone.bearer());
            world.send(request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await.expect(status);
        }
    }
    async fn every_answer_carries_the_security_headers(world) {
        for path in ["/needs", "/no/such/page", "/api/v1/needs", "/health/live"] {
            let response = world.raw(Request::get(path).body(Body::empty()).unwrap()).await;
            let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_string();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        }
    }
}
