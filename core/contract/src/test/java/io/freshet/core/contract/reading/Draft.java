package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Finding;
import io.freshet.core.contract.odcs.OdcsStandard;
import java.util.List;

/** The text of one contract, sound at first, in which a test breaks one thing. */
final class Draft {
  static final String FILE = "rides.yaml";

  private static final OdcsStandard STANDARD = OdcsStandard.load();
  private static final String SOUND =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: rides
      name: rides
      version: 1.0.0
      status: active
      domain: transport
      description:
        purpose: What rides there were
      team:
        name: riders
      schema:
        - name: rides
          properties:
            - name: city
              logicalType: string
              required: true
              description: Where it was
              customProperties: [{property: fieldId, value: 1}]
            - name: ride_id
              logicalType: integer
              required: true
              description: Which ride it was
              customProperties: [{property: fieldId, value: 2}]
            - name: event_time
              logicalType: timestamp
              required: true
              description: When it was
              customProperties: [{property: fieldId, value: 3}]
            - name: stops
              logicalType: array
              description: Where it stopped
              items:
                logicalType: object
                properties:
                  - name: place
                    logicalType: string
                    description: The place's name
                    customProperties: [{property: fieldId, value: 6}]
              customProperties:
                - {property: fieldId, value: 4}
                - {property: elementId, value: 5}
      slaProperties:
        - {property: freshness, value: 60, unit: s}
      customProperties:
        - {property: kind, value: event}
        - {property: partitionKey, value: city}
        - {property: entityKey, value: ride_id}
        - {property: eventTime, value: event_time}
      """;

  private final String text;

  private Draft(String text) {
    this.text = text;
  }

  static Draft sound() {
    return new Draft(SOUND);
  }

  /** Like {@link #sound}, without a stream, by day. */
  static Draft derived() {
    return sound()
        .with("logicalType: timestamp", "logicalType: date")
        .with("{property: kind, value: event}", "{property: kind, value: derived}")
        .withSetting("namespace", "clean");
  }

  /** Replaces the one place that says {@code old}. */
  Draft with(String old, String replacement) {
    if (text.indexOf(old) < 0 || text.indexOf(old) != text.lastIndexOf(old)) {
      throw new IllegalArgumentException("Not exactly once in the draft: " + old);
    }

    return new Draft(text.replace(old, replacement));
  }

  Draft without(String old) {
    return with(old, "");
  }

  /** One more of the contract's customProperties, in the last line. */
  Draft withSetting(String key, String value) {
    return new Draft(text + "  - {property: %s, value: %s}\n".formatted(key, value));
  }

  /** One more column after the city; {@code keys} are lines of YAML without indentation. */
  Draft withColumn(String name, int id, String... keys) {
    StringBuilder column = new StringBuilder();
    column.append("      - name: %s\n".formatted(name));
    column.append("        description: The %s\n".formatted(name));
    for (String key : keys) {
      column.append("        %s\n".formatted(key));
    }
    column.append("        customProperties: [{property: fieldId, value: %d}]\n".formatted(id));
    String next = "      - name: ride_id\n";

    return with(next, column + next);
  }

  String text() {
    return text;
  }

  List<Finding> findings() {
    return read().findings();
  }

  Contract contract() {
    return read().contract().orElseThrow(() -> new AssertionError(findings()));
  }

  /** The finding that should be on the line that holds {@code marker}. */
  Finding finding(String marker, String path, String problem, String remedy) {
    int at = text.indexOf(marker);
    if (at < 0 || at != text.lastIndexOf(marker)) {
      throw new IllegalArgumentException("Not exactly once in the draft: " + marker);
    }
    int line = (int) text.substring(0, at).lines().count();
    boolean atLineStart = at == 0 || text.charAt(at - 1) == '\n';

    return new Finding(FILE, atLineStart ? line + 1 : line, path, problem, remedy);
  }

  private ContractFile read() {
    return ContractFile.read(FILE, "rides", text, STANDARD);
  }
}
