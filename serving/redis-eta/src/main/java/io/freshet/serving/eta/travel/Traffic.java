package io.freshet.serving.eta.travel;

import java.util.Locale;
import java.util.Optional;

/** The rolling speeds of one market, as they are known now. */
@FunctionalInterface
public interface Traffic {
  Optional<CellSpeed> of(long cell);

  /**
   * The speed that a part usually has at that hour of the week; 0 where nobody remembers.
   *
   * @param part an area, or {@link Cells#WHOLE_MARKET}
   */
  default double usually(long part, long millis) {
    return 0;
  }

  /**
   * How fast one gets ahead at a place.
   *
   * @param basis the narrowest part of the market that was worth asking
   * @param inMarket the same for the market as a whole; 0 while hardly anything was travelled
   */
  record Speed(double metersPerSecond, Basis basis, double inMarket) {}

  /** What a speed rests on. The lower-case name is what predictions carry. */
  enum Basis {
    CELL,
    AREA,
    MARKET,
    /** Nothing was travelled lately: a usual speed. */
    USUAL,
    /** Little was travelled here lately: what the place usually has of its market's speed. */
    HISTORY;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
      return code;
    }
  }

  /**
   * The rolling speed at a cell. Where little was travelled, the surrounding area and then the
   * market weigh in: each part counts as much as the seconds that were travelled in it, the wider
   * one as much as {@link SpeedEstimate#TRUSTED_SECONDS}. Where it is known how fast the area
   * usually is, beside its market and at this hour of the week, it is taken to be so today.
   */
  default Speed at(long cell, long millis) {
    double usuallyInMarket = usually(Cells.WHOLE_MARKET, millis);
    SpeedEstimate estimate = SpeedEstimate.usual(usuallyInMarket);
    estimate = estimate.narrow(current(Cells.WHOLE_MARKET, millis), Basis.MARKET);
    double inMarket = estimate.basis() == Basis.MARKET ? estimate.metersPerSecond() : 0;
    if (usuallyInMarket > 0) {
      estimate = estimate.beside(usually(Cells.area(cell), millis) / usuallyInMarket);
    }
    estimate = estimate.narrow(current(Cells.area(cell), millis), Basis.AREA);
    estimate = estimate.narrow(current(cell, millis), Basis.CELL);

    return new Speed(estimate.metersPerSecond(), estimate.basis(), inMarket);
  }

  private Optional<CellSpeed> current(long cell, long millis) {
    return of(cell).filter(speed -> speed.expiresAt() > millis);
  }
}
