-- Says how many connections of a scope a node has, and adds as many of those who wait as there is room for.
-- KEYS  1 hash: node -> its connections, 2 set of the scopes that the node has connections of, 3 nodes (heartbeat.lua)
-- ARGV  1 node, 2 its former name or '', 3 scope, 4 its connections, 5 those who wait, 6 limit or 0
-- Returns how many were added, or nothing when the node was given up: somebody is clearing away what it has.
local node, here, waiting, limit = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if not redis.call('ZSCORE', KEYS[3], node) then
  return false
end

redis.call('HDEL', KEYS[1], node, ARGV[2])
local room = waiting
if limit > 0 then
  room = limit - here
  for _, count in ipairs(redis.call('HVALS', KEYS[1])) do
    room = room - count
  end
end

local added = math.max(0, math.min(waiting, room))
if here + added > 0 then
  redis.call('HSET', KEYS[1], node, here + added)
  redis.call('SADD', KEYS[2], ARGV[3])
else
  redis.call('SREM', KEYS[2], ARGV[3])
end

return added
