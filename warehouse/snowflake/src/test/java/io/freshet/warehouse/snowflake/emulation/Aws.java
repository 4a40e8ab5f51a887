package io.freshet.warehouse.snowflake.emulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.lake.LakeSettings.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.S3Object;

/** moto in server mode: S3 that sends the events of a folder to an SQS queue, as AWS does. */
public final class Aws implements AutoCloseable {
  private static final String REGION = "us-east-1";
  private static final String ACCOUNT = "123456789012";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalServer server;
  private final S3Client s3;
  private final String bucket;
  private final HttpClient http = HttpClient.newHttpClient();

  private Aws(LocalServer server, S3Client s3, String bucket) {
    this.server = server;
    this.s3 = s3;
    this.bucket = bucket;
  }

  public static Aws start() {
    LocalServer server = LocalServer.start("moto_server", "-H", "127.0.0.1", "-p", "PORT");
    S3Client s3 =
        S3Client.builder()
            .region(Region.of(REGION))
            .endpointOverride(URI.create(server.url()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .build();

    return new Aws(server, s3, "");
  }

  /** The same servers with a new bucket of that name. */
  public Aws withBucket(String name) {
    s3.createBucket(request -> request.bucket(name));

    return new Aws(server, s3, name);
  }

  public String bucket() {
    return bucket;
  }

  public ObjectStore store() {
    return new ObjectStore(server.url(), REGION, "key", "secret", true);
  }

  /**
   * Makes a queue named after the bucket, and has the bucket tell it about every Parquet file of a
   * folder.
   */
  public String queueOf(String folder) {
    String queue = bucket + "-pipes";
    JsonNode made = sqs("CreateQueue", Map.of("QueueName", queue));
    s3.putBucketNotificationConfiguration(
        request ->
            request
                .bucket(bucket)
                .notificationConfiguration(
                    configuration ->
                        configuration.queueConfigurations(
                            each ->
                                each.queueArn(
                                        "arn:aws:sqs:%s:%s:%s".formatted(REGION, ACCOUNT, queue))
                                    .events(Event.S3_OBJECT_CREATED)
                                    .filter(
                                        filter ->
                                            filter.key(
                                                key ->
                                                    key.filterRules(
                                                        rule("prefix", folder),
                                                        rule("suffix", ".parquet")))))));

    return made.path("QueueUrl").asText();
  }

  private static FilterRule rule(String name, String value) {
    return FilterRule.builder().name(name).value(value).build();
  }

  /** A message of a queue. */
  public record Message(String receipt, String body) {}

  /** Some messages, which stay in the queue until they are deleted. */
  public List<Message> receive(String queueUrl) {
    JsonNode answer =
        sqs("ReceiveMessage", Map.of("QueueUrl", queueUrl, "MaxNumberOfMessages", 10));
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : answer.path("Messages")) {
      messages.add(
          new Message(message.path("ReceiptHandle").asText(), message.path("Body").asText()));
    }

    return messages;
  }

  public void delete(String queueUrl, Message message) {
    sqs("DeleteMessage", Map.of("QueueUrl", queueUrl, "ReceiptHandle", message.receipt()));
  }

  public void send(String queueUrl, String body) {
    sqs("SendMessage", Map.of("QueueUrl", queueUrl, "MessageBody", body));
  }

  public void purge(String queueUrl) {
    sqs("PurgeQueue", Map.of("QueueUrl", queueUrl));
  }

  private JsonNode sqs(String action, Map<String, Object> body) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/"))
                  .header("Content-Type", "application/x-amz-json-1.0")
                  .header("X-Amz-Target", "AmazonSQS." + action)
                  .header(
                      "Authorization",
                      "AWS4-HMAC-SHA256 Credential=key/20260101/%s/sqs/aws4_request,"
                              .formatted(REGION)
                          + " SignedHeaders=host, Signature=none")
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(action + " failed: " + response.body());
      }

      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The keys below a folder, in order. */
  public List<String> keys(String folder) {
    return s3
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(folder))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  public void download(String key, Path file) {
    s3.getObject(request -> request.bucket(bucket).key(key), file);
  }

  @Override
  public void close() {
    s3.close();
    server.close();
  }
}
