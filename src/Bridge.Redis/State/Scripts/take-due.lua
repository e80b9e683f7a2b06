-- Gives what is due to one node only, which reports with finish-due.lua. When it does not, another one gets it later.
-- KEYS  1 sorted set of names by instant (ms)
-- ARGV  1 how many at most, 2 time (ms) until another node gets what was not finished
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local again = string.format('%.0f', now + ARGV[2])
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, name in ipairs(names) do
  redis.call('ZADD', KEYS[1], again, name)
end

return { again, names }
