-- Keeps a claim alive while its node is at work.
-- KEYS  1 the key, as in complete-once.lua
-- ARGV  1 how long the claim goes on; milliseconds
if redis.call('GET', KEYS[1]) == '' then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
