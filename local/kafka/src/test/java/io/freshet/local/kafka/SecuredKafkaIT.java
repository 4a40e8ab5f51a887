package io.freshet.local.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.TopicRights;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings alone, against a real broker that asks for TLS, a login and rights. */
class SecuredKafkaIT {
  private static final String TOPIC = "order_events";
  private static final String HIDDEN = "dasher_pings";
  private static final String OWN = "strangers_own";
  private static final String WRITER = "writer";
  private static final String STRANGER = "stranger";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] EVENT = "an event".getBytes(UTF_8);

  @TempDir private static Path folder;
  private static IdentityProvider provider;
  private static SecuredBroker broker;
  private static Contract contract;
  private static Contract hidden;

  @BeforeAll
  static void startsABroker() throws Exception {
    provider = new IdentityProvider(WRITER, SecuredBroker.PASSWORD);
    broker = new SecuredBroker(folder, provider.brokersKeys());
    broker.createTopic(TOPIC);
    broker.createTopic(HIDDEN);
    broker.addUser(WRITER);
    broker.addUser(STRANGER);
    for (AclOperation operation : Set.of(AclOperation.WRITE, AclOperation.READ)) {
      broker.allow(WRITER, operation, ResourceType.TOPIC, TOPIC);
    }
    broker.createTopic(OWN);
    broker.allow(STRANGER, AclOperation.WRITE, ResourceType.TOPIC, OWN);
    broker.allow(STRANGER, AclOperation.DESCRIBE, ResourceType.TOPIC, TOPIC);
    Contracts all = Contracts.read(Path.of("..", "..", "contracts"));
    contract = all.require(TOPIC);
    hidden = all.require(HIDDEN);
  }

  @AfterAll
  static void stopsIt() {
    broker.close();
    provider.close();
  }

  @Test
  void writesAndReadsByPasswordOverTls() throws Exception {
    KafkaSettings plain = kafka(loginOf(WRITER, "PLAIN"));
    KafkaSettings scram = kafka(loginOf(WRITER, "SCRAM-SHA-512"));

    assertThat(roundTrip(plain)).isEqualTo(EVENT);
    assertThat(roundTrip(scram)).isEqualTo(EVENT);
  }

  @Test
  void readsThePasswordFromAFileAtEachLogin() throws Exception {
    Path file = folder.resolve("password");
    Files.writeString(file, SecuredBroker.PASSWORD + "\n");
    Map<String, String> login = loginOf(WRITER, "SCRAM-SHA-512");
    login.remove("kafka.sasl.password");
    login.put("kafka.sasl.password-file", file.toString());
    KafkaSettings kafka = kafka(login);

    assertThat(roundTrip(kafka)).isEqualTo(EVENT);
    Files.writeString(file, "another one");
    assertThatThrownBy(() -> topics(kafka))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Authentication failed");
  }

  @Test
  void showsATokenOfTheIdentityProviders() throws Exception {
    Map<String, String> login = loginOf(WRITER, "OAUTHBEARER");
    login.put("kafka.sasl.oauth-endpoint", provider.tokens());

    assertThat(roundTrip(kafka(login))).isEqualTo(EVENT);
  }

  @Test
  void trustsNoBrokerThatIsNotVouchedFor() {
    Map<String, String> login = loginOf(WRITER, "PLAIN");
    login.remove("kafka.tls.truststore");

    assertThatThrownBy(() -> topics(kafka(login)))
        .isInstanceOfSatisfying(
            FreshetException.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.CALLER))
        .hasMessageContaining("SSL handshake failed");
  }

  @Test
  void saysThatAPasswordIsWrongInsteadOfTryingOn() {
    Map<String, String> login = loginOf(WRITER, "SCRAM-SHA-512");
    login.put("kafka.sasl.password", "of someone else");

    assertThatThrownBy(() -> topics(kafka(login)))
        .isInstanceOfSatisfying(
            FreshetException.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.CALLER))
        .hasMessageContaining("Authentication failed")
        .hasMessageNotContaining("of someone else");
  }

  @Test
  void saysWhichTopicIsClosedToAWriterInsteadOfTryingOn() {
    KafkaSettings stranger = kafka(loginOf(STRANGER, "SCRAM-SHA-512"));

    // Whether it may write, a producer learns only when it does.
    assertThatThrownBy(() -> roundTrip(stranger))
        .isInstanceOfSatisfying(
            FreshetException.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.CALLER))
        .hasMessageContaining("Not authorized to access topics: [%s]".formatted(TOPIC));
    assertThatThrownBy(
            () ->
                EventProducer.open(
                    hidden,
                    stranger,
                    new InMemorySchemaRegistry(),
                    EventEncoder.Origin.of("/test")))
        .isInstanceOfSatisfying(
            FreshetException.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.CALLER))
        .hasMessageContaining("Not authorized to access topics");
  }

  @Test
  void saysWhichTopicIsClosedToAReaderInsteadOfTryingOn() {
    KafkaSettings stranger = kafka(loginOf(STRANGER, "SCRAM-SHA-512"));

    try (EventConsumer consumer =
        EventConsumer.fromBeginning(stranger, new InMemorySchemaRegistry(), List.of(contract))) {
      assertThatThrownBy(() -> consumer.poll(PATIENCE))
          .isInstanceOfSatisfying(
              FreshetException.class,
              refused -> assertThat(refused.fault()).isEqualTo(Fault.CALLER))
          .hasMessageContaining("Not authorized to access topics: [%s]".formatted(TOPIC));
    }
  }

  @Test
  void namesEveryRightThatAJobLacksBeforeItBegins() {
    try (Admin stranger = Admin.create(kafka(loginOf(STRANGER, "SCRAM-SHA-512")).clientConfig());
        Admin writer = Admin.create(kafka(loginOf(WRITER, "SCRAM-SHA-512")).clientConfig())) {
      assertThatThrownBy(
              () -> TopicRights.require(stranger, List.of(TOPIC, HIDDEN), List.of(OWN, TOPIC)))
          .isInstanceOfSatisfying(
              FreshetException.class,
              refused -> assertThat(refused.fault()).isEqualTo(Fault.CALLER))
          .hasMessageContaining("Kafka does not let this user READ")
          .hasMessageContaining("READ " + TOPIC)
          .hasMessageContaining("READ " + HIDDEN)
          .hasMessageContaining("WRITE " + TOPIC)
          .hasMessageNotContaining(OWN);
      assertThatCode(() -> TopicRights.require(writer, List.of(TOPIC), List.of(TOPIC)))
          .doesNotThrowAnyException();
    }
  }

  private static byte[] roundTrip(KafkaSettings kafka) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      long offset = producer.send(new ProducerRecord<>(TOPIC, EVENT)).get().offset();

      return read(kafka, offset);
    } catch (java.util.concurrent.ExecutionException | KafkaException e) {
      throw KafkaFaults.failure("write to topic " + TOPIC, e);
    }
  }

  private static byte[] read(KafkaSettings kafka, long offset) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.readingConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);

      return consumer.poll(PATIENCE).iterator().next().value();
    }
  }

  private static Set<String> topics(KafkaSettings kafka) {
    try (Admin admin = Admin.create(kafka.clientConfig())) {
      return KafkaFaults.answer(admin.listTopics().names(), PATIENCE, "list topics");
    }
  }

  private static KafkaSettings kafka(Map<String, String> given) {
    return KafkaSettings.from(Settings.of(given));
  }

  private static Map<String, String> loginOf(String user, String mechanism) {
    return new HashMap<>(
        Map.of(
            "kafka.bootstrap",
            broker.bootstrap(),
            "kafka.security.protocol",
            "SASL_SSL",
            "kafka.sasl.mechanism",
            mechanism,
            "kafka.sasl.username",
            user,
            "kafka.sasl.password",
            SecuredBroker.PASSWORD,
            "kafka.tls.truststore",
            broker.certificate().toString()));
  }
}
