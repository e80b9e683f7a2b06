-- Who of the users is online, and the version of the latest news that this contains. Where something else uses the key of a user
-- nobody can be.
-- KEYS  2 ... the users
local online = { redis.call('GET', KEYS[1]) or '0' }
for i = 2, #KEYS do
  online[i] = redis.pcall('HEXISTS', KEYS[i], 'online') == 1 and 1 or 0
end

return online
