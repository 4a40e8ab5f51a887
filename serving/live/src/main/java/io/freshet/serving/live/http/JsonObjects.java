package io.freshet.serving.live.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Reads what services send. */
final class JsonObjects {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonObjects() {}

  /** Whatever the text says, or why it says nothing. */
  record Read(Optional<JsonNode> json, Optional<Problem> problem) {
    Reply fold(Function<JsonNode, Reply> read, Function<Problem, Reply> refused) {
      return json.map(read)
          .orElseGet(() -> problem.map(refused).orElseThrow(IllegalStateException::new));
    }
  }

  static Read read(byte[] body) {
    try {
      return new Read(Optional.of(JSON.readTree(body)), Optional.empty());
    } catch (JsonProcessingException e) {
      return malformed(e.getOriginalMessage());
    } catch (IOException e) {
      return malformed(e.getMessage());
    }
  }

  private static Read malformed(String detail) {
    return new Read(Optional.empty(), Optional.of(Problem.of(400, "malformed_json", detail)));
  }
}
