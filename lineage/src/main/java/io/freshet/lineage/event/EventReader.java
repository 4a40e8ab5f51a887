package io.freshet.lineage.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.lineage.event.LineageEvent.Run;
import io.freshet.lineage.event.LineageEvent.State;
import io.freshet.lineage.naming.DatasetNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads OpenLineage's three kinds of events: of a run, of a job, of a dataset. Facets that the
 * graph does not keep are passed over. Thread-safe.
 */
public final class EventReader {
  // A clock may be wrong; but an event from next year would outrank all that come until then.
  private static final Duration MAX_AHEAD = Duration.ofHours(1);

  /** {@code dbt run} and {@code dbt build} make the same model. */
  private static final Pattern DBT_COMMAND = Pattern.compile("(\\.build)?\\.(run|snapshot)$");

  private final ObjectMapper mapper =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final DatasetReader datasets;
  private final InstantSource clock;

  public EventReader(DatasetNames names, InstantSource clock) {
    this.datasets = new DatasetReader(names);
    this.clock = clock;
  }

  /**
   * Reads one event.
   *
   * @throws InvalidEventException naming the first place that is wrong
   */
  public LineageEvent read(byte[] body) {
    return event(Part.root(json(body)));
  }

  /**
   * Reads an array of events; all of them, or none.
   *
   * @throws InvalidEventException naming the first place that is wrong
   */
  public List<LineageEvent> readAll(byte[] body) {
    JsonNode batch = json(body);
    if (!batch.isArray()) {
      throw InvalidEventException.at("The batch", "no array", "an array of events");
    }
    List<LineageEvent> events = new ArrayList<>();
    for (JsonNode event : batch) {
      events.add(event(new Part("[%d]".formatted(events.size()), event)));
    }

    return List.copyOf(events);
  }

  /**
   * The run of an event with all that its events have told, as if it had told it when it was done.
   *
   * @param doneAt event time of the newest event that said so
   */
  public LineageEvent done(Run run, Instant doneAt, Telling told) {
    Run done = new Run(run.job(), run.id(), State.COMPLETE);

    return withDatasets(doneAt, done, told.part(), told);
  }

  private LineageEvent event(Part event) {
    if (!event.node().isObject()) {
      throw InvalidEventException.at(
          event.path().isEmpty() ? "The event" : event.path(),
          "no object",
          "one event, not several");
    }
    Instant time = time(event);
    if (event.has("dataset")) {
      return new LineageEvent(
          time,
          Optional.empty(),
          datasets.inputs(List.of(event.object("dataset"))),
          List.of(),
          Telling.empty());
    }
    if (!event.has("job")) {
      throw InvalidEventException.at(
          "The event", "of no kind", "about a run with its job, a job, or a dataset");
    }

    return withDatasets(time, run(event, time), event, Telling.of(event.node()));
  }

  private LineageEvent withDatasets(Instant time, Run run, Part event, Telling telling) {
    List<ToldDataset> inputs = datasets.inputs(event.list("inputs"));

    return new LineageEvent(
        time, Optional.of(run), inputs, datasets.outputs(event.list("outputs"), inputs), telling);
  }

  private JsonNode json(byte[] body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw InvalidEventException.noJson(e.getOriginalMessage());
    } catch (java.io.IOException e) {
      throw InvalidEventException.noJson(e.getMessage());
    }
  }

  private Instant time(Part event) {
    String text = event.name("eventTime");
    Instant time;
    try {
      time = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw event.at("eventTime").wrong("a time such as 2026-03-01T12:00:00Z");
    }
    if (time.isAfter(clock.instant().plus(MAX_AHEAD))) {
      throw event.at("eventTime").wrong("at most an hour ahead of the server's clock");
    }

    return time;
  }

  /** An event about a job alone is as good as a run that has ended: it says what the job does. */
  private static Run run(Part event, Instant time) {
    ToldJob job = job(event.object("job"));

    return event.has("run")
        ? new Run(job, event.object("run").name("runId"), state(event))
        : new Run(job, time.toString(), State.COMPLETE);
  }

  private static State state(Part event) {
    Optional<String> text = event.text("eventType");
    if (text.isEmpty()) {
      return State.OTHER;
    }

    return Arrays.stream(State.values())
        .filter(state -> state.name().equals(text.get()))
        .findFirst()
        .orElseThrow(
            () -> event.at("eventType").wrong("one of " + Arrays.toString(State.values())));
  }

  private static ToldJob job(Part part) {
    Part facets = part.at("facets");
    Part type = facets.at("jobType");
    String integration = type.text("integration").orElse("").toUpperCase(Locale.ROOT);
    String name = part.name("name");

    return new ToldJob(
        new JobName(
            part.name("namespace"),
            integration.equals("DBT") ? DBT_COMMAND.matcher(name).replaceFirst("") : name),
        integration,
        type.text("jobType").orElse("").toUpperCase(Locale.ROOT),
        type.text("processingType").orElse("").toUpperCase(Locale.ROOT),
        DatasetReader.owner(facets));
  }
}
