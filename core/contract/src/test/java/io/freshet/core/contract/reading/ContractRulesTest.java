package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the platform demands of a contract as a whole: every rule broken once. */
class ContractRulesTest {
  private static final String CUSTOM = "customProperties.";

  @Test
  void aSoundContractHasNoFindings() {
    assertThat(Draft.sound().findings()).isEmpty();
    assertThat(Draft.derived().findings()).isEmpty();
  }

  @Test
  void everyFindingIsToldAtOnceInTheOrderOfTheLines() {
    Draft draft =
        Draft.sound()
            .with("version: 1.0.0", "version: '1'")
            .with("value: 60", "value: -1")
            .with("value: ride_id", "value: rideid");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "version: '1'",
                "version",
                "the version 1 has not three numbers",
                "major.minor.patch, such as 1.0.0"),
            draft.finding(
                "value: -1",
                "slaProperties.freshness",
                "freshness is -1 with the unit \"s\"",
                "a whole number with the unit s, m, h or d"),
            draft.finding(
                "value: rideid", CUSTOM + "entityKey", "there is no column rideid", "ride_id"));
  }

  @Test
  void theNameIsInLowerCase() {
    Draft draft = Draft.sound().with("\nname: rides\n", "\nname: Rides\n");

    assertThat(draft.findings())
        .contains(
            draft.finding(
                "name: Rides",
                "name",
                "Rides is no name",
                "lower-case words joined by underscores, at most 100 characters"));
  }

  @Test
  void theFileBearsTheContractsName() {
    Draft draft =
        Draft.sound()
            .with("\nname: rides\n", "\nname: trips\n")
            .with("  - name: rides", "  - name: trips");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "name: trips\nversion",
                "name",
                "the contract trips lies in the file rides.yaml",
                "one name for both"));
  }

  @Test
  void theSchemaObjectBearsTheContractsName() {
    Draft draft = Draft.sound().with("  - name: rides", "  - name: trips");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "- name: trips",
                "schema[0].name",
                "the schema object trips has another name than the contract",
                "rides"));
  }

  @Test
  void thereIsOneSchemaObject() {
    Draft draft = Draft.sound().with("slaProperties:", "  - name: more\nslaProperties:");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "schema:",
                "schema",
                "there are 2 schema objects",
                "one, which bears the contract's name"));
  }

  @Test
  void thereIsOneNameEverywhere() {
    Draft draft = Draft.sound().with("  - name: rides", "  - name: rides\n    physicalName: t_1");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "physicalName",
                "schema[0].physicalName",
                "physicalName is t_1",
                "rides, or no such key: there is one name everywhere"));
  }

  @Test
  void theStatusIsOneOfTheStandardsFive() {
    Draft draft = Draft.sound().with("status: active", "status: live");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "status: live",
                "status",
                "status is \"live\"",
                "one of proposed, draft, active, deprecated, retired"));
  }

  @Test
  void someoneAnswersForIt() {
    Draft draft = Draft.sound().without("team:\n  name: riders\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "apiVersion", "team.name", "name is missing", "the team that answers for it"));
  }

  @Test
  void itSaysWhatItIsForAndWhoseBusinessItIs() {
    Draft draft =
        Draft.sound()
            .with("purpose: What rides there were", "purpose: ' '")
            .without("domain: transport\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "apiVersion", "domain", "domain is missing", "whose business it describes"),
            draft.finding(
                "purpose", "description.purpose", "purpose is blank", "what the data is for"));
  }

  @Test
  void anUnknownCustomPropertyIsNamedWithTheNearestKnownOne() {
    Draft draft = Draft.sound().withSetting("streamRetenton", "7d");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "streamRetenton",
                CUSTOM + "streamRetenton",
                "streamRetenton is no custom property of Freshet's",
                "streamRetention"));
  }

  @Test
  void aCustomPropertyIsGivenOnce() {
    Draft draft = Draft.sound().withSetting("kind", "reference");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: reference",
                CUSTOM + "kind",
                "kind is given twice",
                "each custom property once"));
  }

  @Test
  void ourCustomPropertiesStandAtTheTopLevel() {
    Draft draft =
        Draft.sound()
            .with(
                "  - name: rides",
                "  - name: rides\n    customProperties: [{property: sort, value: [city]}]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: sort",
                "schema[0].customProperties.sort",
                "sort is no custom property of Freshet's",
                "the contract's own customProperties, at the top level"));
  }

  @Test
  void theKindIsOneOfThree() {
    Draft draft = Draft.sound().with("value: event}", "value: evnt}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: evnt",
                CUSTOM + "kind",
                "kind is \"evnt\"",
                "one of event, reference, derived"));
  }

  @Test
  void aNearlyRightServiceLevelIsNamed() {
    Draft draft = Draft.sound().with("property: freshness", "property: freshnes");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "freshnes,",
                "slaProperties.freshnes",
                "freshnes is no service level",
                "freshness"));
  }

  @Test
  void otherServiceLevelsOfTheStandardAreForOtherTools() {
    Draft draft =
        Draft.sound()
            .with("slaProperties:", "slaProperties:\n  - {property: availability, value: 99.9}");

    assertThat(draft.findings()).isEmpty();
  }

  @Test
  void aServiceLevelIsGivenOnce() {
    Draft draft =
        Draft.sound()
            .with("slaProperties:", "slaProperties:\n  - {property: freshness, value: 2, unit: m}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: 60",
                "slaProperties.freshness",
                "freshness is given twice",
                "each property once"));
  }

  @Test
  void aServiceLevelHasAUnit() {
    Draft draft = Draft.sound().with("value: 60, unit: s", "value: 60");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: 60",
                "slaProperties.freshness",
                "freshness is 60 with the unit left out",
                "a whole number with the unit s, m, h or d"));
  }

  @Test
  void aTableKeepsItsRowsAtLeastUntilTheyAreDue() {
    Draft draft =
        Draft.sound()
            .with(
                "slaProperties:", "slaProperties:\n  - {property: retention, value: 59, unit: s}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: 59",
                "slaProperties.retention",
                "rows would be gone before they are due",
                "at least the freshness, 1m"));
  }

  @Test
  void aStreamKeepsItsRecordsAtLeastUntilTheTableHasThem() {
    Draft draft = Draft.sound().withSetting("streamRetention", "30s");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: 30s",
                CUSTOM + "streamRetention",
                "records would be gone before the table has them",
                "at least the freshness, 1m"));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    Contract contract =
        Draft.sound()
            .without("  - {property: freshness, value: 60, unit: s}\n")
            .with("slaProperties:", "slaProperties: []")
            .contract();

    assertThat(contract.requireStream().partitions()).isEqualTo(4);
    assertThat(contract.requireStream().spread()).isEqualTo(4);
    assertThat(contract.requireStream().retention()).contains(Duration.ofDays(7));
    assertThat(contract.requireStream().durability().replicas()).isEqualTo(3);
    assertThat(contract.requireStream().durability().minInSync()).isEqualTo(2);
    assertThat(contract.requireStream().maxMessageBytes()).isEqualTo(1_048_576);
    assertThat(contract.requireStream().compatibility()).hasToString("BACKWARD_TRANSITIVE");
    assertThat(contract.requireStream().deadLettersPerHour()).isEqualTo(100);
    assertThat(contract.requireTable().namespace()).isEqualTo("raw");
    assertThat(contract.requireTable().partitioning())
        .hasToString("[Partitioning[transform=DAY, column=event_time]]");
    assertThat(contract.requireTable().sort()).containsExactly("city", "ride_id", "event_time");
    assertThat(contract.requireTable().timing())
        .hasToString(
            "Timing[freshness=PT3M, lateness=PT5M, maxAhead=PT10M, maxBehind=Optional.empty]");
    assertThat(contract.requireTable().retention()).isEmpty();
    assertThat(contract.requireTable().keepClientId()).isFalse();
    assertThat(contract.requireTable().pages()).isEqualTo(TableSettings.Pages.V1);
    assertThat(contract.requireTable().isolation()).isEqualTo(TableSettings.Isolation.POOLED);
  }

  @Test
  void aReferenceIsKeptForEverUnlessItSaysOtherwise() {
    Draft reference = Draft.sound().with("value: event}", "value: reference}");

    assertThat(reference.contract().requireStream().retention()).isEmpty();
    assertThat(
            reference.withSetting("streamRetention", "30d").contract().requireStream().retention())
        .contains(Duration.ofDays(30));
    assertThat(
            Draft.sound()
                .withSetting("streamRetention", "forever")
                .contract()
                .requireStream()
                .retention())
        .isEmpty();
  }
}
