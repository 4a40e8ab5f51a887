package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.travel.Track.Step;
import io.freshet.serving.eta.travel.Track.Verdict;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final double METERS_PER_DEGREE = 111_195;

  @Test
  void measuresTheWayBetweenTwoPings() {
    Step step = track(at(0, 0)).next(at(60, 600));

    assertThat(step.verdict()).isEqualTo(Verdict.BELIEVED);
    assertThat(step.stretch()).isPresent();
    assertThat(step.stretch().get().meters()).isCloseTo(600, within(1.0));
    assertThat(step.stretch().get().seconds()).isEqualTo(60);
  }

  @Test
  void saysNothingOnTheFirstPing() {
    Step step = Track.EMPTY.next(at(0, 0));

    assertThat(step.verdict()).isEqualTo(Verdict.BELIEVED);
    assertThat(step.stretch()).isEmpty();
  }

  @Test
  void leavesOutDuplicatesAndPingsThatComeLate() {
    Track track = track(at(0, 0), at(60, 600));

    assertThat(track.next(at(60, 600)).verdict()).isEqualTo(Verdict.DOUBLED);
    assertThat(track.next(at(60, 700)).verdict()).isEqualTo(Verdict.LATE);
    assertThat(track.next(at(30, 300)).verdict()).isEqualTo(Verdict.LATE);
    assertThat(track.next(at(30, 300)).track()).isEqualTo(track);
  }

  @Test
  void doesNotBelieveThatAnybodyDrivesFasterThan180KilometersPerHour() {
    Step step = track(at(0, 0)).next(at(60, 3_200));

    assertThat(step.verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(step.stretch()).isEmpty();
  }

  @Test
  void goesOnFromTheLastBelievedPingAfterOneOutlier() {
    Track track = track(at(0, 0), at(60, 50_000));

    Step step = track.next(at(120, 1_200));

    assertThat(step.verdict()).isEqualTo(Verdict.BELIEVED);
    assertThat(step.stretch().orElseThrow().meters()).isCloseTo(1_200, within(1.0));
  }

  @Test
  void movesToTheNewPlaceWhenASecondPingConfirmsIt() {
    Track track = track(at(0, 0), at(60, 50_000));

    Step step = track.next(at(120, 50_500));

    assertThat(step.verdict()).isEqualTo(Verdict.BELIEVED);
    assertThat(step.stretch()).isEmpty();
    assertThat(step.track().next(at(180, 51_000)).stretch()).isPresent();
  }

  @Test
  void doesNotConfirmAnOutlierByItsDouble() {
    Track track = track(at(0, 0), at(60, 50_000));

    Step step = track.next(at(60, 50_000));

    assertThat(step.verdict()).isEqualTo(Verdict.DOUBLED);
    assertThat(step.track()).isEqualTo(track);
  }

  @Test
  void doesNotConfirmAnOutlierByAnotherOneElsewhere() {
    Track track = track(at(0, 0), at(60, 50_000));

    assertThat(track.next(at(120, -50_000)).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void doesNotBelieveAnOutlierForHavingBeenSilentBefore() {
    Track track = track(at(0, 0));

    Step step = track.next(at(200, 50_000));

    assertThat(step.verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(step.track().next(at(260, 50_100)).verdict()).isEqualTo(Verdict.BELIEVED);
  }

  @Test
  void doesNotMeasureAcrossAGap() {
    Step step = track(at(0, 0)).next(at(181, 1_000));

    assertThat(step.verdict()).isEqualTo(Verdict.BELIEVED);
    assertThat(step.stretch()).isEmpty();
  }

  @Test
  void addsUpPingsThatAreTooCloseToMeasureOneByOne() {
    Track track = track(at(0, 0), at(4, 40), at(8, 80));

    Step step = track.next(at(12, 120));

    assertThat(step.stretch().orElseThrow().seconds()).isEqualTo(12);
    assertThat(step.stretch().orElseThrow().meters()).isCloseTo(120, within(1.0));
  }

  private static Track track(Fix... fixes) {
    Track track = Track.EMPTY;
    for (Fix fix : fixes) {
      track = track.next(fix).track();
    }

    return track;
  }

  /** A fix so many meters north of the equator. */
  private static Fix at(long seconds, double metersNorth) {
    return new Fix(seconds * 1000, new Position(metersNorth / METERS_PER_DEGREE, 0));
  }
}
