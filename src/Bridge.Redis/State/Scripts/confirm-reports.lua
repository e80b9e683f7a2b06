-- The node has told reports, so nobody else has to.
-- KEYS  1 reports of the node (channel.lua)
-- ARGV  1 ... their ids
return redis.call('XDEL', KEYS[1], unpack(ARGV))
