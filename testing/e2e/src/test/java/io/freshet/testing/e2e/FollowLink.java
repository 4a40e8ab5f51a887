package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a command says that an order can be followed. */
record FollowLink(URI server, String order, String token) {
  private static final Pattern LINE =
      Pattern.compile(" (http://[^/\\s]+)/track/([^#\\s]+)#token=(\\S+)\\R");

  /** The first that was printed. */
  static Optional<FollowLink> in(String printed) {
    Matcher line = LINE.matcher(printed);

    return line.find()
        ? Optional.of(new FollowLink(URI.create(line.group(1)), line.group(2), line.group(3)))
        : Optional.empty();
  }

  /** What a browser is answered. */
  HttpResponse<String> page() throws IOException, InterruptedException {
    return get(HttpRequest.newBuilder(server.resolve("/track/" + order)));
  }

  /** What the page asks for. */
  JsonNode state() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get(
            HttpRequest.newBuilder(server.resolve("/orders/" + order))
                .header("Authorization", "Bearer " + token));
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }

    return new ObjectMapper().readTree(answer.body());
  }

  private static HttpResponse<String> get(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
