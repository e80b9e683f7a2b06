-- Claims a session for a node, or keeps the claim alive. Returns the node that has it.
-- KEYS[1] the session  ARGV[1] the node  ARGV[2] the lifetime in milliseconds
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return owner
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
