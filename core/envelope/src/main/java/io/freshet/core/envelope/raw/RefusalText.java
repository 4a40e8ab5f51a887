package io.freshet.core.envelope.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.envelope.json.Violation;
import io.freshet.core.envelope.offer.Refusal;

/** A refusal as a dead letter tells it: what, then a line for each place, within a bound. */
final class RefusalText {
  static final int MAX_CHARACTERS = 4000;

  private static final String CUT = " …";

  private RefusalText() {}

  static String of(Refusal refusal) {
    StringBuilder text = new StringBuilder(refusal.detail());
    for (Violation violation : refusal.errors()) {
      text.append('\n').append(violation.pointer()).append(": ").append(violation.detail());
    }
    if (text.length() > MAX_CHARACTERS) {
      text.setLength(MAX_CHARACTERS - CUT.length());
      text.append(CUT);
    }

    // Names are the sender's: what no UTF-8 can hold, a cut pair included, becomes a question mark.
    return new String(text.toString().getBytes(UTF_8), UTF_8);
  }
}
