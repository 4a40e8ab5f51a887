package io.freshet.testing.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.testing.fuzz.Shot.Header;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes requests of a document's calls. */
final class Draft {
  // Lone surrogates are no UTF-8; escaped they are JSON all the same.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final byte[] NOTHING = {};

  private final Door door;
  private final Values values;

  Draft(Door door) {
    this.door = door;
    this.values = new Values(door.known());
  }

  /** One that the document allows, of somebody who may. */
  Shot right(Operation operation, Random random) {
    return of(operation, Optional.empty(), random);
  }

  /** One of whose parameters and body one value is wrong. */
  Shot nearlyRight(Operation operation, Random random) {
    List<String> places = new ArrayList<>();
    operation.parameters().forEach(parameter -> places.add(parameter.name()));
    if (!operation.bodies().isEmpty()) {
      // Most of what can be wrong is in there.
      places.addAll(List.of("", "", ""));
    }

    return of(
        operation,
        places.isEmpty() ? Optional.empty() : Optional.of(Values.pick(places, random)),
        random);
  }

  /**
   * @param wrong the parameter that is wrong; of no name is the body
   */
  private Shot of(Operation operation, Optional<String> wrong, Random random) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    List<Header> headers = new ArrayList<>();
    for (Operation.Parameter parameter : operation.parameters()) {
      boolean isWrong = wrong.filter(parameter.name()::equals).isPresent();
      if (!parameter.required() && !isWrong && random.nextInt(3) > 0) {
        continue;
      }
      String text = text(parameter, isWrong, random);
      switch (parameter.place()) {
        case "path" -> path = path.replace("{" + parameter.name() + "}", encoded(text));
        case "query" -> query.add(encoded(parameter.name()) + "=" + encoded(text));
        default -> headers.add(new Header(parameter.name(), text.replaceAll("[\r\n\0]", " ")));
      }
    }
    authorization(operation, random).ifPresent(headers::add);
    byte[] body = NOTHING;
    if (!operation.bodies().isEmpty()) {
      Map.Entry<String, JsonNode> taken =
          Values.pick(List.copyOf(operation.bodies().entrySet()), random);
      headers.add(new Header("Content-Type", taken.getKey()));
      body = body(taken.getKey(), taken.getValue(), wrong.filter(""::equals).isPresent(), random);
    }

    return Shot.of(
        operation.method(),
        query.isEmpty() ? path : path + "?" + String.join("&", query),
        headers,
        body);
  }

  private Optional<Header> authorization(Operation operation, Random random) {
    List<String> usable =
        operation.schemes().stream()
            .flatMap(scheme -> door.authorizations().getOrDefault(scheme, List.of()).stream())
            .toList();

    return usable.isEmpty()
        ? Optional.empty()
        : Optional.of(new Header("Authorization", Values.pick(usable, random)));
  }

  private String text(Operation.Parameter parameter, boolean isWrong, Random random) {
    String own = "{" + parameter.name() + "}";
    String name = door.known().containsKey(own) ? own : parameter.name();
    JsonNode value =
        isWrong
            ? values.near(name, parameter.schema(), random)
            : values.valid(name, parameter.schema(), random);

    return value.isValueNode() ? value.asText() : value.toString();
  }

  private byte[] body(String mediaType, JsonNode schema, boolean isWrong, Random random) {
    JsonNode value =
        isWrong ? values.near("body", schema, random) : values.valid("body", schema, random);
    if (mediaType.equals("application/x-www-form-urlencoded")) {
      List<String> pairs = new ArrayList<>();
      value
          .properties()
          .forEach(
              each -> pairs.add(encoded(each.getKey()) + "=" + encoded(each.getValue().asText())));

      return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
    }

    return value.isTextual() && !mediaType.contains("json")
        ? value.asText().getBytes(StandardCharsets.UTF_8)
        : bytes(value);
  }

  static byte[] bytes(JsonNode value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree is always written", e);
    }
  }

  private static String encoded(String text) {
    // A lone surrogate becomes a question mark there; its bytes are another trick's.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
