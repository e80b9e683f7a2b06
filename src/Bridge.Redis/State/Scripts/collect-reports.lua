-- Gives a node reports whose answer it may not have got: its own, or those of a node that is no more, which become its own.
-- KEYS  1 reports of the node that asks (channel.lua), 2 reports of the other node, or the same
-- ARGV  1 where to begin: '-', or '(' and the last id, 2 how many at most
-- Returns the same as 'finish' in channel.lua.
local own, other = KEYS[1], KEYS[2]
local entries = redis.call('XRANGE', other, ARGV[1], '+', 'COUNT', ARGV[2])
if own ~= other then
  for _, entry in ipairs(entries) do
    redis.call('XDEL', other, entry[1])
    entry[1] = redis.call('XADD', own, '*', unpack(entry[2]))
  end

  if redis.call('XLEN', other) == 0 then
    redis.call('DEL', other)
  end
end

return { own, unpack(entries) }
