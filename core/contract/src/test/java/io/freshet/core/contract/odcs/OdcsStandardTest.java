package io.freshet.core.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.odcs.OdcsStandard.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class OdcsStandardTest {
  private static final OdcsStandard STANDARD = OdcsStandard.load();
  private static final String SOUND =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: rides
      version: 1.0.0
      status: active
      team:
        name: riders
      schema:
        - name: rides
          properties:
            - name: city
              logicalType: string
              required: true
              quality: [{metric: nullValues, mustBe: 0}]
      slaProperties:
        - {property: freshness, value: 60}
      customProperties:
        - {property: kind, value: event}
      """;

  @Test
  void isReadOnceForAllWhoReadContracts() {
    assertThat(OdcsStandard.load()).isSameAs(STANDARD);
  }

  @Test
  void aSoundDocumentHasNone() {
    assertThat(violations("", "")).isEmpty();
  }

  @Test
  void aMistypedKeyIsNamedWithTheNearestOne() {
    assertThat(violations("required: true", "requird: true"))
        .containsExactly(
            new Violation(
                "schema[0].properties[0].requird",
                "requird is no key that ODCS has here",
                "required"));
  }

  @Test
  void aKeyFromElsewhereIsMisplaced() {
    assertThat(violations("required: true", "domain: x"))
        .containsExactly(
            new Violation(
                "schema[0].properties[0].domain",
                "domain is no key that ODCS has here",
                "a key of ODCS v3.1.0, or none"));
  }

  @Test
  void aColumnsKeyIsMisplacedAtTheTop() {
    assertThat(violations("id: rides", "id: rides\nrequired: true"))
        .containsExactly(
            new Violation(
                "required",
                "required is no key that ODCS has here",
                "a key of ODCS v3.1.0, or none"));
  }

  @Test
  void aWrongWordIsOneViolationThoughItHidesTheKeysBesideIt() {
    assertThat(violations("logicalType: string", "logicalType: strnig"))
        .containsExactly(
            new Violation(
                "schema[0].properties[0].logicalType",
                "\"strnig\" is no word that ODCS has here",
                "string"));
  }

  @Test
  void aWrongTypeIsOneViolation() {
    assertThat(violations("required: true", "required: surely"))
        .containsExactly(
            new Violation(
                "schema[0].properties[0].required",
                "\"surely\" is of another type",
                "true or false"));
  }

  @Test
  void aVersionThatYamlTakesForANumberWantsQuotes() {
    assertThat(violations("version: 1.0.0", "version: 1.0"))
        .containsExactly(
            new Violation(
                "version",
                "1.0 is of another type",
                "text, in quotes where YAML takes it for something else"));
  }

  @Test
  void ofSeveralFormsThePreferredOneIsAskedFor() {
    assertThat(violations("team:\n  name: riders", "team: riders"))
        .containsExactly(new Violation("team", "\"riders\" is of another type", "a map"));
  }

  @Test
  void ofSeveralKeysOneIsAskedFor() {
    assertThat(violations(", mustBe: 0", ""))
        .containsExactly(
            new Violation(
                "schema[0].properties[0].quality[0]",
                "{\"metric\":\"nullValues\"} has none of the keys that ODCS asks for here, or more"
                    + " than one",
                "exactly one of mustBe, mustNotBe, mustBeGreaterThan, mustBeGreaterOrEqualTo,"
                    + " mustBeLessThan, mustBeLessOrEqualTo, mustBeBetween, mustNotBeBetween"));
  }

  @Test
  void twoPlacesWithoutAnyOfSeveralKeysAreTwoViolations() {
    assertThat(
            violations(
                "[{metric: nullValues, mustBe: 0}]", "[{metric: nullValues}, {metric: rowCount}]"))
        .extracting(Violation::path)
        .containsExactly(
            "schema[0].properties[0].quality[0]", "schema[0].properties[0].quality[1]");
  }

  @Test
  void twoOfSeveralKeysAreOneTooMany() {
    assertThat(violations("mustBe: 0", "mustBe: 0, mustNotBe: 1"))
        .extracting(Violation::path)
        .containsExactly("schema[0].properties[0].quality[0]");
  }

  @Test
  void ofSeveralTypesAllAreNamed() {
    assertThat(violations("value: 60", "value: [60]"))
        .containsExactly(
            new Violation(
                "slaProperties[0].value",
                "[60] is of another type",
                "text, in quotes where YAML takes it for something else, or a number, or a whole"
                    + " number, or true or false, or nothing"));
  }

  @Test
  void aMissingKeyIsNamed() {
    assertThat(violations("status: active\n", ""))
        .containsExactly(
            new Violation("status", "status is missing", "a value, as ODCS requires one"));
    assertThat(violations(", value: event", ""))
        .containsExactly(
            new Violation(
                "customProperties[0].value", "value is missing", "a value, as ODCS requires one"));
  }

  @Test
  void anotherVersionOfTheStandardIsNotRead() {
    assertThat(violations("apiVersion: v3.1.0", "apiVersion: v3.0.2"))
        .containsExactly(new Violation("apiVersion", "ODCS \"v3.0.2\" is not read", "v3.1.0"));
    assertThat(violations("apiVersion: v3.1.0", "apiVersion: v4"))
        .containsExactly(new Violation("apiVersion", "ODCS \"v4\" is not read", "v3.1.0"));
    assertThat(violations("apiVersion: v3.1.0\n", ""))
        .containsExactly(new Violation("apiVersion", "apiVersion is missing", "v3.1.0"));
  }

  @Test
  void everyViolationIsToldAtOnce() {
    assertThat(
            violations(
                "required: true\n        quality: [{metric: nullValues, mustBe: 0}]",
                "required: 1\n        colour: red\n        quality: [{metric: nullz, mustBe: 0}]"))
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "schema[0].properties[0].required",
            "schema[0].properties[0].colour",
            "schema[0].properties[0].quality[0].metric");
  }

  private static List<Violation> violations(String old, String replacement) {
    if (!SOUND.contains(old)) {
      throw new IllegalArgumentException("Not in the document: " + old);
    }
    try {
      return STANDARD.violations(OdcsDocument.parse(SOUND.replace(old, replacement)));
    } catch (MalformedDocumentException e) {
      throw new AssertionError(e);
    }
  }
}
