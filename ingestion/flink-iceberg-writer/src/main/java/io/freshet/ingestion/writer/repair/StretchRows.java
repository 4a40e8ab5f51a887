package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import io.freshet.ingestion.writer.rewrite.RowIdentity;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The rows of some stretches of the log.
 *
 * @param stretches of the log
 */
public record StretchRows(List<Stretch> stretches) implements RowChoice {
  public StretchRows {
    stretches = List.copyOf(stretches);
  }

  /** All rows of the partitions that some stretches are of. */
  static StretchRows wholePartitions(Collection<Stretch> some) {
    return new StretchRows(
        some.stream()
            .map(Stretch::position)
            .distinct()
            .map(position -> new Stretch(position, 0, Long.MAX_VALUE))
            .toList());
  }

  @Override
  public Expression filter() {
    return stretches.stream()
        .map(
            stretch ->
                (Expression)
                    Expressions.and(
                        isOf(stretch.position()),
                        Expressions.greaterThanOrEqual(PlatformColumns.OFFSET, stretch.from()),
                        Expressions.lessThan(PlatformColumns.OFFSET, stretch.end())))
        .reduce(Expressions.alwaysFalse(), Expressions::or);
  }

  private static Expression isOf(Position position) {
    return Expressions.and(
        Expressions.equal(PlatformColumns.SOURCE, position.source()),
        Expressions.equal(PlatformColumns.PARTITION, position.partition()));
  }

  @Override
  public List<String> columns() {
    return RowIdentity.COLUMNS;
  }

  @Override
  public boolean has(Record row) {
    Position position = RowIdentity.position(row);
    long offset = RowIdentity.offset(row);

    return stretches.stream()
        .anyMatch(each -> each.position().equals(position) && each.contains(offset));
  }
}
