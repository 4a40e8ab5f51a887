package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.assurance.chaos.door.TcpDoor;
import io.freshet.assurance.chaos.door.Weather;
import java.time.Duration;
import java.util.Random;

/** Lets the network before a server do what networks do. */
final class NetworkStrikes implements Striker {
  private static final int KILOBYTE = 1024;

  private final ChaosPlatform platform;

  NetworkStrikes(ChaosPlatform platform) {
    this.platform = platform;
  }

  @Override
  public void strike(ScheduledFault fault) throws Exception {
    String kind = fault.kind().name();
    int dash = kind.lastIndexOf('-');
    TcpDoor door = platform.doors().network(kind.substring(0, dash));
    long metBefore = door.met();
    door.let(weather(kind.substring(dash + 1), fault.random()));
    long met;
    try {
      Thread.sleep(fault.lasting().toMillis());
    } finally {
      met = door.met() - metBefore;
      door.calm();
    }
    platform.heal();
    CannotStrike.unlessMet(met, fault.lasting());
  }

  static Weather weather(String what, Random random) {
    return switch (what) {
      case "cut" -> new Weather.Cut();
      case "delayed" -> new Weather.Delayed(Duration.ofMillis(50 + random.nextInt(450)));
      case "silent" -> new Weather.Silent();
      case "slow" -> new Weather.Slow((16 + random.nextInt(112)) * KILOBYTE);
      case "reset" -> new Weather.Reset((1 + random.nextInt(63)) * KILOBYTE);
      default -> throw new IllegalArgumentException("No weather is called " + what);
    };
  }
}
