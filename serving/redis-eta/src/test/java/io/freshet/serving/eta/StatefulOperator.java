package io.freshet.serving.eta;

import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * One operator, what it is told before it is stopped, and what after.
 *
 * @param name its uid
 * @param sideOutputs what it tells beside its output
 */
record StatefulOperator<H extends AbstractStreamOperatorTestHarness<?>>(
    String name,
    Made<H> harness,
    Events<H> before,
    Events<H> after,
    List<OutputTag<?>> sideOutputs) {
  private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");

  /** A harness, whose making may fail as Flink's does. */
  interface Made<H> {
    H make() throws Exception;
  }

  /** What an operator is told. */
  interface Events<H> {
    void sendTo(H harness) throws Exception;
  }

  StatefulOperator {
    sideOutputs = List.copyOf(sideOutputs);
  }

  /** What it keeps, having been told what comes before. */
  OperatorSubtaskState stopped() throws Exception {
    try (H operator = harness.make()) {
      operator.open();
      before.sendTo(operator);

      return operator.snapshot(1, 1);
    }
  }

  /** What it tells after it has begun with that state. */
  List<String> goesOn(OperatorSubtaskState state) throws Exception {
    try (H operator = harness.make()) {
      operator.initializeState(state);
      operator.open();

      return toldAfter(operator);
    }
  }

  /** What it tells of the same when it knows of nothing before. */
  List<String> beginsAnew() throws Exception {
    try (H operator = harness.make()) {
      operator.open();

      return toldAfter(operator);
    }
  }

  private List<String> toldAfter(H operator) throws Exception {
    after.sendTo(operator);
    Stream<String> output =
        operator.getOutput().stream()
            .filter(element -> element instanceof StreamRecord<?>)
            .map(element -> ((StreamRecord<?>) element).getValue().toString());
    Stream<String> beside = sideOutputs.stream().flatMap(tag -> told(operator, tag));

    return Stream.concat(output, beside).map(StatefulOperator::rounded).toList();
  }

  /** Other processors end doubles otherwise. */
  private static String rounded(String told) {
    return FRACTION
        .matcher(told)
        .replaceAll(
            number -> String.format(Locale.ROOT, "%.4f", Double.parseDouble(number.group())));
  }

  private static Stream<String> told(
      AbstractStreamOperatorTestHarness<?> operator, OutputTag<?> tag) {
    Queue<? extends StreamRecord<?>> told = operator.getSideOutput(tag);

    return told == null
        ? Stream.of()
        : told.stream().map(element -> tag.getId() + ": " + element.getValue());
  }

  @Override
  public String toString() {
    return name;
  }
}
