package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.chaos.door.TcpDoor;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningPostgresPair;
import io.freshet.testing.servers.ServerProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of orders on their stream while the Postgres that they are written to is lost and its
 * synchronous copy takes over, which has the capture's slot, too.
 */
@FullOnly
class OrderStepsFailoverIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int PAIRS = 4;
  private static final int SOME = 80;
  private static final int REFUSED = 2;

  /** As the capture calls itself in Postgres. */
  private static final String CAPTURE = "freshet-capture";

  @TempDir private Path folder;
  private RunningPostgresPair postgres;
  private TcpDoor door;
  private OrderDatabase database;
  private StepEvents events;
  private OrderService service;
  private ServerProcess capture;

  @BeforeEach
  void start() throws Exception {
    postgres = RunningPostgresPair.start(folder);
    postgres.copySynchronously();
    door = TcpDoor.before(this::primary);
    database = new OrderDatabase(platform, postgresSettings());
    events = StepEvents.open(platform, folder);
    service = new OrderService(folder, database.profile());
    service.start();
    capture = startCapture();
    // Whoever was there before the capture comes in its snapshot, in any order.
    service.takeOrder(0);
    events.awaitAll(service.done());
    postgres.keepSlot(database.name());
  }

  /** The capture knows one address, which leads to the primary. */
  private InetSocketAddress primary() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.primary().port());
  }

  private Settings postgresSettings() {
    return Settings.of(
        Map.of(
            "postgres.url", postgres.url(),
            "postgres.user", "postgres",
            "postgres.password", "not-asked-for",
            "capture.url", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(door.port()),
            "capture.user", "postgres",
            "capture.password", "not-asked-for"));
  }

  private ServerProcess startCapture() {
    return database.capture(folder, events.contracts());
  }

  @AfterEach
  void stop() {
    service.close();
    capture.close();
    events.close();
    door.close();
    postgres.close();
  }

  @Test
  void eachStepIsAnEventOnceAndInOrderThoughThePrimaryIsLostTwice() throws SQLException {
    service.race(PAIRS);
    service.awaitMore(SOME);
    capture.kill();
    service.awaitMore(SOME);
    failOver();
    capture = startCapture();
    service.awaitMore(SOME);
    followAgain();
    service.awaitMore(SOME);
    failOver();
    service.awaitMore(SOME);
    service.end();

    assertComplete();
  }

  @Test
  void whatTheCopyLacksIsToldOnlyOnceItIsMadeThere() throws SQLException {
    service.race(PAIRS);
    service.awaitMore(SOME);
    postgres.stopCopying();
    // The capture was told of commits that nobody else will ever see.
    await().atMost(PATIENCE).until(() -> postgres.hasWaiting(CAPTURE));
    failOver();
    service.awaitMore(SOME);
    service.end();

    assertComplete();
  }

  @Test
  void theCaptureRefusesACopyThatLacksWhatItHasTold() {
    postgres.copyAsynchronously();
    postgres.stopCopying();
    service.takeOrder(0);
    events.awaitAll(service.done());
    postgres.killPrimary();
    postgres.promoteCopy();

    assertThat(capture.exitCode()).isEqualTo(REFUSED);
    assertThat(capture.lines())
        .last()
        .asString()
        .contains(
            "has failed over from timeline 1 to 2 and may lack some of what capture %s has told"
                .formatted(database.name()));
  }

  /** Long enough without a primary for clients to notice. */
  private void failOver() {
    postgres.killPrimary();
    int before = service.sentAgain();
    await().atMost(PATIENCE).until(() -> service.sentAgain() >= before + 2 * PAIRS);
    postgres.promoteCopy();
  }

  private void followAgain() {
    postgres.copyAgain();
    postgres.copySynchronously();
    postgres.keepSlot(database.name());
  }

  /** What was told is there, and is an event, once and in order; nothing else is. */
  private void assertComplete() throws SQLException {
    Map<Long, List<String>> steps = database.steps();
    events.awaitAll(steps.values().stream().mapToInt(List::size).sum());

    assertThat(steps.values()).allMatch(each -> each.size() == OrderService.STATES.size());
    assertThat(events.events()).isEqualTo(steps);
    assertThat(raced(steps)).isEqualTo(service.told());
  }

  /** All but the first order, for which nobody raced. */
  private static Set<String> raced(Map<Long, List<String>> steps) {
    Set<String> raced = new TreeSet<>();
    steps.entrySet().stream()
        .skip(1)
        .forEach(
            order ->
                order
                    .getValue()
                    .forEach(
                        step ->
                            raced.add(
                                "%d %s %s"
                                    .formatted(
                                        order.getKey(),
                                        step.split(" ", 3)[0],
                                        step.split(" ", 3)[1]))));

    return raced;
  }
}
