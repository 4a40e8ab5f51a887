package io.freshet.simulator.marketplace;

import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;

/**
 * What goes wrong between a dasher's phone and the stream. The counts of a simulation say how often
 * each of these happened.
 *
 * @param sigmaMeters spread of a position around the true one, on each axis
 * @param outliers part of the pings that are hundreds of meters off
 * @param delayed part of the pings that arrive after newer ones of the same dasher
 * @param duplicated part of the pings that are sent twice
 * @param gaps part of the pings after which the phone falls silent for up to three minutes
 */
public record Noise(
    double sigmaMeters, double outliers, double delayed, double duplicated, double gaps) {
  static final Duration SHORTEST_GAP = Duration.ofSeconds(30);
  static final Duration LONGEST_GAP = Duration.ofMinutes(3);

  /** What phones in pockets and tunnels do. */
  public static final Noise USUAL = new Noise(5, .001, .01, .002, .0005);

  public static final Noise NONE = new Noise(0, 0, 0, 0, 0);

  public Noise {
    if (!(sigmaMeters >= 0 && sigmaMeters <= 100)) {
      throw new InvalidSettingException("noise.sigma-meters", sigmaMeters, "0 to 100");
    }
    part("noise.outliers", outliers);
    part("noise.delayed", delayed);
    part("noise.duplicated", duplicated);
    part("noise.gaps", gaps);
  }

  private static void part(String key, double value) {
    if (!(value >= 0 && value <= .5)) {
      throw new InvalidSettingException(key, value, "a part of all pings, 0 to 0.5");
    }
  }
}
