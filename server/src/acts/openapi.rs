//! The API's own description, made from the acts themselves, so that it cannot drift from them.
use super::{Door, Known, Proof};
use crate::{
    forms::{Field, Kind},
    messages::Messages,
    sessions::tokens::Scope,
    web::App,
};
use axum::{Json, Router, routing::get};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// `/api/v1/openapi.json`.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/openapi.json", get(description))
}

async fn description() -> Json<&'static Value> {
    static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| describe(&crate::acts(), &crate::resources()));
    Json(&DESCRIPTION)
}

/// The OpenAPI 3.1 description of these acts and of the resources that can be read.
pub fn describe(acts: &[Known], resources: &[&str]) -> Value {
    let mut paths = Map::new();
    for path in resources {
        insert(&mut paths, path, "get", reading(path));
    }
    for act in acts {
        insert(&mut paths, act.path, "post", acting(act));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Trefoil", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT" } },
        "servers": [{ "url": "/api/v1" }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": Messages::english().text("token.scopes", &[]) } },
            "schemas": { "Problem": problem(), "Done": { "type": "object", "properties": { "address": { "type": "string" } } } }
        }
    })
}

fn insert(paths: &mut Map<String, Value>, path: &str, method: &str, operation: Value) {
    let entry = paths.entry(path).or_insert_with(|| json!({ "parameters": parameters(path) }));
    entry[method] = operation;
}

fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })).collect()
}

fn reading(path: &str) -> Value {
    let name = path.trim_matches('/').replace(['/', '{', '}'], "-");
    json!({
        "operationId": format!("read.{name}"), "security": [{}, { "token": [Scope::Read] }],
        "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": { "type": ["object", "array"] } } } }, "default": failure() }
    })
}

fn acting(act: &Known) -> Value {
    let scope = if act.proof == Proof::Fresh { Scope::Sign } else { Scope::Write };
    let token = json!({ "token": [scope] });
    let security = if act.door == Door::Open { json!([{}, token]) } else { json!([token]) };
    let mut schema = schema(act.form);
    schema["properties"]["version"] = json!({ "type": "integer", "minimum": 0 });
    json!({
        "operationId": act.name, "summary": Messages::english().text(&format!("act.{}.title", act.name), &[]), "security": security,
        "parameters": [{ "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 80 } }],
        "requestBody": { "content": { "application/json": { "schema": schema } } },
        "responses": {
            "201": { "description": "Done", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Done" } } } },
            "default": failure()
        }
    })
}

fn failure() -> Value {
    json!({ "description": "Refused", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } })
}

fn problem() -> Value {
    let entry = json!({ "type": "object", "properties": {
        "code": { "type": "string" }, "pointer": { "type": ["string", "null"] }, "detail": { "type": "string" } } });
    json!({ "type": "object", "required": ["type", "title", "status", "code", "errors"], "properties": {
        "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
        "code": { "type": "string" }, "errors": { "type": "array", "items": entry } } })
}

fn schema(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.into(), kind(&field.kind))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn kind(kind: &Kind) -> Value {
    match kind {
        Kind::Line(most) | Kind::Text(most) | Kind::Csv(most) => json!({ "type": "string", "maxLength": most }),
        Kind::Email => json!({ "type": "string", "format": "email" }),
        Kind::Password => json!({ "type": "string", "format": "password" }),
        Kind::Link => json!({ "type": "string", "format": "uri" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Moment => json!({ "type": "string", "format": "date-time" }),
        Kind::Money | Kind::Decimal => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        Kind::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Choices(words) => json!({ "type": "array", "items": { "type": "string", "enum": words } }),
        Kind::Pick => json!({ "type": "string" }),
        Kind::Picks => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Yes => json!({ "type": "boolean" }),
        Kind::Rows(fields) | Kind::Each(fields) => json!({ "type": "array", "items": schema(fields) }),
    }
}
