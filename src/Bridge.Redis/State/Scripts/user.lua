-- What the scripts of users share; put in front of each of them.
--
-- KEYS  1 version of the latest news of any user, 2 ... of each script. A user is a hash with online, offline_at, and a field
--       'c:<node>\n<connection>\n' for each connection
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function tell(channel, kind, ...)
  local version = math.max(tonumber(redis.call('GET', KEYS[1]) or 0) + 1, time[1] * 1000000 + time[2])
  redis.call('SET', KEYS[1], string.format('%.0f', version))
  redis.call('PUBLISH', channel, cmsgpack.pack({ kind, version, ... }))
end

local function begins(field, start)
  return field:sub(1, #start) == start
end

-- The user has a connection.
local function come(key, user, channel)
  redis.call('HDEL', key, 'offline_at')
  if redis.call('HSETNX', key, 'online', '1') == 1 then
    tell(channel, 'online', user)
  end
end

-- The user may have no connection left. Going offline waits, so that a reload of a page is no news.
local function go(key, user, due, delay)
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if begins(field, 'c:') then
      return
    end
  end

  if redis.call('HEXISTS', key, 'online') == 1 then
    redis.call('HSETNX', key, 'offline_at', string.format('%.0f', now + delay))
    redis.call('ZADD', due, 'LT', redis.call('HGET', key, 'offline_at'), user)
  end
end
