-- ARGV  5 connection, 6 user or '', 7 info or '', 8 most users, 9 whether counts are announced, 10 whether activities are
--       reported, 11 whether it is a cache channel, 12 for how long (ms) a cache miss is not reported again,
--       13 whether the node has brought connections here
local connection, user, info, most = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local is_new = redis.call('HEXISTS', connections, connection) == 0

if ARGV[13] == '1' and redis.call('HLEN', connections) == 0 then
  return { 'lost' }
end

if is_new and user ~= '' and redis.call('HEXISTS', users, user) == 0 and redis.call('HLEN', users) >= most then
  finish()
  return { 'full' }
end

if is_new then
  configure(ARGV[9], ARGV[10])
  add(connection, user, info)
end

local event = redis.call('HMGET', cached, 'name', 'data')
if is_new and ARGV[10] == '1' and ARGV[11] == '1' and not event[1] and get('no_miss_before') <= now then
  set('no_miss_before', now + tonumber(ARGV[12]))
  report('cache_miss')
end

return { 'ok', string.format('%.0f', get('version')), get('connections'), members(), event, finish() }
