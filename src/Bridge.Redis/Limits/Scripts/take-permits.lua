-- Takes permits of one second, which begins with the first one taken, for each of several requests in their order: all or none.
-- KEYS  1 the permits taken, with what is left of the second as its lifetime
-- ARGV  1 limit, 2 ... permits of each request
-- Returns how long (ms) nothing more can be taken, or 0, and for each request whether it got its permits.
local limit = tonumber(ARGV[1])
local left = redis.call('PTTL', KEYS[1])
local before = left > 0 and tonumber(redis.call('GET', KEYS[1])) or 0
local taken = before
local granted = {}
for i = 2, #ARGV do
  local permits = tonumber(ARGV[i])
  granted[i - 1] = 0
  if taken + permits <= limit then
    taken = taken + permits
    granted[i - 1] = 1
  end
end

if before == 0 and taken > 0 then
  redis.call('SET', KEYS[1], taken, 'PX', 1000)
elseif taken > before then
  redis.call('INCRBY', KEYS[1], taken - before)
end

return { taken >= limit and redis.call('PTTL', KEYS[1]) or 0, granted }
