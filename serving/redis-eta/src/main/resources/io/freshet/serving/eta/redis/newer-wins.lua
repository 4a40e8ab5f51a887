-- Replaces a document if what comes is newer than what is there, and tells the change; in one step.
-- KEYS[1]  the document, a JSON object that begins with order_version, if it has one, and event_time_ms
-- ARGV[1]  version and ARGV[2] event time in milliseconds: newer is a higher version, or the same
--          version at a later time
-- ARGV[3]  milliseconds until the document expires
-- ARGV[4]  shard channel, of the same slot; empty: tell nobody
-- ARGV[5]  the document
-- Returns 1 if it was newer, 0 if not, -1 if the key holds somebody else's text.

-- The beginning says it all, and the whole would be copied. An empty text is nobody's.
local held = redis.call('GETRANGE', KEYS[1], 0, 95)
if held ~= '' then
  local version, time = string.match(held, '^{"order_version":(%d+),"event_time_ms":(%d+)')
  if not time then
    version, time = 0, string.match(held, '^{"event_time_ms":(%d+)')
  end
  if not time then
    return -1
  end
  version, time = tonumber(version), tonumber(time)
  local newVersion, newTime = tonumber(ARGV[1]), tonumber(ARGV[2])
  if newVersion < version or (newVersion == version and newTime <= time) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[5], 'PX', ARGV[3])
if ARGV[4] ~= '' then
  redis.call('SPUBLISH', ARGV[4], ARGV[5])
end
return 1
