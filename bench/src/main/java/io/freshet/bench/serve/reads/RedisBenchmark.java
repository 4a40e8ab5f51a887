package io.freshet.bench.serve.reads;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Latency;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.SearchPath;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.RedisNames;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis' own load tool reads, where the machine has it. */
final class RedisBenchmark {
  private static final String PROGRAM = "redis-benchmark";
  private static final int CONNECTIONS = 64;
  private static final long GETS = 2_000_000;
  private static final long MULTI_GETS = 100_000;
  private static final int KEYS = 100;

  /** It puts twelve digits there. */
  private static final String ANY_DIGITS = "__rand_int__";

  /** The test, its rate, and latencies: mean, least, p50, p95, p99, most. */
  private static final Pattern LINE =
      Pattern.compile(
          "^\"[^\"]*\",\"([\\d.]+)\"(?:,\"[\\d.]+\"){2},\"([\\d.]+)\",\"[\\d.]+\",\"([\\d.]+)\"");

  private final Stage stage;

  RedisBenchmark(Stage stage) {
    this.stage = stage;
  }

  /** Empty where there is none. */
  List<ReadRun> run() {
    if (!SearchPath.has(PROGRAM)) {
      stage.progress().progress("reads", "there is no %s on the PATH".formatted(PROGRAM));

      return List.of();
    }
    String key =
        RedisNames.order(
            ReadOrders.MARKET, Long.toString(ReadOrders.FIRST_ID).charAt(0) + ANY_DIGITS);
    List<String> multi = new ArrayList<>(List.of("MGET"));
    multi.addAll(Collections.nCopies(KEYS, key));

    return List.of(
        measure("MGET of 100 by redis-benchmark", MULTI_GETS, 1, KEYS, multi),
        measure("GET by redis-benchmark, 16 at once", GETS, 16, 1, List.of("GET", key)));
  }

  private ReadRun measure(
      String name, long requests, int pipelined, int keys, List<String> redisCommand) {
    stage.progress().progress("reads", name);
    Path log = stage.platform().folder().log("redis-benchmark");
    try (ChildProcess process =
        ChildProcess.start(PROGRAM, command(requests, pipelined, redisCommand), Map.of(), log)) {
      process.await();

      return parse(name, Files.readString(log), requests, keys);
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + log, e);
    }
  }

  private List<String> command(long requests, int pipelined, List<String> redisCommand) {
    RedisSettings redis = RedisSettings.from(stage.settings());
    RedisSettings.Node node = redis.nodes().get(0);
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM,
                "-h",
                node.host(),
                "-p",
                Integer.toString(node.port()),
                "-c",
                Integer.toString(CONNECTIONS),
                "-n",
                Long.toString(requests),
                "-r",
                Integer.toString(ReadOrders.COUNT),
                "-P",
                Integer.toString(pipelined),
                "--csv"));
    command.addAll(login(redis));
    command.addAll(redisCommand);

    return command;
  }

  private static List<String> login(RedisSettings redis) {
    List<String> options = new ArrayList<>();
    if (!redis.login().user().isEmpty()) {
      options.addAll(List.of("--user", redis.login().user()));
    }
    if (redis.login().isAsked()) {
      options.addAll(List.of("-a", redis.login().secret()));
    }
    if (redis.tls().isOn()) {
      options.add("--tls");
      if (!redis.tls().authorities().isEmpty()) {
        options.addAll(List.of("--cacert", redis.tls().authorities()));
      }
    }

    return options;
  }

  static ReadRun parse(String name, String said, long requests, int keys) {
    for (String line : said.lines().toList()) {
      Matcher result = LINE.matcher(line);
      if (result.find()) {
        return new ReadRun(
            name,
            Standing.PEER,
            requests,
            requests * keys,
            requests / Double.parseDouble(result.group(1)),
            new Latency(
                Double.parseDouble(result.group(2)),
                Double.parseDouble(result.group(3)),
                Double.NaN),
            Map.of());
      }
    }
    throw new FreshetException(Fault.OURS, "%s says: %s".formatted(PROGRAM, said));
  }
}
