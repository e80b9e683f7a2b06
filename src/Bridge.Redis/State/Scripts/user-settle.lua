-- Lets users go offline who have not come back. Those of one moment are told together.
-- ARGV  1 Redis channel that tells of users, 2 ... the id of each user
-- Returns for each user the instant (ms) at which it is to be settled again, or 0.
local gone, next = {}, {}
for i = 2, #KEYS do
  local instant = redis.call('HGET', KEYS[i], 'offline_at')
  if instant and tonumber(instant) <= now then
    redis.call('DEL', KEYS[i])
    gone[#gone + 1] = ARGV[i]
    instant = nil
  end

  next[#next + 1] = instant or '0'
end

if #gone > 0 then
  tell(ARGV[1], 'offline', unpack(gone))
end

return next
