package io.freshet.local;

import io.freshet.local.airflow.Airflow;
import io.freshet.local.application.Applications;
import io.freshet.local.companion.Companions;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.PartEngines;
import io.freshet.local.engine.Supervisor;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.state.PlatformFile;
import io.freshet.local.state.PlatformState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of a platform and what rests on them, which has to follow when one of them moves.
 * Whoever starts or stops them holds the platform's lock.
 */
final class PlatformParts {
  private final PlatformFile file;
  private final Surroundings here;
  private final Supervisor supervisor;

  PlatformParts(PlatformFile file, Surroundings here) {
    this.file = file;
    this.here = here;
    this.supervisor = new Supervisor(file, here);
  }

  /** Starts those that do not run, and again whatever knows an address that is no more. */
  void start(Set<Part> parts) {
    Set<Part> moved = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      // All ports now, before any part is told where the others are.
      if (supervisor.chosePorts(PartEngines.of(part, here))) {
        moved.add(part);
      }
    }
    Airflow airflow = new Airflow(file, here);
    boolean airflowMoved = airflow.isWanted() && airflow.chosePorts();
    boolean strandedAirflow = airflowMoved || (airflow.isWanted() && !moved.isEmpty());
    Profile.write(here, withNoted(parts));
    Applications applications = new Applications(file, here);
    List<String> stranded = moved.isEmpty() ? List.of() : applications.started();
    stranded.forEach(applications::stop);
    if (strandedAirflow) {
      stopAirflow();
    }
    if (!moved.isEmpty()) {
      new Companions(file, here).stop(engines()); // they know the old address
    }
    Set<Part> stale = running();
    stale.removeIf(part -> Collections.disjoint(Part.withNeeds(Set.of(part)), moved));
    stale.forEach(part -> supervisor.stop(PartEngines.of(part, here)));
    stale.addAll(parts);
    new SideBySide<Part>("starting the platform", Part::startsAfter)
        .each(Part.withNeeds(stale), part -> supervisor.ensure(PartEngines.of(part, here)));
    stranded.forEach(applications::heal);
    if (strandedAirflow) {
      airflow.start();
    }
  }

  /** Stops the parts alone, what needs others before those. */
  void stop() {
    List<Part> parts = new ArrayList<>(List.of(Part.values()));
    Collections.reverse(parts);
    new SideBySide<Part>("stopping the platform", Part::neededBy)
        .each(parts, part -> supervisor.stop(PartEngines.of(part, here)));
  }

  void stopAirflow() {
    new SideBySide<Engine>("stopping Airflow", engine -> List.of())
        .each(new Airflow(file, here).engines(), supervisor::stop);
  }

  /** What was started and has died, applications included. */
  List<String> dead() {
    PlatformState state = file.read();

    return engines().stream()
        .map(Engine::name)
        .filter(name -> state.part(name).isPresent() && state.running(name).isEmpty())
        .toList();
  }

  /** The engines of all parts and applications, in the order in which they are started. */
  List<Engine> engines() {
    List<Engine> engines = new ArrayList<>();
    for (Part part : Part.values()) {
      engines.add(PartEngines.of(part, here));
    }
    engines.addAll(new Applications(file, here).engines());
    Airflow airflow = new Airflow(file, here);
    if (airflow.isWanted()) {
      engines.addAll(airflow.engines());
    }

    return engines;
  }

  /** Those and whatever was started before. */
  private Set<Part> withNoted(Set<Part> parts) {
    Set<Part> all = EnumSet.copyOf(parts);
    file.read().parts().keySet().forEach(name -> Part.labelled(name).ifPresent(all::add));

    return all;
  }

  private Set<Part> running() {
    Set<Part> running = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      if (supervisor.running(PartEngines.of(part, here)).isPresent()) {
        running.add(part);
      }
    }

    return running;
  }
}
