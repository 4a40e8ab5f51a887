package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.alert.AlertSettings;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.history.BudgetUse;
import io.freshet.cli.doctor.Finding.State;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.local.PartStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each check makes of what it sees. */
class DoctorRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Contracts SHIPPED = Contracts.read(Path.of("..", "contracts"));
  private static final long GIB = 1L << 30;
  private static final Path FILE = Path.of("p.yaml");
  private static final String RIDES = "raw.rides";

  @ParameterizedTest
  @CsvSource({"17, OK", "11, FAILED", "21, FAILED"})
  void javaIsTheOneThatEnginesRunOn(int feature, State state) {
    assertThat(Prerequisites.java(feature).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "Apache Maven 3.8.7, OK",
    "Apache Maven 4.0.0, OK",
    "Apache Maven 3.6.3, FAILED",
    "'', FAILED"
  })
  void aToolIsNewEnough(String said, State state) {
    Finding finding = Prerequisites.version("maven", 3, 8, said);

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.remedy().isEmpty()).isEqualTo(state == State.OK);
  }

  @ParameterizedTest
  @CsvSource({"10, OK", "3, WARNING", "0, FAILED"})
  void thereIsDiskLeft(long gibibytes, State state) {
    assertThat(Prerequisites.disk(FILE, gibibytes * GIB).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "MemAvailable:    9000000 kB, OK",
    "MemAvailable:     900000 kB, WARNING",
    "MemFree: 1 kB, SKIPPED"
  })
  void thereIsMemoryLeft(String meminfo, State state) {
    assertThat(Prerequisites.memory(meminfo).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "rw-------, true, OK",
    "rw-r-----, true, FAILED",
    "rw-------, false, WARNING",
    "rw-r--r--, false, FAILED"
  })
  void secretsAreTheirOwners(String permissions, boolean isGenerated, State state) {
    Finding finding =
        ProfileChecks.secrets(
            FILE,
            "kafka.bootstrap: a:1\ns3.secret-key: hidden\n",
            PosixFilePermissions.fromString(permissions),
            isGenerated);

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.seen() + finding.remedy()).doesNotContain("hidden");
  }

  @Test
  void aProfileWithoutSecretsMayBeRead() {
    assertThat(
            ProfileChecks.secrets(
                FILE, "a: b", PosixFilePermissions.fromString("rw-r--r--"), false))
        .isEqualTo(Finding.ok("no secret stands in the profile"));
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    Settings settings = Settings.of(Map.of("kafka.bootstrapp", "a:1", "registry.url", "nowhere"));

    Finding finding = ProfileChecks.settings(settings, "correct it");

    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.seen())
        .contains(
            "contracts.path is not set",
            "registry.url is nowhere",
            "kafka.bootstrapp is no setting; did you mean kafka.bootstrap?");
  }

  @ParameterizedTest
  @CsvSource({"-1, FAILED", "3600, WARNING", "8640000, OK"})
  void aTokenThatSaysWhenItEndsIsHeldToIt(long seconds, State state) {
    String claims = "{\"sub\":\"ana\",\"exp\":%d}".formatted(NOW.getEpochSecond() + seconds);
    String token =
        "e30.%s.x"
            .formatted(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(claims.getBytes(StandardCharsets.UTF_8)));

    assertThat(ProfileChecks.tokens(Map.of("trino.token", token), NOW).state()).isEqualTo(state);
    assertThat(ProfileChecks.tokens(Map.of("catalog.token", "opaque"), NOW).state())
        .isEqualTo(State.OK);
  }

  @ParameterizedTest
  @CsvSource({"3, OK", "1, WARNING"})
  void replicasHaveBrokers(int brokers, State state) {
    assertThat(ServiceChecks.brokers(new KafkaSettings("a:1", 3), brokers).state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"freshet_console_trouble 0.0, OK", "freshet_console_trouble 1.0, FAILED"})
  void aConsoleThatCantMeasureIsNoneThatRuns(String metrics, State state) {
    assertThat(ConsoleChecks.console("http://c", "# TYPE x\n" + metrics + "\n").state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"0.0, OK", "2.0, WARNING"})
  void aWebhookThatTakesNoAlertsIsTold(String lost, State state) {
    String metrics =
        "freshet_console_trouble 0.0\nfreshet_console_webhook_alerts_total{outcome=\"lost\"} %s\n"
            .formatted(lost);

    assertThat(ConsoleChecks.console("http://c", metrics).state()).isEqualTo(state);
  }

  @Test
  void alertsThatNobodyIsToldOfAreToldWhereNobodyLooks() {
    AlertSettings silent = new AlertSettings(Optional.empty(), Optional.empty());
    AlertSettings told =
        new AlertSettings(Optional.of(URI.create("https://pager.example/x")), Optional.empty());

    assertThat(ConsoleChecks.alerts(silent, false).state()).isEqualTo(State.WARNING);
    assertThat(ConsoleChecks.alerts(silent, true).state()).isEqualTo(State.SKIPPED);
    assertThat(ConsoleChecks.alerts(told, false).state()).isEqualTo(State.OK);
    assertThat(ConsoleChecks.alerts(told, false).seen()).doesNotContain("pager.example");
  }

  @Test
  void theWorstOfTheServersIsTold() {
    Finding well = Finding.ok("http://g/health");
    Finding gone = Finding.failed("http://o/health answered 503", "mend it");
    Finding renewed = Finding.warning("its certificate is good for 2 d more", "renew it");
    Finding unnamed = Finding.skipped("it is not named");

    assertThat(ServerChecks.servers(Map.of("gateway", well, "live", renewed, "orders", gone)))
        .isEqualTo(Finding.failed("orders: http://o/health answered 503", "mend it"));
    assertThat(ServerChecks.servers(Map.of("gateway", well, "live", renewed)))
        .isEqualTo(Finding.warning("live: its certificate is good for 2 d more", "renew it"));
    assertThat(ServerChecks.servers(Map.of("gateway", well, "live", unnamed)))
        .isEqualTo(Finding.ok("gateway answer"));
    assertThat(ServerChecks.servers(Map.of("live", unnamed)).state()).isEqualTo(State.SKIPPED);
  }

  @ParameterizedTest
  @CsvSource({"P90D, OK", "P13D, WARNING", "PT-1S, FAILED"})
  void aCertificateIsRenewedInTime(Duration left, State state) {
    assertThat(ConsoleChecks.certificate(FILE, left, Finding.ok("measures")).state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "http, 127.0.0.1, http://127.0.0.1:8989",
    "https, 0.0.0.0, https://127.0.0.1:8989",
    "https, console.example, https://console.example:8989"
  })
  void aConsoleIsAskedWhereItListens(String scheme, String host, String address) {
    assertThat(ConsoleChecks.address(scheme, host, 8989)).isEqualTo(address);
  }

  @Test
  void budgetsOfADayAreTold() {
    BudgetUse calm = new BudgetUse("raw.fares", 288, 0);
    Finding over = TableChecks.budgets(List.of(calm, new BudgetUse(RIDES, 288, 3)));

    assertThat(over.state()).isEqualTo(State.WARNING);
    assertThat(over.seen())
        .isEqualTo(
            "raw.rides was over its budget for 15 min of the last 24 h (99.9 % of 30 days allow"
                + " 43 min)");
    assertThat(TableChecks.budgets(List.of(calm)))
        .isEqualTo(Finding.ok("none of 1 tables was over its budget within 24 h"));
    assertThat(TableChecks.budgets(List.of()).state()).isEqualTo(State.SKIPPED);
  }

  @Test
  void howMuchOfADayIsKnownIsTold() {
    assertThat(TableChecks.budgets(List.of(new BudgetUse(RIDES, 72, 3))).seen())
        .startsWith(
            "raw.rides was over its budget for 15 min of the last 24 h, of which 6.0 h are known;"
                + " for 60 min if all of it was alike (");
    assertThat(TableChecks.budgets(List.of(new BudgetUse(RIDES, 72, 0))).seen())
        .isEqualTo(
            "none of 1 tables was over its budget within 24 h, of which 6.0 h are known of"
                + " raw.rides");
  }

  @Test
  void theNewestProofOfATableCounts(@TempDir Path folder) throws IOException {
    assertThat(ProofChecks.proofs(ProofChecks.newest(folder), NOW).state())
        .isEqualTo(State.SKIPPED);
    Files.writeString(folder.resolve("prove-raw.rides-1795940000000.json"), "{\"ok\": false}");
    Files.writeString(folder.resolve("prove-raw.rides-1795940100000.json"), "{\"ok\": true}");
    Files.writeString(folder.resolve("maintain-1795940100000.json"), "{\"ok\": false}");
    assertThat(ProofChecks.proofs(ProofChecks.newest(folder), NOW).state()).isEqualTo(State.OK);

    Files.writeString(folder.resolve("prove-raw.fares-1795940100000.json"), "{\"ok\": false}");

    Finding broken = ProofChecks.proofs(ProofChecks.newest(folder), NOW);
    assertThat(broken.state()).isEqualTo(State.FAILED);
    assertThat(broken.seen()).startsWith("the proof of raw.fares").doesNotContain(RIDES);
  }

  @Test
  void theNewestMaintenanceCounts(@TempDir Path folder) throws IOException {
    assertThat(ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW).state())
        .isEqualTo(State.SKIPPED);
    Files.writeString(folder.resolve("maintain-2026-11-28T09-00-00-5Z.json"), "{\"ok\": true}");
    assertThat(ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW).state())
        .isEqualTo(State.WARNING);

    Files.writeString(
        folder.resolve("maintain-2026-11-29T11-00-00-123Z-round.json"), "{\"ok\": true}");
    assertThat(ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW))
        .isEqualTo(Finding.ok("maintained 60 min ago"));

    Files.writeString(folder.resolve("maintain-2026-11-29T11-30-00Z.json"), "{\"ok\": false}");
    Finding broken = ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW);
    assertThat(broken.state()).isEqualTo(State.WARNING);
    assertThat(broken.seen()).contains("did not go well");
  }

  @ParameterizedTest
  @CsvSource({"PT71H, OK", "PT73H, WARNING"})
  void aProofThatIsOldIsToldThoughItHeld(Duration ago, State state) {
    ProofChecks.Proved proved = new ProofChecks.Proved(RIDES, NOW.minus(ago), true);

    assertThat(ProofChecks.proofs(List.of(proved), NOW).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"100, OK", "101, WARNING"})
  void contractsBearSomeDeadLetters(long events, State state) {
    assertThat(TableChecks.letters(List.of(new HourlyRate("rides", events, 100))).state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"PT1S, OK", "PT-1.5S, OK", "PT9S, WARNING", "PT-9S, WARNING", "PT2M, FAILED"})
  void clocksAgree(Duration ahead, State state) {
    assertThat(ClockChecks.skew("the store", ahead).state()).isEqualTo(state);
  }

  @Test
  void aSlowAnswerIsNoClockThatGoesWrong() {
    Instant answered = NOW.plusSeconds(10);

    assertThat(ClockChecks.ahead(NOW, NOW.plusSeconds(9), answered)).isZero();
    assertThat(ClockChecks.ahead(NOW, NOW.plusSeconds(13), answered))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(ClockChecks.ahead(NOW, NOW.minusSeconds(3), answered))
        .isEqualTo(Duration.ofSeconds(-3));
  }

  @Test
  void recordsOfThePastSayNothingOfAClock() {
    assertThat(ClockChecks.fromTheFuture(Duration.ofDays(-9)).state()).isEqualTo(State.OK);
    assertThat(ClockChecks.fromTheFuture(Duration.ofMinutes(9)).state()).isEqualTo(State.FAILED);
  }

  @Test
  void whatApplyWouldChangeIsNamed() {
    Change kept = Change.none("subject rides-value");
    Change changed =
        new Change(
            Change.Action.UPDATE, "topic rides", "message.timestamp.type: LogAppendTime", () -> {});
    Change refused = Change.refuse("table raw.rides", "column fare was a long");

    assertThat(ContractChecks.applied(List.of(kept)).state()).isEqualTo(State.OK);
    assertThat(ContractChecks.applied(List.of(kept, changed)))
        .isEqualTo(
            Finding.failed(
                "topic rides: message.timestamp.type: LogAppendTime", "./freshet contract apply"));
    assertThat(ContractChecks.applied(List.of(refused, changed)))
        .isEqualTo(
            Finding.failed(
                "table raw.rides: column fare was a long", "./freshet contract apply --dry-run"));
  }

  @ParameterizedTest
  @CsvSource({"10, FRESH, OK", "55, FRESH, WARNING", "61, LATE, FAILED"})
  void aWriterIsJudgedByWhatWaits(long seconds, Freshness.Verdict verdict, State state) {
    Finding finding = TableChecks.writer(List.of(table(seconds, verdict)), "look");

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.seen()).contains(RIDES);
  }

  /** As an alert would name it. */
  @Test
  void theRunbookIsThatOfTheHopThatKeepsMostOfWhatIsLate() {
    Freshness parked = late("raw.dasher_pings", "log", 120);
    Freshness goesOn = table("raw.order_events", 1, Freshness.Verdict.FRESH, "log", 2);
    Freshness nightly = late("clean.dasher_efficiency", "inputs", 5);
    Freshness raw = late("raw.dasher_pings", "raw", 5);

    assertThat(runbook(parked)).isEqualTo("flink");
    assertThat(runbook(parked, goesOn)).isEqualTo("commit");
    assertThat(runbook(nightly)).isEqualTo("nightly");
    assertThat(runbook(nightly, parked)).isEqualTo("flink");
    assertThat(runbook(raw)).isEqualTo("validator");
    assertThat(runbook(goesOn)).isEqualTo("flink");
    assertThat(runbook(late("raw.dead_letters", "log", 5))).isEqualTo("flink");
  }

  private static String runbook(Freshness... tables) {
    return TableChecks.runbook(SHIPPED, List.of(tables));
  }

  @Test
  void offsetsThatWentUnreadAreCounted() {
    Map<Integer, Long> ledger = Map.of(0, 100L, 1, 50L);

    assertThat(TableChecks.behindRetention(ledger, Map.of(0, 90L, 1, 50L))).isZero();
    assertThat(TableChecks.behindRetention(ledger, Map.of(0, 107L, 1, 51L, 2, 9L))).isEqualTo(8);
    assertThat(TableChecks.retention(Map.of(), 3).state()).isEqualTo(State.OK);
    assertThat(TableChecks.retention(Map.of(RIDES, 8L), 3).seen()).contains(RIDES, "8 offsets");
  }

  @Test
  void aDeadProcessIsNamed() {
    assertThat(FlinkChecks.parts(List.of(part(PartStatus.State.RUNNING))).state())
        .isEqualTo(State.OK);
    assertThat(
            FlinkChecks.parts(List.of(part(PartStatus.State.RUNNING), part(PartStatus.State.DEAD))))
        .isEqualTo(Finding.failed("dead: kafka", "./freshet up"));
    assertThat(FlinkChecks.parts(List.of(part(PartStatus.State.STOPPED))).state())
        .isEqualTo(State.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, PT20H, PT8S, PT10S, OK",
    "RUNNING, PT20H, PT11M, PT10S, FAILED",
    "RUNNING, PT20H, PT11M, PT0S, FAILED",
    "RUNNING, PT20H, PT1H, PT1H, OK",
    "RUNNING, PT20H, PT2H6M, PT1H, FAILED",
    "RUNNING, PT20H, PT11M, PT2000000H, FAILED",
    "RUNNING, PT1M, PT30H, PT10S, OK",
    "RESTARTING, PT20H, PT8S, PT10S, FAILED"
  })
  void aJobSavesWhatItDoesAsOftenAsItIsToldTo(
      String state, Duration runs, Duration saved, Duration interval, State wanted) {
    FlinkChecks.Job job =
        new FlinkChecks.Job("writer", state, NOW.minus(runs), NOW.minus(saved), 2, interval);

    assertThat(FlinkChecks.jobs(List.of(job), List.of(), NOW, "look").state()).isEqualTo(wanted);
  }

  @Test
  void aJobThatWasReplacedIsNoFailure() {
    FlinkChecks.Job before = new FlinkChecks.Job("writer", "CANCELED", NOW, NOW, 0, Duration.ZERO);
    FlinkChecks.Job after = new FlinkChecks.Job("writer", "RUNNING", NOW, NOW, 0, Duration.ZERO);

    assertThat(FlinkChecks.jobs(List.of(before, after), List.of(), NOW, "look").state())
        .isEqualTo(State.OK);
    assertThat(FlinkChecks.jobs(List.of(before), List.of(), NOW, "look").state())
        .isEqualTo(State.FAILED);
  }

  @Test
  void aJobManagerThatIsAwayIsNamedBesideJobsThatRun() {
    FlinkChecks.Job well =
        new FlinkChecks.Job("writer", "RUNNING", NOW.minusSeconds(5), NOW, 0, Duration.ZERO);

    Finding finding =
        FlinkChecks.jobs(List.of(well), List.of("eta-jobmanager does not answer"), NOW, "look");

    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.seen()).isEqualTo("eta-jobmanager does not answer");
  }

  @Test
  void aJobIsReadFromWhatFlinkSays() throws Exception {
    ObjectMapper json = new ObjectMapper();

    assertThat(
            FlinkChecks.Job.of(
                json.readTree("{\"name\":\"writer\",\"state\":\"RUNNING\",\"start-time\":5000}"),
                json.readTree(
                    """
                    {"counts": {"failed": 3}, "latest": {"completed": {"latest_ack_timestamp": 7000}}}
                    """),
                json.readTree("{\"mode\": \"exactly_once\", \"interval\": 10000}")))
        .isEqualTo(
            new FlinkChecks.Job(
                "writer",
                "RUNNING",
                Instant.ofEpochSecond(5),
                Instant.ofEpochSecond(7),
                3,
                Duration.ofSeconds(10)));
  }

  private static Freshness table(long seconds, Freshness.Verdict verdict) {
    return table(RIDES, seconds, verdict, "log", 5);
  }

  private static Freshness late(String table, String where, long commitAge) {
    return table(table, 61, Freshness.Verdict.LATE, where, commitAge);
  }

  private static Freshness table(
      String table, long seconds, Freshness.Verdict verdict, String where, long commitAge) {
    Duration waits = Duration.ofSeconds(seconds);

    return new Freshness(
        table,
        Duration.ofSeconds(60),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Duration.ofSeconds(commitAge)),
        Optional.of(waits),
        Optional.empty(),
        List.of(new Freshness.Hop(where, waits)),
        verdict);
  }

  private static PartStatus part(PartStatus.State state) {
    return new PartStatus(
        "kafka", state, OptionalLong.empty(), OptionalInt.empty(), Duration.ZERO, 0, FILE);
  }
}
