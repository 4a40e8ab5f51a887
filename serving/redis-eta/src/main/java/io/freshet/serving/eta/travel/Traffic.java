package io.freshet.serving.eta.travel;

import java.util.Locale;
import java.util.Optional;

/** The rolling speeds of one market, as they are known now. */
@FunctionalInterface
public interface Traffic {
  Optional<CellSpeed> of(long cell);

  /**
   * How fast one gets ahead at a place.
   *
   * @param basis the narrowest part of the market that was worth asking
   */
  record Speed(double metersPerSecond, Basis basis) {}

  /** What a speed rests on. The lower-case name is what predictions carry. */
  enum Basis {
    CELL,
    AREA,
    MARKET,
    /** Nothing was travelled lately: a usual speed. */
    USUAL;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
      return code;
    }
  }

  /**
   * The rolling speed at a cell. Where little was travelled, the surrounding area and then the
   * market weigh in: each part counts as much as the seconds that were travelled in it, the wider
   * one as much as {@link SpeedEstimate#TRUSTED_SECONDS}.
   */
  default Speed at(long cell, long millis) {
    SpeedEstimate estimate = SpeedEstimate.usual();
    estimate = estimate.narrow(current(Cells.WHOLE_MARKET, millis), Basis.MARKET);
    estimate = estimate.narrow(current(Cells.area(cell), millis), Basis.AREA);
    estimate = estimate.narrow(current(cell, millis), Basis.CELL);

    return new Speed(estimate.metersPerSecond(), estimate.basis());
  }

  private Optional<CellSpeed> current(long cell, long millis) {
    return of(cell).filter(speed -> speed.expiresAt() > millis);
  }
}
