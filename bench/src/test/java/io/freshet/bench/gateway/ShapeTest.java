package io.freshet.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest {
  @ParameterizedTest
  @EnumSource
  void aBodyStandsOnOneLineAndHasItsEvents(Shape shape) throws IOException {
    List<String> bodies = shape.bodies("pings");

    JsonNode json = new ObjectMapper().readTree(bodies.get(0));
    JsonNode events = shape == Shape.REST ? json.path("records") : json;
    assertThat(bodies).doesNotHaveDuplicates().noneMatch(body -> body.matches(".*[\n\t].*"));
    assertThat(shape == Shape.SINGLE ? 1 : events.size()).isEqualTo(shape.events());
    assertThat(shape.path("pings")).isEqualTo(shape == Shape.REST ? "/topics/pings" : "/events");
  }
}
