package io.freshet.cli.size;

import java.util.ArrayList;
import java.util.List;

/**
 * How large an installation must be for a load: arithmetic on measured figures, nothing else. Cores
 * that share one piece of work gain less the more they are, by Amdahl's law (Amdahl, "Validity of
 * the single processor approach to achieving large scale computing capabilities", AFIPS 1967).
 */
final class Sizing {
  private static final double SECONDS_A_DAY = 86_400;
  private static final double DAYS_A_MONTH = 30;
  private static final double HOURS_A_MONTH = DAYS_A_MONTH * 24;
  private static final double MICROS = 1e6;
  private static final double GB = 1e9;
  private static final int SLOTS_A_TASK_MANAGER = 4;
  private static final double CORES_A_BROKER = 4;
  private static final double DISK_FILLED = 0.7;
  private static final double MEMORY_FILLED = 0.6;
  private static final double MB_A_BROKER = 8192;
  private static final double MB_OF_SERVICES = 4096;
  private static final double NIGHTLY_SECONDS = 2 * 3600;
  private static final int MOST_SLOTS = 512;
  private static final int WRITES_A_COMMIT = 4;
  private static final int READS_A_COMMIT = 3;

  private final Load load;
  private final Figures figures;

  Sizing(Load load, Figures figures) {
    this.load = load;
    this.figures = figures;
  }

  /**
   * What one part of the installation needs.
   *
   * @param processes brokers, TaskManagers, servers
   * @param cores at the busiest, as busy as asked
   * @param diskGb of its own
   * @param how in words, for people who check it
   */
  record Need(
      String part, int processes, double cores, double memoryGb, double diskGb, String how) {}

  /** Of the object store. */
  record Store(double tableGb, double metadataGb, double writesPerMonth, double readsPerMonth) {}

  /** What it comes to in a month, by what it is spent on. */
  record Cost(double cores, double memory, double disk, double objects, double requests) {
    double total() {
      return cores + memory + disk + objects + requests;
    }
  }

  List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    needs.add(gateway());
    needs.add(kafka());
    needs.add(writer());
    needs.add(eta());
    needs.add(redis());
    needs.add(trino());
    needs.add(spark());
    needs.add(
        new Need(
            "services",
            4,
            1,
            MB_OF_SERVICES / 1000,
            0,
            "catalog, registry, Postgres, console: by their heaps in local, not by the load"));

    return needs;
  }

  /** At least as many as slots and markets ask for, and a multiple of what spreads a market. */
  int partitions() {
    return Math.max(writerSlots(), load.markets()) * 2;
  }

  int writerSlots() {
    return slots(figures.value("writer-cpu-micros"));
  }

  int etaSlots() {
    return slots(figures.value("eta-cpu-micros"));
  }

  /** Whole slots that are no busier than asked, each gaining less than the one before. */
  private int slots(double micros) {
    double work = load.eventsPerSecond() * micros / MICROS / load.busy();
    for (int slots = 1; slots <= MOST_SLOTS; slots++) {
      if (speedUp(slots, figures.value("serial-share")) >= work) {
        return slots;
      }
    }

    return -1;
  }

  /** How much faster {@code slots} are than one. */
  static double speedUp(int slots, double serialShare) {
    return slots / (1 + serialShare * (slots - 1));
  }

  /** Loads that no number of slots carries in one job: their serial share is busy by itself. */
  List<String> impossible() {
    List<String> reasons = new ArrayList<>();
    if (writerSlots() < 0) {
      reasons.add(refusal("writer", figures.value("writer-cpu-micros")));
    }
    if (etaSlots() < 0) {
      reasons.add(refusal("ETA application", figures.value("eta-cpu-micros")));
    }

    return reasons;
  }

  private String refusal(String job, double micros) {
    double most =
        load.busy() * MICROS / micros * speedUp(MOST_SLOTS, figures.value("serial-share"));

    return ("No number of slots lets one %s carry %,d events a second: %,.0f at most, with a serial"
            + " share of %s; spread the markets over several")
        .formatted(job, load.eventsPerSecond(), most, figures.value("serial-share"));
  }

  private double cores(double micros) {
    return load.eventsPerSecond() * micros / MICROS / load.busy();
  }

  private Need gateway() {
    double cores = cores(figures.value("gateway-cpu-micros")) * load.overHttp();
    int servers = load.overHttp() == 0 ? 0 : Math.max(2, (int) Math.ceil(cores / 4));

    return new Need(
        "gateways",
        servers,
        cores,
        servers,
        0,
        "two at least, 1 GB each; events in batches of 100");
  }

  private Need kafka() {
    double cores = cores(figures.value("kafka-cpu-micros")) * load.copies();
    double disk =
        load.averageEvents()
            * load.kafkaRetention().toSeconds()
            * figures.value("kafka-bytes")
            * load.copies()
            / GB
            / DISK_FILLED;
    int brokers = Math.max(load.copies(), (int) Math.ceil(cores / CORES_A_BROKER));

    return new Need(
        "brokers",
        brokers,
        cores,
        brokers * MB_A_BROKER / 1000,
        disk,
        "%d partitions of the busiest stream, %d copies, disks filled to 70 %%"
            .formatted(partitions(), load.copies()));
  }

  private Need writer() {
    int slots = Math.max(1, writerSlots());

    return new Need(
        "writer",
        taskManagers(slots),
        slots,
        slots * figures.value("writer-mb-a-slot") / 1000,
        0,
        "%d slots of one core".formatted(slots));
  }

  private Need eta() {
    int slots = Math.max(1, etaSlots());
    double state = activeOrders() * figures.value("eta-state-bytes") / GB;

    return new Need(
        "ETA application",
        taskManagers(slots),
        slots,
        slots + state * 4,
        0,
        "%d slots of one core, 1 GB each and four times its state".formatted(slots));
  }

  private static int taskManagers(int slots) {
    return (slots + SLOTS_A_TASK_MANAGER - 1) / SLOTS_A_TASK_MANAGER;
  }

  private Need redis() {
    double cores = cores(figures.value("redis-cpu-micros"));
    // One core is what one Redis can use.
    int shards = Math.max(1, (int) Math.ceil(cores));

    return new Need(
        "Redis",
        shards * 2,
        shards * 2,
        2 * activeOrders() * figures.value("redis-bytes") / GB / MEMORY_FILLED,
        0,
        "%,d active orders, %d shards with a copy each".formatted(activeOrders(), shards));
  }

  private Need trino() {
    double cores =
        Math.max(
            2,
            load.queriesPerMinute() * figures.value("trino-cpu-millis") / 1000 / 60 / load.busy());

    return new Need(
        "Trino",
        1,
        cores,
        cores * 4,
        0,
        "%s questions a minute, each over some four million rows; two cores at least"
            .formatted(load.queriesPerMinute()));
  }

  private Need spark() {
    double pings = load.averageEvents() * SECONDS_A_DAY;
    double nightly = pings * figures.value("nightly-cpu-micros") / MICROS;
    double merged =
        pings * figures.value("table-bytes") / 1e6 / figures.value("maintenance-mb-a-cpu-second");
    double cores = nightly / NIGHTLY_SECONDS + merged / SECONDS_A_DAY;

    return new Need(
        "Spark",
        1,
        cores,
        Math.max(1, cores) * figures.value("nightly-mb") / 1000,
        0,
        "%,.0f CPU-s of nightly within two hours, %,.0f CPU-s of merging over the day"
            .formatted(nightly, merged));
  }

  long activeOrders() {
    return load.activeOrders() > 0
        ? load.activeOrders()
        : Math.round(load.eventsPerSecond() * figures.value("orders-a-ping"));
  }

  Store store() {
    double days = load.retention().toSeconds() / SECONDS_A_DAY;
    double rows = load.averageEvents() * SECONDS_A_DAY * days;
    double fresh = load.averageEvents() * SECONDS_A_DAY * figures.value("table-bytes") / GB;
    // A day as it was written stays beside the merged one until its snapshots are gone.
    double tables =
        rows * figures.value("table-bytes") * figures.value("merged-share") / GB + fresh;
    double commitsADay = SECONDS_A_DAY / load.interval().toSeconds() * load.tables();
    double metadata =
        figures.value("snapshots-kept")
            * figures.value("snapshot-bytes")
            * 100 // files that a writer keeps
            * load.tables()
            / GB;
    double writes = commitsADay * (WRITES_A_COMMIT + Math.max(1, writerSlots()));

    return new Store(
        tables, metadata, writes * DAYS_A_MONTH, commitsADay * READS_A_COMMIT * DAYS_A_MONTH);
  }

  Cost cost(Prices prices) {
    double cores = 0;
    double memory = 0;
    double disk = 0;
    for (Need need : needs()) {
      cores += need.cores();
      memory += need.memoryGb();
      disk += need.diskGb();
    }
    Store store = store();

    return new Cost(
        cores * HOURS_A_MONTH * prices.coreHour(),
        memory * HOURS_A_MONTH * prices.gbMemoryHour(),
        disk * prices.diskGbMonth(),
        (store.tableGb() + store.metadataGb()) * prices.objectGbMonth(),
        store.writesPerMonth() / 1000 * prices.thousandWrites()
            + store.readsPerMonth() / 1000 * prices.thousandReads());
  }
}
