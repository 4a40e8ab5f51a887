CREATE SEQUENCE order_ids;

-- How each order stands: one row an order, changed by each step.
CREATE TABLE orders (
  order_id bigint PRIMARY KEY,
  order_version int NOT NULL CHECK (order_version >= 1),
  market text NOT NULL,
  state text NOT NULL,
  kitchen text NOT NULL,
  dasher_id bigint,
  restaurant_id bigint NOT NULL,
  customer_id bigint NOT NULL,
  pickup_latitude numeric(9, 6) NOT NULL,
  pickup_longitude numeric(9, 6) NOT NULL,
  dropoff_latitude numeric(9, 6) NOT NULL,
  dropoff_longitude numeric(9, 6) NOT NULL,
  subtotal_minor bigint NOT NULL,
  currency text NOT NULL,
  reason text,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- Whose request made it: the same request again makes no other.
  creation_key text NOT NULL UNIQUE,
  creation_hash text NOT NULL
);

-- For pages of orders, in the order of their ids.
CREATE INDEX orders_of_market ON orders (market, order_id);
CREATE INDEX orders_in_state ON orders (state, order_id);
CREATE INDEX orders_of_market_in_state ON orders (market, state, order_id);

-- Every step of every order: its history, and the outbox whose rows become events. The first columns
-- are those of the contract order_events, by name and type.
CREATE TABLE order_steps (
  market text NOT NULL,
  order_id bigint NOT NULL REFERENCES orders,
  order_version int NOT NULL CHECK (order_version >= 1),
  state text NOT NULL,
  event_time timestamptz NOT NULL,
  dasher_id bigint,
  restaurant_id bigint NOT NULL,
  customer_id bigint NOT NULL,
  pickup_latitude numeric(9, 6) NOT NULL,
  pickup_longitude numeric(9, 6) NOT NULL,
  dropoff_latitude numeric(9, 6) NOT NULL,
  dropoff_longitude numeric(9, 6) NOT NULL,
  subtotal_minor bigint NOT NULL,
  currency text NOT NULL,
  -- Of a cancellation alone, as the contract has it; given_reason is that of any step.
  reason text,
  synthetic boolean NOT NULL DEFAULT false,
  -- From here on no contract names them, and no event has them.
  recorded_at timestamptz NOT NULL,
  actor text NOT NULL,
  actor_id text NOT NULL,
  given_reason text,
  note text,
  idempotency_key text NOT NULL,
  request_hash text NOT NULL,
  PRIMARY KEY (order_id, order_version),
  UNIQUE (order_id, idempotency_key)
);

-- The change capture asks for it. Rows are only added, so that it costs nothing.
ALTER TABLE order_steps REPLICA IDENTITY FULL;

-- A changed row would be an event once more, and an emptied table ends the change capture. Old rows
-- may be deleted, which makes no event.
CREATE FUNCTION refuse_changed_steps() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'order_steps is what happened: rows are added, and old ones deleted, but % is no way to change it', TG_OP;
  END $$;

CREATE TRIGGER steps_stay BEFORE UPDATE OR TRUNCATE ON order_steps
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_steps();
