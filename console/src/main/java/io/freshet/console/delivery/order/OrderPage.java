package io.freshet.console.delivery.order;

import io.freshet.console.board.Board;
import io.freshet.console.delivery.order.OrderStory.Step;
import io.freshet.console.delivery.order.OrderStory.Told;
import io.freshet.console.page.Command;
import io.freshet.console.page.Frame;
import io.freshet.console.page.Parameters;
import io.freshet.console.page.Texts;
import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Viewer;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.ServedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One order: what Redis shows of it now, the steps it made, and what its customer was told.
 *
 * @param unread why nothing of it is shown
 * @param served what Redis shows; empty where nothing is read
 * @param story what tables say; empty where nothing is read
 * @param noStory why tables say nothing
 * @param told what was told, each time it changed
 * @param promise what was told first, beside what came of it
 * @param masked columns that are not shown
 */
public record OrderPage(
    Frame frame,
    OrderName order,
    String unread,
    Optional<Reading<Optional<ServedOrder>>> served,
    Optional<Reading<OrderStory>> story,
    String noStory,
    String headline,
    List<StepLine> steps,
    List<ToldLine> told,
    Optional<Promise> promise,
    String standing,
    List<String> masked,
    List<Command> commands) {

  /**
   * One step.
   *
   * @param after how long after the one before; empty of the first that is known
   */
  public record StepLine(Step step, Optional<Duration> after) {
    static List<StepLine> of(List<Step> steps) {
      List<StepLine> lines = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        Instant at = steps.get(i).at();
        lines.add(
            new StepLine(
                steps.get(i),
                i == 0
                    ? Optional.empty()
                    : Optional.of(Duration.between(steps.get(i - 1).at(), at))));
      }

      return lines;
    }
  }

  /**
   * What was told until it changed.
   *
   * @param times how often it was told so
   */
  public record ToldLine(Told told, int times) {
    static List<ToldLine> of(List<Told> all) {
      List<ToldLine> lines = new ArrayList<>();
      for (Told told : all) {
        int last = lines.size() - 1;
        if (last >= 0 && lines.get(last).told().saysTheSameAs(told)) {
          lines.set(last, new ToldLine(lines.get(last).told(), lines.get(last).times() + 1));
        } else {
          lines.add(new ToldLine(told, 1));
        }
      }

      return lines;
    }
  }

  /**
   * What was told first.
   *
   * @param outcome what is told now, or when it came, against it
   * @param isBroken whether it came, or is expected, after the latest time that was told first
   */
  public record Promise(Instant predicted, Instant latest, String outcome, boolean isBroken) {
    static Optional<Promise> of(OrderStory story, Optional<ServedOrder> served) {
      return story.told().stream()
          .filter(told -> told.latest().isPresent())
          .findFirst()
          .flatMap(first -> of(first, story, served));
    }

    private static Optional<Promise> of(
        Told first, OrderStory story, Optional<ServedOrder> served) {
      Instant latest = first.latest().orElseThrow();
      Optional<Instant> delivered =
          story.steps().stream()
              .filter(step -> step.state().equals("delivered"))
              .map(Step::at)
              .findFirst();
      if (delivered.isPresent()) {
        return Optional.of(told(first, latest, delivered.get(), "delivered"));
      }

      return served
          .flatMap(ServedOrder::estimate)
          .map(now -> told(first, latest, now.predicted(), "expected"));
    }

    private static Promise told(Told first, Instant latest, Instant arrival, String how) {
      Duration after = Duration.between(latest, arrival);
      boolean isBroken = after.compareTo(Duration.ZERO) > 0;

      return new Promise(
          first.predicted(),
          latest,
          isBroken
              ? "%s %s after the latest time that was told first".formatted(how, Texts.age(after))
              : "%s by the latest time that was told first".formatted(how),
          isBroken);
    }
  }

  /**
   * @param asks for what Redis shows of the order; only where the role may see it
   * @param tells what tables say of it; only where the role may read them
   */
  public static OrderPage of(
      Board board,
      Viewer viewer,
      OrderName order,
      LocalDate day,
      Function<OrderName, Reading<Optional<ServedOrder>>> asks,
      Function<OrderStory.Asked, Reading<OrderStory>> tells) {
    OrderAccess access = new OrderAccess(board, viewer);
    String unread = access.refusal(order.market());
    Optional<Reading<Optional<ServedOrder>>> served =
        unread.isEmpty() ? Optional.of(seen(asks.apply(order), access)) : Optional.empty();
    Optional<Reading<OrderStory>> story =
        access
            .readable(OrderReader.STEPS)
            .filter(table -> unread.isEmpty())
            .map(
                table ->
                    tells.apply(
                        new OrderStory.Asked(
                            order, day, table, access.readable(OrderReader.PREDICTIONS))));
    Optional<ServedOrder> shown = served.flatMap(Reading::value).flatMap(each -> each);
    OrderStory known =
        story.flatMap(Reading::value).orElse(new OrderStory(List.of(), List.of(), true));

    return new OrderPage(
        Frame.of(
            "Order " + order,
            Frame.Place.MAP,
            board,
            Stream.concat(served.stream(), story.stream()).toArray(Reading<?>[]::new)),
        order,
        unread,
        served,
        story,
        viewer.hasTrino() ? "" : Viewer.NO_TRINO,
        headline(order, shown, known),
        StepLine.of(known.steps()),
        ToldLine.of(known.told()),
        Promise.of(known, shown),
        standing(shown, known),
        access.masked(),
        commands(order));
  }

  /** The day that an address names; what is no day is today. */
  public static LocalDate day(Parameters parameters, Instant now) {
    LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    try {
      String text = parameters.text("day");

      return text.isEmpty() ? today : LocalDate.parse(text);
    } catch (DateTimeParseException none) {
      return today;
    }
  }

  /** When a dasher was heard of last is known of pings alone. */
  private static Reading<Optional<ServedOrder>> seen(
      Reading<Optional<ServedOrder>> served, OrderAccess access) {
    return access.seesDashers()
        ? served
        : new Reading<>(
            served.value().map(held -> held.map(ServedOrder::withoutPosition)),
            served.at(),
            served.failure());
  }

  private static String headline(OrderName order, Optional<ServedOrder> served, OrderStory known) {
    String name = "Order %d of %s".formatted(order.orderId(), order.market());
    Optional<String> state = served.map(ServedOrder::state).or(() -> last(known).map(Step::state));

    return state.map(each -> "%s: %s".formatted(name, each.replace('_', ' '))).orElse(name);
  }

  /** How far Redis and the table are beside each other. */
  private static String standing(Optional<ServedOrder> served, OrderStory known) {
    Optional<Integer> newest = last(known).map(Step::version);
    if (served.isEmpty()) {
      return newest.isEmpty()
          ? ""
          : "Redis holds nothing of it: what is over is shown for a while only.";
    }
    long held = served.get().version().orderVersion();
    if (newest.isEmpty()) {
      return "The table has no step of it on the days around that were looked at.";
    }

    return held == newest.get()
        ? "Redis and the table are at the same step."
        : held > newest.get()
            ? "Redis is ahead: the table has its steps up to version %d.".formatted(newest.get())
            : "Redis is behind: the table has version %d already. ./freshet redis compare says more."
                .formatted(newest.get());
  }

  private static Optional<Step> last(OrderStory known) {
    return known.steps().isEmpty()
        ? Optional.empty()
        : Optional.of(known.steps().get(known.steps().size() - 1));
  }

  private static List<Command> commands(OrderName order) {
    return List.of(
        new Command(
            "Its steps, as you may see them",
            "./freshet sql \"select * from raw.%s where market = '%s' and order_id = %d\""
                .formatted(OrderReader.STEPS, order.market(), order.orderId())),
        new Command("Follow it as its customer does", "./freshet live --order " + order),
        new Command("Whether Redis has all it should", "./freshet redis compare"));
  }
}
