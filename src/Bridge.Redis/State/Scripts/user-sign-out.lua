-- Ends connections of a user. Going offline waits, so that a reload of a page is no news.
-- KEYS  1 the user, as in user-sign-in.lua
-- ARGV  1 delay (ms), 2 start of the fields of these connections: one of them, or all of a node
-- Returns the instant (ms) at which the user is to be settled, or 0.
local present = 0
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if field:sub(1, #ARGV[2]) == ARGV[2] then
    redis.call('HDEL', KEYS[1], field)
  elseif field:sub(1, 2) == 'c:' then
    present = present + 1
  end
end

if present > 0 or redis.call('HEXISTS', KEYS[1], 'online') == 0 then
  return '0'
end

local time = redis.call('TIME')
local instant = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1])
redis.call('HSETNX', KEYS[1], 'offline_at', instant)
return redis.call('HGET', KEYS[1], 'offline_at')
