package io.freshet.lineage.http;

import io.freshet.lineage.graph.Direction;
import io.freshet.lineage.graph.GraphQuestion;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Reads what somebody wants to know from the address. */
final class GraphParameters {
  private static final int DEFAULT_DEPTH = 5;

  private GraphParameters() {}

  static GraphQuestion of(Request request) {
    Fields parameters = Request.extractQueryParameters(request);
    String table =
        given(parameters, "table")
            .orElseThrow(
                () ->
                    new WrongParameterException(
                        "table", "not there", "a table such as raw.markets, or stream:markets"));

    return new GraphQuestion(
        table,
        given(parameters, "column"),
        directions(given(parameters, "direction").orElse("downstream")),
        depth(given(parameters, "depth").orElse(Integer.toString(DEFAULT_DEPTH))));
  }

  private static Optional<String> given(Fields parameters, String name) {
    return Optional.ofNullable(parameters.getValue(name)).filter(value -> !value.isBlank());
  }

  private static Set<Direction> directions(String text) {
    return switch (text) {
      case "upstream" -> EnumSet.of(Direction.UPSTREAM);
      case "downstream" -> EnumSet.of(Direction.DOWNSTREAM);
      case "both" -> EnumSet.allOf(Direction.class);
      default ->
          throw new WrongParameterException("direction", text, "upstream, downstream or both");
    };
  }

  private static int depth(String text) {
    String wanted = "a number from 1 to " + GraphQuestion.MAX_DEPTH;
    try {
      int depth = Integer.parseInt(text);
      if (depth < 1 || depth > GraphQuestion.MAX_DEPTH) {
        throw new WrongParameterException("depth", text, wanted);
      }

      return depth;
    } catch (NumberFormatException e) {
      throw new WrongParameterException("depth", text, wanted);
    }
  }
}
