package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.local.FlinkApplication;
import io.freshet.local.PartStatus;
import io.freshet.local.process.RunningProcess;
import java.util.List;
import java.util.Optional;

/** Kills processes, and lets them sleep. */
final class ProcessStrikes implements Striker {
  private static final String KILLED = "-killed";
  private static final String ASLEEP = "-asleep";

  private final ChaosPlatform platform;

  ProcessStrikes(ChaosPlatform platform) {
    this.platform = platform;
  }

  @Override
  public void strike(ScheduledFault fault) throws Exception {
    String kind = fault.kind().name();
    if (kind.endsWith(KILLED)) {
      kill(kind.substring(0, kind.length() - KILLED.length()), fault);
    } else {
      pause(kind.substring(0, kind.length() - ASLEEP.length()), fault);
    }
  }

  private void kill(String name, ScheduledFault fault) throws Exception {
    FlinkApplication writer = platform.writer();
    List<String> processes =
        name.equals(writer.name())
            ? List.of(writer.taskManager(), writer.jobManager())
            : List.of(name);
    for (String process : processes) {
      requireRunning(process);
      Optional<Service> service = platform.service(process);
      service.ifPresentOrElse(
          each -> each.process().kill(), () -> platform.platform().kill(process));
    }
    Thread.sleep(fault.lasting().toMillis());
    platform.heal();
    if (name.equals("redis")) {
      RedisChecks.rebuild(platform.direct());
    }
  }

  private void pause(String process, ScheduledFault fault) throws Exception {
    requireRunning(process);
    Optional<Service> service = platform.service(process);
    if (service.isPresent()) {
      RunningProcess running = service.get().process();
      running.pause();
      try {
        Thread.sleep(fault.lasting().toMillis());
      } finally {
        running.resume();
      }
    } else {
      platform.platform().pause(process);
      try {
        Thread.sleep(fault.lasting().toMillis());
      } finally {
        platform.platform().resume(process);
      }
    }
    platform.heal();
  }

  private void requireRunning(String process) throws CannotStrike {
    boolean runs =
        platform.service(process).isPresent()
            || platform.platform().status().stream()
                .anyMatch(
                    part ->
                        part.name().equals(process)
                            && (part.state() == PartStatus.State.RUNNING
                                || part.state() == PartStatus.State.STARTING));
    if (!runs) {
      throw new CannotStrike(process + " does not run here");
    }
  }
}
