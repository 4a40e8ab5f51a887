CREATE TABLE datasets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  -- Null where nobody has said.
  is_view boolean,
  description text,
  owner text,
  -- When somebody told all its columns; older ones are no longer there.
  columns_at timestamptz,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  UNIQUE (kind, name)
);

-- What those who tell call a dataset.
CREATE TABLE aliases (
  namespace text NOT NULL,
  name text NOT NULL,
  dataset_id bigint NOT NULL REFERENCES datasets,
  PRIMARY KEY (namespace, name, dataset_id)
);
CREATE INDEX ON aliases (dataset_id);

CREATE TABLE fields (
  dataset_id bigint NOT NULL REFERENCES datasets,
  name text NOT NULL,
  type text NOT NULL,
  description text NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (dataset_id, name)
);

CREATE TABLE jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace text NOT NULL,
  name text NOT NULL,
  integration text NOT NULL,
  type text NOT NULL,
  processing text NOT NULL,
  owner text,
  -- On which run's word its edges rest, and when that was told.
  edges_at timestamptz,
  edges_run text,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  UNIQUE (namespace, name)
);

-- One of input and output may lack: a job that only reads, or only writes.
CREATE TABLE dataset_edges (
  job_id bigint NOT NULL REFERENCES jobs,
  input_id bigint REFERENCES datasets,
  output_id bigint REFERENCES datasets,
  columns_known boolean NOT NULL,
  CHECK (input_id IS NOT NULL OR output_id IS NOT NULL)
);
CREATE UNIQUE INDEX dataset_edges_key
  ON dataset_edges (job_id, coalesce(input_id, 0), coalesce(output_id, 0));
CREATE INDEX ON dataset_edges (input_id);
CREATE INDEX ON dataset_edges (output_id);

-- An empty output_field stands for every column, as with a filter.
CREATE TABLE column_edges (
  job_id bigint NOT NULL REFERENCES jobs,
  input_id bigint NOT NULL REFERENCES datasets,
  input_field text NOT NULL,
  output_id bigint REFERENCES datasets,
  output_field text NOT NULL,
  type text NOT NULL,
  subtype text NOT NULL
);
CREATE UNIQUE INDEX column_edges_key
  ON column_edges (
    job_id, input_id, coalesce(output_id, 0), input_field, output_field, type, subtype);
CREATE INDEX ON column_edges (input_id);
CREATE INDEX ON column_edges (output_id);

-- When a dbt project last told the exposures of a dataset.
CREATE TABLE exposures_told (
  dataset_id bigint NOT NULL REFERENCES datasets,
  namespace text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (dataset_id, namespace)
);

-- Runs of batch jobs that may still tell something; done_at by event time, heard_at by ours.
CREATE TABLE runs (
  job_id bigint NOT NULL REFERENCES jobs,
  run_id text NOT NULL,
  done_at timestamptz,
  heard_at timestamptz NOT NULL,
  PRIMARY KEY (job_id, run_id)
);

-- What their events have told of inputs and outputs, each different one once, as JSON.
CREATE TABLE tellings (
  job_id bigint NOT NULL,
  run_id text NOT NULL,
  digest text NOT NULL,
  at timestamptz NOT NULL,
  datasets text NOT NULL,
  PRIMARY KEY (job_id, run_id, digest),
  FOREIGN KEY (job_id, run_id) REFERENCES runs ON DELETE CASCADE
);
