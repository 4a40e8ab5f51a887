package io.freshet.ingestion.writer.erasure;

import io.freshet.core.lake.CommitSummary;
import io.freshet.ingestion.writer.rewrite.WrittenFiles;
import io.freshet.ingestion.writer.table.RowFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/**
 * Dead letters that lose the bytes of what was refused: payload, key and headers. The rest stays,
 * so that a proof still knows what became of the record.
 */
final class BlankedLetters implements TakenRows {
  private static final String ORIGIN = "origin";

  private final String name;
  private final Table table;
  private final RowFiles others;
  private final List<String> origins = new ArrayList<>();

  /**
   * @param name of the table, in SQL
   * @param others takes them without their bytes
   */
  BlankedLetters(String name, Table table, RowFiles others) {
    this.name = name;
    this.table = table;
    this.others = others;
  }

  @Override
  public void accept(Record row) {
    Record blank = row.copy();
    blank.setField(PersonLetters.PAYLOAD, null);
    blank.setField("record_key", null);
    blank.setField("headers", List.of());
    WrittenFiles.keep(blank, others, table);
    origins.add(row.getField(ORIGIN).toString());
  }

  @Override
  public long rows() {
    return origins.size();
  }

  @Override
  public Map<String, String> summary() {
    return Map.of(CommitSummary.ERASED, Long.toString(rows()));
  }

  @Override
  public Map<String, String> properties(Map<String, String> before) {
    return Map.of();
  }

  @Override
  public List<String> queries() {
    return List.of(
        "SELECT count(*) FROM %s WHERE payload IS NOT NULL AND origin IN ('%s')"
            .formatted(name, String.join("', '", origins)));
  }
}
