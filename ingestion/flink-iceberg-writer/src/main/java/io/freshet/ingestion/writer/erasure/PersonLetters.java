package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.envelope.PayloadExcerpt;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> contracts;
  private final Set<String> names;
  private final String id;
  private final Pattern torn;
  private final SchemaRegistry registry;

  /**
   * @param contracts whose events may be about such persons, by name
   * @param names of what says whom an event is about: of columns, and of their members in JSON
   */
  PersonLetters(
      Collection<String> contracts, Collection<String> names, String id, SchemaRegistry registry) {
    this.contracts = Set.copyOf(contracts);
    this.names = Set.copyOf(names);
    this.id = id;
    this.registry = registry;
    this.torn =
        Pattern.compile(
            "\"(?:%s)\"\\s*:\\s*\"?%s(?:[\",}\\]\\s]|$)"
                .formatted(
                    names.stream().map(Pattern::quote).collect(Collectors.joining("|")),
                    Pattern.quote(id)));
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
            .anyMatch(each -> names.contains(each.name()) && each.text().equals(id))
        || isInJson(bytes)
        || torn.matcher(new String(bytes, StandardCharsets.UTF_8)).find();
  }

  /** However the text is written; it may be in the envelope's own JSON. */
  private boolean isInJson(byte[] bytes) {
    try (JsonParser parser = JSON.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()
            && parser.currentName() != null
            && names.contains(parser.currentName())
            && parser.getText().equals(id)) {
          return true;
        }
      }
    } catch (IOException torn) {
      // What is behind the place is looked for as text.
    }

    return false;
  }
}
