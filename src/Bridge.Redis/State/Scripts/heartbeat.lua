-- A node says that it lives, and looks for nodes that do not.
-- KEYS  1 nodes: sorted set of nodes by their last heartbeat (ms), 2 dead: sorted set of nodes that are being cleaned up, by
--       the instant (ms) at which somebody took that on, 3 epoch: a number that another one follows when Redis loses its data
-- ARGV  1 node, 2 life of a node without a heartbeat (ms), 3 time for a clean-up until somebody else takes it on (ms),
--       4 '1' with the node's first heartbeat, otherwise '0'
--       5 '1' when the node may judge others; it was away itself a moment ago, as they may have been, when it may not
--       6 with the first heartbeat the name that the node had before, or '': the caller is clearing up after it
--       7 ... nodes that the caller is still clearing up after: nobody else takes them on
-- Returns 1, or 0 when the node was given up meanwhile: it must not use its name again, because somebody is cleaning up what was
-- its own. The nodes that the caller is to clean up. And the epoch.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local lives = (ARGV[4] == '1' or redis.call('ZSCORE', KEYS[1], ARGV[1])) and 1 or 0
if lives == 1 then
  redis.call('ZADD', KEYS[1], now, ARGV[1])
end

local epoch = redis.call('GET', KEYS[3])
if not epoch then
  epoch = string.format('%.0f', time[1] * 1000000 + time[2])
  redis.call('SET', KEYS[3], epoch)
end

local taken = {}
local function take(node)
  redis.call('ZADD', KEYS[2], now, node)
  taken[#taken + 1] = node
end

-- If the caller dies over it, somebody else must find it.
if ARGV[4] == '1' and ARGV[6] ~= '' then
  redis.call('ZADD', KEYS[2], now, ARGV[6])
end

for i = 7, #ARGV do
  redis.call('ZADD', KEYS[2], 'XX', now, ARGV[i])
end

if ARGV[5] ~= '1' then
  return { lives, taken, epoch }
end

for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])) do
  take(node)
  redis.call('ZREM', KEYS[1], node)
end

for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[3])) do
  take(node)
end

return { lives, taken, epoch }
