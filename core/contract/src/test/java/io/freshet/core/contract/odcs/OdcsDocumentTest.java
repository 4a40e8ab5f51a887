package io.freshet.core.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OdcsDocumentTest {
  @Test
  void everyPlaceKnowsItsLine() throws MalformedDocumentException {
    OdcsDocument document =
        OdcsDocument.parse(
            """
            # A comment
            name: rides
            schema:
              - name: rides
                properties:

                  - {name: city, required: true}
            """);

    assertThat(document.line("name")).isEqualTo(2);
    assertThat(document.line("schema")).isEqualTo(3);
    assertThat(document.line("schema[0]")).isEqualTo(4);
    assertThat(document.line("schema[0].properties[0].required")).isEqualTo(7);
  }

  @Test
  void aMissingPlaceIsOnTheLineOfWhatShouldHoldIt() throws MalformedDocumentException {
    OdcsDocument document = OdcsDocument.parse("name: rides\nteam:\n  description: none\n");

    assertThat(document.line("team.name")).isEqualTo(2);
    assertThat(document.line("schema[0].properties[3].name")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "-7, -7",
    "2.50, 2.50",
    "true, true",
    "no, false",
    "~, null",
    "'\"7\"', '\"7\"'",
    "1.0.0, '\"1.0.0\"'",
    "2026-11-22, '\"2026-11-22\"'"
  })
  void aScalarHasTheTypeThatYamlGivesIt(String yaml, String json)
      throws MalformedDocumentException {
    assertThat(OdcsDocument.parse("key: " + yaml).root().get("key")).hasToString(json);
  }

  @ParameterizedTest
  @CsvSource({"010", "0x1F", "1_000", "1:30", ".inf"})
  void aNumberThatPeopleReadOtherwiseStaysText(String yaml) throws MalformedDocumentException {
    assertThat(OdcsDocument.parse("key: " + yaml).root().get("key").textValue()).isEqualTo(yaml);
  }

  @Test
  void aKeyIsWrittenOnce() {
    assertMalformed(
        "name: a\nteam: {}\nname: b\n",
        3,
        "name is written twice, first on line 1",
        "each key once");
  }

  @Test
  void brokenYamlIsReportedWhereItBreaks() {
    assertMalformed(
        "name: rides\nteam: {name: x\nstatus: y\n",
        3,
        "this is no YAML: expected ',' or '}', but got : while parsing a flow mapping",
        "well-formed YAML");
  }

  @ParameterizedTest
  @CsvSource({"''", "'# only a comment'", "'---'"})
  void anEmptyFileIsNoContract(String yaml) {
    MalformedDocumentException e =
        catchThrowableOfType(MalformedDocumentException.class, () -> OdcsDocument.parse(yaml));

    assertThat(e.remedy()).isEqualTo("an ODCS v3.1.0 data contract");
  }

  @Test
  void aListIsNoContract() {
    assertMalformed("- a\n- b\n", 1, "the file holds no keys", "an ODCS v3.1.0 data contract");
  }

  @Test
  void aKeyIsAWord() {
    assertMalformed("? [a, b]\n: c\n", 1, "a key is a list or a map", "a key that is a word");
  }

  @Test
  void aTagHasNoMeaning() {
    assertMalformed(
        "name: x\nid: !secret x\n",
        2,
        "the tag !secret has no meaning here",
        "a value without a tag");
  }

  @Test
  void aliasesOfListsAndMapsAreRefused() {
    MalformedDocumentException e =
        catchThrowableOfType(
            MalformedDocumentException.class,
            () -> OdcsDocument.parse("a: &a [1, 2]\nb: [*a, *a]\n"));

    assertThat(e).hasMessageContaining("aliases");
    assertThat(e.remedy())
        .isEqualTo(
            "one document of at most 262144 characters, 40 levels deep, without aliases of lists or"
                + " maps");
  }

  @Test
  void aDocumentThatHoldsItselfIsRefused() {
    MalformedDocumentException e =
        catchThrowableOfType(
            MalformedDocumentException.class, () -> OdcsDocument.parse("a: &a\n  b: *a\n"));

    assertThat(e).hasMessageContaining("aliases");
  }

  @Test
  void aDeepDocumentIsRefused() {
    MalformedDocumentException e =
        catchThrowableOfType(
            MalformedDocumentException.class,
            () -> OdcsDocument.parse("a: " + "[".repeat(100_000)));

    assertThat(e.remedy()).contains("40 levels deep");
  }

  @Test
  void aLongDocumentIsRefused() {
    MalformedDocumentException e =
        catchThrowableOfType(
            MalformedDocumentException.class,
            () -> OdcsDocument.parse("a: " + "x".repeat(OdcsDocument.MAX_CHARACTERS)));

    assertThat(e.remedy()).contains("at most 262144 characters");
  }

  @Test
  void aFileHoldsOneDocument() {
    assertMalformed(
        "a: 1\n---\nb: 2\n",
        2,
        "this is no YAML: but found another document expected a single document in the stream",
        "well-formed YAML");
  }

  private static void assertMalformed(String yaml, int line, String problem, String remedy) {
    MalformedDocumentException e =
        catchThrowableOfType(MalformedDocumentException.class, () -> OdcsDocument.parse(yaml));

    assertThat(e).hasMessage(problem);
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.remedy()).isEqualTo(remedy);
  }
}
