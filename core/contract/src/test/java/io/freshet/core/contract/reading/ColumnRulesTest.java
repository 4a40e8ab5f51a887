package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the platform demands of a column: every rule broken once. */
class ColumnRulesTest {
  // The column that withColumn adds stands after the city.
  private static final String ADDED = "schema[0].properties[1].";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logicalType: string | STRING",
        "logicalType: string, physicalType: bytes | BYTES",
        "logicalType: integer | LONG",
        "logicalType: integer, physicalType: int | INTEGER",
        "logicalType: integer, physicalType: long | LONG",
        "logicalType: number, physicalType: float | FLOAT",
        "logicalType: number, physicalType: double | DOUBLE",
        "logicalType: boolean | BOOLEAN",
        "logicalType: date | DATE",
        "logicalType: timestamp | TIMESTAMP",
        "logicalType: timestamp, physicalType: timestamp | TIMESTAMP"
      })
  void eachTypeIsReadFromItsTwoWords(String keys, Scalar type) {
    Draft draft = Draft.sound().withColumn("amount", 9, keys.split(", "));

    assertThat(draft.contract().schema().requireField("amount").type()).isEqualTo(type);
  }

  @Test
  void aDecimalHasPrecisionAndScale() {
    Draft draft =
        Draft.sound()
            .withColumn("latitude", 9, "logicalType: number", "physicalType: decimal(9, 6)");

    assertThat(draft.contract().schema().requireField("latitude").type())
        .isEqualTo(new Decimal(9, 6));
  }

  @Test
  void anArrayKnowsTheIdsOfItsElementsAndOfTheirParts() {
    Field place =
        new Field(
            6,
            "place",
            Scalar.STRING,
            false,
            Classification.INTERNAL,
            List.of(),
            "The place's name");

    assertThat(Draft.sound().contract().schema().requireField("stops").type())
        .isEqualTo(new Sequence(5, new Struct(List.of(place))));
  }

  @Test
  void aNameHasNoUnderscoreInFront() {
    Draft draft = Draft.sound().withColumn("_offset", 9, "logicalType: integer");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "name: _offset",
                ADDED + "name",
                "_offset begins with an underscore",
                "a name without: the platform's own columns begin so"));
  }

  @ParameterizedTest
  @CsvSource({"rideId", "ride-id", "ride__id", "tip_", "'1ride'", "ridé"})
  void aNameIsOfLowerCaseWords(String name) {
    Draft draft = Draft.sound().withColumn(name, 9, "logicalType: boolean");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "name: " + name,
                ADDED + "name",
                name + " is no name",
                "lower-case words joined by underscores, at most 100 characters"));
  }

  @Test
  void aPartsNameIsOfLowerCaseWordsToo() {
    Draft draft = Draft.sound().with("name: place", "name: Place");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "name: Place",
                "schema[0].properties[3].items.properties[0].name",
                "Place is no name",
                "lower-case words joined by underscores, at most 100 characters"));
  }

  @Test
  void noTwoColumnsBearOneName() {
    Draft draft = Draft.sound().withColumn("stops", 9, "logicalType: boolean");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "name: stops\n        logicalType: array",
                "schema[0].properties[4].name",
                "there are two columns stops",
                "each name once"));
  }

  @Test
  void everyColumnHasAFieldId() {
    Draft draft =
        Draft.sound().without("        customProperties: [{property: fieldId, value: 2}]\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: ride_id",
                "schema[0].properties[1].customProperties.fieldId",
                "ride_id has no fieldId",
                "a whole number from 1 to 99999"));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "100000", "2.5", "'\"2\"'", "99999999999"})
  void aFieldIdIsPositiveAndBelowThePlatforms(String id) {
    Draft draft = Draft.sound().with("value: 2}", "value: " + id + "}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: " + id,
                "schema[0].properties[1].customProperties.fieldId",
                "fieldId is " + id,
                "a whole number from 1 to 99999"));
  }

  @Test
  void aFieldIdBelongsToOneColumnPartOrElement() {
    Draft draft =
        Draft.sound().with("{property: elementId, value: 5}", "{property: elementId, value: 3}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "{property: elementId, value: 3}",
                "schema[0].properties[3].customProperties.elementId",
                "the id 3 belongs to event_time",
                "an id that no column, part or element ever had"));
  }

  @Test
  void theElementsOfAnArrayHaveAnId() {
    Draft draft = Draft.sound().without("          - {property: elementId, value: 5}\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "customProperties:\n          - {property: fieldId, value: 4}",
                "schema[0].properties[3].customProperties.elementId",
                "stops[] has no elementId",
                "a whole number from 1 to 99999"));
  }

  @Test
  void onlyAnArrayHasAnElementId() {
    Draft draft = Draft.sound().with("value: 2}]", "value: 2}, {property: elementId, value: 9}]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "elementId, value: 9",
                "schema[0].properties[1].customProperties.elementId",
                "only an array has elements",
                "no elementId here"));
  }

  @Test
  void theElementsIdStandsAtTheArray() {
    Draft draft =
        Draft.sound()
            .with(
                "        items:\n",
                "        items:\n          customProperties: [{property: fieldId, value: 9}]\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "fieldId, value: 9",
                "schema[0].properties[3].items.customProperties.fieldId",
                "an element's id stands at the array",
                "elementId among the array's customProperties"));
  }

  @Test
  void anArraySaysWhatItsElementsAre() {
    Draft draft =
        Draft.sound()
            .withColumn("tags", 9, "logicalType: array")
            .with(
                "[{property: fieldId, value: 9}]",
                "[{property: fieldId, value: 9}, {property: elementId, value: 10}]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: tags",
                ADDED + "items",
                "the elements have no type",
                "items with a logicalType"));
  }

  @Test
  void anObjectHasParts() {
    Draft draft = Draft.sound().withColumn("place_of", 9, "logicalType: object");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: place_of",
                ADDED + "properties",
                "there are no columns",
                "a list of at least one column"));
  }

  @Test
  void everyColumnIsDescribed() {
    Draft draft = Draft.sound().without("        description: When it was\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: event_time",
                "schema[0].properties[2].description",
                "description is missing",
                "what a value means, with its unit"));
  }

  @Test
  void everyColumnHasAType() {
    Draft draft = Draft.sound().without("        logicalType: integer\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: ride_id",
                "schema[0].properties[1].logicalType",
                "logicalType is missing",
                "the column's type"));
  }

  @Test
  void theStandardsTimeIsNoColumnType() {
    Draft draft = Draft.sound().withColumn("moment", 9, "logicalType: time");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "logicalType: time\n",
                ADDED + "logicalType",
                "a column can't be time",
                "string, boolean, integer, number, date, timestamp, array or object"));
  }

  @Test
  void aNumberSaysWhichItIs() {
    Draft draft = Draft.sound().withColumn("amount", 9, "logicalType: number");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: amount",
                ADDED + "physicalType",
                "physicalType is missing",
                "decimal(p,s), float or double"));
  }

  @Test
  void thePhysicalTypeFitsTheLogicalOne() {
    Draft draft =
        Draft.sound().withColumn("amount", 9, "logicalType: integer", "physicalType: varchar");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "physicalType: varchar",
                ADDED + "physicalType",
                "physicalType varchar does not fit the logicalType",
                "int or long"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"39,6", "9,10", "0,0"})
  void aDecimalCanBeStored(String size) {
    Draft draft =
        Draft.sound()
            .withColumn(
                "amount", 9, "logicalType: number", "physicalType: decimal(%s)".formatted(size));

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "physicalType: decimal",
                ADDED + "physicalType",
                "decimal(%s) can't be stored".formatted(size),
                "a precision of 1 to 38 and a scale of at most the precision"));
  }

  @Test
  void aClassificationIsKnown() {
    Draft draft =
        Draft.sound().withColumn("rider", 9, "logicalType: string", "classification: secret");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "classification: secret",
                ADDED + "classification",
                "classification is \"secret\"",
                "one of public, internal, confidential, personal"));
  }

  @ParameterizedTest
  @CsvSource({"latitude", "dropoff_longitude"})
  void aCoordinateIsExact(String name) {
    Draft draft = Draft.sound().withColumn(name, 9, "logicalType: number", "physicalType: double");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "logicalType: number",
                ADDED + "logicalType",
                "the coordinate %s is a float or double".formatted(name),
                "logicalType number with physicalType decimal(9,6): exact, and a third of the bytes"));
  }

  @Test
  void aNumericIdIsALong() {
    Draft draft =
        Draft.sound().withColumn("driver_id", 9, "logicalType: integer", "physicalType: int");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "logicalType: integer\n        physicalType: int",
                ADDED + "logicalType",
                "the numeric id driver_id is no long",
                "physicalType long, or a string"));
  }

  @Test
  void moneyIsInWholeMinorUnits() {
    Draft draft =
        Draft.sound()
            .withColumn("fare_minor", 9, "logicalType: number", "physicalType: decimal(9,2)")
            .withColumn("currency", 10, "logicalType: string");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "logicalType: number",
                "schema[0].properties[1].logicalType",
                "the amount fare_minor is not in whole minor units",
                "logicalType integer with physicalType long"));
  }

  @Test
  void moneyHasACurrency() {
    Draft draft = Draft.sound().withColumn("fare_minor", 9, "logicalType: integer");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "properties:\n      - name: city",
                "schema[0].properties",
                "the amount fare_minor has no currency",
                "a string column currency beside it, holding the ISO 4217 code"));
    assertThat(draft.withColumn("currency", 10, "logicalType: string").findings()).isEmpty();
  }

  @Test
  void aColumnsPhysicalNameIsItsName() {
    Draft draft = Draft.sound().withColumn("rider", 9, "logicalType: string", "physicalName: rdr");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "physicalName: rdr",
                ADDED + "physicalName",
                "physicalName is rdr",
                "rider, or no such key: there is one name everywhere"));
  }

  @Test
  void theValuesThatAColumnTakesAreRead() {
    Draft draft = stateWith("metric: invalidValues, mustBe: 0, arguments: {validValues: [a, b]}");

    assertThat(draft.contract().schema().requireField("state").allowedValues())
        .containsExactly("a", "b");
  }

  @Test
  void otherQualityRulesAreForOtherTools() {
    Draft draft = stateWith("metric: nullValues, mustBe: 0");

    assertThat(draft.contract().schema().requireField("state").allowedValues()).isEmpty();
  }

  @Test
  void aValidValueIsText() {
    Draft draft = stateWith("metric: invalidValues, mustBe: 0, arguments: {validValues: [a, no]}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "quality:",
                ADDED + "quality[0].arguments.validValues[1]",
                "false can't be a valid value",
                "text, quoted where YAML takes it for something else, and each value once"));
  }

  @Test
  void invalidValuesAreRefusedAndNotCounted() {
    Draft draft = stateWith("metric: invalidValues, mustBe: 5, arguments: {validValues: [a]}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "quality:",
                ADDED + "quality[0]",
                "invalidValues may be more than none",
                "mustBe: 0, as the platform refuses them"));
  }

  @Test
  void invalidValuesSayWhichAreValid() {
    Draft draft = stateWith("metric: invalidValues, mustBe: 0");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "quality:",
                ADDED + "quality[0].arguments.validValues",
                "validValues is no list",
                "the values that the column takes"));
  }

  @Test
  void whatIsMinorIsNoAmount() {
    Draft draft = Draft.sound().withColumn("is_minor", 9, "logicalType: boolean");

    assertThat(draft.findings()).isEmpty();
  }

  @Test
  void onlyAStringHasValidValues() {
    Draft draft =
        Draft.sound()
            .withColumn(
                "state",
                9,
                "logicalType: integer",
                "quality: [{metric: invalidValues, mustBe: 0, arguments: {validValues: ['1']}}]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "quality:",
                ADDED + "quality[0]",
                "only a string column has validValues",
                "the rule on a string column"));
  }

  private static Draft stateWith(String rule) {
    return Draft.sound()
        .withColumn("state", 9, "logicalType: string", "quality: [{%s}]".formatted(rule));
  }
}
