CREATE TABLE datasets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  is_view boolean NOT NULL,
  description text,
  owner text,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  UNIQUE (kind, name)
);

-- What those who tell call a dataset.
CREATE TABLE aliases (
  namespace text NOT NULL,
  name text NOT NULL,
  dataset_id bigint NOT NULL REFERENCES datasets,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (namespace, name, dataset_id)
);
CREATE INDEX ON aliases (dataset_id);

CREATE TABLE fields (
  dataset_id bigint NOT NULL REFERENCES datasets,
  name text NOT NULL,
  type text NOT NULL,
  description text NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (dataset_id, name)
);

CREATE TABLE jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace text NOT NULL,
  name text NOT NULL,
  integration text NOT NULL,
  type text NOT NULL,
  streaming boolean NOT NULL,
  owner text,
  -- The newest event and run that told what the job reads and writes.
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
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
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
  subtype text NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL
);
CREATE UNIQUE INDEX column_edges_key
  ON column_edges (
    job_id, input_id, coalesce(output_id, 0), input_field, output_field, type, subtype);
CREATE INDEX ON column_edges (input_id);
CREATE INDEX ON column_edges (output_id);
