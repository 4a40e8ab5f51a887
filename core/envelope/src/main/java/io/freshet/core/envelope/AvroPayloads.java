package io.freshet.core.envelope;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads payloads of one contract that arrive as Avro bytes without a record around them. What comes
 * back is of the contract's schema; {@link EventEncoder} checks the values. Thread-safe; the
 * registry is asked by one thread at a time, and the others do not wait for it.
 */
public final class AvroPayloads {
  private final String contract;
  private final Schema schema;
  private final DatumReader<GenericRecord> own;
  private final WriterSchemas writers;
  private final ReentrantLock asking = new ReentrantLock();
  // Bounded as the schemas that a registry has and that can be read as the contract's.
  private final Map<Integer, DatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();

  // The schema that a sender named last, so that it is resolved once and not for each record.
  private volatile Given given;

  private record Given(Schema writer, DatumReader<GenericRecord> reader) {}

  /**
   * @param schemaId of the contract's own schema, which the registry is not asked for
   */
  public AvroPayloads(Contract contract, SchemaRegistry registry, int schemaId) {
    this.contract = contract.name();
    this.schema = AvroSchemas.of(contract);
    this.own = WriterSchemas.reader(schema, schema);
    this.writers = new WriterSchemas(schema, registry, InstantSource.system());
    this.given = new Given(schema, own);
    readers.put(schemaId, own);
  }

  /**
   * Reads the registry's wire format.
   *
   * @throws InvalidEventException when the bytes are no payload of the contract
   * @throws FreshetException {@code DEPENDENCY} when the registry must be asked and is away
   */
  public GenericRecord framed(byte[] bytes) {
    if (!WireFormat.isFramed(bytes, 0, bytes.length)) {
      throw refuse(
          RefusalCause.NOT_WIRE_FORMAT,
          "the value does not begin with 0 and a schema id of four bytes");
    }

    return read(reader(WireFormat.schemaId(bytes, 0)), bytes, WireFormat.HEADER_BYTES);
  }

  /**
   * Reads a datum without any framing, of the contract's own schema.
   *
   * @throws InvalidEventException when the bytes do not follow it
   */
  public GenericRecord bare(byte[] bytes) {
    return read(own, bytes, 0);
  }

  /**
   * Reads Avro's JSON encoding of a datum whose schema the sender names.
   *
   * @throws InvalidEventException when the schema can't be read as the contract's, or the text does
   *     not follow it
   */
  public GenericRecord json(InputStream text, Schema writer) {
    DatumReader<GenericRecord> reader = reader(writer);
    try {
      return reader.read(null, DecoderFactory.get().jsonDecoder(writer, text));
    } catch (IOException | RuntimeException e) {
      // Avro's decoder throws whatever comes up, such as NullPointer for a value of another type;
      // its messages tell names and types.
      throw refuse(
          RefusalCause.UNDECODABLE,
          "the value does not follow its schema: %s"
              .formatted(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }
  }

  @SuppressWarnings("ReferenceEquality") // One request names its schema once, for all its records.
  private DatumReader<GenericRecord> reader(Schema writer) {
    Given latest = given;
    if (latest.writer() == writer) {
      return latest.reader();
    }
    SchemaResolution.problem(writer, schema)
        .ifPresent(
            problem -> {
              throw refuse(RefusalCause.INCOMPATIBLE_SCHEMA, problem);
            });
    DatumReader<GenericRecord> reader = new GenericDatumReader<>(writer, schema, new GenericData());
    given = new Given(writer, reader);

    return reader;
  }

  private DatumReader<GenericRecord> reader(int id) {
    DatumReader<GenericRecord> known = readers.get(id);
    if (known != null) {
      return known;
    }
    if (!asking.tryLock()) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot look up schema %d of %s: the registry is being asked for another one"
              .formatted(id, contract));
    }
    try {
      WriterSchemas.Resolved resolved = writers.of(id);
      if (resolved instanceof WriterSchemas.Resolvable resolvable) {
        readers.put(id, resolvable.reader());

        return resolvable.reader();
      }
      Decoded.Refused refused =
          resolved instanceof WriterSchemas.Unknown unknown
              ? unknown.refused()
              : ((WriterSchemas.Unreadable) resolved).refused();
      throw refuse(refused.cause(), refused.detail());
    } finally {
      asking.unlock();
    }
  }

  private GenericRecord read(DatumReader<GenericRecord> reader, byte[] bytes, int from) {
    PayloadDecoder decoder = new PayloadDecoder();
    decoder.start(bytes, from, bytes.length);
    GenericRecord payload;
    try {
      payload = reader.read(null, decoder);
    } catch (IOException | RuntimeException e) {
      throw refuse(
          RefusalCause.UNDECODABLE,
          "the value does not follow its schema at byte %d: %s"
              .formatted(decoder.position(), PayloadDecoder.reason(e)));
    }
    if (decoder.remaining() > 0) {
      throw refuse(
          RefusalCause.UNDECODABLE, "%d bytes follow the payload".formatted(decoder.remaining()));
    }

    return payload;
  }

  private InvalidEventException refuse(RefusalCause cause, String problem) {
    return new InvalidEventException(
        cause, "Event of %s is refused: %s".formatted(contract, problem));
  }

  /** Reads the columns of a payload, or of an object in one, by their places. */
  public static IntFunction<Object> columns(Object payload) {
    return ((GenericRecord) payload)::get;
  }
}
