package io.freshet.deploy.platform;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts the parts of an installation together. */
public final class PlatformResources {
  private PlatformResources() {}

  /**
   * @throws FreshetException when two parts would have the same name, or one lacks its secrets, its
   *     login or a file that its settings name
   */
  public static List<Resource> of(
      CompanyValues values, Contracts contracts, List<SqlApplication> applications) {
    Surroundings here = new Surroundings(values, contracts, applications);
    Servers servers = new Servers(here);
    List<FlinkJob> jobs = new FlinkJobs(here).all(applications);
    SparkApplications batch = new SparkApplications(here);
    ContractApply apply = new ContractApply(here);
    BackupJob backup = new BackupJob(here);
    here.check(
        Stream.of(
                servers.workloads(),
                jobs.stream().map(FlinkJob::workload).toList(),
                batch.workloads(),
                apply.workloads(),
                backup.workloads())
            .flatMap(List::stream)
            .toList());
    List<Resource> resources = new ArrayList<>(here.resources());
    values
        .kafka()
        .cluster()
        .ifPresent(
            cluster -> {
              resources.addAll(KafkaTopics.of(here, cluster, applications));
              resources.addAll(new KafkaUsers(here).resources(jobs, cluster));
            });
    if (values.kafka().cluster().isEmpty() && here.kafkaAsks()) {
      resources.add(new KafkaUsers(here).list(jobs));
    }
    resources.addAll(Network.engines(here));
    resources.addAll(Network.others(here));
    resources.addAll(servers.resources());
    here.requireSecrets("A writer", List.of("catalog.token"));
    resources.addAll(new FlinkDeployments(here).resources(jobs));
    resources.addAll(batch.resources());
    resources.addAll(apply.resources());
    resources.addAll(backup.resources());
    refuseDoubles(resources);

    return resources.stream().map(SyncWaves::ordered).toList();
  }

  /** The profile of an installation, by dotted keys. */
  public static Map<String, Object> profile(
      CompanyValues values, Contracts contracts, List<SqlApplication> applications) {
    return new Surroundings(values, contracts, applications).profile();
  }

  private static void refuseDoubles(List<Resource> resources) {
    Set<String> seen = new HashSet<>();
    for (Resource resource : resources) {
      if (!seen.add(resource.path())) {
        throw new FreshetException(
            Fault.CALLER,
            "Two parts of the installation are both %s %s; give one of them another name"
                .formatted(resource.kind(), resource.name()));
      }
    }
  }
}
