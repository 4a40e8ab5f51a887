package io.freshet.serving.eta.order;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of one trip, from the oldest to the newest, packed: they are by far the most that is
 * remembered of an order, and nobody looks at them before a stage is over. One takes some 25 bytes,
 * for the moment counts from the sample before, and a cell that is the same is left out.
 */
final class Samples {
  private static final byte[] NONE = {};
  private static final Stage[] STAGES = Stage.values();

  /** Room for two or three more. */
  private static final int GROWTH = 64;

  private static final int STAGE = 3;
  private static final int SETTING_OUT = 4;
  private static final int SAME_FROM = 8;
  private static final int SAME_TO = 16;

  private byte[] bytes = NONE;
  private int size;
  private int count;

  /** Of the newest sample. */
  private long millis;

  private long from;
  private long to;

  int count() {
    return count;
  }

  /** Of the newest sample; 0 when there is none. */
  long newestMillis() {
    return millis;
  }

  /**
   * @param buffer for nothing but this call
   */
  void add(Sample sample, ByteWriter buffer) {
    Leg leg = sample.leg();
    buffer.clear();
    buffer.small(
        leg.stage().ordinal()
            | (leg.settingOut() ? SETTING_OUT : 0)
            | (leg.from() == from ? SAME_FROM : 0)
            | (leg.to() == to ? SAME_TO : 0));
    buffer.number(leg.step());
    buffer.number(sample.millis() - millis);
    buffer.real(leg.meters());
    buffer.real(leg.speed());
    if (leg.from() != from) {
      buffer.bits(leg.from());
    }
    if (leg.to() != to) {
      buffer.bits(leg.to());
    }
    append(buffer);
    count++;
    millis = sample.millis();
    from = leg.from();
    to = leg.to();
  }

  List<Sample> all() {
    List<Sample> all = new ArrayList<>(count);
    ByteReader in = new ByteReader();
    in.takeFrom(bytes);
    Leg leg = Leg.unknown(Stage.PREPARATION, 0, 0);
    long at = 0;
    for (int i = 0; i < count; i++) {
      int marks = in.small();
      int step = in.integer();
      at += in.number();
      leg =
          new Leg(
              STAGES[marks & STAGE],
              step,
              in.real(),
              in.real(),
              (marks & SETTING_OUT) != 0,
              (marks & SAME_FROM) != 0 ? leg.from() : in.bits(),
              (marks & SAME_TO) != 0 ? leg.to() : in.bits());
      all.add(new Sample(at, leg));
    }

    return all;
  }

  Samples copy() {
    Samples copy = new Samples();
    copy.bytes = Arrays.copyOf(bytes, size);
    copy.size = size;
    copy.count = count;
    copy.millis = millis;
    copy.from = from;
    copy.to = to;

    return copy;
  }

  void write(ByteWriter out) {
    out.number(count);
    out.raw(bytes, size);
    out.number(millis);
    out.bits(from);
    out.bits(to);
  }

  static Samples read(ByteReader in) {
    Samples samples = new Samples();
    samples.count = in.integer();
    samples.bytes = in.raw();
    samples.size = samples.bytes.length;
    samples.millis = in.number();
    samples.from = in.bits();
    samples.to = in.bits();

    return samples;
  }

  private void append(ByteWriter sample) {
    int needed = size + sample.size();
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, needed + GROWTH);
    }
    sample.copyTo(bytes, size);
    size = needed;
  }
}
