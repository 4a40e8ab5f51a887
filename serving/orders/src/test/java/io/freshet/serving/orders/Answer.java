package io.freshet.serving.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What a server has answered. */
record Answer(HttpResponse<String> http) {
  private static final ObjectMapper JSON = new ObjectMapper();

  int status() {
    return http.statusCode();
  }

  String text() {
    return http.body();
  }

  String header(String name) {
    return http.headers().firstValue(name).orElse("");
  }

  boolean isRepeated() {
    return header("Idempotent-Replayed").equals("true");
  }

  JsonNode json() {
    try {
      return JSON.readTree(text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text(), e);
    }
  }

  long order() {
    return json().get("order_id").longValue();
  }

  int version() {
    return json().get("order_version").intValue();
  }

  String state() {
    return json().get("state").textValue();
  }

  String cause() {
    return json().path("cause").asText();
  }

  /** A member of all entries of an array. */
  List<String> all(String array, String member) {
    List<String> all = new ArrayList<>();
    json().get(array).forEach(entry -> all.add(entry.path(member).asText()));

    return all;
  }
}
