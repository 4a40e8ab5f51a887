package io.freshet.console.delivery.map;

import io.freshet.console.board.Board;
import io.freshet.console.delivery.order.OrderAccess;
import io.freshet.console.page.Command;
import io.freshet.console.page.Frame;
import io.freshet.console.page.Links;
import io.freshet.console.page.Parameters;
import io.freshet.console.page.Texts;
import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Viewer;
import io.freshet.serving.view.MarketPicture;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.ServedOrder;
import io.freshet.serving.view.ServedSupply;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A market's orders and dashers on its streets, and below them what is worst.
 *
 * @param markets that can be chosen
 * @param unread why nothing is shown
 * @param picture what Redis shows; empty where nothing is asked of it
 * @param counts dashers by what they are at
 * @param late orders, the latest first
 * @param silent dashers with an order, the longest first
 * @param isPromised whether the first promises are known
 */
public record MapPage(
    Frame frame,
    Reading<List<String>> known,
    List<String> markets,
    String market,
    String unread,
    Optional<Reading<MarketPicture>> picture,
    String headline,
    Optional<Drawing> drawing,
    Map<Motion, Long> counts,
    Optional<ServedSupply> supply,
    List<Late> late,
    List<Silent> silent,
    boolean isPromised,
    List<Command> commands) {
  private static final String TITLE = "Map";
  private static final int MOST_ROWS = 25;

  /** An order that is late. */
  public record Late(
      long orderId,
      String address,
      String stage,
      Duration late,
      Optional<Instant> promised,
      Instant predicted,
      Instant latest,
      String reason) {
    static Late of(MarketView.SeenOrder seen) {
      return new Late(
          seen.order().orderId(),
          Links.order(seen.order().market(), seen.order().orderId()),
          seen.estimate().stage(),
          seen.late(),
          seen.promised(),
          seen.estimate().predicted(),
          seen.estimate().latest(),
          seen.estimate().reason());
    }
  }

  /** A dasher who is not heard of while an order waits for them. */
  public record Silent(long orderId, String address, String stage, Duration heardAgo) {}

  /** What the page asks for. */
  public interface Sight {
    /** Whether the settings name a Redis. */
    boolean isServed();

    Reading<List<String>> markets();

    Reading<MarketPicture> market(String market);

    /** The latest times that were told first, by order. */
    Reading<Map<Long, Instant>> promises(FirstPromises.Asked asked);
  }

  /**
   * What is asked for.
   *
   * @param market none: the first
   * @param parts of the page
   */
  public record Wanted(String market, Parts parts) {
    public static Wanted of(Parameters parameters) {
      return new Wanted(
          parameters.text("market"),
          parameters.text("only").equals("live") ? Parts.LIVE : Parts.ALL);
    }
  }

  /** How much of the page whoever asks lacks. */
  public enum Parts {
    ALL,
    /** What moves: the page's own script has the streets. */
    LIVE
  }

  public static MapPage of(
      Board board, Viewer viewer, Wanted wanted, Sight sight, StreetMaps streets, Instant now) {
    OrderAccess access = new OrderAccess(board, viewer);
    Reading<List<String>> known = sight.markets();
    List<String> markets =
        known.value().stream()
            .flatMap(List::stream)
            .filter(market -> access.refusal(market).isEmpty())
            .toList();
    String market =
        OrderName.isMarket(wanted.market())
            ? wanted.market()
            : markets.stream().findFirst().orElse("");
    String unread = access.refusal(market);
    // Each market that is read costs Redis, and its place among those that are remembered.
    boolean isShown = unread.isEmpty() && markets.contains(market);
    Optional<Reading<MarketPicture>> picture =
        isShown ? Optional.of(sight.market(market)) : Optional.empty();
    Optional<Reading<Map<Long, Instant>>> promises =
        access
            .predictions()
            .filter(table -> isShown)
            .map(table -> sight.promises(FirstPromises.Asked.of(market, table, now)));
    Optional<MarketPicture> seen =
        picture
            .flatMap(Reading::value)
            .map(all -> access.seesDashers() ? all : withoutDashers(all));
    Map<Long, Instant> told = promises.flatMap(Reading::value).orElse(Map.of());
    Optional<MarketView> view = seen.map(each -> MarketView.of(each, told));
    Optional<Drawing> drawing = view.map(each -> Drawing.of(each, streets.of(market)));

    return new MapPage(
        Frame.of(
                TITLE,
                Frame.Place.MAP,
                board,
                Stream.concat(Stream.of(known), picture.stream()).toArray(Reading<?>[]::new))
            .live(),
        known,
        markets,
        market,
        unread,
        picture,
        headline(
            market, known.value().isPresent(), view, seen.map(MarketPicture::isWhole).orElse(true)),
        wanted.parts() == Parts.LIVE ? drawing.map(Drawing::withoutStreets) : drawing,
        counts(view),
        seen.flatMap(MarketPicture::supply),
        late(view),
        silent(view),
        promises.flatMap(Reading::value).isPresent(),
        List.of(
            new Command("Supply by hour, and why it is short", "./freshet dashboard"),
            new Command("Whether Redis has all it should", "./freshet redis compare")));
  }

  /** Whether Redis has told what is there: before, nothing can be said of it. */
  public boolean isSeen() {
    return drawing.isPresent();
  }

  /** Why nothing is drawn, where nothing is asked of Redis. */
  public String nothing() {
    if (!unread.isEmpty()) {
      return unread;
    }
    if (known.value().isEmpty()) {
      return "Which markets there are is not known yet.";
    }

    return market.isEmpty()
        ? "Redis holds no order and no dasher yet."
        : "Redis holds no order and no dasher of %s.".formatted(market);
  }

  /** An order that is under way then stands at its restaurant: it would tell where a dasher is. */
  private static MarketPicture withoutDashers(MarketPicture all) {
    return new MarketPicture(
        all.market(),
        all.orders().stream().map(ServedOrder::withoutPosition).toList(),
        List.of(),
        all.supply(),
        all.isWhole());
  }

  private static String headline(
      String market, boolean isKnown, Optional<MarketView> view, boolean isWhole) {
    if (view.isEmpty() && market.isEmpty()) {
      return isKnown ? "No market is known" : "Orders and dashers";
    }
    if (view.isEmpty()) {
      return market.replace('_', ' ');
    }
    long late = view.get().orders().stream().filter(MarketView.SeenOrder::isLate).count();

    return "%s: %s%s, %s late"
        .formatted(
            market.replace('_', ' '),
            isWhole ? "" : "at least ",
            Texts.plural(view.get().orders().size(), "open order", "open orders"),
            Texts.count(late));
  }

  private static Map<Motion, Long> counts(Optional<MarketView> view) {
    Map<Motion, Long> counts = new EnumMap<>(Motion.class);
    for (Motion motion : Motion.values()) {
      counts.put(
          motion,
          view.stream()
              .flatMap(each -> each.dashers().stream())
              .filter(dasher -> dasher.motion() == motion)
              .count());
    }

    return counts;
  }

  private static List<Late> late(Optional<MarketView> view) {
    return view.stream()
        .flatMap(each -> each.orders().stream())
        .filter(MarketView.SeenOrder::isLate)
        .limit(MOST_ROWS)
        .map(Late::of)
        .toList();
  }

  private static List<Silent> silent(Optional<MarketView> view) {
    return view.stream()
        .flatMap(each -> each.dashers().stream())
        .filter(dasher -> dasher.motion() == Motion.SILENT)
        .flatMap(
            dasher ->
                dasher.order().stream()
                    .map(
                        order ->
                            new Silent(
                                order.orderId(),
                                Links.order(order.market(), order.orderId()),
                                order.estimate().map(each -> each.stage()).orElse(""),
                                dasher.heardAgo())))
        .sorted(Comparator.comparing(Silent::heardAgo).reversed())
        .limit(MOST_ROWS)
        .toList();
  }
}
