package io.freshet.core.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Why a request is refused, in the model of Iceberg's REST protocol, which all our servers use. */
public record Refusal(int status, String type, String message) {
  /** {@code {"error": {"message", "type", "code"}}}. */
  public JsonNode json() {
    JsonNodeFactory json = JsonNodeFactory.instance;

    return json.objectNode()
        .set(
            "error",
            json.objectNode().put("message", message).put("type", type).put("code", status));
  }
}
