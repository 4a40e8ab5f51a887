package io.freshet.assurance.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.testing.samples.EditedContracts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractDiffTest {
  private static final Contracts SHIPPED = EditedContracts.shipped();
  private static final String SYNTHETIC = "      - name: synthetic\n";

  @TempDir private Path folder;
  @TempDir private Path former;
  private Contracts before = SHIPPED;
  private EditedContracts edited;

  @BeforeEach
  void copy() {
    edited = EditedContracts.in(folder);
  }

  @Test
  void findsNothingWhereNothingChanged() {
    assertThat(changes()).isEmpty();
  }

  @Test
  void aColumnThatIsGoneBreaksItsReaders() {
    edited.removeColumn("order_events", "reason");

    assertThat(changes()).containsExactly("! order_events.reason: removed");
  }

  @Test
  void aColumnThatIsRenamedBreaksWhoAsksByTheOldName() {
    edited.replace("order_events", "- name: reason\n", "- name: cancel_reason\n");

    assertThat(changes()).containsExactly("! order_events.reason: renamed to cancel_reason");
  }

  @Test
  void aNewIdUnderAnOldNameIsAnotherColumn() {
    edited.replace("order_events", "fieldId, value: 15}", "fieldId, value: 99}");

    assertThat(changes()).containsExactly("! order_events.reason: field id 15 → 99");
  }

  @Test
  void anOptionalColumnMoreIsCompatibleAndARequiredOneIsNot() {
    edited.replace("order_events", SYNTHETIC, column("tip", "", 20) + SYNTHETIC);

    assertThat(changes()).containsExactly("~ order_events.tip: added as optional long");

    edited.replace(
        "order_events", SYNTHETIC, column("fee", "        required: true\n", 21) + SYNTHETIC);

    assertThat(changes())
        .containsExactly(
            "~ order_events.tip: added as optional long",
            "! order_events.fee: added as required long");
  }

  @Test
  void aWiderTypeIsCompatible() {
    widenOrderVersion();

    assertThat(changes())
        .containsExactly("~ order_events.order_version: int → long, which is wider");
  }

  @Test
  void anotherTypeBreaks() {
    edited.replace(
        "order_events",
        "- name: synthetic\n        logicalType: boolean",
        "- name: synthetic\n        logicalType: string");

    assertThat(changes()).containsExactly("! order_events.synthetic: boolean → string");
  }

  @Test
  void aWiderTypeBreaksAStreamWhoseOldReadersMustStillRead() {
    requireFullCompatibility();
    widenOrderVersion();

    assertThat(changes())
        .containsExactly(
            "~ order_events.order_version: int → long, which is wider",
            "! order_events: schema of the stream not compatible at level FULL");
  }

  @Test
  void aColumnThatBreaksDoesNotHideAnother() {
    requireFullCompatibility();
    edited.removeColumn("order_events", "reason");
    widenOrderVersion();

    assertThat(changes())
        .containsExactly(
            "~ order_events.order_version: int → long, which is wider",
            "! order_events.reason: removed",
            "! order_events: schema of the stream not compatible at level FULL");
  }

  @Test
  void aValueThatIsNoLongerAllowedDoesNotHideWhatTheRegistryRefuses() {
    requireFullCompatibility();
    edited.replace("order_events", "                - ready\n", "");
    widenOrderVersion();

    assertThat(changes())
        .containsExactly(
            "~ order_events.order_version: int → long, which is wider",
            "! order_events.state: no longer allows ready",
            "! order_events: schema of the stream not compatible at level FULL");
  }

  @Test
  void whatTheRegistryRefusesOfAColumnThatBreaksIsNotSaidTwice() {
    edited.replace(
        "order_events",
        "- name: order_version\n        logicalType: integer\n        physicalType: int\n",
        "- name: order_version\n        logicalType: string\n");
    edited.replace("order_events", "        logicalTypeOptions: {minimum: 1}\n", "");

    assertThat(changes()).containsExactly("! order_events.order_version: int → string");
  }

  private void requireFullCompatibility() {
    String partitions = "  - {property: partitions, value: 4}\n";
    String full = partitions + "  - {property: compatibility, value: FULL}\n";
    edited.replace("order_events", partitions, full);
    before = EditedContracts.in(former).replace("order_events", partitions, full).read();
  }

  private void widenOrderVersion() {
    edited.replace("order_events", "physicalType: int\n", "physicalType: long\n");
  }

  @Test
  void aColumnThatBecomesRequiredIsRefused() {
    edited.replace(
        "order_events",
        "- name: currency\n        logicalType: string\n",
        "- name: currency\n        logicalType: string\n        required: true\n");

    assertThat(changes()).containsExactly("! order_events.currency: made required");
  }

  @Test
  void aStricterClassificationBreaksTheRolesThatSawTheColumn() {
    edited.replace(
        "order_events",
        "- name: currency\n        logicalType: string\n",
        "- name: currency\n        logicalType: string\n        classification: personal\n");

    assertThat(changes())
        .contains(
            "~ order_events.currency: classification internal → personal",
            "! order_events.currency: masked for role analyst",
            "! order_events.currency: masked for role ops_lead")
        .noneMatch(change -> change.contains("data_engineer"));
  }

  @Test
  void aLooserClassificationIsCompatible() {
    edited.replace("order_events", "classification: confidential", "classification: public");

    assertThat(changes())
        .contains("~ order_events.subtotal_minor: shown to role analyst")
        .noneMatch(change -> change.startsWith("!"));
  }

  @Test
  void aValueThatIsNoLongerAllowedBreaksWhoSendsIt() {
    edited.replace("order_events", "                - ready\n", "");

    assertThat(changes()).containsExactly("! order_events.state: no longer allows ready");
  }

  @Test
  void anotherKeyBreaksOrder() {
    edited.replace("order_events", "  - {property: entityKey, value: order_id}\n", "");

    assertThat(changes()).contains("! order_events: entity key order_id → none");
  }

  @Test
  void aRoleThatSeesLessBreaks() {
    edited.replace("order_events", "values: [san_francisco]", "values: [oakland]");
    edited.replace("order_events", "{wall-board: ops_lead}", "{wall-board: analyst}");
    edited.replace(
        "order_events",
        """
          - role: ops_lead
            description: Watches supply and orders in all markets
            access: read
            customProperties:
              - {property: sees, value: [confidential]}
        """,
        "");

    assertThat(changes())
        .containsExactly(
            "! order_events: role ops_lead removed",
            "! order_events: role market_lead_san_francisco sees rows whose market is oakland, where"
                + " it saw rows whose market is san_francisco",
            "! order_events: reader wall-board reads as analyst, where it read as ops_lead");
  }

  @Test
  void aRoleThatSeesMoreIsCompatible() {
    edited.replace("order_events", "values: [san_francisco]", "values: [san_francisco, oakland]");

    assertThat(changes()).singleElement().asString().startsWith("~ order_events: role market_lead");
  }

  @Test
  void theOrderOfARolesValuesMeansNothing() {
    String filter = "values: [san_francisco]";
    before =
        EditedContracts.in(former)
            .replace("order_events", filter, "values: [san_francisco, oakland]")
            .read();
    edited.replace("order_events", filter, "values: [oakland, san_francisco]");

    assertThat(changes())
        .containsExactly("~ order_events: says the same in other words or another order");
  }

  @Test
  void saysWhatIsOnlyForPeople() {
    edited.replace("order_events", "version: 1.1.0", "version: 1.2.0");
    edited.replace("order_events", "name: delivery-orders", "name: orders");
    edited.replace("order_events", "description: The order\n", "description: The order's id\n");

    assertThat(changes())
        .containsExactly(
            "~ order_events: version 1.1.0 → 1.2.0",
            "~ order_events: owner delivery-orders → orders",
            "~ order_events.order_id: described in other words");
  }

  @Test
  void aPurposeInOtherWordsIsADifferenceToo() {
    edited.replace("order_events", "Every step of every order", "Each step of each order");

    assertThat(changes())
        .containsExactly("~ order_events: says the same in other words or another order");
  }

  @Test
  void askWhomAChangeConcerns() {
    edited.removeColumn("order_events", "reason");
    edited.replace(
        "order_events", "{property: namespace, value: raw}", "{property: namespace, value: clean}");
    edited.replace("order_events", "values: [san_francisco]", "values: [oakland]");
    edited.remove("eta_predictions");

    assertThat(ContractDiff.between(before, edited.read()))
        .extracting(change -> change.change().split(" ")[0] + " " + change.impact())
        .containsExactly("table TABLE_READERS", "removed BOTH", "role NO_READERS", "contract BOTH");
  }

  @Test
  void aTableThatMovesBreaks() {
    edited.replace(
        "order_events", "{property: namespace, value: raw}", "{property: namespace, value: clean}");

    assertThat(changes()).containsExactly("! order_events: table moves from raw to clean");
  }

  @Test
  void aContractThatIsGoneBreaksAndOneMoreDoesNot() {
    edited.remove("eta_predictions");

    assertThat(changes()).containsExactly("! eta_predictions: contract removed");
    assertThat(ContractDiff.between(edited.read(), SHIPPED))
        .extracting(ContractDiffTest::text)
        .containsExactly("~ eta_predictions: contract added");
  }

  private List<String> changes() {
    return ContractDiff.between(before, edited.read()).stream()
        .map(ContractDiffTest::text)
        .toList();
  }

  private static String text(ContractChange change) {
    return "%s %s: %s".formatted(change.isBreaking() ? "!" : "~", change.place(), change.change());
  }

  private static String column(String name, String required, int id) {
    return """
              - name: %s
                logicalType: integer
                physicalType: long
        %s        description: More
                customProperties: [{property: fieldId, value: %d}]
        """
        .formatted(name, required, id);
  }
}
