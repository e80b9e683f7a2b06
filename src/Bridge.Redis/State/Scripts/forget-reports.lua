-- The node stops: nothing more is reported to it. What it has not confirmed stays for the others.
-- KEYS  1 reports of the node (channel.lua)
if redis.call('XLEN', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[1])
end
