package io.freshet.serving.eta.alert;

import java.math.BigDecimal;

/**
 * From where on something is an alert, and from where on no more. The room between the two keeps an
 * alert from coming and going.
 *
 * @param begins what must be gone past
 * @param ends what must be reached again
 * @param minutes for how many minutes on end, for either
 */
record Threshold(BigDecimal begins, BigDecimal ends, int minutes) {
  boolean isPast(Alert alert, BigDecimal seen) {
    int compared = seen.compareTo(begins);

    return alert.isAboutTooFew() ? compared < 0 : compared > 0;
  }

  boolean isBack(Alert alert, BigDecimal seen) {
    int compared = seen.compareTo(ends);

    return alert.isAboutTooFew() ? compared >= 0 : compared <= 0;
  }
}
