package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.FaultKind;
import io.freshet.assurance.chaos.ScheduledFault;

/** Who strikes with which kinds. */
final class Strikers implements Striker {
  private final ProcessStrikes processes;
  private final NetworkStrikes networks;
  private final AnswerStrikes answers;
  private final TrafficStrikes traffic;
  private final OperationStrikes operations;

  Strikers(ChaosPlatform platform) {
    this.processes = new ProcessStrikes(platform);
    this.networks = new NetworkStrikes(platform);
    this.answers = new AnswerStrikes(platform);
    this.traffic = new TrafficStrikes(platform);
    this.operations = new OperationStrikes(platform);
  }

  @Override
  public void strike(ScheduledFault fault) throws Exception {
    of(fault.kind()).strike(fault);
  }

  private Striker of(FaultKind kind) {
    return switch (kind.group()) {
      case PROCESS -> processes;
      case NETWORK -> networks;
      case ANSWER -> answers;
      case TRAFFIC -> traffic;
      case OPERATION -> operations;
    };
  }
}
