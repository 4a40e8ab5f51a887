package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.simulator.event.Ping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");
  private static final double METERS_PER_MICRODEGREE = .11132;

  @Test
  void scattersPositionsByItsSigma() {
    // Equal seeds draw equal numbers, so that the runs differ by the scatter alone.
    List<Sent> exact = run(Noise.NONE).sent();
    List<Sent> scattered = run(new Noise(5, 0, 0, 0, 0)).sent();
    double squares = 0;
    for (int i = 0; i < exact.size(); i++) {
      double north =
          scattered.get(i).ping().place().latitudeMicros()
              - exact.get(i).ping().place().latitudeMicros();
      squares += north * north;
    }

    double sigma = Math.sqrt(squares / exact.size()) * METERS_PER_MICRODEGREE;
    assertThat(scattered).hasSameSizeAs(exact);
    assertThat(sigma).isCloseTo(5, within(.1));
  }

  @Test
  void throwsSomePositionsFarOff() {
    Run run = run(new Noise(5, .01, 0, 0, 0));
    long saysSo =
        run.sent().stream().filter(sent -> sent.ping().accuracyMeters().getAsInt() >= 100).count();

    assertThat(saysSo).isEqualTo(run.counts().outliers());
    assertThat(saysSo / (double) run.sent().size()).isCloseTo(.01, within(.002));
  }

  @Test
  void delaysPingsBeyondNewerOnesOfTheSameDasher() {
    Run run = run(new Noise(5, 0, .02, 0, 0));
    Map<Long, Long> newest = new HashMap<>();
    long delayed = 0;
    long overtaken = 0;
    for (Sent sent : run.sent()) {
      delayed += sent.dueMicros() > sent.ping().eventMicros() ? 1 : 0;
      long before = newest.getOrDefault(sent.ping().dasherId(), Long.MIN_VALUE);
      overtaken += sent.ping().eventMicros() < before ? 1 : 0;
      newest.merge(sent.ping().dasherId(), sent.ping().eventMicros(), Math::max);
    }

    assertThat(delayed).isEqualTo(run.counts().delayed());
    assertThat(delayed / (double) run.sent().size()).isCloseTo(.02, within(.002));
    // Not those that are the last of a shift, or delayed together with their successor.
    assertThat(overtaken / (double) delayed).isBetween(.95, 1.0);
  }

  @Test
  void sendsSomePingsTwice() {
    Run run = run(new Noise(5, 0, .01, .01, 0));
    Set<Ping> seen = new HashSet<>();
    long second = run.sent().stream().filter(sent -> !seen.add(sent.ping())).count();

    assertThat(second).isEqualTo(run.counts().duplicates());
    assertThat(second / (double) run.sent().size()).isCloseTo(.01, within(.002));
    assertThat(run.sent()).hasSize((int) run.counts().sent());
  }

  @Test
  void silencesPhonesForAWhile() {
    Run run = run(new Noise(5, 0, 0, 0, .01));
    Map<Long, Long> last = new HashMap<>();
    long gaps = 0;
    for (Sent sent : run.sent()) {
      Long before = last.put(sent.ping().dasherId(), sent.ping().eventMicros());
      if (before != null && sent.ping().eventMicros() - before >= 30_000_000) {
        gaps++;
      }
    }

    // Some gaps last beyond the end, and some dashers only come back online after a while.
    assertThat(gaps / (double) run.counts().gaps()).isBetween(.85, 1.1);
    assertThat(run.counts().gaps() / (double) run.sent().size()).isCloseTo(.01, within(.002));
  }

  @Test
  void keepsEveryDasherInOrderWhenNothingIsDelayed() {
    assertThat(run(new Noise(5, .001, 0, 0, .001)).sent())
        .allMatch(sent -> sent.dueMicros() == sent.ping().eventMicros());
  }

  @Test
  void refusesMoreThanHalfOfEverything() {
    assertThatThrownBy(() -> new Noise(5, 0, .6, 0, 0))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("noise.delayed is 0.6; it must be a part of all pings, 0 to 0.5");
  }

  private static Run run(Noise noise) {
    Marketplace marketplace =
        new Marketplace(
            new MarketplaceSettings(
                1, 80, START, Duration.ofMinutes(15), City.shipped().subList(0, 1), noise));
    List<Sent> sent = new ArrayList<>();
    while (marketplace.advance()) {
      if (marketplace.event() instanceof Ping ping) {
        sent.add(new Sent(ping, marketplace.dueMicros()));
      }
    }

    return new Run(sent, marketplace.counts().pings());
  }

  private record Sent(Ping ping, long dueMicros) {}

  private record Run(List<Sent> sent, SimulationCounts.Pings counts) {}
}
