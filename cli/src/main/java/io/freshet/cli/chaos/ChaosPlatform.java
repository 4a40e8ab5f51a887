package io.freshet.cli.chaos;

import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.cli.page.ServerModule;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import io.freshet.local.fetch.FileTree;
import io.freshet.simulator.orders.CapturedContracts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * The platform of one run of chaos, in a folder of its own: its applications and services go
 * through {@link Doors}, its contracts are a copy that may be changed, and orders that are kept in
 * Postgres are captured onto a stream of their own.
 */
final class ChaosPlatform implements AutoCloseable {
  /** What the order service's steps become events of. */
  static final String CAPTURED = "captured_orders";

  /** Tells the folder of a run from that of a platform that somebody works with. */
  private static final String MARK = "of-a-chaos-run";

  private static final String COPIED = "order_events";
  private static final int WRITER_SLOTS = 2;

  private final StateFolder folder;
  private final Path contracts;
  private final Workspace direct;
  private final Workspace behindDoors;
  private final ProgressListener progress;
  private final Doors doors;
  private final Optional<TinyDisk> disk;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final AtomicInteger restarts = new AtomicInteger();
  private boolean isKept;

  private ChaosPlatform(
      StateFolder folder, Doors doors, Optional<TinyDisk> disk, ProgressListener progress) {
    Path own = folder.root().resolve("chaos");
    this.folder = folder;
    this.contracts = own.resolve("contracts");
    this.direct = Workspace.of(folder, own.resolve("direct.yaml"));
    this.behindDoors = Workspace.of(folder, own.resolve("doors.yaml"));
    this.doors = doors;
    this.disk = disk;
    this.progress = progress;
  }

  /**
   * Takes a folder for a run, and away what a killed run has left in it.
   *
   * @param withDisk whether the writer is to stage its files on a small disk, where one may mount
   * @throws FreshetException when it holds something else
   */
  static ChaosPlatform claim(StateFolder folder, boolean withDisk, ProgressListener progress)
      throws IOException {
    requireOurs(folder.root());
    Platform platform = Platform.in(folder);
    if (Files.exists(folder.root())) {
      platform.down(progress);
      TinyDisk.unmount(disk(folder));
      FileTree.delete(folder.root());
    }
    Files.createDirectories(folder.root());
    Files.createFile(folder.root().resolve(MARK));
    Optional<TinyDisk> disk = withDisk ? TinyDisk.mount(disk(folder)) : Optional.empty();

    return new ChaosPlatform(folder, Doors.before(platform), disk, progress);
  }

  private static Path disk(StateFolder folder) {
    return folder.root().resolve("chaos").resolve("disk");
  }

  private static void requireOurs(Path root) throws IOException {
    if (!Files.exists(root) || Files.exists(root.resolve(MARK))) {
      return;
    }
    try (Stream<Path> content = Files.list(root)) {
      if (content.findAny().isPresent()) {
        throw new FreshetException(
            Fault.CALLER,
            "%s holds something else; name an empty or a new folder with --state".formatted(root));
      }
    }
  }

  /** Parts, contracts, applications and services, in this order. */
  void up(Set<Part> parts) throws Exception {
    platform().up(parts, progress);
    copyContracts();
    writeProfiles();
    new Pipeline(direct).prepare(parts, progress);
    platform().start(writer(), progress);
    platform().start(eta(), progress);
    serve("orders", "serving/orders", "io.freshet.serving.orders.OrdersServer", "128m");
    serve(
        "capture",
        "ingestion/change-capture",
        "io.freshet.ingestion.capture.CaptureServer",
        "192m");
  }

  private void copyContracts() throws IOException {
    Path shipped = direct.modules().project().resolve("contracts");
    Files.createDirectories(contracts);
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, contracts.resolve(file.getFileName()));
      }
    }
    String orders = Files.readString(shipped.resolve(COPIED + ".yaml"));
    Files.writeString(
        contracts.resolve(CAPTURED + ".yaml"),
        CapturedContracts.captured(orders).replace(COPIED, CAPTURED));
  }

  /** Whatever has moved since is found again. */
  private void writeProfiles() throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<?, ?> own = new Yaml().load(Files.readString(folder.profile()));
    own.forEach((key, value) -> settings.put(key.toString(), value));
    settings.put("contracts.path", contracts.toString());
    settings.put("receipts.path", folder.root().resolve("receipts").toString());
    write(direct.profileFile(), settings);
    write(behindDoors.profileFile(), doors.settings(settings));
  }

  private static void write(Path file, Map<String, Object> settings) throws IOException {
    Files.createDirectories(file.getParent());
    PrivateFiles.write(file, new Yaml().dump(settings).getBytes(StandardCharsets.UTF_8));
  }

  private void serve(String name, String module, String mainClass, String heap) throws Exception {
    progress.progress(name, "starting");
    services.put(
        name,
        Service.start(
            new ServerModule("The server " + name, name, module, mainClass, heap)
                .program(behindDoors, freePort(), Map.of())));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Of all streams, in as many slots as it may be rescaled to. */
  FlinkApplication writer() {
    return writer("writer");
  }

  /** The same job by another name. */
  FlinkApplication writer(String name) {
    FlinkApplication shipped = throughDoors(new Pipeline(behindDoors).writer());
    FlinkApplication writer =
        new FlinkApplication(
            name,
            shipped.module(),
            shipped.mainClass(),
            shipped.arguments(),
            WRITER_SLOTS,
            shipped.taskManagerMegabytes(),
            shipped.options());

    return disk.map(tiny -> tiny.usedBy(writer)).orElse(writer);
  }

  FlinkApplication eta() {
    return throughDoors(new Pipeline(behindDoors).eta());
  }

  /** Flink's own files take the same way as those of tables. */
  private FlinkApplication throughDoors(FlinkApplication application) {
    return application.with("s3.endpoint", doors.store().uri().toString());
  }

  /** Starts again whatever is dead, until all of it answers. */
  void heal() throws Exception {
    List<String> dead = new ArrayList<>();
    new Patience("All parts and applications")
        .await(
            () -> {
              dead.addAll(platform().heal(ProgressListener.SILENT));
              writeProfiles();
              for (Service service : services.values()) {
                service.heal();
              }

              return true;
            });
    restarts.addAndGet(dead.size());
  }

  /** Processes that were found dead and started again. */
  int restarts() {
    return restarts.get() + services.values().stream().mapToInt(Service::restarts).sum();
  }

  Platform platform() {
    return Platform.in(folder);
  }

  Doors doors() {
    return doors;
  }

  Optional<TinyDisk> disk() {
    return disk;
  }

  Optional<Service> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  /** Settings of who goes straight to the servers. */
  Workspace direct() {
    return direct;
  }

  Path contracts() {
    return contracts;
  }

  Path folder() {
    return folder.root();
  }

  ProgressListener progress() {
    return progress;
  }

  /** Its data stays when it is taken down. */
  void keep() {
    isKept = true;
  }

  /** Its data goes when it is taken down. */
  void drop() {
    isKept = false;
  }

  /** Takes all down, after Ctrl-C as well: nobody may be interrupted while doing so. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      services.values().forEach(Service::close);
      platform().down(progress);
    } finally {
      doors.close();
      disk.ifPresent(TinyDisk::close);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!isKept) {
      FileTree.delete(folder.root());
    }
  }
}
