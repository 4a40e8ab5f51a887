package io.freshet.batch.landing.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.toolkit.InvalidSettingException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it makes of values is {@code OtherDatabasesIT}'s. */
class PostgresJsonTest {
  private final PostgresJson json = new PostgresJson(Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "int8, LONG",
    "bigserial, LONG",
    "numeric, LONG",
    "float8, DOUBLE",
    "bool, BOOLEAN",
    "date, DATE",
    "text, DATE",
    "varchar, TIMESTAMP"
  })
  void leavesWhatIsAlikeToPostgres(String type, Scalar scalar) {
    assertThat(of(type, Types.OTHER, scalar)).contains("\"given\"");
  }

  @ParameterizedTest
  @CsvSource({
    "point, DOUBLE", "text, LONG", "money, LONG", "interval, LONG", "bytea, STRING",
    "text, BYTES", "date, TIMESTAMP", "timestamp, TIMESTAMP", "timestamp, STRING", "int4, BOOLEAN"
  })
  void refusesWhatIsNot(String type, Scalar scalar) {
    assertThat(of(type, Types.OTHER, scalar)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"uuid", "size", "inet", "numeric", "jsonb"})
  void takesAnyTypeAsText(String type) {
    assertThat(of(type, Types.OTHER, Scalar.STRING)).contains("\"given\"::text");
  }

  @Test
  void writesTimesInUtcWhateverTheSessionsZone() {
    PostgresJson oslo = new PostgresJson(Optional.of("Europe/Oslo"));

    assertThat(of("timestamptz", Types.TIMESTAMP, Scalar.TIMESTAMP))
        .contains("(to_json(\"given\" AT TIME ZONE 'UTC') #>> '{}') || 'Z'");
    assertThat(oslo.of(column("timestamp", Types.TIMESTAMP), field(Scalar.TIMESTAMP)))
        .contains(
            "(to_json((\"given\" AT TIME ZONE 'Europe/Oslo') AT TIME ZONE 'UTC') #>> '{}') || 'Z'");
  }

  @Test
  void takesListsAndObjectsFromListsRowsAndDocuments() {
    FieldType list = new FieldType.Sequence(2, Scalar.STRING);
    FieldType object = new FieldType.Struct(List.of(field(Scalar.LONG)));

    assertThat(of("_text", Types.ARRAY, list)).isPresent();
    assertThat(of("jsonb", Types.OTHER, list)).isPresent();
    assertThat(of("json", Types.OTHER, object)).isPresent();
    assertThat(of("address", Types.STRUCT, object)).isPresent();
    assertThat(of("_text", Types.ARRAY, object)).isEmpty();
    assertThat(of("text", Types.VARCHAR, list)).isEmpty();
  }

  @Test
  void refusesZonesThatAreOffsets() {
    assertThatThrownBy(
            () ->
                new JdbcAccess(
                    Optional.empty(), Optional.empty(), Optional.of("+02:00"), Optional.empty()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("landing.zone is +02:00; it must be a zone's name, such as UTC or Europe/Oslo");
  }

  private Optional<String> of(String type, int jdbcType, FieldType wanted) {
    return json.of(column(type, jdbcType), field(wanted));
  }

  private static ForeignColumn column(String type, int jdbcType) {
    return new ForeignColumn("given", type, jdbcType);
  }

  private static Field field(FieldType type) {
    return new Field(1, "wanted", type, false, Classification.INTERNAL, List.of(), "");
  }
}
