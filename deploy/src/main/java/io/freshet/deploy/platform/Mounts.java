package io.freshet.deploy.platform;

import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.CompanyValues.SecretReference;
import io.freshet.deploy.company.Mount;
import io.freshet.deploy.manifest.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Files that a process finds beside profile and contracts: those of the company's mounts, and the
 * secrets by which it comes to Kafka, Redis and the catalog as itself. What a Secret holds, its
 * pod's group alone may read.
 */
final class Mounts {
  private static final int OWNER_AND_GROUP_READ = 0440;
  private static final String KAFKA_LOGIN = "kafka-login";
  private static final String REDIS_LOGIN = "redis-login";
  private static final String CATALOG_LOGIN = "catalog-login";

  private final CompanyValues values;
  private final KafkaLogins kafka;
  private final RedisLogins redis;
  private final CatalogLogins catalog;

  Mounts(CompanyValues values, KafkaLogins kafka, RedisLogins redis, CatalogLogins catalog) {
    this.values = values;
    this.kafka = kafka;
    this.redis = redis;
    this.catalog = catalog;
  }

  static List<Mount> of(Workload workload, CompanyValues values) {
    return values.mounts().stream()
        .filter(
            mount ->
                mount.processes().isEmpty()
                    || mount.processes().stream().anyMatch(workload::isCalled))
        .toList();
  }

  List<Map<String, Object>> volumes(Workload workload) {
    List<Map<String, Object>> volumes = new ArrayList<>();
    for (Mount mount : of(workload, values)) {
      volumes.add(source(Body.of("name", volume(mount)), mount.source()).map());
    }
    kafka
        .own(workload)
        .ifPresent(
            login -> volumes.add(password(KAFKA_LOGIN, login.password(), KafkaLogins.PASSWORD)));
    redis
        .own(workload)
        .ifPresent(password -> volumes.add(password(REDIS_LOGIN, password, RedisLogins.PASSWORD)));
    catalog
        .own(workload)
        .ifPresent(secret -> volumes.add(password(CATALOG_LOGIN, secret, CatalogLogins.SECRET)));
    catalog
        .all(workload)
        .ifPresent(
            secrets -> {
              volumes.add(CatalogLogins.clientsVolume());
              volumes.add(
                  Body.of("name", CatalogLogins.secretsVolume())
                      .with("secret", secret(secrets))
                      .map());
            });

    return volumes;
  }

  private static Body source(Body volume, Mount.Source source) {
    return switch (source.kind()) {
      case SECRET -> volume.with("secret", secret(source.name()));
      case CONFIG_MAP -> volume.with("configMap", Body.of("name", source.name()));
      case CLAIM ->
          volume.with(
              "persistentVolumeClaim", Body.of("claimName", source.name()).with("readOnly", true));
    };
  }

  private static Body secret(String name) {
    return Body.of("secretName", name).with("defaultMode", OWNER_AND_GROUP_READ);
  }

  private static Map<String, Object> password(
      String volume, SecretReference reference, String file) {
    Body secret =
        secret(reference.secret())
            .with("items", List.of(Body.of("key", reference.key()).with("path", file).map()));

    return Body.of("name", volume).with("secret", secret).map();
  }

  List<Map<String, Object>> mounts(Workload workload) {
    List<Map<String, Object>> mounts = new ArrayList<>();
    for (Mount mount : of(workload, values)) {
      mounts.add(Surroundings.readOnlyMount(volume(mount), mount.path()));
    }
    kafka
        .own(workload)
        .ifPresent(
            login -> mounts.add(Surroundings.readOnlyMount(KAFKA_LOGIN, KafkaLogins.FOLDER)));
    redis
        .own(workload)
        .ifPresent(
            password -> mounts.add(Surroundings.readOnlyMount(REDIS_LOGIN, RedisLogins.FOLDER)));
    catalog
        .own(workload)
        .ifPresent(
            secret -> mounts.add(Surroundings.readOnlyMount(CATALOG_LOGIN, CatalogLogins.FOLDER)));
    catalog.all(workload).ifPresent(secrets -> mounts.addAll(CatalogLogins.catalogsMounts()));

    return mounts;
  }

  /** Not one of ours, such as {@code settings}. */
  private static String volume(Mount mount) {
    return "mount-" + mount.name();
  }
}
