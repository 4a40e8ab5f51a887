package io.freshet.serving.eta.travel;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast one usually gets ahead in markets and their areas, for each hour of the week in UTC, as
 * the lake remembers it. Read from lines {@code market,part,hour_of_week,meters_per_second} below
 * that header: the part is an H3 cell of resolution 7 or {@code market}, hour 0 begins on Monday.
 * Immutable.
 */
public final class SpeedHistory {
  public static final SpeedHistory NONE = new SpeedHistory(Map.of());

  private static final String HEADER = "market,part,hour_of_week,meters_per_second";
  private static final String WHOLE_MARKET = "market";
  private static final int COLUMNS = 4;
  private static final int HOURS = 168;

  /** Some 70 MB. */
  private static final int MOST_PARTS = 100_000;

  private static final double MOST_SPEED = 60;
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  /** The first hour of 1970 was a Thursday's. */
  private static final int FIRST_HOUR = 72;

  private final Map<PartKey, float[]> speeds;

  private SpeedHistory(Map<PartKey, float[]> speeds) {
    this.speeds = speeds;
  }

  static SpeedHistory read(Path file) throws IOException {
    Map<PartKey, float[]> speeds = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 1;
      if (!HEADER.equals(lines.readLine())) {
        throw wrong(file, number, "is not the header; it must be " + HEADER);
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        add(line, file, number, speeds);
      }
    }

    return new SpeedHistory(speeds);
  }

  /** In meters per second; 0 where nothing is known. */
  public double at(String market, long part, long millis) {
    if (speeds.isEmpty()) {
      return 0;
    }
    float[] hours = speeds.get(new PartKey(market, part));

    return hours == null ? 0 : hours[hourOfWeek(millis)];
  }

  static int hourOfWeek(long millis) {
    return (int) Math.floorMod(Math.floorDiv(millis, HOUR_MILLIS) + FIRST_HOUR, (long) HOURS);
  }

  private static void add(String line, Path file, int number, Map<PartKey, float[]> speeds) {
    String[] values = line.split(",", -1);
    if (values.length != COLUMNS) {
      throw wrong(file, number, "has %d values; it must have %d".formatted(values.length, COLUMNS));
    }
    PartKey part = new PartKey(values[0].intern(), part(values[1], file, number));
    if (!speeds.containsKey(part) && speeds.size() == MOST_PARTS) {
      throw wrong(
          file, number, "names one more part than %d, which is the most".formatted(MOST_PARTS));
    }
    int hour = (int) number(values[2], HOURS - 1, "hour_of_week", file, number);
    double speed = number(values[3], MOST_SPEED, "meters_per_second", file, number);
    speeds.computeIfAbsent(part, any -> new float[HOURS])[hour] = (float) speed;
  }

  private static long part(String text, Path file, int line) {
    if (text.equals(WHOLE_MARKET)) {
      return Cells.WHOLE_MARKET;
    }
    try {
      return Long.parseUnsignedLong(text, 16);
    } catch (NumberFormatException e) {
      throw wrong(file, line, "has the part %s; it must be market or an H3 cell".formatted(text));
    }
  }

  private static double number(String text, double most, String column, Path file, int line) {
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is out of bounds.
    }

    throw wrong(file, line, "has the %s %s; it must be 0 to %.0f".formatted(column, text, most));
  }

  private static FreshetException wrong(Path file, int line, String what) {
    return new FreshetException(Fault.CALLER, "Line %d of %s %s".formatted(line, file, what));
  }
}
