package io.freshet.maintenance.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyTest {
  @Test
  void pinsEveryKeyAndDefault() {
    Settings settings = Settings.of(Map.of());

    Policy policy = Policy.from(settings);

    assertThat(policy)
        .isEqualTo(
            new Policy(
                new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofHours(1), 100),
                new Policy.Expiry(Duration.ofDays(1), 2000, 20, 10),
                20,
                Duration.ofDays(3)));
    assertThat(settings.effective())
        .containsOnlyKeys(
            "maintenance.min-small-files",
            "maintenance.hot-window",
            "maintenance.hot-min-small-files",
            "maintenance.cpu-budget",
            "maintenance.copy-row-groups",
            "maintenance.convert-deletes-percent",
            "maintenance.snapshot-retention",
            "maintenance.max-snapshots",
            "maintenance.keep-snapshots",
            "maintenance.min-expired-snapshots",
            "maintenance.min-manifests",
            "maintenance.orphan-age",
            "maintenance.row-expiry");
  }

  @Test
  void refusesToTakeFilesForOrphansThatACommitMayStillNeed() {
    assertThatThrownBy(() -> from("maintenance.orphan-age", "23h"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.orphan-age is 23h; it must be at least 1d: a younger file may belong to a"
                + " commit that is still to come");
  }

  @Test
  void refusesToExpireWhatARunningWriterNeeds() {
    assertThatThrownBy(() -> from("maintenance.snapshot-retention", "5m"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.snapshot-retention is 5m; it must be at least 10m: running writers need"
                + " them");
    assertThatThrownBy(() -> from("maintenance.keep-snapshots", "1"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.keep-snapshots is 1; it must be at least 2: running writers need them");
    assertThatThrownBy(() -> from("maintenance.max-snapshots", "19"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.max-snapshots is 19; it must be at least maintenance.keep-snapshots,"
                + " which is 20");
  }

  @Test
  void letsGoWhatIsTooOldAndWhatIsTooMuch() {
    Policy.Expiry expiry = new Policy.Expiry(Duration.ofDays(1), 30, 20, 10);
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    assertThat(expiry.olderThan(now, every(Duration.ofHours(1), 30, now)))
        .as("by age")
        .isEqualTo(now.minus(Duration.ofDays(1)));
    assertThat(expiry.olderThan(now, every(Duration.ofMinutes(2), 300, now)))
        .as("by number: 30 stay")
        .isEqualTo(now.minus(Duration.ofMinutes(58)));
    assertThat(expiry.olderThan(now, every(Duration.ofSeconds(1), 300, now)))
        .as("what running writers need stays, however many")
        .isEqualTo(now.minus(Duration.ofMinutes(10)));
  }

  private static List<Instant> every(Duration apart, int count, Instant until) {
    return IntStream.range(0, count).mapToObj(i -> until.minus(apart.multipliedBy(i))).toList();
  }

  @Test
  void refusesABusyPartitionToBeMergedSoonerThanAQuietOne() {
    assertThatThrownBy(() -> from("maintenance.hot-min-small-files", "4"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.hot-min-small-files is 4; it must be at least maintenance.min-small-files,"
                + " which is 5");
  }

  @Test
  void refusesFilesOfOneRowGroup() {
    assertThatThrownBy(() -> from("maintenance.copy-row-groups", "1"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.copy-row-groups is 1; it must be at least 2, or 0 where no file is to be"
                + " merged by copying");
    assertThat(from("maintenance.copy-row-groups", "0").compaction().copyRowGroups()).isZero();
  }

  @Test
  void refusesMoreThanAllRows() {
    assertThatThrownBy(() -> from("maintenance.convert-deletes-percent", "101"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.convert-deletes-percent is 101; it must be between 0 and 100; 0 where"
                + " files are to be rewritten for any deletes");
  }

  private static Policy from(String key, String value) {
    return Policy.from(Settings.of(Map.of(key, value)));
  }
}
