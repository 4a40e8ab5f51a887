package io.freshet.core.envelope.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.servers.Garbage;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every contract, every payload and every piece of garbage. */
class RandomPayloadsTest {
  private static final int CONTRACTS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsWhatWasWrittenAsJson() throws JsonProcessingException {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      RandomRides random = new RandomRides(seed);
      Contract contract = random.contract();
      JsonPayloads payloads = new JsonPayloads(contract);
      for (int i = 0; i < 10; i++) {
        Map<String, Object> values = random.values(contract);

        assertThat(payloads.read(JsonText.of(JSON.writeValueAsBytes(random.asJson(values))), ""))
            .as("seed %d", seed)
            .isEqualTo(random.payload(contract, values));
      }
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void saysOfAnythingElseThatItIsTheCallersFault() throws JsonProcessingException {
    int refused = 0;
    for (int seed = 0; seed < CONTRACTS; seed++) {
      Random random = new Random(seed);
      RandomRides rides = new RandomRides(seed);
      Contract contract = rides.contract();
      JsonPayloads payloads = new JsonPayloads(contract);
      byte[] good = JSON.writeValueAsBytes(rides.asJson(rides.values(contract)));
      for (int i = 0; i < 100; i++) {
        try {
          payloads.read(JsonText.of(Garbage.mutated(good, random)), "");
        } catch (MalformedJsonException | InvalidPayloadException e) {
          refused++;
        } catch (FreshetException e) {
          throw new AssertionError("seed %d".formatted(seed), e);
        }
      }
    }

    assertThat(refused).isGreaterThan(CONTRACTS * 50);
  }
}
