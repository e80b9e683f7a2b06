-- Ends what take-due.lua began, except where something new has become due meanwhile.
-- KEYS  1 sorted set of names by instant (ms)
-- ARGV  1 the instant that take-due.lua gave, 2 ... name, next instant or 0, for each
for i = 2, #ARGV, 2 do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if score and tonumber(score) == tonumber(ARGV[1]) then
    if ARGV[i + 1] == '0' then
      redis.call('ZREM', KEYS[1], ARGV[i])
    else
      redis.call('ZADD', KEYS[1], ARGV[i + 1], ARGV[i])
    end
  end
end
