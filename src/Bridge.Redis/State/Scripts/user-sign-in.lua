-- Adds a connection of a user.
-- KEYS  2 the user, 3 set of the users that the node has connections of
-- ARGV  1 user, 2 Redis channel that tells of users, 3 field of the connection
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[3], '')
come(KEYS[2], ARGV[1], ARGV[2])
