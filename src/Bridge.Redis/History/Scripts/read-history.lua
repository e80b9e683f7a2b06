-- Reads the messages of a channel behind a position; the present position alone for another epoch.
--
-- KEYS  1 meta, 2 entries (append-history.lua)
-- ARGV  1 an epoch for a new history, 2 age (ms), 3 age of the position (ms), 4 epoch, 5 offset
local meta, entries = KEYS[1], KEYS[2]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local epoch = redis.call('HGET', meta, 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', meta, 'epoch', epoch, 'offset', '0')
  redis.call('DEL', entries)
end

redis.call('PEXPIRE', meta, ARGV[3])

local offset = tonumber(redis.call('HGET', meta, 'offset'))
local messages = {}
if ARGV[4] == epoch and tonumber(ARGV[5]) < offset then
  for _, entry in ipairs(redis.call('XRANGE', entries, string.format('%.0f-0', ARGV[5] + 1), '+')) do
    if tonumber(entry[2][2]) > now - ARGV[2] then
      messages[#messages + 1] = entry[2][4]
    end
  end
end

return { epoch, offset, messages }
