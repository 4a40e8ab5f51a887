-- Replaces a hash unless what is there is newer; in one step.
-- KEYS[1]  the hash
-- ARGV[1]  what says how new it is, a number
-- ARGV[2]  milliseconds until the hash expires
-- ARGV[3…] field, value, field, value, …
-- Returns 1 if it was replaced, else 0.
local held = redis.call('HGET', KEYS[1], '_newest')
if held and tonumber(held) > tonumber(ARGV[1]) then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '_newest', ARGV[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
