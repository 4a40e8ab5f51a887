package io.freshet.orchestration.airflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Airflow's structured log as lines for people. */
final class LogLines {
  /** What Airflow begins with: where it has looked, and each place where it found nothing. */
  private static final String SOURCES = "::group::Log message source details";

  private static final String END_OF_GROUP = "::endgroup::";

  private LogLines() {}

  static List<String> of(Object content) {
    if (!(content instanceof Collection<?> messages)) {
      return content == null ? List.of() : content.toString().lines().toList();
    }

    return withoutSources(new ArrayList<>(messages)).stream()
        .flatMap(message -> line(message).lines())
        .toList();
  }

  /** Without the sources, unless there is nothing else. */
  private static List<?> withoutSources(List<?> messages) {
    List<String> events = messages.stream().map(LogLines::event).toList();
    int end = events.indexOf(END_OF_GROUP);

    return !events.isEmpty()
            && events.get(0).equals(SOURCES)
            && end >= 0
            && end + 1 < messages.size()
        ? messages.subList(end + 1, messages.size())
        : messages;
  }

  private static String event(Object message) {
    return message instanceof Map<?, ?> fields ? String.valueOf(fields.get("event")) : "";
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
