-- Keeps a menu unless what is there is newer.
-- KEYS[1]  a hash of version, as_of_ms, changed_at_ms and document
-- ARGV[1]  version and ARGV[2] as_of_ms: newer is a higher version, or the same at a later time
-- ARGV[3]  milliseconds until it expires
-- ARGV[4]  changed_at_ms
-- ARGV[5]  the document; left out: it is the one that is there
-- Returns 1 if it is kept, 0 if there is a newer one, -1 if the document is needed.
local held = redis.call('HMGET', KEYS[1], 'version', 'as_of_ms')
local held_version, held_time = tonumber(held[1]) or 0, tonumber(held[2]) or 0
local version, time = tonumber(ARGV[1]), tonumber(ARGV[2])
if held_version > version or (held_version == version and held_time >= time) then
  return 0
end
if not ARGV[5] then
  if held_version < version then
    return -1
  end
  redis.call('HSET', KEYS[1], 'as_of_ms', ARGV[2])
else
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'as_of_ms', ARGV[2],
    'changed_at_ms', ARGV[4], 'document', ARGV[5])
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
