package io.freshet.serving.eta.prediction;

import io.freshet.serving.eta.travel.Cells;

/**
 * Maps a leg to the coefficients that have a say in it, and how much. The layout is part of the
 * job's state: what is there keeps its place, and what is new goes to the end.
 *
 * <p>For each stage: one coefficient per step for legs without distance; a curve over the logarithm
 * of the distance, linear between its knots; a coarser curve that is added when setting out (the
 * stop); and the exponent of the rolling speed. Then, for all stages together, a table of places:
 * where from, where to, and both, hashed into a fixed number of slots so that it can't grow.
 */
final class LegFeatures {
  /** Distances in meters at which the curve may bend. */
  private static final double[] CURVE = {
    20, 50, 100, 200, 350, 600, 1000, 1600, 2500, 4000, 6000, 9000, 14_000, 25_000, 80_000
  };

  private static final double[] STOP = {20, 200, 600, 1600, 4000, 14_000, 80_000};
  private static final int STEPS = 8;

  private static final int CURVE_AT = STEPS;
  private static final int STOP_AT = CURVE_AT + CURVE.length;
  private static final int SPEED_AT = STOP_AT + STOP.length;
  private static final int PER_STAGE = SPEED_AT + 1;

  /** The stages that there were before places; those that came later stand behind them. */
  private static final int STAGES_IN_FRONT = 3;

  private static final int PLACES_AT = PER_STAGE * STAGES_IN_FRONT;

  /**
   * A power of two. A city of 500 cabs would fill 42,000 slots in five days; sharing 32,768 costs
   * it 0.3 s of mean absolute error, 4,096 would cost 3.4 s.
   */
  private static final int PLACE_SLOTS = 32_768;

  private static final int LATER_STAGES_AT = PLACES_AT + PLACE_SLOTS;

  static final int COEFFICIENTS =
      LATER_STAGES_AT + PER_STAGE * (Stage.values().length - STAGES_IN_FRONT);

  /** Places overlap: each of the five explains a part only. */
  private static final double PLACE_VALUE = 0.5;

  private static final double REFERENCE_SPEED = 8;

  /** A road that is half as fast makes a leg a third longer, until the market teaches better. */
  private static final float SPEED_EXPONENT = -0.4f;

  /** Seconds from each state of an order until a usual dasher picks it up. */
  private static final double[] UNTIL_PICKUP = {1500, 1380, 1200, 420, 600, 480, 480, 480};

  /** Seconds that a usual dasher is at the restaurant, for each step of a wait. */
  private static final double[] AT_RESTAURANT = {240, 90, 180, 180, 240, 75, 90, 120};

  private static final int MOST = 10;

  final int[] index = new int[MOST];
  final double[] value = new double[MOST];
  int count;

  LegFeatures(Leg leg) {
    int base = base(leg.stage());
    if (leg.hasDistance()) {
      addCurve(CURVE, base + CURVE_AT, leg.meters());
      if (leg.settingOut()) {
        addCurve(STOP, base + STOP_AT, leg.meters());
      }
      add(base + SPEED_AT, Math.log(leg.speed() / REFERENCE_SPEED));
      addJourney(leg);
    } else {
      add(base + Math.min(leg.step(), STEPS - 1), 1);
      addPlace(leg.stage(), 1, leg.from(), 0);
    }
  }

  /** What every coefficient is before anything was learned: a usual courier in a usual city. */
  static float[] prior() {
    float[] prior = new float[COEFFICIENTS];
    for (Stage stage : Stage.values()) {
      int base = base(stage);
      double[] seconds = stage == Stage.WAIT ? AT_RESTAURANT : UNTIL_PICKUP;
      for (int step = 0; step < STEPS; step++) {
        prior[base + step] = (float) Math.log(seconds[step]);
      }
      for (int knot = 0; knot < CURVE.length; knot++) {
        prior[base + CURVE_AT + knot] = (float) Math.log(60 + 1.3 * CURVE[knot] / REFERENCE_SPEED);
      }
      prior[base + SPEED_AT] = SPEED_EXPONENT;
      // One and a half minutes to hand over, of which a longer way notices less.
      for (int knot = 0; knot < STOP.length; knot++) {
        double way = 60 + 1.3 * STOP[knot] / REFERENCE_SPEED;
        prior[base + STOP_AT + knot] = (float) Math.log((way + 90) / way);
      }
    }

    return prior;
  }

  static boolean isPlace(int index) {
    return index >= PLACES_AT && index < LATER_STAGES_AT;
  }

  private static int base(Stage stage) {
    int place = stage.ordinal();

    return place < STAGES_IN_FRONT
        ? place * PER_STAGE
        : LATER_STAGES_AT + (place - STAGES_IN_FRONT) * PER_STAGE;
  }

  private void addJourney(Leg leg) {
    long fromArea = Cells.area(leg.from());
    long toArea = Cells.area(leg.to());
    addPlace(leg.stage(), 1, fromArea, 0);
    addPlace(leg.stage(), 2, toArea, 0);
    addPlace(leg.stage(), 3, fromArea, toArea);
    addPlace(leg.stage(), 4, leg.from(), toArea);
    addPlace(leg.stage(), 5, leg.from(), leg.to());
  }

  private void addPlace(Stage stage, int kind, long from, long to) {
    long hash = (stage.ordinal() * 8L + kind) * 0x9E3779B97F4A7C15L;
    hash = mix(hash ^ from);
    hash = mix(hash ^ to);
    add(PLACES_AT + (int) (hash & (PLACE_SLOTS - 1)), PLACE_VALUE);
  }

  /** The finalizer of MurmurHash3: every bit of a cell changes every bit of the slot. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;

    return mixed ^ (mixed >>> 33);
  }

  private void addCurve(double[] knots, int base, double meters) {
    double bounded = Math.max(knots[0], Math.min(knots[knots.length - 1], meters));
    int knot = 0;
    while (knot < knots.length - 2 && bounded >= knots[knot + 1]) {
      knot++;
    }
    double share = Math.log(bounded / knots[knot]) / Math.log(knots[knot + 1] / knots[knot]);
    add(base + knot, 1 - share);
    add(base + knot + 1, share);
  }

  private void add(int newIndex, double newValue) {
    index[count] = newIndex;
    value[count] = newValue;
    count++;
  }
}
