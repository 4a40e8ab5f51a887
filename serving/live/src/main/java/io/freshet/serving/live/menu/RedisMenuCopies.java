package io.freshet.serving.live.menu;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Copies in Redis: hashes, of which a script lets only newer ones in. */
final class RedisMenuCopies implements MenuCopies {
  private static final String SCRIPT = "newer-stays.lua";
  private static final String[] FIELDS = {"version", "as_of_ms", "changed_at_ms", "document"};
  private static final long DOCUMENT_WANTED = -1;

  private final RedisClusterAsyncCommands<String, byte[]> redis;
  private final byte[] life;
  private final String script;

  RedisMenuCopies(RedisClusterAsyncCommands<String, byte[]> redis, Duration life) {
    this.redis = redis;
    this.life = digits(life.toMillis());
    try (InputStream in = RedisMenuCopies.class.getResourceAsStream(SCRIPT)) {
      this.script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read %s".formatted(SCRIPT), e);
    }
  }

  @Override
  public CompletionStage<Optional<HeldMenu>> read(MenuKey key) {
    return attempt(() -> redis.hmget(key.redisName(), FIELDS))
        .thenApply(RedisMenuCopies::menu)
        .exceptionally(failure -> orElse(Optional.empty(), failure));
  }

  @Override
  public CompletionStage<Void> keep(MenuKey key, HeldMenu menu) {
    byte[] version = digits(menu.menu().version());
    byte[] asOf = digits(menu.asOf().toEpochMilli());
    byte[] changedAt = digits(menu.menu().changedAt().toEpochMilli());

    return run(key, version, asOf, life, changedAt)
        .thenCompose(
            kept ->
                kept == DOCUMENT_WANTED
                    ? run(key, version, asOf, life, changedAt, menu.menu().json())
                    : CompletableFuture.completedFuture(kept))
        .<Void>thenApply(kept -> null)
        .exceptionally(failure -> orElse(null, failure));
  }

  private CompletionStage<Long> run(MenuKey key, byte[]... values) {
    return attempt(
        () ->
            redis.<Long>eval(
                script, ScriptOutputType.INTEGER, new String[] {key.redisName()}, values));
  }

  private static Optional<HeldMenu> menu(List<KeyValue<String, byte[]>> fields) {
    if (!fields.stream().allMatch(KeyValue::hasValue)) {
      return Optional.empty();
    }
    try {
      Menu menu =
          new Menu(
              number(fields.get(0)),
              Instant.ofEpochMilli(number(fields.get(2))),
              fields.get(3).getValue());

      return Optional.of(HeldMenu.asOf(Instant.ofEpochMilli(number(fields.get(1))), menu));
    } catch (NumberFormatException othersText) {
      return Optional.empty();
    }
  }

  private static long number(KeyValue<String, byte[]> field) {
    return Long.parseLong(new String(field.getValue(), StandardCharsets.US_ASCII));
  }

  private static byte[] digits(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** What Redis refuses, such as a key that is somebody else's, does not make it away. */
  private static <T> T orElse(T instead, Throwable failure) {
    if (MenuLoads.cause(failure) instanceof RedisCommandExecutionException) {
      return instead;
    }
    throw new CompletionException(MenuLoads.cause(failure));
  }

  private static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> command) {
    try {
      return command.get();
    } catch (RedisException away) {
      return CompletableFuture.failedFuture(away);
    }
  }
}
