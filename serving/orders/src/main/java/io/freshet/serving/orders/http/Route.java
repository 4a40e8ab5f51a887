package io.freshet.serving.orders.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a request asks for.
 *
 * @param number of the order, as it stands in the path; empty where none does
 */
record Route(Call call, String number) {
  private static final Pattern ALL_PATH = Pattern.compile("/orders");
  private static final Pattern ONE_PATH = Pattern.compile("/orders/([^/]+)");
  private static final Pattern STEPS_PATH = Pattern.compile("/orders/([^/]+)/steps");
  // As long as any number that a bigint holds, so that it can be read.
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  /** The calls that there are. */
  enum Call {
    CREATE("POST", ALL_PATH),
    LIST("GET", ALL_PATH),
    ORDER("GET", ONE_PATH),
    HISTORY("GET", STEPS_PATH),
    STEP("POST", STEPS_PATH);

    private final String method;
    private final Pattern path;

    Call(String method, Pattern path) {
      this.method = method;
      this.path = path;
    }

    /** For metrics. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** By which methods a path can be called; none where there is no such path. */
  static List<String> methods(String path) {
    return calls(path).map(call -> call.method).toList();
  }

  /** Empty where there is no such call. */
  static Optional<Route> of(String method, String path) {
    return calls(path)
        .filter(call -> call.method.equals(method))
        .findFirst()
        .map(call -> new Route(call, number(call, path)));
  }

  /**
   * @throws RefusedRequestException when it is no order's number
   */
  long order() {
    if (!NUMBER.matcher(number).matches()) {
      throw new RefusedRequestException(
          404,
          "no_such_order",
          "%s is no order's number, which has digits alone, 18 at most".formatted(number));
    }

    return Long.parseLong(number);
  }

  private static Stream<Call> calls(String path) {
    return Arrays.stream(Call.values()).filter(call -> call.path.matcher(path).matches());
  }

  private static String number(Call call, String path) {
    Matcher matcher = call.path.matcher(path);

    return matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : "";
  }
}
