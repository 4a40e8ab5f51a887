package io.freshet.serving.orders.http;

import io.freshet.core.toolkit.NearestName;
import io.freshet.serving.orders.rules.OrderState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/** What stands behind the question mark of an address. */
final class Query {
  static final String MARKET = "market";
  static final String STATE = "state";
  static final String LIMIT = "limit";
  static final String AFTER = "after";

  private static final int USUAL_LIMIT = 50;
  private static final int MOST = 500;

  private final Fields fields;

  private Query(Fields fields) {
    this.fields = fields;
  }

  /**
   * @param known the names that there may be, each once
   * @throws RefusedRequestException when there are others
   */
  static Query of(HttpURI uri, Set<String> known) {
    Fields fields = new Fields();
    if (uri.getQuery() != null) {
      try {
        UrlEncoded.decodeTo(uri.getQuery(), fields::add, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw refused("The address can't be read behind its question mark: " + e.getMessage());
      }
    }
    for (Fields.Field field : fields) {
      if (!known.contains(field.getName())) {
        throw refused(
            "%s is no parameter here%s"
                .formatted(field.getName(), NearestName.hint(field.getName(), known)));
      }
      if (field.hasMultipleValues()) {
        throw refused("%s is there more than once".formatted(field.getName()));
      }
    }

    return new Query(fields);
  }

  Optional<String> market() {
    Optional<String> market = Optional.ofNullable(fields.getValue(MARKET));
    market
        .filter(name -> !TextRule.MARKET.holds(name))
        .ifPresent(
            name -> {
              throw refused("market is %s; %s is wanted".formatted(name, TextRule.MARKET.wanted()));
            });

    return market;
  }

  Optional<OrderState> state() {
    List<String> codes = OrderState.codes();

    return Optional.ofNullable(fields.getValue(STATE))
        .map(
            code ->
                OrderState.of(code)
                    .orElseThrow(
                        () ->
                            refused(
                                "%s is no state%s"
                                    .formatted(code, NearestName.hint(code, codes)))));
  }

  int limit() {
    String text = fields.getValue(LIMIT);
    if (text == null) {
      return USUAL_LIMIT;
    }
    String wanted = "limit is %s; a number from 1 to %d is wanted".formatted(text, MOST);
    try {
      int limit = Integer.parseInt(text);
      if (limit < 1 || limit > MOST) {
        throw refused(wanted);
      }

      return limit;
    } catch (NumberFormatException e) {
      throw refused(wanted);
    }
  }

  /** What the page before ended with; 0 for the first page. */
  long after() {
    return Optional.ofNullable(fields.getValue(AFTER))
        .map(
            cursor ->
                Cursor.read(cursor)
                    .orElseThrow(
                        () ->
                            refused(
                                "after is %s; take it from the next of the page before"
                                    .formatted(cursor))))
        .orElse(0L);
  }

  private static RefusedRequestException refused(String detail) {
    return new RefusedRequestException(400, "wrong_parameter", detail);
  }
}
