-- Lets users go offline who have not come back. Those of one moment are told together.
-- KEYS  2 ... the users
-- ARGV  1 Redis channel that tells of users, 2 ... the id of each user
-- Returns for each user the instant (ms) at which it is to be settled again, or 0, or why it could not be settled.
local gone, next = {}, {}
for i = 2, #KEYS do
  local instant = redis.pcall('HGET', KEYS[i], 'offline_at')
  if type(instant) == 'table' then
    -- Something else uses the key. The other users must not wait for that.
    next[i - 1] = instant.err
  elseif instant and tonumber(instant) <= now then
    redis.call('DEL', KEYS[i])
    gone[#gone + 1] = ARGV[i]
    next[i - 1] = '0'
  else
    next[i - 1] = instant or '0'
  end
end

if #gone > 0 then
  tell(ARGV[1], 'offline', unpack(gone))
end

return next
