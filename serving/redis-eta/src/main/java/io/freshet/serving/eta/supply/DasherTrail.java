package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Position;
import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The newest sight of a dasher in each of the last minutes: enough to know where it was at the end
 * of any of them, in whatever order its pings came.
 *
 * <p>Mutable, and one array of bare numbers: there are as many as dashers.
 */
@TypeInfo(DasherTrailLayout.class)
public final class DasherTrail implements Trail {
  /** A silence of that length takes a dasher off line. */
  static final long ONLINE_MILLIS = 5 * Minutes.MILLIS;

  /** More minutes than a replay runs ahead; only a phone whose clock is wrong has more. */
  private static final int MOST_SIGHTS = 60;

  private static final long[] NOTHING = {};

  // What a sight takes in the array, and where in it. Its time is twice its milliseconds, plus one
  // where it names an order.
  private static final int WIDTH = 4;
  private static final int TIME = 0;
  private static final int LATITUDE = 1;
  private static final int LONGITUDE = 2;
  private static final int ORDER = 3;

  /** From the oldest to the newest sight. */
  private long[] words = NOTHING;

  private int size;

  int size() {
    return size;
  }

  /** Where in the trail the sight of a minute is; negative when there is none. */
  int placeOf(long minute) {
    for (int place = size - 1; place >= 0; place--) {
      long found = minute(place);
      if (found <= minute) {
        return found == minute ? place : -1;
      }
    }

    return -1;
  }

  /** The minute that the sight at a place is of: the first one that knows it. */
  long minute(int place) {
    return Minutes.endOf(millis(place));
  }

  /** The first minute that knows better than the sight at a place, or nothing any more. */
  long until(int place) {
    long silent = minute(place) + ONLINE_MILLIS;

    return place + 1 < size ? Math.min(silent, minute(place + 1)) : silent;
  }

  /** The first minute of which it knows nothing any more; of an empty one, long ago. */
  long end() {
    return size == 0 ? Long.MIN_VALUE : until(size - 1);
  }

  void add(Sight sight) {
    long minute = Minutes.endOf(sight.millis());
    int place = size;
    while (place > 0 && minute(place - 1) > minute) {
      place--;
    }
    boolean known = place > 0 && minute(place - 1) == minute;
    if (!known) {
      insert(place, sight);
    } else if (replaces(sight, place - 1)) {
      set(place - 1, sight);
    }
  }

  /** Where it was at the end of a minute; empty when it was not on line. */
  Optional<Sight> at(long moment) {
    for (int place = size - 1; place >= 0; place--) {
      if (millis(place) < moment) {
        return millis(place) >= moment - ONLINE_MILLIS
            ? Optional.of(sight(place))
            : Optional.empty();
      }
    }

    return Optional.empty();
  }

  @Override
  public boolean forgetBefore(long minute) {
    int old = 0;
    while (old < size && millis(old) < minute - ONLINE_MILLIS) {
      old++;
    }
    System.arraycopy(words, old * WIDTH, words, 0, (size - old) * WIDTH);
    size -= old;

    return old > 0;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  DasherTrail copy() {
    DasherTrail copy = new DasherTrail();
    copy.words = words.clone();
    copy.size = size;

    return copy;
  }

  void write(ByteWriter out) {
    out.small(size);
    long before = 0;
    for (int place = 0; place < size; place++) {
      out.number(word(place, TIME) - before);
      PlaceBytes.write(latitude(place), longitude(place), out);
      if (hasOrder(place)) {
        out.number(word(place, ORDER));
      }
      before = word(place, TIME);
    }
  }

  static DasherTrail read(ByteReader in) {
    DasherTrail trail = new DasherTrail();
    int size = in.small();
    trail.words = new long[size * WIDTH];
    trail.size = size;
    long before = 0;
    for (int place = 0; place < size; place++) {
      long time = before + in.number();
      Position position = PlaceBytes.position(in);
      trail.set(place, time, position, hasOrder(time) ? in.number() : 0);
      before = time;
    }

    return trail;
  }

  private void insert(int place, Sight sight) {
    if (place == MOST_SIGHTS) {
      return;
    }
    int after = Math.min(size, MOST_SIGHTS - 1) - place;
    size = Math.min(size + 1, MOST_SIGHTS);
    if (words.length < size * WIDTH) {
      words = Arrays.copyOf(words, (size + 1) * WIDTH);
    }
    System.arraycopy(words, place * WIDTH, words, (place + 1) * WIDTH, after * WIDTH);
    set(place, sight);
  }

  /** Of two sights of one moment it must not matter which came first. */
  private boolean replaces(Sight sight, int place) {
    return sight.millis() == millis(place)
        ? sight.replaces(sight(place))
        : sight.millis() > millis(place);
  }

  private void set(int place, Sight sight) {
    boolean ordered = sight.orderId() != null;
    long time = sight.millis() << 1 | (ordered ? 1 : 0);
    set(place, time, sight.fix().position(), ordered ? sight.orderId() : 0);
  }

  private void set(int place, long time, Position position, long order) {
    int at = place * WIDTH;
    words[at + TIME] = time;
    words[at + LATITUDE] = Double.doubleToRawLongBits(position.latitude());
    words[at + LONGITUDE] = Double.doubleToRawLongBits(position.longitude());
    words[at + ORDER] = order;
  }

  private Sight sight(int place) {
    Position position = new Position(latitude(place), longitude(place));

    return new Sight(new Fix(millis(place), position), order(place));
  }

  private long word(int place, int which) {
    return words[place * WIDTH + which];
  }

  private long millis(int place) {
    return word(place, TIME) >> 1;
  }

  /** The order that the sight at a place names; null when it names none. */
  Long order(int place) {
    return hasOrder(place) ? word(place, ORDER) : null;
  }

  double latitude(int place) {
    return Double.longBitsToDouble(word(place, LATITUDE));
  }

  double longitude(int place) {
    return Double.longBitsToDouble(word(place, LONGITUDE));
  }

  private boolean hasOrder(int place) {
    return hasOrder(word(place, TIME));
  }

  private static boolean hasOrder(long time) {
    return (time & 1) != 0;
  }
}
