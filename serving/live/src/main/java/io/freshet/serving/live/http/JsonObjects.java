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

  /** What was sent, or why nothing can be made of it. */
  record Read<T>(Optional<T> value, Optional<Problem> problem) {
    static <T> Read<T> of(T value) {
      return new Read<>(Optional.of(value), Optional.empty());
    }

    static <T> Read<T> refused(Problem problem) {
      return new Read<>(Optional.empty(), Optional.of(problem));
    }

    /** What is made of it next; what was refused stays so. */
    <R> Read<R> then(Function<T, Read<R>> next) {
      return fold(next, Read::refused);
    }

    <R> R fold(Function<T, R> read, Function<Problem, R> refused) {
      return value
          .map(read)
          .orElseGet(() -> problem.map(refused).orElseThrow(IllegalStateException::new));
    }
  }

  /** Whatever the text says. */
  static Read<JsonNode> read(byte[] body) {
    try {
      return Read.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return malformed(e.getOriginalMessage());
    } catch (IOException e) {
      return malformed(e.getMessage());
    }
  }

  private static Read<JsonNode> malformed(String detail) {
    return Read.refused(Problem.of(400, "malformed_json", detail));
  }
}
