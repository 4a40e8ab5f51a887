package io.freshet.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorePointsTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir private Path root;

  @Test
  void findsNothingBeforeTheFirstCheckpoint() throws IOException {
    assertThat(newestSince(Instant.EPOCH)).isEmpty();
  }

  @Test
  void leavesOutACheckpointThatWasCutShort() throws IOException {
    complete("checkpoints/job/chk-7", NOON);
    Files.createDirectories(root.resolve("checkpoints/job/chk-8"));

    assertThat(newestSince(Instant.EPOCH)).hasValueSatisfying(point -> ends(point, "chk-7"));
  }

  @Test
  void takesTheHigherNumberOfTwoAsOld() throws IOException {
    complete("checkpoints/job/chk-9", NOON);
    complete("checkpoints/job/chk-10", NOON);

    assertThat(newestSince(Instant.EPOCH)).hasValueSatisfying(point -> ends(point, "chk-10"));
  }

  @Test
  void takesASavepointThatIsNewerAndNeverClaimsIt() throws IOException {
    complete("checkpoints/job/chk-9", NOON);
    complete("savepoints/savepoint-a", NOON.plusSeconds(1));

    Optional<RestorePoint> newest = newestSince(Instant.EPOCH);

    assertThat(newest).hasValueSatisfying(point -> ends(point, "savepoint-a"));
    assertThat(newest).map(RestorePoint::claimMode).contains("NO_CLAIM");
  }

  @Test
  void takesACheckpointOnceTheJobWentOnFromTheSavepoint() throws IOException {
    complete("savepoints/savepoint-a", NOON);
    complete("checkpoints/job/chk-11", NOON.plusSeconds(1));

    assertThat(newestSince(Instant.EPOCH)).map(RestorePoint::claimMode).contains("CLAIM");
  }

  @Test
  void overlooksWhatIsOlderThanTheBranchThatTheUserWentBackTo() throws IOException {
    complete("checkpoints/job/chk-9", NOON);

    assertThat(newestSince(NOON.plusSeconds(1))).isEmpty();
  }

  private Optional<RestorePoint> newestSince(Instant since) throws IOException {
    return RestorePoints.under(root.toUri().toString()).newestSince(since);
  }

  private void complete(String folder, Instant at) throws IOException {
    Path metadata = Files.createDirectories(root.resolve(folder)).resolve("_metadata");
    Files.writeString(metadata, "");
    Files.setLastModifiedTime(metadata, FileTime.from(at));
  }

  private static void ends(RestorePoint point, String name) {
    assertThat(point.path()).endsWith("/" + name);
  }
}
