package io.freshet.deploy;

import io.freshet.core.contract.Contracts;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.platform.PlatformResources;
import java.util.List;
import java.util.Map;

/**
 * One company's installation: what its contracts, its applications and its values together ask of
 * Kubernetes. The same inputs give the same resources in the same order.
 */
public record Installation(
    CompanyValues values, Contracts contracts, List<SqlApplication> applications) {
  public Installation {
    applications = List.copyOf(applications);
  }

  /** All resources, in the order in which they are written. */
  public List<Resource> resources() {
    return PlatformResources.of(values, contracts, applications);
  }

  /** What all processes read, by dotted keys; without secrets. */
  public Map<String, Object> profile() {
    return PlatformResources.profile(values, contracts, applications);
  }
}
