-- ARGV  1 user, 2 Redis channel that tells of users, 3 ... fields of the connections
for i = 3, #ARGV do
  redis.call('HSET', KEYS[2], ARGV[i], '')
end

redis.call('HDEL', KEYS[2], 'offline_at')
if redis.call('HSETNX', KEYS[2], 'online', '1') == 1 then
  tell(ARGV[2], 'online', ARGV[1])
end
