-- Ends connections of a user. Going offline waits, so that a reload of a page is no news.
-- ARGV  1 delay (ms), 2 start of the fields of these connections: one of them, or all of a node
-- Returns the instant (ms) at which the user is to be settled, or 0.
local present = 0
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if field:sub(1, #ARGV[2]) == ARGV[2] then
    redis.call('HDEL', KEYS[2], field)
  elseif field:sub(1, 2) == 'c:' then
    present = present + 1
  end
end

if present > 0 or redis.call('HEXISTS', KEYS[2], 'online') == 0 then
  return '0'
end

redis.call('HSETNX', KEYS[2], 'offline_at', string.format('%.0f', now + ARGV[1]))
return redis.call('HGET', KEYS[2], 'offline_at')
