-- Keeps the answer of a claimed key.
-- KEYS  1 the key: '' while it is claimed, '=' and the answer afterwards
-- ARGV  1 the answer
--       2 how long it is kept; milliseconds
if redis.call('GET', KEYS[1]) == '' then
  redis.call('SET', KEYS[1], '=' .. ARGV[1], 'PX', ARGV[2])
end
