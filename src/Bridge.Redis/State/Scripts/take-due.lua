-- Gives what is due to one node only.
-- KEYS  1 sorted set of names by instant (ms)
-- ARGV  1 how many at most
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, name in ipairs(names) do
  redis.call('ZREM', KEYS[1], name)
end

return names
