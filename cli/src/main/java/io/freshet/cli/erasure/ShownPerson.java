package io.freshet.cli.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.job.ModuleProcess;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Redis shows of a person who is to be forgotten; goes into the plan and the receipt. */
final class ShownPerson {
  private static final String MODULE = "serving/redis-eta";
  private static final String APPLICATION = "io.freshet.serving.eta.RedisApplication";
  private static final String REDIS = "redis";

  private final ModuleProcess process;
  private final Settings settings;
  private final Path log;

  ShownPerson(ModuleProcess process, Settings settings, Path log) {
    this.process = process;
    this.settings = settings;
    this.log = log;
  }

  /** Says it in an answer; one that is away is told, too. */
  int plan(ForgottenPerson person, JsonNode answer) throws IOException, InterruptedException {
    put(person, answer.path("plan"), List.of());

    return 0;
  }

  /**
   * Takes it away, and writes it into the receipt.
   *
   * @return the exit code: of an erasure that Redis has no part in yet, that of what is away
   */
  int forget(ForgottenPerson person, JsonNode answer) throws IOException, InterruptedException {
    ObjectNode receipt = (ObjectNode) answer.path("receipt");
    int exitCode = put(person, receipt, List.of("--run"));
    boolean isGone = exitCode == 0 && receipt.path(REDIS).path("left").asInt() == 0;
    receipt.put("complete", receipt.path("complete").asBoolean() && isGone);
    Files.writeString(
        Path.of(receipt.path("receipt").asText()),
        receipt.toPrettyString() + System.lineSeparator());

    return exitCode;
  }

  private int put(ForgottenPerson person, JsonNode told, List<String> more)
      throws IOException, InterruptedException {
    if (settings.optionalText("redis.host").isEmpty()
        && settings.optionalText("redis.nodes").isEmpty()) {
      return 0;
    }
    List<String> arguments = new ArrayList<>(List.of("forget"));
    arguments.addAll(person.arguments());
    arguments.addAll(more);
    ModuleProcess.Outcome shown = process.run(MODULE, APPLICATION, arguments, line -> {}, log);
    if (shown.exitCode() == 0 && !shown.result().path("known").asBoolean()) {
      ((ObjectNode) told)
          .withArray("not_looked_at")
          .add(
              "Redis: no document names a %s; those of orders end by themselves, hours after"
                      .formatted(person.kind())
                  + " their last event");
    } else {
      ((ObjectNode) told).set(REDIS, shown.result());
    }

    return shown.exitCode();
  }
}
