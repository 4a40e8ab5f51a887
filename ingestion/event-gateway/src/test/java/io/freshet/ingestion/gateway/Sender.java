package io.freshet.ingestion.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.contract.Contract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

/** A producer that knows nothing but HTTP. */
final class Sender {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  Sender(int port) {
    this.url = "http://127.0.0.1:" + port;
  }

  static String walk(long walkId) {
    return "{\"street\": \"storgata\", \"walk_id\": %d, \"event_time\": \"%s\"}"
        .formatted(walkId, Instant.now());
  }

  static String event(Contract contract, String id, String data) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/phone", "type": "%s", "data": %s}"""
        .formatted(id, contract.name(), data);
  }

  HttpResponse<String> binary(Contract contract, String id, String contentType, byte[] data) {
    return send(
        post("/events", contentType, data)
            .header("ce-specversion", "1.0")
            .header("ce-id", id)
            .header("ce-source", "/phone")
            .header("ce-type", contract.name()));
  }

  HttpResponse<String> structured(String event) {
    return send(post("/events", "application/cloudevents+json", event.getBytes(UTF_8)));
  }

  HttpResponse<String> batch(List<String> events) {
    return send(
        post("/events", "application/cloudevents-batch+json", events.toString().getBytes(UTF_8)));
  }

  HttpResponse<String> produce(Contract contract, String format, String members, String value) {
    return send(
        post(
            "/topics/" + contract.name(),
            "application/vnd.kafka.%s.v2+json".formatted(format),
            "{%s \"records\": [{\"value\": %s}]}".formatted(members, value).getBytes(UTF_8)));
  }

  /** A call of a reader. */
  HttpResponse<String> read(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + Streets.READER_KEY)
            .header("Content-Type", "application/vnd.kafka.v2+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A short-lived token, for a page. */
  HttpResponse<String> token() {
    return send(post("/tokens", "application/json", new byte[0]));
  }

  HttpResponse<String> health() {
    return send(HttpRequest.newBuilder(URI.create(url + "/health")));
  }

  String metrics() {
    return send(HttpRequest.newBuilder(URI.create(url + "/metrics"))).body();
  }

  private HttpRequest.Builder post(String path, String contentType, byte[] body) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + Streets.KEY)
        .header("Content-Type", contentType)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
  }
}
