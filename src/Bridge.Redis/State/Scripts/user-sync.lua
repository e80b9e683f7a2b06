-- Makes the node's connections of a user exactly these: what was missed while Redis was away is made up for.
-- KEYS  2 the user, 3 set of the users that the node has connections of, 4 sorted set of the users that are to be settled
-- ARGV  1 user, 2 Redis channel that tells of users, 3 delay (ms) of going offline, 4 start of the fields of the node,
--       5 ... fields of the connections
local present = {}
for i = 5, #ARGV do
  present[ARGV[i]] = true
end

if #ARGV >= 5 then
  redis.call('SADD', KEYS[3], ARGV[1])
end

for i = 5, #ARGV do
  redis.call('HSET', KEYS[2], ARGV[i], '')
end

for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if begins(field, ARGV[4]) and not present[field] then
    redis.call('HDEL', KEYS[2], field)
  end
end

if #ARGV >= 5 then
  come(KEYS[2], ARGV[1], ARGV[2])
else
  go(KEYS[2], ARGV[1], KEYS[4], ARGV[3])
  redis.call('SREM', KEYS[3], ARGV[1])
end
