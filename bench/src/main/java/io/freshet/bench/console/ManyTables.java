package io.freshet.bench.console;

import io.freshet.bench.Countdown;
import io.freshet.bench.Stage;
import io.freshet.bench.contracts.ManyContracts;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tables and topics of many contracts, empty, and nothing else that contracts ask for: no page
 * looks at subjects and views. Each contract is read by itself, as all together are large.
 */
final class ManyTables {
  private static final int MAKERS = 4;
  private static final int TOPICS_AT_ONCE = 200;
  private static final short ONE_COPY = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final byte[] NOBODY_READS_IT = {0};

  private final Stage stage;
  private final ManyContracts contracts;

  ManyTables(Stage stage, ManyContracts contracts) {
    this.stage = stage;
    this.contracts = contracts;
  }

  /** Makes them; the table of each is there when it returns. */
  void make(Catalog catalog) {
    makeTopics();
    TableProvisioner provisioner = new TableProvisioner(catalog);
    AtomicLong made = new AtomicLong();
    Countdown countdown = new Countdown("tables", contracts.names().size(), stage.progress());
    ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (String name : contracts.names()) {
        all.add(
            makers.submit(
                () -> {
                  String text = text(name);
                  provisioner.plan(contract(name, text), Optional.of(text)).step().run();
                  made.incrementAndGet();
                }));
      }
      for (Future<?> each : all) {
        await(each, "make the tables");
        countdown.at(made.get());
      }
    } finally {
      makers.shutdownNow();
    }
  }

  private void makeTopics() {
    List<String> topics = contracts.names(); // a topic bears the name of its contract
    Countdown countdown = new Countdown("topics", topics.size(), stage.progress());
    try (Admin admin = KafkaClients.admin(stage.kafka())) {
      for (int i = 0; i < topics.size(); i += TOPICS_AT_ONCE) {
        List<NewTopic> some =
            topics.subList(i, Math.min(topics.size(), i + TOPICS_AT_ONCE)).stream()
                .map(name -> new NewTopic(name, 1, ONE_COPY))
                .toList();
        KafkaFaults.answer(admin.createTopics(some).all(), PATIENCE, "make topics");
        countdown.at(i);
      }
    }
  }

  /** Lets a record wait for the first tables, so that they are late once their budget is over. */
  void makeLate(int tables) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stage.kafka().bootstrap(),
            ProducerConfig.ACKS_CONFIG,
            "all");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String name : contracts.names().subList(0, tables)) {
        await(producer.send(new ProducerRecord<>(name, NOBODY_READS_IT)), "send to " + name);
      }
    }
  }

  Contract contract(String name) {
    return contract(name, text(name));
  }

  private static Contract contract(String name, String text) {
    return ContractTexts.parse(name, text);
  }

  private String text(String name) {
    try {
      return Files.readString(contracts.folder().resolve(name + ".yaml"));
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read the contract " + name, e);
    }
  }

  private static void await(Future<?> future, String task) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while it was to " + task, e);
    } catch (ExecutionException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot %s: %s".formatted(task, e.getCause().getMessage()), e);
    }
  }
}
