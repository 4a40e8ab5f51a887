package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedule by which the example's installation is backed up, as its comments say. */
class BackupJobTest {
  private static final String SHARED =
      "  postgres.password: {secret: freshet-postgres, key: password}\n";
  private static final String OWN =
      Stream.of("catalog", "orders", "live", "lineage")
          .map(
              part ->
                  "  %1$s.postgres-password: {secret: postgres-%1$s, key: password}\n"
                      .formatted(part))
          .collect(Collectors.joining());

  @TempDir private static Path folder;
  @TempDir private static Path shipped;
  private static Contracts contracts;
  private static List<Resource> resources;

  @BeforeAll
  static void render() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
    resources = with("keep: 30", "keep: 30");
  }

  private static List<Resource> with(String text, String changed) throws IOException {
    return new Installation(
            ExampleCompany.values(
                folder,
                example ->
                    example
                        .replace("# backup: {to", "backup: {to")
                        .replace("processes: [gateway,", "processes: [backup, gateway,")
                        .replace("processes: [catalog,", "processes: [backup, catalog,")
                        .replace(text, changed)),
            contracts,
            List.of())
        .resources();
  }

  @Test
  void runsTheCommandOnceANightAndNoTwoAtATime() {
    assertThat(text("CronJob"))
        .contains("schedule: 40 2 * * *", "timeZone: UTC", "concurrencyPolicy: Forbid")
        .containsSubsequence(
            "- backup\n",
            "- --to\n",
            "- s3://dashline-freshet-backups/lake\n",
            "- --keep\n",
            "- '30'\n",
            "- --only\n",
            "- catalog,orders,live,lineage,lake,topics,flink,contracts,receipts,profile\n");
  }

  /** Receipts are on a claim, which a backup without would take for none. */
  @Test
  void findsWhatItWritesDown() {
    assertThat(text("CronJob"))
        .containsPattern("name: receipts\\s+mountPath: /var/freshet/receipts\\s+readOnly: true")
        .contains(
            "name: contract-order-events",
            "FRESHET_POSTGRES_PASSWORD",
            "FRESHET_CATALOG_TOKEN",
            "mountPath: /opt/freshet/mounts/postgres",
            "secretName: backup",
            "FRESHET_AUDIT_PATH")
        .doesNotContain("FRESHET_GATEWAY", "FRESHET_LIVE", "REDIS");
    assertThat(text("ServiceAccount")).contains("automountServiceAccountToken: false");
  }

  /** The one profile names the users of servers, and whoever finds one asks for its password. */
  @Test
  void hasThePasswordsOfTheUsersWhoseDatabasesItReads() throws IOException {
    assertThat(ExampleCompany.text(with(SHARED, OWN + SHARED), "CronJob", "backup"))
        .contains(
            "FRESHET_CATALOG_POSTGRES_PASSWORD",
            "FRESHET_ORDERS_POSTGRES_PASSWORD",
            "FRESHET_LIVE_POSTGRES_PASSWORD",
            "FRESHET_LINEAGE_POSTGRES_PASSWORD",
            "FRESHET_POSTGRES_PASSWORD")
        .doesNotContain("FRESHET_LIVE_TOKEN", "FRESHET_ORDERS_TOKEN");
  }

  @Test
  void needsNoSharedPasswordWhereEachHasItsOwn() throws IOException {
    assertThat(ExampleCompany.text(with(SHARED, OWN), "CronJob", "backup"))
        .contains("FRESHET_CATALOG_POSTGRES_PASSWORD")
        .doesNotContain("FRESHET_POSTGRES_PASSWORD");
  }

  @Test
  void seesTopicsAndGroupsAndReadsNoEvent() {
    assertThat(text("KafkaUser"))
        .contains("name: order_events", "name: freshet-", "- DescribeConfigs")
        .doesNotContain("- Read", "- Write", "type: cluster");
  }

  @Test
  void holdsToThePolicy() {
    assertThat(Policy.findings(resources)).isEmpty();
  }

  @Test
  void isNotThereUnlessTheCompanySaysWhen() {
    assertThat(new Installation(ExampleCompany.values(), contracts, List.of()).resources())
        .noneMatch(each -> each.name().equals("backup"));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://dashline-freshet-backups/lake, /backups, backup.to is /backups; it must be a prefix",
    "keep: 30, keep: 0, backup.keep is 0",
    "keep: 30, kep: 3, backup.kep is no key; did you mean keep?"
  })
  void saysWhatIsWrong(String text, String changed, String problem) {
    assertThatThrownBy(() -> with(text, changed))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(problem);
  }

  private static String text(String kind) {
    return ExampleCompany.text(resources, kind, "backup");
  }
}
