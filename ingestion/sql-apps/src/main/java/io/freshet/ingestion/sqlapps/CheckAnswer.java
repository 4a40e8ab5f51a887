package io.freshet.ingestion.sqlapps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.Finding;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import io.freshet.ingestion.sqlapps.plan.Operator;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.plan.StateComparison;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The answer of {@link CheckApplication}, which scripts read. */
final class CheckAnswer {
  private CheckAnswer() {}

  static void findings(List<Finding> findings, ObjectNode answer) {
    ArrayNode array = answer.putArray("findings");
    for (Finding finding : findings) {
      array
          .addObject()
          .put("file", finding.file())
          .put("line", finding.place().line())
          .put("column", finding.place().column())
          .put("problem", finding.problem())
          .put("remedy", finding.remedy())
          .put("text", finding.toString());
    }
  }

  static void application(Application application, ObjectNode answer) {
    answer
        .put("name", application.name())
        .put("owner", application.owner())
        .put("parallelism", application.parallelism());
    ArrayNode sources = answer.putArray("sources");
    application.sources().stream().map(SourceStream::stream).forEach(sources::add);
    ArrayNode sinks = answer.putArray("sinks");
    application.sinks().stream().map(SinkTable::table).forEach(sinks::add);
    ArrayNode webhooks = answer.putArray("webhooks");
    application.sinks().stream()
        .flatMap(
            sink -> sink instanceof SinkTable.Webhook webhook ? Stream.of(webhook) : Stream.empty())
        .map(SinkTable.Webhook::to)
        .distinct()
        .forEach(webhooks::add);
  }

  static void operators(OperatorPlan plan, ObjectNode answer) {
    ArrayNode array = answer.putArray("operators");
    for (Operator operator : plan.operators()) {
      ArrayNode inputs =
          array
              .addObject()
              .put("id", operator.id())
              .put("kind", operator.kind())
              .put("description", operator.description())
              .put("state", operator.memory().name().toLowerCase(Locale.ROOT))
              .putArray("inputs");
      operator.inputs().forEach(inputs::add);
    }
  }

  static void state(StateComparison state, ObjectNode answer) {
    ObjectNode node =
        answer.putObject("state").put("verdict", state.verdict().name().toLowerCase(Locale.ROOT));
    names(state.restored(), node.putArray("restored"));
    names(state.lost(), node.putArray("lost"));
    names(state.fresh(), node.putArray("fresh"));
  }

  private static void names(Map<String, String> names, ArrayNode array) {
    names.forEach((name, what) -> array.addObject().put("name", name).put("what", what));
  }
}
