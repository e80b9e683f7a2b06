-- Lets users go offline who have not come back.
-- KEYS  the users, as in user-sign-in.lua
-- ARGV  1 Redis channel that tells of users, 2 ... the id of each user
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gone = { 'offline' }
for i, user in ipairs(KEYS) do
  local instant = redis.call('HGET', user, 'offline_at')
  if instant and tonumber(instant) <= now then
    redis.call('DEL', user)
    gone[#gone + 1] = ARGV[i + 1]
  end
end

if #gone > 1 then
  redis.call('PUBLISH', ARGV[1], cmsgpack.pack(gone))
end
