-- What each restaurant offers: the truth, of which servers keep copies.
CREATE TABLE menus (
  market text NOT NULL,
  restaurant_id bigint NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  -- Numbers may become longer than they were written.
  document jsonb NOT NULL
    CHECK (jsonb_typeof(document) = 'object' AND octet_length(document::text) <= 2097152),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (market, restaurant_id)
);

-- Copies are told apart by their versions, so these only rise, whoever writes.
CREATE FUNCTION refuse_older_menus() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (new.market, new.restaurant_id) <> (old.market, old.restaurant_id) THEN
      RAISE EXCEPTION 'a menu stays with its restaurant, %/%', old.market, old.restaurant_id;
    END IF;
    IF new.version <= old.version THEN
      RAISE EXCEPTION 'the menu of %/% has version %; a change needs a higher one',
        old.market, old.restaurant_id, old.version;
    END IF;
    RETURN new;
  END $$;

CREATE TRIGGER versions_rise BEFORE UPDATE ON menus
  FOR EACH ROW EXECUTE FUNCTION refuse_older_menus();

CREATE FUNCTION refuse_lost_menus() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'menus are not deleted: the next one would begin with version 1 again; write {}';
  END $$;

CREATE TRIGGER menus_stay BEFORE DELETE OR TRUNCATE ON menus
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_lost_menus();

CREATE FUNCTION tell_menu() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('menus', new.market || '/' || new.restaurant_id || '/' || new.version);
    RETURN NULL;
  END $$;

CREATE TRIGGER menus_are_told AFTER INSERT OR UPDATE ON menus
  FOR EACH ROW EXECUTE FUNCTION tell_menu();
