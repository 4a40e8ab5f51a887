package io.freshet.maintenance.retention;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.PublishedDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** When partitions of a table end, by the event time of its contract. */
final class EventTimes {
  private final Table table;
  private final String column;
  private final Map<LocalDate, PublishedDay> published;
  private final boolean isOfStream;

  EventTimes(Table table, Contract contract) {
    this.table = table;
    this.column = contract.schema().keys().eventTime();
    this.published = PublishedDay.of(table.properties());
    this.isOfStream = contract.stream().isPresent();
  }

  /** Whether no partition that is written now tells its time. */
  boolean tellsNone() {
    return field(table.spec()).isEmpty();
  }

  /** The day of a partition of whole days. */
  Optional<LocalDate> day(PartitionSpec spec, StructLike partition) {
    return field(spec)
        .filter(field -> !isHour(spec, field))
        .flatMap(field -> value(partition, field))
        .map(LocalDate::ofEpochDay);
  }

  /**
   * Where a partition ends everywhere. A day that was published says what it covers: it may be a
   * week, and begins and ends at several times. Empty of a derived one that does not say.
   */
  Optional<Instant> end(PartitionSpec spec, StructLike partition) {
    Optional<Instant> hour =
        field(spec)
            .filter(field -> isHour(spec, field))
            .flatMap(field -> value(partition, field))
            .map(value -> Instant.EPOCH.plus(value + 1, ChronoUnit.HOURS));

    return hour.or(() -> day(spec, partition).flatMap(this::end));
  }

  private Optional<Instant> end(LocalDate day) {
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Optional<Instant> told =
        Optional.ofNullable(published.get(day))
            .flatMap(PublishedDay::basis)
            .map(PublishedDay.Basis::to)
            .map(to -> to.isBefore(end) ? end : to);

    return told.isEmpty() && isOfStream ? Optional.of(end) : told;
  }

  private Optional<Integer> field(PartitionSpec spec) {
    Types.NestedField eventTime = table.schema().findField(column);
    if (eventTime == null) {
      return Optional.empty();
    }

    return IntStream.range(0, spec.fields().size())
        .filter(field -> spec.fields().get(field).sourceId() == eventTime.fieldId())
        .filter(field -> isDay(spec, field, eventTime.type()) || isHour(spec, field))
        .boxed()
        .findFirst();
  }

  private static boolean isDay(PartitionSpec spec, int field, Type type) {
    String transform = transform(spec, field);

    return transform.equals("day")
        || (transform.equals("identity") && type.typeId() == Type.TypeID.DATE);
  }

  private static boolean isHour(PartitionSpec spec, int field) {
    return transform(spec, field).equals("hour");
  }

  private static String transform(PartitionSpec spec, int field) {
    return spec.fields().get(field).transform().toString();
  }

  /** Days or hours since 1970. */
  private static Optional<Long> value(StructLike partition, int field) {
    return Optional.ofNullable(partition.get(field, Integer.class)).map(Integer::longValue);
  }
}
