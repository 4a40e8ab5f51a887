package io.freshet.orchestration.airflow;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Airflow's structured log as lines for people. */
final class LogLines {
  private LogLines() {}

  static List<String> of(Object content) {
    if (!(content instanceof Collection<?> messages)) {
      return content == null ? List.of() : content.toString().lines().toList();
    }

    return messages.stream().flatMap(message -> line(message).lines()).toList();
  }

  private static String line(Object message) {
    if (!(message instanceof Map<?, ?> fields) || fields.get("event") == null) {
      return String.valueOf(message);
    }
    Object time = fields.get("timestamp");
    Object level = fields.get("level");
    Object error = fields.get("error_detail");

    return (time == null ? "" : time + " ")
        + (level == null ? "" : level + " ")
        + fields.get("event")
        + (error == null ? "" : "\n" + error);
  }
}
