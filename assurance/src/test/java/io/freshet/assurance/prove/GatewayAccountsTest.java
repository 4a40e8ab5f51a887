package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.LogSource;
import io.freshet.testing.samples.LogPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class GatewayAccountsTest {
  private static final Contracts CONTRACTS = Contracts.read(Path.of("..", "contracts"));
  private static final Contract ORDERS = CONTRACTS.require("order_events");
  private static final Contract PINGS = CONTRACTS.require("dasher_pings");
  private static final String TOPIC = "gateway_accounts";
  private static final long NOON = 29_000_000;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder =
      EventEncoder.of(
          CONTRACTS.gatewayAccounts(), registry, EventEncoder.Origin.of("/freshet/gateway"));
  private final List<ConsumerRecord<byte[], byte[]>> told = new ArrayList<>();
  private final MemoryLog log = new MemoryLog(new LogSource("cluster", TOPIC, "topic-1"));

  @Test
  void believesTheLatestThatIsToldOfAnAccount() {
    tell(account(ORDERS, NOON, 10, 7));
    tell(account(ORDERS, NOON + 1, 3, 3));
    tell(account(ORDERS, NOON, 10, 10));

    assertThat(read().of(ORDERS))
        .containsExactlyInAnyOrder(account(ORDERS, NOON, 10, 10), account(ORDERS, NOON + 1, 3, 3));
  }

  @Test
  void keepsContractsApart() {
    tell(account(ORDERS, NOON, 10, 10));
    tell(account(PINGS, NOON, 500, 500));

    assertThat(read().of(PINGS)).containsExactly(account(PINGS, NOON, 500, 500));
  }

  @Test
  void passesOverWhatIsNoAccount() {
    told.add(place().holding(new byte[] {1}, new byte[] {2}, new RecordHeaders()));
    tell(account(ORDERS, NOON, 10, 10));

    assertThat(read().of(ORDERS)).hasSize(1);
  }

  @Test
  void knowsOfNoneWhereNoGatewayEverRan() {
    log.drop();

    assertThat(read().of(ORDERS)).isEmpty();
  }

  private GatewayAccounts read() {
    log.send(0, told.size());
    log.holds((partition, offset) -> told.get(offset.intValue()));

    return GatewayAccounts.read(log, CONTRACTS.gatewayAccounts(), registry);
  }

  private void tell(IntakeAccount account) {
    PayloadBuilder payload = new PayloadBuilder(CONTRACTS.gatewayAccounts());
    account.columns().forEach(payload::set);
    told.add(place().holding(encoder.encode(payload.build())));
  }

  private LogPlace place() {
    return new LogPlace(TOPIC, 0, told.size(), (NOON + 2) * 60_000);
  }

  private static IntakeAccount account(
      Contract contract, long minute, long accepted, long acknowledged) {
    return new IntakeAccount(
        contract.name(), new IntakeMark.Account("run1", minute, "app"), accepted, acknowledged);
  }
}
