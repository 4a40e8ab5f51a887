package io.freshet.lineage.graph;

import static io.freshet.lineage.Events.event;
import static io.freshet.lineage.Events.read;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuccessionTest {
  private static final Optional<Succession.Known> AT_TEN =
      Optional.of(new Succession.Known(Instant.parse("2026-03-01T10:00:00Z"), "r1"));

  @Test
  void aNewerRunReplacesWhatAnOlderOneSaid() {
    assertThat(batch("COMPLETE", "r2", "11:00:00")).isEqualTo(Succession.REPLACE);
  }

  @Test
  void anOlderRunThatComesLateChangesNothing() {
    assertThat(batch("COMPLETE", "r0", "09:00:00")).isEqualTo(Succession.KEEP);
  }

  @Test
  void aFurtherWordOfTheSameRunReplacesWhatItSaidBefore() {
    assertThat(batch("COMPLETE", "r1", "10:00:05")).isEqualTo(Succession.REPLACE);
    assertThat(batch("COMPLETE", "r1", "10:00:00")).isEqualTo(Succession.REPLACE);
  }

  @Test
  void ofTwoRunsOfTheSameMomentOneIsRightInWhateverOrderTheyCome() {
    assertThat(batch("COMPLETE", "r2", "10:00:00")).isEqualTo(Succession.REPLACE);
    assertThat(batch("COMPLETE", "r0", "10:00:00")).isEqualTo(Succession.KEEP);
  }

  @Test
  void aRunThatTellsNoDatasetChangesNothing() {
    assertThat(
            Succession.of(
                read(event("COMPLETE", "job", "r2", "11:00:00", "", "", "BATCH")), AT_TEN))
        .isEqualTo(Succession.KEEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "RUNNING", "FAIL", "ABORT", "OTHER"})
  void aBatchRunThatIsNotDoneChangesNothing(String state) {
    assertThat(batch(state, "r2", "11:00:00")).isEqualTo(Succession.KEEP);
  }

  @Test
  void aStreamingJobSaysWhatItDoesWhileItRuns() {
    assertThat(streaming("RUNNING", "r1", "11:00:00", table("raw.b")))
        .isEqualTo(Succession.REPLACE);
    assertThat(streaming("START", "r2", "11:00:00", table("raw.b"))).isEqualTo(Succession.REPLACE);
    assertThat(streaming("RUNNING", "r1", "09:00:00", table("raw.b"))).isEqualTo(Succession.KEEP);
  }

  @Test
  void aStreamingJobMayOnlyRead() {
    assertThat(streaming("RUNNING", "r1", "11:00:00", "")).isEqualTo(Succession.REPLACE);
  }

  @Test
  void aStreamingJobThatStopsHasStillWritten() {
    assertThat(
            Succession.of(
                read(event("COMPLETE", "job", "r1", "11:00:00", "", "", "STREAMING")), AT_TEN))
        .isEqualTo(Succession.KEEP);
    assertThat(streaming("ABORT", "r1", "11:00:00", table("raw.b"))).isEqualTo(Succession.KEEP);
  }

  private static Succession batch(String state, String run, String time) {
    return Succession.of(
        read(event(state, "job", run, time, table("raw.a"), table("raw.b"), "BATCH")), AT_TEN);
  }

  private static Succession streaming(String state, String run, String time, String outputs) {
    return Succession.of(
        read(event(state, "job", run, time, table("raw.a"), outputs, "STREAMING")), AT_TEN);
  }
}
