package io.freshet.batch.landing.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.landing.database.MySqlCell.Kind;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of values is {@code MySqlIT}'s. */
class MySqlTypesTest {
  private final MySqlTypes types = new MySqlTypes(Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "BIGINT, LONG, `given` + 0, NUMBER",
    "BIGINT UNSIGNED, LONG, `given` + 0, NUMBER",
    "int unsigned zerofill, INTEGER, `given` + 0, NUMBER",
    "DECIMAL UNSIGNED, LONG, `given`, NUMBER",
    "DOUBLE, DOUBLE, `given`, NUMBER",
    "FLOAT, FLOAT, `given` + 0e0, FLOAT",
    "YEAR, INTEGER, `given` + 0, NUMBER",
    "BIT, LONG, `given` + 0, NUMBER",
    "BIT, BOOLEAN, `given` + 0, TRUTH",
    "TINYINT, BOOLEAN, `given` + 0, TRUTH",
    "DATE, DATE, `given`, TEXT",
    "MEDIUMBLOB, BYTES, TO_BASE64(`given`), BYTES",
    "TIMESTAMP, TIMESTAMP, UNIX_TIMESTAMP(`given`), TIME",
    "TIMESTAMP, STRING, UNIX_TIMESTAMP(`given`), TIME",
    "BIT, STRING, `given` + 0, TEXT",
    "DECIMAL, STRING, `given`, TEXT",
    "JSON, STRING, `given`, TEXT",
    "TIME, STRING, `given`, TEXT",
    "uuid, STRING, `given`, TEXT"
  })
  void asksMySqlForTexts(String type, Scalar scalar, String expression, Kind kind) {
    assertThat(of(type, Types.OTHER, scalar))
        .contains(
            new MySqlCell("CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(expression), kind));
  }

  @ParameterizedTest
  @CsvSource({
    "GEOMETRY, STRING", "BLOB, STRING", "VECTOR, STRING", "JSON, LONG", "DATE, TIMESTAMP",
    "TIME, TIMESTAMP", "DATETIME, TIMESTAMP", "DATETIME, STRING", "INT, BOOLEAN", "INT, BYTES",
    "TIMESTAMP, DATE"
  })
  void refusesWhatIsNotAlike(String type, Scalar scalar) {
    assertThat(of(type, Types.OTHER, scalar)).isEmpty();
  }

  @Test
  void takesTextsForDaysAndTimesAndForNothingElse() {
    assertThat(of("ENUM", Types.CHAR, Scalar.STRING)).isPresent();
    assertThat(of("VARCHAR", Types.VARCHAR, Scalar.DATE)).isPresent();
    assertThat(of("LONGTEXT", Types.LONGVARCHAR, Scalar.TIMESTAMP)).isPresent();
    assertThat(of("VARCHAR", Types.VARCHAR, Scalar.LONG)).isEmpty();
    assertThat(of("VARCHAR", Types.VARCHAR, Scalar.BYTES)).isEmpty();
  }

  @Test
  void takesListsAndObjectsFromDocuments() {
    FieldType list = new FieldType.Sequence(2, Scalar.STRING);
    FieldType object = new FieldType.Struct(List.of(field(Scalar.LONG)));

    assertThat(of("JSON", Types.LONGVARCHAR, list)).isPresent();
    assertThat(of("JSON", Types.LONGVARCHAR, object)).isPresent();
    assertThat(of("LONGTEXT", Types.LONGVARCHAR, list)).isEmpty();
  }

  @Test
  void takesTimesWithoutAZoneWhereOneIsNamed() {
    ForeignColumn column = new ForeignColumn("given", "DATETIME", Types.TIMESTAMP);

    assertThat(types.problem(column)).isEqualTo(", whose zone the setting landing.zone has to say");
    assertThat(new MySqlTypes(Optional.of("Europe/Oslo")).of(column, field(Scalar.TIMESTAMP)))
        .map(MySqlCell::kind)
        .contains(Kind.TIME_WITHOUT_ZONE);
  }

  @ParameterizedTest
  @CsvSource({
    "BIGINT UNSIGNED, true",
    "INTEGER, true",
    "DECIMAL, true",
    "DOUBLE, false",
    "BIT, false",
    "VARCHAR, false"
  })
  void numbersRowsByWholeNumbers(String type, boolean isKey) {
    assertThat(types.isKey(new ForeignColumn("given", type, Types.OTHER))).isEqualTo(isKey);
  }

  @Test
  void namesMariaDbToSparkAsWhatItKnows() {
    assertThat(ForeignDatabase.urlForSpark("jdbc:mariadb://shop:3306/orders"))
        .isEqualTo("jdbc:mysql://shop:3306/orders?permitMysqlScheme");
    assertThat(ForeignDatabase.urlForSpark("jdbc:mariadb://shop/orders?sslMode=trust"))
        .isEqualTo("jdbc:mysql://shop/orders?sslMode=trust&permitMysqlScheme");
    assertThat(ForeignDatabase.urlForSpark("jdbc:mysql://shop/orders"))
        .isEqualTo("jdbc:mysql://shop/orders");
  }

  private Optional<MySqlCell> of(String type, int jdbcType, FieldType wanted) {
    return types.of(new ForeignColumn("given", type, jdbcType), field(wanted));
  }

  private static Field field(FieldType type) {
    return new Field(1, "wanted", type, false, Classification.INTERNAL, List.of(), "");
  }
}
