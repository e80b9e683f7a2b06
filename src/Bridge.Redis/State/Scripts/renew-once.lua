-- Keeps a claim alive while its node is at work.
-- KEYS  1 the key, as in complete-once.lua
-- ARGV  1 the claim
--       2 how long it goes on; milliseconds
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
