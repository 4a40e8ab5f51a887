package io.freshet.serving.eta.alert;

import java.math.BigDecimal;

/**
 * From where on something is an alert, and from where on no more. The room between the two, and
 * minutes of calm, keep an alert from coming and going, also where it begins at once.
 *
 * @param begins what must be gone past
 * @param ends what must be reached again
 * @param minutes for how many minutes on end it must be past, to begin
 * @param calmMinutes for how many minutes on end it must be back, to end
 */
record Threshold(BigDecimal begins, BigDecimal ends, int minutes, int calmMinutes) {
  boolean isPast(Alert alert, BigDecimal seen) {
    int compared = seen.compareTo(begins);

    return alert.isAboutTooFew() ? compared < 0 : compared > 0;
  }

  boolean isBack(Alert alert, BigDecimal seen) {
    int compared = seen.compareTo(ends);

    return alert.isAboutTooFew() ? compared >= 0 : compared <= 0;
  }
}
