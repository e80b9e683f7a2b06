-- The channel as it is now.
-- ARGV  5 whether the members are wanted
local event = redis.call('HMGET', cached, 'name', 'data')
return {
  get('connections'), redis.call('HLEN', users), ARGV[5] == '1' and members() or {},
  event, redis.call('PTTL', cached), string.format('%.0f', get('version'))
}
