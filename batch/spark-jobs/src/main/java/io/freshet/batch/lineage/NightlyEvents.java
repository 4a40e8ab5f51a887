package io.freshet.batch.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What of the listener's events is a nightly's. The listener names a job after each command, and
 * the output after the branch that it was written to; and it sees only what the written plan itself
 * reads.
 */
final class NightlyEvents {
  private static final Set<String> ENDS = Set.of("START", "COMPLETE", "FAIL", "ABORT");
  private static final String BRANCH = "\\.branch_.*$";

  private final String job;
  private final List<String> inputs;

  /** Of the application itself: whoever submitted it, such as a task of Airflow's. */
  private Optional<JsonNode> submitter = Optional.empty();

  /**
   * Those of one nightly.
   *
   * @param inputs all tables that it reads, as {@code namespace.name}
   */
  NightlyEvents(String job, List<String> inputs) {
    this.job = job;
    this.inputs = List.copyOf(inputs);
  }

  /** What an event says of those that follow. */
  void hear(JsonNode event) {
    JsonNode parent = event.at("/run/facets/parent");
    if (event.at("/job/name").asText().equals(job) && !parent.isMissingNode()) {
      submitter = Optional.of(parent);
    }
  }

  /** The beginning and the end of what writes; each of Spark's stages in between says less. */
  boolean isWorthTelling(JsonNode event) {
    return ENDS.contains(event.path("eventType").asText()) && !event.path("outputs").isEmpty();
  }

  /** The event, changed. */
  ObjectNode asNightly(ObjectNode event) {
    ((ObjectNode) event.path("job")).put("name", job);
    ObjectNode facets = (ObjectNode) event.at("/run/facets");
    // The application, which the listener names, would bear the name of its own child.
    facets.remove("parent");
    submitter.ifPresent(parent -> facets.set("parent", parent));
    for (JsonNode output : event.path("outputs")) {
      identifiers(output)
          .forEach(name -> name.put("name", name.path("name").asText().replaceFirst(BRANCH, "")));
    }
    addInputs(event);

    return event;
  }

  /** What was read before, for the plan to be made, under the name that the catalog knows. */
  private void addInputs(ObjectNode event) {
    ArrayNode told = (ArrayNode) event.path("inputs");
    List<String> known =
        StreamSupport.stream(told.spliterator(), false)
            .flatMap(NightlyEvents::identifiers)
            .map(name -> name.path("name").asText())
            .toList();
    String catalog =
        identifiers(event.at("/outputs/0"))
            .map(name -> name.path("namespace").asText())
            .findFirst()
            .orElse("lake");
    inputs.stream()
        .filter(input -> !known.contains(input))
        .forEach(input -> told.addObject().put("namespace", catalog).put("name", input));
  }

  private static Stream<ObjectNode> identifiers(JsonNode dataset) {
    return StreamSupport.stream(dataset.at("/facets/symlinks/identifiers").spliterator(), false)
        .map(ObjectNode.class::cast);
  }
}
