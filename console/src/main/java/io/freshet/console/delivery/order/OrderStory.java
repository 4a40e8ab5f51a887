package io.freshet.console.delivery.order;

import io.freshet.serving.view.OrderName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What tables say of an order.
 *
 * @param steps by their versions
 * @param told by their times
 * @param isWhole whether these are all; else the newest, and what was told first
 */
public record OrderStory(List<Step> steps, List<Told> told, boolean isWhole) {
  public OrderStory {
    steps = List.copyOf(steps);
    told = List.copyOf(told);
  }

  /**
   * What is asked of them.
   *
   * @param day around which the order was under way
   * @param steps the table of steps, with its namespace
   * @param predictions the table of told arrivals; empty where it may not be read
   */
  public record Asked(OrderName order, LocalDate day, String steps, Optional<String> predictions) {}

  /**
   * One step.
   *
   * @param at when it happened
   * @param receivedAt when the platform got it
   * @param reason why the order was cancelled; empty of other steps
   * @param isMadeUp whether a replay had to invent it
   */
  public record Step(
      int version, String state, Instant at, Instant receivedAt, String reason, boolean isMadeUp) {}

  /**
   * What the customer was told of the arrival.
   *
   * @param at when, in the time of the events
   * @param version the newest step that was known
   * @param latest nine of ten are there by then; empty of old rows
   */
  public record Told(
      Instant at,
      int version,
      String stage,
      Instant predicted,
      Optional<Instant> latest,
      String reason,
      String basis,
      String model) {
    /** Whether a customer would see the same. */
    boolean saysTheSameAs(Told other) {
      return stage.equals(other.stage)
          && predicted.equals(other.predicted)
          && latest.equals(other.latest)
          && reason.equals(other.reason)
          && model.equals(other.model);
    }
  }
}
