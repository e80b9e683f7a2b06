-- KEYS  1 the user, a hash: online, offline_at, and a field 'c:<node> <connection>' for each connection
-- ARGV  1 user, 2 field of the connection, 3 Redis channel that tells of users
redis.call('HSET', KEYS[1], ARGV[2], '')
redis.call('HDEL', KEYS[1], 'offline_at')
if redis.call('HSETNX', KEYS[1], 'online', '1') == 1 then
  redis.call('PUBLISH', ARGV[3], cmsgpack.pack({ 'online', ARGV[1] }))
end
