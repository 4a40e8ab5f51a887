package io.freshet.assurance.change;

import static io.freshet.core.contract.FieldType.Scalar.INTEGER;
import static io.freshet.core.contract.FieldType.Scalar.LONG;
import static io.freshet.core.contract.FieldType.Scalar.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contract.Documentation;
import io.freshet.core.contract.Contract.Kind;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnDiffTest {
  private static final Optional<TableSettings> NO_TABLE = Optional.empty();
  private static final Optional<TableSettings> TABLE =
      Optional.of(
          new TableSettings(
              "raw",
              List.of(),
              List.of(),
              new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Optional.empty()),
              Optional.empty(),
              false,
              TableSettings.Pages.V1,
              TableSettings.Isolation.POOLED));

  @Test
  void aNameThatIsGivenToANewColumnMisleadsReaders() {
    assertThat(between(TABLE, List.of(text(1, "a")), List.of(text(1, "b"), text(2, "a"))))
        .containsExactly(
            "! a: renamed to b; its readers silently read another column of that name",
            "~ a: added as optional string");
  }

  @Test
  void aNameThatIsGivenToAnotherColumnMisleadsReaders() {
    assertThat(between(TABLE, List.of(text(1, "a"), text(2, "b")), List.of(text(1, "b"))))
        .containsExactly(
            "! a: renamed to b; its readers ask for it by the old name",
            "! b: removed; its readers silently read another column of that name, and contract apply"
                + " refuses it");
  }

  @Test
  void namesThatAreSwappedMisleadReadersOfBoth() {
    assertThat(
            between(
                TABLE, List.of(text(1, "a"), text(2, "b")), List.of(text(1, "b"), text(2, "a"))))
        .containsExactly(
            "! a: renamed to b; its readers silently read another column of that name",
            "! b: renamed to a; its readers silently read another column of that name");
  }

  @Test
  void anotherIdBreaksTheTableAndItsTypeIsComparedToo() {
    assertThat(between(TABLE, List.of(text(1, "a")), List.of(optional(2, "a", LONG))))
        .containsExactly(
            "! a: field id 1 → 2; Iceberg takes it for another column: its readers lose what is"
                + " stored under the old id, and contract apply refuses it",
            "! a: string → long; what is stored can't be read as that");
  }

  @Test
  void onlyNamesCountWhereThereIsNoTable() {
    assertThat(between(NO_TABLE, List.of(text(1, "a")), List.of(text(2, "a"))))
        .containsExactly("~ a: field id 1 → 2");
    assertThat(between(NO_TABLE, List.of(text(1, "a")), List.of(text(1, "b"), text(2, "a"))))
        .containsExactly("~ a: field id 1 → 2", "~ b: added as optional string");
    assertThat(between(NO_TABLE, List.of(text(1, "a")), List.of(text(1, "b"))))
        .containsExactly("! a: renamed to b; its readers ask for it by the old name");
    assertThat(between(NO_TABLE, List.of(text(1, "a")), List.of()))
        .containsExactly("! a: removed; its readers find no such column");
  }

  @Test
  void elementsWithAnotherIdAreOthersForATable() {
    List<Field> before = List.of(optional(1, "a", new Sequence(7, LONG)));
    List<Field> after = List.of(optional(1, "a", new Sequence(9, LONG)));

    assertThat(between(TABLE, before, after))
        .singleElement()
        .asString()
        .startsWith("! a: element id 7 → 9; Iceberg takes it for another column");
    assertThat(between(NO_TABLE, before, after)).containsExactly("~ a: element id 7 → 9");
  }

  @Test
  void looksIntoObjectsAndArrays() {
    assertThat(
            between(
                TABLE,
                List.of(optional(1, "a", new Struct(List.of(text(2, "x"), text(3, "y"))))),
                List.of(optional(1, "a", new Struct(List.of(text(2, "z")))))))
        .containsExactly(
            "! a.x: renamed to z; its readers ask for it by the old name",
            "! a.y: removed; its readers find no such column, and contract apply refuses it");
    assertThat(
            between(
                TABLE,
                List.of(optional(1, "a", new Sequence(2, new Struct(List.of(text(3, "x")))))),
                List.of(
                    optional(
                        1, "a", new Sequence(2, new Struct(List.of(text(3, "x"), text(4, "y"))))))))
        .containsExactly("~ a.y: added as optional string");
  }

  @Test
  void anArrayBecomesWiderAndNeverNarrower() {
    List<Field> narrow = List.of(optional(1, "a", new Sequence(2, INTEGER)));
    List<Field> wide = List.of(optional(1, "a", new Sequence(2, LONG)));

    assertThat(between(TABLE, narrow, wide)).containsExactly("~ a: int → long, which is wider");
    assertThat(between(TABLE, wide, narrow))
        .containsExactly("! a: long → int; what is stored can't be read as that");
  }

  @Test
  void aRequiredColumnMayComeWithADefaultWhichStays() {
    Field plain = text(1, "a");
    Field currency = withDefault("NOK");

    assertThat(between(TABLE, List.of(plain), List.of(plain, currency)))
        .containsExactly("~ currency: added as required, by default NOK, string");
    assertThat(between(TABLE, List.of(currency), List.of(withDefault("SEK"))))
        .containsExactly(
            "! currency: default NOK → SEK; a default comes with its column and stays: rows and"
                + " proofs rest on it");
  }

  @Test
  void whoeverSendsJsonByANameOfItsOwnMustStillBeUnderstood() {
    Field own = inJson(new JsonForm("theA", false));

    assertThat(between(TABLE, List.of(own), List.of(inJson(new JsonForm("a", true)))))
        .containsExactly(
            "! a: no longer called theA in JSON; events of those who still send JSON so are refused",
            "~ a: takes any JSON; its readers may now meet JSON text");
    assertThat(between(TABLE, List.of(inJson(new JsonForm("a", false))), List.of(own))).isEmpty();
  }

  @Test
  void whoeverSendsAFormerNameMustStillBeUnderstood() {
    Field known = text(1, "a").with(new FieldHistory(Optional.empty(), List.of("old")));

    assertThat(between(TABLE, List.of(known), List.of(inJson(new JsonForm("a", false)))))
        .containsExactly(
            "! a: no longer called old in JSON; events of those who still send JSON so are refused");
  }

  private static Field inJson(JsonForm form) {
    return text(1, "a").with(form);
  }

  private static Field withDefault(String value) {
    return new Field(9, "currency", STRING, true, Classification.INTERNAL, List.of(), "")
        .with(FieldHistory.ofDefault(value));
  }

  @Test
  void aNarrowerTypeBreaks() {
    assertThat(between(TABLE, List.of(optional(1, "a", LONG)), List.of(optional(1, "a", INTEGER))))
        .containsExactly("! a: long → int; what is stored can't be read as that");
  }

  private static Field text(int id, String name) {
    return optional(id, name, STRING);
  }

  private static Field optional(int id, String name, FieldType type) {
    return new Field(id, name, type, false, Classification.INTERNAL, List.of(), "");
  }

  private static List<String> between(
      Optional<TableSettings> table, List<Field> before, List<Field> after) {
    return ColumnDiff.between(contract(table, before), contract(table, after)).changes().stream()
        .map(
            change ->
                "%s %s: %s%s"
                    .formatted(
                        change.isBreaking() ? "!" : "~",
                        change.column().orElseThrow(),
                        change.change(),
                        change.breaks().map("; "::concat).orElse("")))
        .toList();
  }

  private static Contract contract(Optional<TableSettings> table, List<Field> fields) {
    return new Contract(
        "c",
        "1.0.0",
        Kind.EVENT,
        new Documentation("", "", ""),
        new Schema(fields, new Keys("a", Optional.empty(), "a")),
        Optional.empty(),
        table);
  }
}
