package io.freshet.serving.eta.redis;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.freshet.serving.eta.travel.Position;
import java.util.List;

/**
 * The text of a flat JSON object, member by member: a tree of nodes would be made for each of some
 * ten thousand documents a second, only to be printed once. Reused. Not thread-safe.
 */
final class DocumentText {
  private static final long MILLIONTHS = 1_000_000;

  private final StringBuilder text = new StringBuilder(1024);
  private final InstantTexts instants = new InstantTexts();

  /** Forgets what was written before. */
  DocumentText begin() {
    text.setLength(0);
    text.append('{');

    return this;
  }

  String end() {
    return text.append('}').toString();
  }

  DocumentText number(String name, long number) {
    name(name).append(number);

    return this;
  }

  /** Any text. */
  DocumentText text(String name, String value) {
    name(name).append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');

    return this;
  }

  /** One of our own names, in which nothing is to be escaped. */
  DocumentText code(String name, String code) {
    name(name).append('"').append(code).append('"');

    return this;
  }

  DocumentText time(String name, long millis) {
    name(name).append('"');
    instants.append(millis, text);
    text.append('"');

    return this;
  }

  DocumentText numbers(String name, List<Long> numbers) {
    name(name).append('[');
    for (int i = 0; i < numbers.size(); i++) {
      text.append(i == 0 ? "" : ",").append(numbers.get(i).longValue());
    }
    text.append(']');

    return this;
  }

  /** Its two members. */
  DocumentText place(Position place) {
    degrees("latitude", place.latitude());
    degrees("longitude", place.longitude());

    return this;
  }

  /** An object of these two members. */
  DocumentText place(String name, Position place) {
    name(name).append('{');
    place(place);
    text.append('}');

    return this;
  }

  /** With six digits behind the point. */
  private void degrees(String name, double degrees) {
    long millionths = Math.round(degrees * MILLIONTHS);
    long whole = Math.abs(millionths) / MILLIONTHS;
    long rest = Math.abs(millionths) % MILLIONTHS;
    name(name).append(millionths < 0 ? "-" : "").append(whole).append('.');
    for (long unit = MILLIONTHS / 10; unit > 1 && rest < unit; unit /= 10) {
      text.append('0');
    }
    text.append(rest);
  }

  private StringBuilder name(String name) {
    if (text.charAt(text.length() - 1) != '{') {
      text.append(',');
    }

    return text.append('"').append(name).append("\":");
  }
}
