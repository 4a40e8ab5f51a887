package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.envelope.SchemaRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What event gateways have told of what they accepted. */
public final class GatewayAccounts {
  private final Map<String, IntakeAccount> byId;

  private GatewayAccounts(Map<String, IntakeAccount> byId) {
    this.byId = byId;
  }

  /** Where no gateway has told anything. */
  public static GatewayAccounts none() {
    return new GatewayAccounts(Map.of());
  }

  /**
   * Reads all that the stream keeps.
   *
   * @param accounts the contract {@code gateway_accounts}
   */
  public static GatewayAccounts read(Log log, Contract accounts, SchemaRegistry registry) {
    Map<String, IntakeAccount> byId = new LinkedHashMap<>();
    EventDecoder decoder = new EventDecoder(accounts, registry);
    log.topic(Streams.topic(accounts))
        .ifPresent(
            topic ->
                log.read(
                    topic,
                    Map.of(),
                    kafkaRecord -> {
                      if (decoder.decode(kafkaRecord) instanceof Decoded.Event event) {
                        IntakeAccount account = IntakeAccount.of(event.payload());
                        byId.put(account.id(), account);
                      }
                    }));

    return new GatewayAccounts(byId);
  }

  List<IntakeAccount> of(Contract contract) {
    return byId.values().stream()
        .filter(account -> account.contract().equals(contract.name()))
        .toList();
  }
}
