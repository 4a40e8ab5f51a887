package io.freshet.serving.eta.travel;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;

/**
 * How places lie in bytes, within something else: exactly, and in half the bytes where a millionth
 * of a degree says it exactly, as it does for all that comes in events.
 */
public final class PlaceBytes {
  private static final int NOWHERE = 0;
  private static final int MILLIONTHS = 1;
  private static final int DOUBLES = 2;

  private static final double PER_DEGREE = 1e6;
  private static final long LOWER_HALF = 0xFFFF_FFFFL;

  private PlaceBytes() {}

  public static void write(Fix fix, ByteWriter out) {
    out.number(fix.millis());
    write(fix.position(), out);
  }

  public static Fix fix(ByteReader in) {
    return new Fix(in.number(), position(in));
  }

  /** One that may be null. */
  public static void write(Position position, ByteWriter out) {
    if (position == null) {
      out.small(NOWHERE);
    } else {
      write(position.latitude(), position.longitude(), out);
    }
  }

  public static void write(double latitude, double longitude, ByteWriter out) {
    if (isExact(latitude) && isExact(longitude)) {
      out.small(MILLIONTHS);
      out.bits((long) millionths(latitude) << Integer.SIZE | millionths(longitude) & LOWER_HALF);
    } else {
      out.small(DOUBLES);
      out.real(latitude);
      out.real(longitude);
    }
  }

  /** Null when there was none. */
  public static Position position(ByteReader in) {
    return switch (in.small()) {
      case NOWHERE -> null;
      case DOUBLES -> new Position(in.real(), in.real());
      default -> {
        long both = in.bits();

        yield new Position(degrees((int) (both >> Integer.SIZE)), degrees((int) both));
      }
    };
  }

  /** Whether its millionths, read again, are the same double, to the bit. */
  private static boolean isExact(double degrees) {
    return Math.abs(degrees) <= 180
        && Double.doubleToRawLongBits(degrees(millionths(degrees)))
            == Double.doubleToRawLongBits(degrees);
  }

  private static int millionths(double degrees) {
    return (int) Math.rint(degrees * PER_DEGREE);
  }

  private static double degrees(int millionths) {
    return millionths / PER_DEGREE;
  }
}
