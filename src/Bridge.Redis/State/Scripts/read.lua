-- The channel as it is now.
-- ARGV  5 whether the members are wanted
local event = redis.call('HMGET', cached, 'name', 'data')
return {
  string.format('%.0f', get('version')), get('connections'), ARGV[5] == '1' and members() or {},
  redis.call('HLEN', users), event, redis.call('PTTL', cached)
}
