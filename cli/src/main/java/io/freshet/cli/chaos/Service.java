package io.freshet.cli.chaos;

import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.local.process.RunningProcess;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of ours that is no part of the platform; it comes back where it was. */
final class Service implements AutoCloseable {
  private final Program program;
  private final AtomicInteger restarts = new AtomicInteger();
  private volatile PageServer server;

  private Service(Program program, PageServer server) {
    this.program = program;
    this.server = server;
  }

  static Service start(Program program) throws IOException, InterruptedException {
    Service service = new Service(program, PageServer.start(program));
    service.server.awaitAnswer();

    return service;
  }

  String address() {
    return server.address();
  }

  /** What it runs as. */
  RunningProcess process() {
    return RunningProcess.of(server.pid())
        .orElseThrow(() -> new IllegalStateException(program.name() + " does not run"));
  }

  /** Starts it again where it has died; returns once it answers. */
  void heal() throws IOException, InterruptedException {
    if (hasEnded()) {
      server = PageServer.start(program);
      restarts.incrementAndGet();
    }
    server.awaitAnswer();
  }

  private boolean hasEnded() {
    return RunningProcess.of(server.pid()).filter(RunningProcess::isAlive).isEmpty();
  }

  /** How often it was found dead and started again. */
  int restarts() {
    return restarts.get();
  }

  @Override
  public void close() {
    server.close();
  }
}
