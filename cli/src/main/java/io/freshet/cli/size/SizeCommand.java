package io.freshet.cli.size;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.size.Sizing.Cost;
import io.freshet.cli.size.Sizing.Need;
import io.freshet.cli.size.Sizing.Store;
import io.freshet.core.toolkit.Amounts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "size",
    description = {
      "Reckons how large an installation must be, and what it would cost, from measured figures.",
      "Each figure and price is told with where it comes from. Exit code 1 for what no number of"
          + " machines carries, 2 for what these figures say nothing of."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet size --events-per-second 50000 --retention 30d --markets 3"})
public final class SizeCommand implements Callable<Integer> {
  private static final double LITTLE_SERIAL = 0.02;
  private static final double MUCH_SERIAL = 0.10;

  @Option(
      names = "--events-per-second",
      required = true,
      paramLabel = "N",
      description = "At the busiest, of all streams")
  private long events;

  @Option(
      names = "--average",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "What a day has on average, of the busiest. Default: ${DEFAULT-VALUE}")
  private double average;

  @Option(
      names = "--over-http",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Of events that come through gateways. Default: ${DEFAULT-VALUE}")
  private double overHttp;

  @Option(names = "--markets", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
  private int markets;

  @Option(
      names = "--tables",
      defaultValue = "10",
      description = "Tables that are committed to. Default: ${DEFAULT-VALUE}")
  private int tables;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "How long tables keep rows. Default: ${DEFAULT-VALUE}")
  private Duration retention;

  @Option(
      names = "--kafka-retention",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "How long Kafka keeps events. Default: ${DEFAULT-VALUE}")
  private Duration kafkaRetention;

  @Option(
      names = "--copies",
      defaultValue = "3",
      description = "Of each event in Kafka. Default: ${DEFAULT-VALUE}")
  private int copies;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Between commits. Default: ${DEFAULT-VALUE}")
  private Duration interval;

  @Option(
      names = "--busy",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "How busy cores may be at the busiest. Default: ${DEFAULT-VALUE}")
  private double busy;

  @Option(
      names = "--active-orders",
      paramLabel = "N",
      defaultValue = "0",
      description = "Default: as many as were measured beside that many events")
  private long activeOrders;

  @Option(
      names = "--queries-per-minute",
      paramLabel = "N",
      defaultValue = "10",
      description = "Of the dearest kind that was measured. Default: ${DEFAULT-VALUE}")
  private double queries;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Your prices, as YAML with the keys of the shipped prices.yaml")
  private Path priceFile;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Load load =
        new Load(
            events,
            average,
            overHttp,
            markets,
            tables,
            retention,
            kafkaRetention,
            copies,
            interval,
            busy,
            activeOrders,
            queries);
    Prices prices = priceFile == null ? Prices.shipped() : Prices.read(priceFile);
    Figures figures = Figures.shipped();
    Sizing sizing = new Sizing(load, figures);
    List<String> impossible = sizing.impossible();
    PrintWriter out = spec.commandLine().getOut();
    if (!impossible.isEmpty()) {
      ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", false);
      ArrayNode reasons = result.putArray("impossible");
      impossible.forEach(reasons::add);
      json.write(result, out);
      impossible.forEach(spec.commandLine().getErr()::println);

      return 1;
    }
    if (!json.replacesText()) {
      print(sizing, load, figures, prices, out);
    }
    json.write(json(sizing, figures, prices), out);

    return 0;
  }

  private static void print(
      Sizing sizing, Load load, Figures figures, Prices prices, PrintWriter out) {
    TextTable needs = new TextTable("part", "processes", "cores", "memory", "disk", "how");
    for (Need need : sizing.needs()) {
      needs.row(
          need.part(),
          need.processes(),
          one(need.cores()),
          one(need.memoryGb()) + " GB",
          need.diskGb() == 0 ? "" : one(need.diskGb()) + " GB",
          need.how());
    }
    needs.print(out);
    Store store = sizing.store();
    out.printf(
        Locale.ROOT,
        "Object store: %s of tables, %s of metadata; %,.0f writes and %,.0f reads a month%n",
        Amounts.bytes(Math.round(store.tableGb() * 1e9)),
        Amounts.bytes(Math.round(store.metadataGb() * 1e9)),
        store.writesPerMonth(),
        store.readsPerMonth());
    Cost cost = sizing.cost(prices);
    out.printf(
        Locale.ROOT,
        "Cost: %,.0f %s a month: cores %,.0f, memory %,.0f, disks %,.0f, objects %,.0f, requests"
            + " %,.0f%n",
        cost.total(),
        prices.currency(),
        cost.cores(),
        cost.memory(),
        cost.disk(),
        cost.objects(),
        cost.requests());
    out.printf("Prices of %s: %s%n", prices.dated(), prices.source());
    out.printf(
        Locale.ROOT,
        "Range: with a serial share of %s and of %s instead of %s: writer %s and %s slots, ETA"
            + " application %s and %s%n",
        LITTLE_SERIAL,
        MUCH_SERIAL,
        figures.value("serial-share"),
        slots(with(load, figures, LITTLE_SERIAL).writerSlots()),
        slots(with(load, figures, MUCH_SERIAL).writerSlots()),
        slots(with(load, figures, LITTLE_SERIAL).etaSlots()),
        slots(with(load, figures, MUCH_SERIAL).etaSlots()));
    out.println();
    TextTable sources = new TextTable("figure", "value", "", "of", "source");
    figures.all().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            each ->
                sources.row(
                    each.getKey(),
                    each.getValue().value(),
                    each.getValue().measured() ? "" : "assumed",
                    each.getValue().unit(),
                    each.getValue().source()));
    sources.print(out);
  }

  private static String slots(int slots) {
    return slots < 0 ? "no number of" : Integer.toString(slots);
  }

  private static Sizing with(Load load, Figures figures, double serialShare) {
    return new Sizing(load, figures.with("serial-share", serialShare));
  }

  private static ObjectNode json(Sizing sizing, Figures figures, Prices prices) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode needs = result.putArray("parts");
    for (Need need : sizing.needs()) {
      needs
          .addObject()
          .put("part", need.part())
          .put("processes", need.processes())
          .put("cores", need.cores())
          .put("memory_gb", need.memoryGb())
          .put("disk_gb", need.diskGb())
          .put("how", need.how());
    }
    Store store = sizing.store();
    result
        .put("partitions", sizing.partitions())
        .put("writer_slots", sizing.writerSlots())
        .put("eta_slots", sizing.etaSlots());
    result
        .putObject("object_store")
        .put("table_gb", store.tableGb())
        .put("metadata_gb", store.metadataGb())
        .put("writes_per_month", store.writesPerMonth())
        .put("reads_per_month", store.readsPerMonth());
    Cost cost = sizing.cost(prices);
    result
        .putObject("cost_per_month")
        .put("currency", prices.currency())
        .put("prices_dated", prices.dated())
        .put("prices_source", prices.source())
        .put("cores", cost.cores())
        .put("memory", cost.memory())
        .put("disks", cost.disk())
        .put("objects", cost.objects())
        .put("requests", cost.requests())
        .put("total", cost.total());
    ObjectNode told = result.putObject("figures");
    figures
        .all()
        .forEach(
            (name, figure) ->
                told.putObject(name)
                    .put("value", figure.value())
                    .put("unit", figure.unit())
                    .put("source", figure.source())
                    .put("measured", figure.measured()));

    return result;
  }

  private static String one(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }
}
