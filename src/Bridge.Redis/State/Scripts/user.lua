-- What the scripts of users share; put in front of each of them.
--
-- KEYS  1 version of the latest news of any user, 2 ... the users: each a hash with online, offline_at, and a field
--       'c:<node>\n<connection>\n' for each connection
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function tell(channel, kind, ...)
  local version = math.max(tonumber(redis.call('GET', KEYS[1]) or 0) + 1, time[1] * 1000000 + time[2])
  redis.call('SET', KEYS[1], string.format('%.0f', version))
  redis.call('PUBLISH', channel, cmsgpack.pack({ kind, version, ... }))
end
