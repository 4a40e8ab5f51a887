package io.freshet.ingestion.writer.erasure;

import io.freshet.core.envelope.PayloadExcerpt;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The dead letters whose bytes are about one person: as far as their schema can be read, or as the
 * text of JSON. Of bytes that are neither, nobody can tell.
 */
final class PersonLetters implements RowChoice {
  static final String CONTRACT = "contract";
  static final String PAYLOAD = "payload";

  private final Set<String> contracts;
  private final String column;
  private final String id;
  private final Pattern json;
  private final SchemaRegistry registry;

  /**
   * @param contracts whose events may be about such persons, by name
   * @param column that says whom an event is about
   */
  PersonLetters(Collection<String> contracts, String column, String id, SchemaRegistry registry) {
    this.contracts = Set.copyOf(contracts);
    this.column = column;
    this.id = id;
    this.registry = registry;
    this.json =
        Pattern.compile(
            "\"%s\"\\s*:\\s*\"?%s[\",}\\s]".formatted(Pattern.quote(column), Pattern.quote(id)));
  }

  @Override
  public Expression filter() {
    return Expressions.and(
        Expressions.in(CONTRACT, contracts.toArray()), Expressions.notNull(PAYLOAD));
  }

  @Override
  public List<String> columns() {
    return List.of(CONTRACT, PAYLOAD);
  }

  @Override
  public boolean has(Record row) {
    ByteBuffer payload = (ByteBuffer) row.getField(PAYLOAD);
    if (payload == null || !contracts.contains(row.getField(CONTRACT).toString())) {
      return false;
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);

    return PayloadExcerpt.of(bytes, registry).columns().stream()
            .anyMatch(each -> each.name().equals(column) && each.text().equals(id))
        || json.matcher(new String(bytes, StandardCharsets.UTF_8)).find();
  }
}
