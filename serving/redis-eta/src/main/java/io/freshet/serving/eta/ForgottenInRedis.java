package io.freshet.serving.eta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.redis.DasherErasure;
import io.freshet.serving.eta.redis.RedisDocuments;
import io.freshet.serving.eta.redis.RedisTarget;

/**
 * A person whom Redis is to forget. Its documents name dashers and nobody else.
 *
 * @param kind as contracts know it
 */
record ForgottenInRedis(String kind, String id) {
  private static final String DASHER = "dasher";

  /** Whether it is done, or only said what would be. */
  enum Mode {
    PLAN,
    RUN
  }

  ObjectNode answer(RedisTarget target, Mode mode) {
    ObjectNode answer =
        JsonNodeFactory.instance.objectNode().put("ok", true).put("known", kind.equals(DASHER));
    if (kind.equals(DASHER)) {
      try (RedisDocuments redis = RedisDocuments.connect(target)) {
        put(answer, new DasherErasure(redis, number()), mode);
      }
    }

    return answer;
  }

  private static void put(ObjectNode answer, DasherErasure erasure, Mode mode) {
    DasherErasure.Known known = mode == Mode.RUN ? erasure.forget() : erasure.look();
    answer.put("documents", known.documents()).put("orders", known.orders());
    if (mode == Mode.RUN) {
      answer.put("left", erasure.look().all());
      ArrayNode queries = answer.putArray("queries");
      erasure
          .queries()
          .forEach(query -> queries.addObject().put("shell", query).put("expected", 0));
    }
  }

  private long number() {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new FreshetException(
          Fault.CALLER, "\"%s\" is no dasher; their ids are whole numbers".formatted(id), e);
    }
  }
}
