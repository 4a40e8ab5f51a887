package io.freshet.recovery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
  /** Nobody listens there. */
  private static final String NOWHERE = "127.0.0.1:1";

  @Test
  void saysWhatItAskedOfWhichKafkaThatDoesNotAnswer() {
    Map<String, Object> impatient =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, NOWHERE,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 100,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 100);
    try (Admin admin = Admin.create(impatient)) {
      KafkaTopics topics = new KafkaTopics(admin, NOWHERE);

      assertThatThrownBy(topics::clusterId)
          .isInstanceOfSatisfying(
              FreshetException.class,
              failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
          .hasMessageStartingWith("Cannot ask for the id of the cluster in Kafka at 127.0.0.1:1: ");
    }
  }
}
