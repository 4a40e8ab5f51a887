package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

class LakeCommitterTest {
  private static final CommitTarget TRIPS =
      new CommitTarget("raw.trips", Duration.ZERO, 1, List.of());

  @Test
  void refusesAPendingCommittableOfAStreamThatThePoolLeavesOut() throws Exception {
    try (LakeCommitter committer = committer()) {
      assertThatThrownBy(
              () -> committer.commit(List.of(pending("raw.trips"), pending("raw.meals"))))
          .isInstanceOf(FreshetException.class)
          .hasMessage(
              "The job's state holds files of raw.meals, which writer.streams leaves out; name it"
                  + " there, or start the job without its state: it then goes on from the tables'"
                  + " ledgers")
          .satisfies(e -> assertThat(((FreshetException) e).fault()).isEqualTo(Fault.CALLER));
    }
  }

  /** It refuses before it asks the log or announces anything, so it has neither. */
  private static LakeCommitter committer() {
    return new LakeCommitter(
        new InMemoryCatalog(),
        Map.of(TRIPS.table(), TRIPS),
        null,
        new TableCommit(InstantSource.fixed(Instant.EPOCH), "writer/test"),
        null,
        new Opened());
  }

  private static CommitRequest<TableCommittable> pending(String table) {
    return new Pending(new TableCommittable(table, List.of(), List.of(), new ReceivedTimes(), 0));
  }

  /** A request as Flink hands it on after a restore. */
  private record Pending(TableCommittable committable) implements CommitRequest<TableCommittable> {
    @Override
    public TableCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("Nothing is put off");
    }

    @Override
    public void updateAndRetryLater(TableCommittable later) {
      throw new AssertionError("Nothing is put off");
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError("Nothing was committed");
    }
  }
}
