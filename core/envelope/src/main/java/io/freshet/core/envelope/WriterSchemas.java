package io.freshet.core.envelope;

import io.freshet.core.envelope.Decoded.Refused;
import io.freshet.core.toolkit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;

/**
 * How to read what was written with the schema of an id, resolved once per id. Bounded: the least
 * recently used id is forgotten. That an id is unknown is believed for a short time only, as
 * somebody may be about to register it; when very many are unknown, further ones are not asked for
 * until that time is over.
 */
final class WriterSchemas {
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

  // A contract has a few versions; the rest is room for garbage that looks like ids.
  private static final int MAX_IDS = 1000;

  /**
   * How many ids may turn out to be unknown within {@link #UNKNOWN_FOR}. Each costs a question that
   * holds up everything behind it, and garbage can bring a new id with every record.
   */
  static final int MAX_UNKNOWN = 100;

  private final Schema reader;
  private final SchemaRegistry registry;
  private final InstantSource clock;
  private final Map<Integer, Resolved> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Resolved> eldest) {
          return size() > MAX_IDS;
        }
      };

  private Instant unknownSince = Instant.EPOCH;
  private int unknown;

  private int lastId;
  private Optional<Resolvable> last = Optional.empty();

  /** What is known of an id. */
  sealed interface Resolved {}

  /**
   * Data of that schema can be read.
   *
   * @param flat how, straight into flat events; empty where only {@code reader} can
   */
  record Resolvable(DatumReader<GenericRecord> reader, Optional<FlatPlan> flat)
      implements Resolved {}

  /** The schema can't be resolved to the contract's, ever. */
  record Unreadable(Refused refused) implements Resolved {}

  /** The registry had none when it was last asked. */
  record Unknown(Refused refused, Instant until) implements Resolved {}

  WriterSchemas(Schema reader, SchemaRegistry registry, InstantSource clock) {
    this.reader = reader;
    this.registry = registry;
    this.clock = clock;
  }

  Resolved of(int id) {
    if (last.isPresent() && id == lastId) {
      return last.get();
    }
    Resolved resolved = byId.get(id);
    if (resolved == null
        || (resolved instanceof Unknown unknown && !clock.instant().isBefore(unknown.until()))) {
      if (isOverwhelmed()) {
        return notAsked(id);
      }
      resolved = resolve(id);
      byId.put(id, resolved);
    }
    if (resolved instanceof Resolvable resolvable) {
      lastId = id;
      last = Optional.of(resolvable);
    }

    return resolved;
  }

  /** Whether the registry knows a schema of the id, which was not met before. */
  boolean isFirstOf(int id) {
    if (last.isPresent() && id == lastId || byId.get(id) instanceof Resolvable) {
      return false;
    }
    boolean isMet = byId.get(id) instanceof Unreadable;

    return !(of(id) instanceof Unknown) && !isMet;
  }

  private boolean isOverwhelmed() {
    if (!clock.instant().isBefore(unknownSince.plus(UNKNOWN_FOR))) {
      unknownSince = clock.instant();
      unknown = 0;
    }

    return unknown >= MAX_UNKNOWN;
  }

  private Unknown notAsked(int id) {
    return new Unknown(
        new Refused(
            RefusalCause.UNKNOWN_SCHEMA,
            "schema id %d is not known here, and after %d unknown ones within %s not asked for"
                .formatted(id, MAX_UNKNOWN, Durations.print(UNKNOWN_FOR))),
        clock.instant());
  }

  private Resolved resolve(int id) {
    Optional<Schema> writer;
    try {
      writer = registry.schema(id);
    } catch (UnreadableSchemaException e) {
      return unreadable(id, e.getMessage());
    }
    if (writer.isEmpty()) {
      unknown++;
      return new Unknown(
          new Refused(
              RefusalCause.UNKNOWN_SCHEMA,
              "the registry has no Avro schema of id %d".formatted(id)),
          clock.instant().plus(UNKNOWN_FOR));
    }
    Optional<String> problem = SchemaResolution.problem(writer.get(), reader);
    if (problem.isPresent()) {
      return unreadable(id, problem.get());
    }
    try {
      Schema named = FieldIds.named(writer.get(), reader);

      return new Resolvable(reader(named, reader), FlatPlan.of(named, reader));
    } catch (AvroRuntimeException e) {
      return unreadable(id, e.getMessage());
    }
  }

  /** Reads what one schema has written as the other one; thread-safe. */
  static DatumReader<GenericRecord> reader(Schema writer, Schema reader) {
    // Apart from GenericData.get(), to which anyone in the process may add conversions.
    GenericData model = new GenericData().setFastReaderEnabled(true);
    try {
      // Asking for the reader resolves the schemas, so that a failure shows here.
      model.getFastReaderBuilder().createDatumReader(writer, reader);
    } catch (IOException e) {
      throw new AvroRuntimeException(e);
    }

    return new GenericDatumReader<>(writer, reader, model);
  }

  private static Unreadable unreadable(int id, String problem) {
    return new Unreadable(
        new Refused(
            RefusalCause.INCOMPATIBLE_SCHEMA,
            "schema %d can't be read as the contract's: %s".formatted(id, problem)));
  }
}
