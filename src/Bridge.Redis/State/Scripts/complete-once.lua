-- Keeps the answer of a claimed key.
-- KEYS  1 the key: the claim of whoever makes the publish, '=' and the answer afterwards
-- ARGV  1 the claim
--       2 the answer
--       3 how long it is kept; milliseconds
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('SET', KEYS[1], '=' .. ARGV[2], 'PX', ARGV[3])
end
