-- Replaces a hash if what comes is newer than what is there, and tells the change; in one step.
-- KEYS[1]  the hash
-- ARGV[1]  version and ARGV[2] event time in milliseconds: newer is a higher version, or the same
--          version at a later time
-- ARGV[3]  milliseconds until the hash expires
-- ARGV[4]  channel; empty: tell nobody
-- ARGV[5…] field, value, field, value, …
-- Returns 1 if it was newer, else 0.
local held = redis.call('HMGET', KEYS[1], 'order_version', 'event_time_ms')
if held[2] then
  local version, time = tonumber(held[1] or '0'), tonumber(held[2])
  local newVersion, newTime = tonumber(ARGV[1]), tonumber(ARGV[2])
  if newVersion < version or (newVersion == version and newTime <= time) then
    return 0
  end
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 5))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if ARGV[4] ~= '' then
  local message = {}
  for i = 5, #ARGV, 2 do
    message[ARGV[i]] = ARGV[i + 1]
  end
  redis.call('PUBLISH', ARGV[4], cjson.encode(message))
end
return 1
