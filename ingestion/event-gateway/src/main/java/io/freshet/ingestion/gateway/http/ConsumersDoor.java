package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.gateway.GatewaySettings;
import io.freshet.ingestion.gateway.admission.ByteBudget;
import io.freshet.ingestion.gateway.reading.ConsumerInstance;
import io.freshet.ingestion.gateway.reading.ConsumerInstances;
import io.freshet.ingestion.gateway.reading.ReaderId;
import io.freshet.ingestion.gateway.reading.ReaderWish;
import io.freshet.ingestion.gateway.reading.TopicPattern;
import io.freshet.ingestion.gateway.restproxy.EmbeddedFormat;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.jetty.http.HttpHeader;

/** {@code /consumers…}: the REST Proxy's consumers, version 2. */
final class ConsumersDoor implements Door {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConsumerInstances consumers;
  private final ByteBudget answers;
  private final GatewaySettings.Reading settings;

  /**
   * @param answers what answers may take together, apart from what requests do: who reads slowly
   *     keeps nobody from sending
   */
  ConsumersDoor(ConsumerInstances consumers, ByteBudget answers, GatewaySettings.Reading settings) {
    this.consumers = consumers;
    this.answers = answers;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "consumers";
  }

  @Override
  public Reply refuse(Problem problem) {
    return RestReplies.refuse(problem);
  }

  @Override
  public CompletableFuture<Reply> take(Visit visit) {
    return RestReplies.answering(
        () -> {
          RestReplies.requireService(visit.sender());

          return answer(visit, visit.path().substring(1).split("/", -1));
        });
  }

  private CompletableFuture<Reply> answer(Visit visit, String[] path) {
    if (path.length == 2 && visit.method().equals("POST")) {
      return CompletableFuture.completedFuture(open(visit, path[1]));
    }
    if (path.length < 4 || path.length > 6 || !path[2].equals("instances")) {
      throw noCall(visit);
    }
    String call = String.join("/", Arrays.asList(path).subList(4, path.length));

    return answer(
        visit,
        "%s %s".formatted(visit.method(), call).strip(),
        ReaderId.of(visit.sender(), path[1], path[3]));
  }

  private CompletableFuture<Reply> answer(Visit visit, String call, ReaderId id) {
    return switch (call) {
      case "DELETE" -> consumers.end(id).thenApply(done -> RestReplies.noContent());
      case "POST subscription" -> changed(id, subscribing(tree(visit)));
      case "GET subscription" -> told(id, ConsumersDoor::subscription);
      case "DELETE subscription" -> changed(id, ConsumerInstance::unsubscribe);
      case "POST assignments" -> changed(id, partitions(visit, ConsumerInstance::assign));
      case "GET assignments" -> told(id, consumer -> PartitionsJson.json(consumer.assignment()));
      case "POST positions" -> changed(id, seeking(tree(visit)));
      case "POST positions/beginning" ->
          changed(id, partitions(visit, ConsumerInstance::seekToBeginning));
      case "POST positions/end" -> changed(id, partitions(visit, ConsumerInstance::seekToEnd));
      case "POST offsets" -> told(id, committing(tree(visit)));
      case "GET offsets" -> told(id, committed(tree(visit)));
      case "GET records" -> records(visit, id);
      default -> throw noCall(visit);
    };
  }

  private static JsonNode tree(Visit visit) {
    return RestReplies.tree(visit.body());
  }

  private Reply open(Visit visit, String group) {
    if (!ReaderId.isName(group)) {
      throw new RestProxyException(
          RestProxyError.INVALID_CONFIG, "A group is not named %s".formatted(group));
    }
    ReaderId id = consumers.open(visit.sender(), group, ReaderWish.of(tree(visit)));
    String url =
        settings
            .url()
            .orElseGet(
                () -> "%s://%s".formatted(visit.uri().getScheme(), visit.uri().getAuthority()));

    return RestReplies.of(
        JSON.objectNode()
            .put("instance_id", id.instance())
            .put("base_uri", "%s/consumers/%s/instances/%s".formatted(url, group, id.instance())));
  }

  private CompletableFuture<Reply> told(
      ReaderId id, Function<ConsumerInstance, JsonNode> question) {
    return consumers.with(id, question).thenApply(RestReplies::of);
  }

  private CompletableFuture<Reply> changed(ReaderId id, Consumer<ConsumerInstance> change) {
    return consumers.with(
        id,
        consumer -> {
          change.accept(consumer);

          return RestReplies.noContent();
        });
  }

  private static Consumer<ConsumerInstance> subscribing(JsonNode body) {
    if (body.path("topic_pattern").isTextual()) {
      TopicPattern pattern = TopicPattern.of(body.path("topic_pattern").textValue());

      return consumer -> consumer.subscribe(pattern);
    }
    JsonNode topics = body.path("topics");
    if (!topics.isArray()) {
      throw new RestProxyException(
          RestProxyError.INVALID_REQUEST,
          "Send {\"topics\": [\"…\"]} or {\"topic_pattern\": \"…\"}");
    }
    Set<String> names = new LinkedHashSet<>();
    topics.forEach(topic -> names.add(topic.asText()));

    return consumer -> consumer.subscribe(names);
  }

  private static Consumer<ConsumerInstance> partitions(
      Visit visit, BiConsumer<ConsumerInstance, Set<TopicPartition>> change) {
    Set<TopicPartition> partitions = PartitionsJson.partitions(tree(visit));

    return consumer -> change.accept(consumer, partitions);
  }

  private static Consumer<ConsumerInstance> seeking(JsonNode body) {
    Map<TopicPartition, Long> offsets = PartitionsJson.offsets(body);

    return consumer -> consumer.seek(offsets);
  }

  /**
   * Whoever names no offsets commits all that it was given. The answer is the REST Proxy's: an
   * empty list, by whose status clients know that it is done.
   */
  private static Function<ConsumerInstance, JsonNode> committing(JsonNode body) {
    Consumer<ConsumerInstance> commit = commit(body);

    return consumer -> {
      commit.accept(consumer);

      return JSON.arrayNode();
    };
  }

  private static Consumer<ConsumerInstance> commit(JsonNode body) {
    if (!body.has("offsets")) {
      return ConsumerInstance::commit;
    }
    Map<TopicPartition, OffsetAndMetadata> positions = PartitionsJson.positions(body);

    return consumer -> consumer.commit(positions);
  }

  private static Function<ConsumerInstance, JsonNode> committed(JsonNode body) {
    Set<TopicPartition> partitions = PartitionsJson.partitions(body);

    return consumer -> PartitionsJson.json(consumer.committed(partitions));
  }

  private static JsonNode subscription(ConsumerInstance consumer) {
    ObjectNode json = JSON.objectNode();
    ArrayNode topics = json.putArray("topics");
    consumer.subscription().forEach(topics::add);

    return json;
  }

  private CompletableFuture<Reply> records(Visit visit, ReaderId id) {
    Query query = Query.of(visit);
    int maxBytes =
        query
            .wholeNumber("max_bytes")
            .filter(bytes -> bytes > 0)
            .map(bytes -> (int) Math.min(bytes, settings.maxAnswerBytes()))
            .orElse(settings.maxAnswerBytes());
    Optional<Duration> timeout =
        query
            .wholeNumber("timeout")
            .filter(millis -> millis >= 0)
            .map(millis -> Math.min(millis, ReaderWish.MAX_TIMEOUT.toMillis()))
            .map(Duration::ofMillis);
    String accept = visit.headers().get(HttpHeader.ACCEPT);

    return inRoom(
        visit,
        () ->
            consumers.with(
                id,
                consumer -> {
                  requireFormat(consumer.format(), accept);
                  byte[] records =
                      consumer.read(
                          timeout.orElse(consumer.timeout()), maxBytes, consumers::isDraining);

                  return new Reply(200, consumer.format().mediaType(), records, Optional.empty());
                }));
  }

  /**
   * Keeps room for the largest answer until there is one, and for this one until it is written: who
   * has read it may ask for the next before its writer knows.
   */
  private CompletableFuture<Reply> inRoom(Visit visit, Supplier<CompletableFuture<Reply>> reading) {
    if (!(answers.take(visit.producer(), settings.maxAnswerBytes())
        instanceof ByteBudget.Share share)) {
      throw new RestProxyException(
          RestProxyError.TOO_MANY, "Too many answers are being read at once; read one by one");
    }
    try {
      return reading
          .get()
          .thenApply(
              reply -> {
                share.shrinkTo(reply.body().length);

                return reply.afterwards(share::giveBack);
              })
          .whenComplete(
              (reply, failure) -> {
                if (failure != null) {
                  share.giveBack();
                }
              });
    } catch (RuntimeException e) {
      share.giveBack();
      throw e;
    }
  }

  /** Who can't read what a consumer was made for should not take records off it. */
  private static void requireFormat(EmbeddedFormat format, String accept) {
    boolean fits =
        accept == null
            || accept.isBlank()
            || Arrays.stream(accept.split(","))
                .map(range -> range.split(";")[0].strip())
                .anyMatch(
                    type ->
                        type.equals(format.mediaType())
                            || type.equals(RestReplies.MEDIA_TYPE)
                            || type.equals("application/json")
                            || type.equals("application/*")
                            || type.equals("*/*"));
    if (!fits) {
      throw new RestProxyException(
          RestProxyError.OTHER_FORMAT,
          "The consumer was made for %s and the request accepts %s"
              .formatted(format.mediaType(), accept));
    }
  }

  private static RestProxyException noCall(Visit visit) {
    return new RestProxyException(
        RestProxyError.METHOD,
        "There is no call %s %s of consumers".formatted(visit.method(), visit.path()));
  }
}
