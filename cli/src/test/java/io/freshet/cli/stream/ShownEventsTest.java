package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.stream.ShownEvents.Tests;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.view.RoleView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownEventsTest {
  private static final Contract CONTRACT = Orders.contract();

  private final RoleView view = RoleView.ofNobody(CONTRACT);
  private final StringWriter out = new StringWriter();
  private final PrintWriter writer = new PrintWriter(out, true);

  @Test
  void alignsEventsUnderAHeader() {
    ShownEvents shown = shown(new EventTable(CONTRACT, view, writer), List.of(), 10);

    shown.show(event(1, "boston", "created"));
    shown.show(event(2, "san_francisco", "cancelled"));
    shown.show(event(3, "boston", "ready"));

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("received                  place      market");
    assertThat(lines.get(1)).startsWith("2026-11-01T08:00:00.123Z  2:1        boston");
    assertThat(lines.get(3).indexOf("4711")).isEqualTo(lines.get(2).indexOf("4711"));
    assertThat(lines.get(1)).contains("null").doesNotContain("1250");
    assertThat(shown.summary()).isEqualTo("3 events, 0 refused records");
  }

  @Test
  void showsWhyARecordIsNoEventAndGoesOn() {
    ShownEvents shown = shown(new EventTable(CONTRACT, view, writer), List.of(), 10);

    shown.show(refused(1, "the value does not begin with 0\u001b[31m"));
    shown.show(event(2, "boston", "created"));

    assertThat(out.toString())
        .contains("2:1        ! not_wire_format: the value does not begin with 0�[31m")
        .contains("boston");
    assertThat(shown.summary()).isEqualTo("1 event, 1 refused record");
  }

  @Test
  void writesAnObjectALine() {
    ShownEvents shown = shown(new EventLines(view, writer), List.of(), 10);

    shown.show(event(7, "boston", "created"));
    shown.show(refused(8, "why"));

    assertThat(out.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "{\"partition\":2,\"offset\":7,\"received_at\":\"2026-11-01T08:00:00.123456Z\","
                            + "\"id\":\"a-1\",\"source\":\"/orders\",\"type\":\"order_events\","
                            + "\"payload\":{\"market\":\"boston\",\"order_id\":4711,")
                    .contains("\"customer_id\":null", "\"pickup_latitude\":37.774929")
                    .endsWith(
                        "\"masked\":[\"dasher_id\",\"customer_id\",\"dropoff_latitude\","
                            + "\"dropoff_longitude\",\"subtotal_minor\",\"commission_minor\","
                            + "\"dasher_pay_minor\",\"tip_minor\"]}"),
            line ->
                assertThat(line)
                    .endsWith("\"refused\":{\"cause\":\"not_wire_format\",\"detail\":\"why\"}}"));
  }

  @Test
  void showsTestsOnlyToWhoAsksForThem() {
    Received test =
        new Received(
            Orders.position(1), new Decoded.Test(Orders.event(Orders.order("boston", "created"))));

    shown(new EventTable(CONTRACT, view, writer), List.of(), 10).show(test);
    assertThat(out.toString()).isEmpty();

    new ShownEvents(view, List.of(), new EventTable(CONTRACT, view, writer), Tests.SHOWN, 10)
        .show(test);
    new ShownEvents(view, List.of(), new EventLines(view, writer), Tests.SHOWN, 10).show(test);
    assertThat(out.toString()).contains("2:1 test").contains("\"test\":true");
  }

  @Test
  void showsOnlyWhatIsAskedForUpToTheMost() {
    Condition cancelled = Condition.parse("state=cancelled", CONTRACT, view);
    ShownEvents shown = shown(new EventTable(CONTRACT, view, writer), List.of(cancelled), 2);

    shown.show(event(1, "boston", "created"));
    shown.show(refused(2, "it has no state"));
    shown.show(event(3, "boston", "cancelled"));
    assertThat(shown.isFull()).isFalse();
    shown.show(event(4, "boston", "cancelled"));

    assertThat(shown.isFull()).isTrue();
    assertThat(shown.summary()).isEqualTo("2 events, 0 refused records");
  }

  @Test
  void leavesOutEventsThatTheRoleDoesNotSee() {
    RoleView lead = RoleView.of(CONTRACT, "market_lead_san_francisco");
    ShownEvents shown =
        new ShownEvents(lead, List.of(), new EventTable(CONTRACT, lead, writer), Tests.HIDDEN, 10);

    shown.show(event(1, "boston", "created"));
    shown.show(event(2, "san_francisco", "created"));

    assertThat(out.toString()).doesNotContain("boston");
    assertThat(shown.summary()).isEqualTo("1 event, 0 refused records");
  }

  private ShownEvents shown(EventPrinter printer, List<Condition> conditions, long max) {
    return new ShownEvents(view, conditions, printer, Tests.HIDDEN, max);
  }

  private static Received event(long offset, String market, String state) {
    return new Received(Orders.position(offset), Orders.event(Orders.order(market, state)));
  }

  private static Received refused(long offset, String detail) {
    return new Received(
        Orders.position(offset), new Decoded.Refused(RefusalCause.NOT_WIRE_FORMAT, detail));
  }
}
