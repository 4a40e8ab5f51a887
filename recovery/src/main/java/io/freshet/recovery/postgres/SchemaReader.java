package io.freshet.recovery.postgres;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.postgres.DatabaseSchema.DumpedTable;
import io.freshet.recovery.postgres.DatabaseSchema.Sequence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads from Postgres's own catalogs the statements that make a database anew, each as Postgres
 * itself words it where it can. Refuses a database with things that it does not know. Owners,
 * grants and comments are not kept; nor, without refusal, are storage parameters, disabled triggers
 * and publications of a schema, of some rows or of some columns.
 */
final class SchemaReader {
  /** Ours are those of users; what an extension brought is made by none of these statements. */
  private static final String OURS = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

  private static final String UNKNOWN =
      """
      select 'table ' || c.oid::regclass || ', which is partitioned, foreign, inherited,'
          || ' materialized or has row-level security'
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where %1$s and (c.relkind in ('p', 'f', 'm') or c.relrowsecurity
          or exists (select 1 from pg_inherits i where i.inhrelid = c.oid))
      union all
      select 'type ' || t.oid::regtype
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        left join pg_class c on c.oid = t.typrelid
        where %1$s and (t.typtype in ('e', 'd', 'r', 'm')
          or (t.typtype = 'c' and c.relkind = 'c'))
      union all
      select 'extension ' || extname from pg_extension where extname <> 'plpgsql'
      union all
      select 'rule ' || rulename from pg_rewrite w join pg_class c on c.oid = w.ev_class
        join pg_namespace n on n.oid = c.relnamespace where %1$s and rulename <> '_RETURN'
      union all
      select 'aggregate ' || p.oid::regprocedure from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace where %1$s and p.prokind in ('a', 'w')
      union all
      select 'event trigger ' || evtname from pg_event_trigger
      union all
      select 'large object ' || oid from pg_largeobject_metadata
      """
          .formatted(OURS);

  private static final String SCHEMAS =
      """
      select format('CREATE SCHEMA IF NOT EXISTS %%I', n.nspname) from pg_namespace n
        where %s order by 1
      """
          .formatted(OURS);

  /** Those of identity columns come with their tables. */
  private static final String SEQUENCES =
      """
      select format('CREATE SEQUENCE %%s AS %%s START %%s INCREMENT %%s MINVALUE %%s MAXVALUE %%s'
          || ' CACHE %%s %%s', c.oid::regclass, format_type(s.seqtypid, null), s.seqstart,
          s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
          case when s.seqcycle then 'CYCLE' else 'NO CYCLE' end)
        from pg_sequence s join pg_class c on c.oid = s.seqrelid
        join pg_namespace n on n.oid = c.relnamespace
        where %s and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
          and d.objid = c.oid and d.deptype = 'i')
        order by c.oid
      """
          .formatted(OURS);

  private static final String FUNCTIONS =
      """
      select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where %s and p.prokind in ('f', 'p') order by p.oid
      """
          .formatted(OURS);

  private static final String TABLES =
      """
      select format('CREATE %%sTABLE %%s (%%s)',
          case c.relpersistence when 'u' then 'UNLOGGED ' else '' end, c.oid::regclass,
          (select string_agg(format('%%I %%s%%s%%s', a.attname,
              format_type(a.atttypid, a.atttypmod),
              case when a.attcollation <> t.typcollation
                then ' COLLATE ' || a.attcollation::regcollation else '' end,
              case when a.attidentity <> '' then format(' GENERATED %%s AS IDENTITY',
                  case a.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end)
                when a.attgenerated = 's' then format(' GENERATED ALWAYS AS (%%s) STORED',
                  pg_get_expr(d.adbin, d.adrelid))
                when d.adbin is not null then ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
                else '' end
              || case when a.attnotnull then ' NOT NULL' else '' end),
              ', ' order by a.attnum)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where %s and c.relkind = 'r' order by c.oid
      """
          .formatted(OURS);

  private static final String ROWS =
      """
      select c.oid::regclass::text, coalesce((select string_agg(quote_ident(a.attname), chr(10)
            order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attgenerated = ''), ''), n.nspname || '.' || c.relname
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where %s and c.relkind = 'r' order by c.oid
      """
          .formatted(OURS);

  /** Keys before those that refer to them. */
  private static final String CONSTRAINTS =
      """
      select format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', k.conrelid::regclass, k.conname,
          pg_get_constraintdef(k.oid))
        from pg_constraint k join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        where %s and k.contype in ('p', 'u', 'c', 'x', 'f')
        order by k.contype = 'f', k.oid
      """
          .formatted(OURS);

  private static final String INDEXES =
      """
      select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
        join pg_namespace n on n.oid = c.relnamespace
        where %s and c.relkind = 'r'
          and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid
            and k.contype in ('p', 'u', 'x'))
        order by i.indexrelid
      """
          .formatted(OURS);

  private static final String OWNED_SEQUENCES =
      """
      select format('ALTER SEQUENCE %%s OWNED BY %%s.%%I', c.oid::regclass, d.refobjid::regclass,
          a.attname)
        from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where %s and d.classid = 'pg_class'::regclass and d.deptype = 'a' order by 1
      """
          .formatted(OURS);

  private static final String REPLICA_IDENTITIES =
      """
      select format('ALTER TABLE %%s REPLICA IDENTITY %%s', c.oid::regclass,
          case c.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING'
            else 'USING INDEX ' || (select quote_ident(x.relname) from pg_index i
              join pg_class x on x.oid = i.indexrelid
              where i.indrelid = c.oid and i.indisreplident) end)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where %s and c.relkind = 'r' and c.relreplident <> 'd' order by c.oid
      """
          .formatted(OURS);

  private static final String TRIGGERS =
      """
      select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_namespace n on n.oid = c.relnamespace
        where %s and not t.tgisinternal order by t.oid
      """
          .formatted(OURS);

  private static final String VIEWS =
      """
      select format('CREATE VIEW %%s AS %%s', c.oid::regclass, pg_get_viewdef(c.oid))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where %s and c.relkind = 'v' order by c.oid
      """
          .formatted(OURS);

  private static final String PUBLICATIONS =
      """
      select format('CREATE PUBLICATION %I %s WITH (publish = %L, publish_via_partition_root = %L)',
          p.pubname,
          case when p.puballtables then 'FOR ALL TABLES'
            else coalesce('FOR TABLE ' || (select string_agg(r.prrelid::regclass::text, ', ')
              from pg_publication_rel r where r.prpubid = p.oid), '') end,
          concat_ws(', ', case when p.pubinsert then 'insert' end,
            case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end,
            case when p.pubtruncate then 'truncate' end),
          case when p.pubviaroot then 'true' else 'false' end)
        from pg_publication p order by 1
      """;

  private static final String COUNTERS =
      """
      select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where %s and c.relkind = 'S' order by c.oid
      """
          .formatted(OURS);

  private final Connection connection;

  /**
   * @param connection in the transaction whose state is wanted
   */
  SchemaReader(Connection connection) {
    this.connection = connection;
  }

  /** The database as it is; its rows are not counted yet. */
  DatabaseSchema read() throws SQLException {
    List<String> unknown = texts(UNKNOWN);
    if (!unknown.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Database %s has what a backup would not hold: %s; back it up with pg_dump, and leave it"
                  .formatted(connection.getCatalog(), String.join("; ", unknown))
              + " out with --only");
    }
    List<String> before = new ArrayList<>(texts(SCHEMAS));
    for (String query : List.of(SEQUENCES, FUNCTIONS, TABLES)) {
      before.addAll(texts(query));
    }
    List<String> after = new ArrayList<>();
    for (String query :
        List.of(
            CONSTRAINTS,
            INDEXES,
            OWNED_SEQUENCES,
            REPLICA_IDENTITIES,
            TRIGGERS,
            VIEWS,
            PUBLICATIONS)) {
      after.addAll(texts(query));
    }

    return new DatabaseSchema(
        texts("show server_version").get(0), before, tables(), sequences(), after);
  }

  private List<DumpedTable> tables() throws SQLException {
    List<DumpedTable> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ROWS)) {
      while (rows.next()) {
        String columns = rows.getString(2);
        tables.add(
            new DumpedTable(
                rows.getString(1),
                columns.isEmpty() ? List.of() : List.of(columns.split("\n")),
                rows.getString(3) + ".copy.gz",
                0));
      }
    }

    return tables;
  }

  private List<Sequence> sequences() throws SQLException {
    List<Sequence> sequences = new ArrayList<>();
    for (String name : texts(COUNTERS)) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select last_value, is_called from " + name)) {
        row.next();
        sequences.add(new Sequence(name, row.getLong(1), row.getBoolean(2)));
      }
    }

    return sequences;
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }

    return texts;
  }
}
