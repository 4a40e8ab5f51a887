package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.JsonForm;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events without a column have for it, and which names it had. */
class HistoryRulesTest {
  private static final String PATH = "schema[0].properties[1].customProperties";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logicalType: string | none | none",
        "logicalType: boolean | true | true",
        "logicalType: integer | 9223372036854775807 | 9223372036854775807",
        "logicalType: number, physicalType: double | 0.1 | 0.1",
        "logicalType: number, physicalType: float | 0.5 | 0.5",
        "logicalType: date | \"'1970-01-03'\" | 2",
        "logicalType: timestamp | \"'1970-01-01T00:00:01.000002Z'\" | 1000002"
      })
  void aDefaultIsAValueOfTheColumn(String keys, String written, String read) {
    Field field = column(keys, "required: true").with(written.replace("\"", ""));

    assertThat(field.history().defaultValue().map(Object::toString)).hasValue(read);
  }

  @Test
  void aDecimalsDefaultHasItsScale() {
    Field field =
        column("logicalType: number, physicalType: 'decimal(9,2)'", "required: true").with("1.5");

    assertThat(field.history().defaultValue()).hasValue(new BigDecimal("1.50"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logicalType: string | 1 | text, quoted where YAML takes it for something else",
        "logicalType: boolean | 1 | true or false",
        "logicalType: integer, physicalType: int | 2147483648 | a whole number of 32 bits",
        "logicalType: integer | 1.5 | a whole number of 64 bits",
        "logicalType: number, physicalType: float | 0.1 | a number that a float holds exactly, such"
            + " as 0 or 0.5",
        "logicalType: date | today | a day such as '2026-12-31'",
        "logicalType: date | \"'0000-01-01'\" | a day such as '2026-12-31'",
        "logicalType: timestamp | \"'+10000-01-01T00:00:00Z'\" | a time in UTC such as"
            + " '2026-12-31T00:00:00Z', of whole microseconds",
        "logicalType: timestamp | \"'2026-12-31T00:00:00.0000001Z'\" | a time in UTC such as"
            + " '2026-12-31T00:00:00Z', of whole microseconds",
        "logicalType: number, physicalType: 'decimal(3,1)' | 0.25 | a number of at most 3 digits, 1"
            + " of them behind the point",
        "logicalType: number, physicalType: 'decimal(3,1)' | 100 | a number of at most 3 digits, 1"
            + " of them behind the point"
      })
  void aDefaultThatIsNoneIsRefused(String keys, String written, String remedy) {
    Column column = column(keys, "required: true");
    String plain = written.replace("\"", "");

    assertThat(column.drafted(plain).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo(PATH + ".default");
              assertThat(finding.problem()).contains("is no value of the column");
              assertThat(finding.remedy()).isEqualTo(remedy);
            });
  }

  @Test
  void aDefaultMustBeAmongTheValidValues() {
    Draft draft =
        column(
                "logicalType: string",
                "required: true",
                "quality: [{metric: invalidValues, mustBe: 0, arguments: {validValues: [a, b]}}]")
            .drafted("c");

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.problem()).isEqualTo("the column never has the value c"));
  }

  @Test
  void onlyARequiredColumnHasADefault() {
    assertThat(column("logicalType: string").drafted("none").findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.problem()).isEqualTo("an optional column has a default"));
  }

  @Test
  void bytesHaveNone() {
    assertThat(
            column("logicalType: string, physicalType: bytes", "required: true")
                .drafted("none")
                .findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem())
                    .isEqualTo("an object, an array or bytes have a default"));
  }

  @Test
  void aKeyHasNone() {
    Draft draft =
        Draft.sound()
            .with("{property: fieldId, value: 1}", custom(1, "{property: default, value: oslo}"));

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.problem()).isEqualTo("the column city has a default"));
  }

  @Test
  void aDerivedContractHasNone() {
    Draft draft =
        Draft.derived()
            .withColumn("tariff", 9, "logicalType: string", "required: true")
            .with("{property: fieldId, value: 9}", custom(9, "{property: default, value: none}"));

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.problem()).isEqualTo("a derived contract has a default"));
  }

  @Test
  void aColumnKnowsTheNamesThatItHad() {
    Draft draft = renamed("[town, place]");

    assertThat(draft.contract().schema().requireField("city").history())
        .isEqualTo(new FieldHistory(Optional.empty(), List.of("town", "place")));
  }

  @Test
  void aNameBelongsToOneColumn() {
    assertThat(renamed("[ride_id]").findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem())
                    .isEqualTo("there is another column ride_id, or ride_id is its name still"));
    assertThat(renamed("[city]").findings()).hasSize(1);
    assertThat(
            renamed("[town]")
                .with(
                    "{property: fieldId, value: 2}",
                    custom(2, "{property: formerNames, value: [town]}"))
                .findings())
        .hasSize(2);
  }

  @Test
  void whatIsNoNameIsNoFormerName() {
    assertThat(renamed("[Town]").findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).isEqualTo("formerNames is Town"));
  }

  @Test
  void aMemberOfJsonBelongsToOneColumn() {
    Draft draft =
        Draft.sound()
            .with(
                "{property: fieldId, value: 1}",
                custom(1, "{property: jsonName, value: cityName}"));

    assertThat(draft.contract().schema().requireField("city").json())
        .isEqualTo(new JsonForm("cityName", false));
    assertThat(
            draft
                .with(
                    "{property: fieldId, value: 2}", custom(2, "{property: jsonName, value: city}"))
                .findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem()).isEqualTo("another column takes the member city"));
  }

  @Test
  void onlyTextKeepsAnyJson() {
    Draft draft =
        Draft.sound()
            .with("{property: fieldId, value: 2}", custom(2, "{property: anyJson, value: true}"));

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem())
                    .isEqualTo("only a string column without validValues keeps any JSON"));
  }

  @Test
  void whatKeepsAnyJsonHasNoDefault() {
    Draft draft =
        Draft.sound()
            .withColumn("extra", 9, "logicalType: string", "required: true")
            .with(
                "{property: fieldId, value: 9}",
                custom(9, "{property: anyJson, value: true}, {property: default, value: none}"));

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem()).isEqualTo("a column of any JSON has a default"));
  }

  private static Draft renamed(String names) {
    return Draft.sound()
        .with(
            "{property: fieldId, value: 1}",
            custom(1, "{property: formerNames, value: %s}".formatted(names)));
  }

  private static String custom(int id, String more) {
    return "{property: fieldId, value: %d}, %s".formatted(id, more);
  }

  private record Column(Draft draft) {
    Draft drafted(String value) {
      return draft.with(
          "{property: fieldId, value: 9}",
          custom(9, "{property: default, value: %s}".formatted(value)));
    }

    Field with(String value) {
      return drafted(value).contract().schema().requireField("tariff");
    }
  }

  private static Column column(String keys, String... more) {
    Draft draft = Draft.sound();
    String[] lines =
        Stream.concat(Arrays.stream(keys.split(", (?=[a-z]+Type)")), Arrays.stream(more))
            .toArray(String[]::new);

    return new Column(draft.withColumn("tariff", 9, lines));
  }
}
