-- Gives a message the next number of its channel, keeps it and sends it to the nodes.
--
-- KEYS  1 meta     hash with a lifetime: epoch, offset of the latest message
--       2 entries  stream with a lifetime: offset-0 -> t (ms), m (the message)
--       3 sent     hash with a lifetime: node -> the number that it gave its latest message here
-- ARGV  1 Redis channel, 2 and 3 the message before and behind its position, 4 an epoch for a new history, 5 size, 6 age (ms),
--       7 age of the position (ms), 8 node, 9 its number for the message, 10 whether it may have been here already
if #KEYS == 0 then
  return 0 -- now Redis knows the script
end

local meta, entries, sent = unpack(KEYS)
local channel, head, tail, size, age, node, number = ARGV[1], ARGV[2], ARGV[3], ARGV[5], ARGV[6], ARGV[8], ARGV[9]
local MOST_EXPIRED, MOST_NODES = 16, 256

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local epoch = redis.call('HGET', meta, 'epoch')
if not epoch then
  epoch = ARGV[4]
  redis.call('HSET', meta, 'epoch', epoch, 'offset', '0')
  redis.call('DEL', entries)
end

if ARGV[10] == '1' and tonumber(redis.call('HGET', sent, node) or 0) >= tonumber(number) then
  return { epoch, 0 }
end

local offset = redis.call('HINCRBY', meta, 'offset', 1)
local message = head .. struct.pack('>Bi8', 0xd3, offset) .. string.char(0xa0 + #epoch) .. epoch .. tail
redis.call('XADD', entries, 'MAXLEN', size, string.format('%.0f-0', offset), 't', string.format('%.0f', now), 'm', message)
for _ = 1, MOST_EXPIRED do
  local oldest = redis.call('XRANGE', entries, '-', '+', 'COUNT', 1)[1]
  if tonumber(oldest[2][2]) > now - age then
    break
  end

  redis.call('XDEL', entries, oldest[1])
end

if redis.call('HSET', sent, node, number) == 1 and redis.call('HLEN', sent) > MOST_NODES then
  redis.call('DEL', sent)
end

redis.call('PEXPIRE', meta, ARGV[7])
redis.call('PEXPIRE', entries, age)
redis.call('PEXPIRE', sent, ARGV[7])
redis.call('PUBLISH', channel, message)
return { epoch, offset }
