package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.simulator.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What one thing after the other has cost: printed as it is told, and kept in a file. */
final class ServingResults {
  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
  private final Path file;

  ServingResults(Path file) {
    this.file = file;
  }

  /** What something has cost customers. */
  record Cost(Customer.Seen seen, StepDelays.Summary steps) {}

  /**
   * @param orders so many until then
   */
  void tell(String fault, int orders, Cost cost) throws IOException {
    add(fault, orders, cost);
    write();
  }

  /** The same, with what a page has shown of it. */
  void tell(String fault, int orders, Cost cost, CustomersPage page) throws IOException {
    ObjectNode result = add(fault, orders, cost);
    result.put("dasher_driven_m", Math.round(page.metersDriven()));
    ArrayNode texts = result.putArray("page");
    page.said()
        .forEach(
            said ->
                texts
                    .addObject()
                    .put("after_ms", said.after().toMillis())
                    .put("pill", said.pill())
                    .put("banner", said.banner())
                    .put("headline", said.headline()));
    write();
  }

  void tell(int orders, Progress beside) throws IOException {
    ObjectNode result =
        add("the marketplace beside", orders)
            .put("events_per_second", Math.round(beside.eventsPerSecond()));
    beside.deliveries().sent().forEach(result::put);
    write();
  }

  private ObjectNode add(String fault, int orders) {
    return results.addObject().put("fault", fault).put("orders", orders);
  }

  private ObjectNode add(String fault, int orders, Cost cost) {
    ObjectNode result = add(fault, orders);
    result
        .put("longest_blind_ms", cost.seen().blind().toMillis())
        .put("longest_behind_ms", cost.seen().behind().toMillis())
        .putObject("steps")
        .put("count", cost.steps().count())
        .put("p50_ms", cost.steps().p50().toMillis())
        .put("p99_ms", cost.steps().p99().toMillis())
        .put("max_ms", cost.steps().max().toMillis());

    return result;
  }

  private void write() throws IOException {
    System.out.println(results.get(results.size() - 1));
    Files.writeString(file, results.toPrettyString());
  }
}
