package io.freshet.ingestion.capture.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.ingestion.capture.database.TableRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;

/**
 * Writes changes as JSON in the form in which the events of a contract are offered. Whether the
 * contract takes the values is for whoever reads it. Thread-safe.
 */
public final class RowJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<Field> fields;
  private final String eventTime;
  private final Optional<String> deletedBy;

  public RowJson(Contract contract) {
    this.fields = contract.schema().fields();
    this.eventTime = contract.schema().keys().eventTime();
    this.deletedBy = TableRules.deletedBy(contract);
  }

  /** Whether the contract has a way to say that a row went. */
  boolean tellsDeletions() {
    return deletedBy.isPresent();
  }

  /** The columns of the contract that the row has, and those that the change itself tells. */
  public byte[] of(Change change) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Field field : fields) {
        write(json, field, change);
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Memory can't fail to be written", impossible);
    }

    return text.toByteArray();
  }

  private void write(JsonGenerator json, Field field, Change change) throws IOException {
    Struct row = change.row();
    org.apache.kafka.connect.data.Field column = row.schema().field(field.name());
    boolean tellsDeletion = deletedBy.filter(field.name()::equals).isPresent();
    if (tellsDeletion && (change.isDeletion() || column == null)) {
      json.writeBooleanField(field.name(), change.isDeletion());
    } else if (column != null) {
      json.writeFieldName(field.name());
      Values.write(json, field, column.schema(), row.get(column));
    } else if (field.name().equals(eventTime)) {
      json.writeStringField(field.name(), Values.time(change.committedMicros()));
    }
  }
}
