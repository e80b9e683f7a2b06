-- Keeps an event as the channel's last one. Its version tells every node who has it already from joining.
-- ARGV  5 name, 6 data, 7 lifetime (ms)
advance()
redis.call('HSET', cached, 'name', ARGV[5], 'data', ARGV[6])
redis.call('PEXPIRE', cached, ARGV[7])
redis.call('HDEL', meta, 'no_miss_before')

local seen = string.format('%.0f', version)
finish()
return seen
