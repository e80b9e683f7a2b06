-- Ends connections of a user.
-- KEYS  2 the user, 3 set of the users that the node has connections of, 4 sorted set of the users that are to be settled
-- ARGV  1 user, 2 delay (ms) of going offline, 3 start of the fields of the node, 4 start of those that end: one, or all of the node
local left = 0
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if begins(field, ARGV[4]) then
    redis.call('HDEL', KEYS[2], field)
  elseif begins(field, ARGV[3]) then
    left = left + 1
  end
end

go(KEYS[2], ARGV[1], KEYS[4], ARGV[2])
if left == 0 then
  redis.call('SREM', KEYS[3], ARGV[1])
end
