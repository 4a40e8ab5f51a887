package io.freshet.ingestion.sqlapps.redis;

import java.util.List;

/**
 * A hash as it should be, if nothing newer is there.
 *
 * @param newest the larger, the newer
 * @param fields field, value, field, value, …; at least one pair
 */
record RedisHash(String key, long newest, long ttlMillis, List<String> fields) {}
