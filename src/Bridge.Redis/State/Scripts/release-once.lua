-- Gives a claimed key back.
-- KEYS  1 the key, as in complete-once.lua
-- ARGV  1 the claim
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
