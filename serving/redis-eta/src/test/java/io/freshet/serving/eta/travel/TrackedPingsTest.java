package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.travel.Track.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The file of usual speeds is measured by the rules of {@link Track}, written once more in Python:
 * both are held to the same pings.
 */
class TrackedPingsTest {
  private static final Path FILE = Path.of("../../notebooks/training/tests/tracks.csv");
  private static final double MILLIMETER = 0.001;

  @Test
  void findsTheStretchesThatTheLakesHistoryIsMeasuredBy() throws Exception {
    List<String> lines = Files.readAllLines(FILE);
    String dasher = "";
    Track track = Track.EMPTY;
    for (String line : lines.subList(1, lines.size())) {
      String[] ping = line.split(",", -1);
      track = ping[0].equals(dasher) ? track : Track.EMPTY;
      dasher = ping[0];

      Step step =
          track.next(
              new Fix(
                  Long.parseLong(ping[1]),
                  new Position(Double.parseDouble(ping[2]), Double.parseDouble(ping[3]))));

      track = step.track();
      assertThat(step.stretch().isPresent()).as(line).isEqualTo(!ping[4].isEmpty());
      if (step.stretch().isPresent()) {
        assertThat(step.stretch().get().meters())
            .as(line)
            .isCloseTo(Double.parseDouble(ping[4]), within(MILLIMETER));
        assertThat(step.stretch().get().seconds())
            .as(line)
            .isEqualTo(Double.parseDouble(ping[5]), within(MILLIMETER));
      }
    }
  }
}
