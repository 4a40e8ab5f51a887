package io.freshet.core.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * One ODCS v3.1.0 file, read and checked: everything that the platform knows about an event type or
 * a derived table. Immutable and serializable, so that engines can ship it.
 *
 * @param name bears the stream and the table; lower case, words joined by underscores
 * @param version semantic version of the contract itself
 * @param stream empty for derived tables
 * @param table empty for contracts that live in Kafka only
 * @param access who may read the table, and what of it
 * @param lifecycle whether it is in use, or on its way out
 */
public record Contract(
    String name,
    String version,
    Kind kind,
    Documentation documentation,
    Schema schema,
    Optional<StreamSettings> stream,
    Optional<TableSettings> table,
    AccessPolicy access,
    Lifecycle lifecycle)
    implements Serializable {

  /** A contract in use. */
  public Contract(
      String name,
      String version,
      Kind kind,
      Documentation documentation,
      Schema schema,
      Optional<StreamSettings> stream,
      Optional<TableSettings> table,
      AccessPolicy access) {
    this(name, version, kind, documentation, schema, stream, table, access, Lifecycle.active());
  }

  /** A contract in use that names no roles of its own. */
  public Contract(
      String name,
      String version,
      Kind kind,
      Documentation documentation,
      Schema schema,
      Optional<StreamSettings> stream,
      Optional<TableSettings> table) {
    this(name, version, kind, documentation, schema, stream, table, AccessPolicy.standard());
  }

  /** What a contract describes. */
  public enum Kind {
    /** A stream of facts and, unless it says otherwise, its table. */
    EVENT,
    /** A stream whose newest event per partition key is the truth; kept for ever. */
    REFERENCE,
    /** A table that a job computes from other tables; it has no stream. */
    DERIVED
  }

  /** For people: what it is for and who answers for it. */
  public record Documentation(String purpose, String domain, String owner)
      implements Serializable {}

  /** Whether the JSON validator puts events on the stream. */
  public boolean takesRawJson() {
    return stream.map(settings -> settings.intake().takesRawJson()).orElse(false);
  }

  /** The table of an operational database whose changes are the stream's events. */
  public Optional<String> capturedFrom() {
    return stream.flatMap(settings -> settings.intake().capturedFrom());
  }

  /** Whether the table keeps only the newest row of each key. */
  public boolean keepsLatest() {
    return table.map(settings -> settings.rows().areLatest()).orElse(false);
  }

  /** The stream's settings; refuses when the contract has none. */
  public StreamSettings requireStream() {
    return stream.orElseThrow(
        () ->
            new ContractException(
                "Contract %s has no stream: its kind is %s".formatted(name, kind)));
  }

  /** The table's settings; refuses when the contract has none. */
  public TableSettings requireTable() {
    return table.orElseThrow(
        () -> new ContractException("Contract %s has no table".formatted(name)));
  }

  /** The same contract with another staleness budget of its table. */
  public Contract within(Duration freshness) {
    return table.map(settings -> with(settings.within(freshness))).orElse(this);
  }

  /** The same contract under another name. */
  public Contract named(String other) {
    return new Contract(
        other, version, kind, documentation, schema, stream, table, access, lifecycle);
  }

  /** The same contract of other columns. */
  public Contract with(Schema other) {
    return new Contract(
        name, version, kind, documentation, other, stream, table, access, lifecycle);
  }

  /** The same contract with another stream. */
  public Contract with(StreamSettings other) {
    Optional<StreamSettings> asked = Optional.of(other);

    return new Contract(
        name, version, kind, documentation, schema, asked, table, access, lifecycle);
  }

  /** The same contract with another table. */
  public Contract with(TableSettings other) {
    Optional<TableSettings> asked = Optional.of(other);

    return new Contract(
        name, version, kind, documentation, schema, stream, asked, access, lifecycle);
  }

  /** The same contract for other readers. */
  public Contract with(AccessPolicy other) {
    return new Contract(
        name, version, kind, documentation, schema, stream, table, other, lifecycle);
  }

  /** The same contract at another time of its life. */
  public Contract with(Lifecycle other) {
    return new Contract(name, version, kind, documentation, schema, stream, table, access, other);
  }

  // An Optional is not serializable; what stands for it here is.
  private Object writeReplace() {
    return new Serialized(
        name,
        version,
        kind,
        documentation,
        schema,
        stream.orElse(null),
        table.orElse(null),
        access,
        lifecycle);
  }

  private record Serialized(
      String name,
      String version,
      Kind kind,
      Documentation documentation,
      Schema schema,
      StreamSettings stream,
      TableSettings table,
      AccessPolicy access,
      Lifecycle lifecycle)
      implements Serializable {
    private Object readResolve() {
      return new Contract(
          name,
          version,
          kind,
          documentation,
          schema,
          Optional.ofNullable(stream),
          Optional.ofNullable(table),
          access,
          lifecycle);
    }
  }
}
