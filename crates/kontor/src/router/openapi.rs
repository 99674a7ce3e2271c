//! The OpenAPI 3.1 document: what the handlers say of themselves, with what holds for all of them.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::row::Row;

/// What the API is, for those who read its document first.
const ABOUT: &str = include_str!("about.md");

/// How deep an example goes into a schema that holds itself.
const EXAMPLE_DEPTH: usize = 8;

/// The document of these paths.
#[must_use]
pub fn document(rows: Vec<Row>) -> Value {
    let mut schemas = Map::new();
    let mut operations = Vec::new();
    for row in rows {
        for (name, schema) in row.schemas {
            schemas.insert(name, json!(schema));
        }
        let method = row.method.as_str().to_ascii_lowercase();
        let documented = json!(row.paths);
        if let Some(operation) = documented.pointer(&format!("/{}/{method}", escaped(row.path))) {
            operations.push((row.path, method, row.method, row.scope.to_string(), operation.clone()));
        }
    }
    let mut paths = Map::new();
    for (path, name, method, scope, mut operation) in operations {
        if let Value::Object(operation) = &mut operation {
            operation.insert("operationId".into(), json!(operation_id(&name, path)));
        }
        complete(&mut operation, &method, &scope, &schemas);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(name, operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kontor",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": { "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token: made with `kontor token create` or POST /api/v1/tokens.",
        } } },
    })
}

/// A path as one part of a JSON pointer (RFC 6901).
fn escaped(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}

/// A name for an operation that no other has, such as `post_orders_id_ship`.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace(['/', '-'], "_");
    format!("{method}_{path}")
}

/// Adds to an operation what holds for every one: its scope, the key and the dry run of a write, the refusals of the
/// house, and an example of its body.
fn complete(operation: &mut Value, method: &Method, scope: &str, schemas: &Map<String, Value>) {
    let about = operation.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
        let example = example(schema, schemas, 0);
        if let Some(Value::Object(content)) = operation.pointer_mut("/requestBody/content/application~1json")
        {
            content.entry("example").or_insert(example);
        }
    }
    let Value::Object(operation) = operation else { return };
    operation.insert("description".into(), json!(format!("{about}\n\nScope: `{scope}`.").trim()));
    operation.insert("x-scope".into(), json!(scope));
    if *method != Method::GET {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Value::Array(parameters) = parameters {
            parameters.extend(write_parameters());
        }
    }
    if let Value::Object(responses) = operation.entry("responses").or_insert_with(|| json!({})) {
        for (status, sentence) in [("401", "No valid token was sent."), ("403", "The token lacks the scope.")]
        {
            responses.entry(status).or_insert_with(|| problem(sentence));
        }
        // Handlers say it by class only; readers want the words.
        for (status, response) in responses {
            if response.get("description").and_then(Value::as_str).is_none_or(str::is_empty)
                && let Value::Object(response) = response
            {
                response.insert("description".into(), json!(meaning(status)));
            }
        }
    }
}

fn meaning(status: &str) -> &'static str {
    match status {
        "200" => "Done.",
        "201" => "Made.",
        "207" => "A result for each part.",
        "404" => "There is no such object.",
        _ => "Refused: see the code.",
    }
}

fn problem(sentence: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/ProblemBody" });
    json!({ "description": sentence, "content": { "application/problem+json": { "schema": schema } } })
}

fn write_parameters() -> [Value; 2] {
    [
        json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Makes it safe to send the request again: the same key acts once within 30 days.",
            "schema": { "type": "string", "maxLength": kontor_kernel::limits::IDEMPOTENCY_KEY_CHARS },
            "example": "7d3f1c9e-order-4711",
        }),
        json!({
            "name": "dry_run", "in": "query", "required": false,
            "description": "Decide and answer with the events that would be recorded, but store nothing.",
            "schema": { "type": "boolean", "default": false },
        }),
    ]
}

/// An example that fits a schema, put together from the examples of its fields.
fn example(schema: &Value, schemas: &Map<String, Value>, depth: usize) -> Value {
    if depth > EXAMPLE_DEPTH {
        return Value::Null;
    }
    let inner = |schema: &Value| example(schema, schemas, depth + 1);
    if let Some(given) = schema.get("example").or_else(|| schema.pointer("/examples/0")) {
        return given.clone();
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        return schemas.get(name).map_or(Value::Null, inner);
    }
    if let Some(Value::Array(choices)) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        let is_null = |choice: &&Value| choice.get("type").and_then(Value::as_str) == Some("null");
        return choices.iter().find(|choice| !is_null(choice)).map_or(Value::Null, inner);
    }
    if let Some(Value::Object(properties)) = schema.get("properties") {
        let fields = properties.iter().map(|(name, field)| (name.clone(), inner(field)));
        return Value::Object(fields.filter(|(_, value)| !value.is_null()).collect());
    }
    if let Some(word) = schema.pointer("/enum/0") {
        return word.clone();
    }
    // A field that may be left out has two types: its own, and null.
    let kind = schema
        .get("type")
        .map_or("", |kind| kind.as_str().or_else(|| kind.pointer("/0")?.as_str()).unwrap_or(""));
    match kind {
        "array" => schema.get("items").map_or_else(|| json!([]), |items| json!([inner(items)])),
        "integer" | "number" => schema.get("default").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => schema.get("default").cloned().unwrap_or(Value::Bool(false)),
        _ => Value::Null,
    }
}
