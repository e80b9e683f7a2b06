-- Who of the users is online, and the version of the latest news that this contains.
local online = { redis.call('GET', KEYS[1]) or '0' }
for i = 2, #KEYS do
  online[i] = redis.call('HEXISTS', KEYS[i], 'online')
end

return online
