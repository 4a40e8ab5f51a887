package io.freshet.maintenance.plan;

import java.time.Instant;
import java.util.Optional;
import org.apache.iceberg.expressions.Expression;

/**
 * The data files of one partition.
 *
 * @param name as in paths, such as {@code event_time_day=2008-05-19}; empty without partitioning
 * @param filter selects the partition's files
 * @param smallFiles those worth merging: well below the target size, or with rows that files of
 *     deletes take away
 * @param deleteFiles those that say which rows are taken away; each costs whoever reads the rows
 * @param newest when the newest file was committed; empty when its snapshot has expired
 * @param copies which of the small files need not be decoded to be merged
 */
public record PartitionFiles(
    String name,
    Expression filter,
    int files,
    long bytes,
    int smallFiles,
    long smallBytes,
    int deleteFiles,
    Optional<Instant> newest,
    Copies copies) {}
