-- To which trace the request belongs that made the step, where that is recorded: W3C's traceparent.
-- The change capture puts it on the event.
ALTER TABLE order_steps ADD COLUMN traceparent text;
