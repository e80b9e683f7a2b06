-- Adds connections of a node that got a new name. None of them is on the channel under that name, unless this is a repetition.
-- ARGV  5 whether counts are announced, 6 whether activities are reported, 7 ... connection, user or '', info or '', for each
redis.call('HSET', meta, 'counts', ARGV[5], 'reports', ARGV[6])
for i = 7, #ARGV, 3 do
  if redis.call('HEXISTS', connections, ARGV[i]) == 0 then
    add(ARGV[i], ARGV[i + 1], ARGV[i + 2])
  end
end

return { string.format('%.0f', get('version')), members(), activities, string.format('%.0f', due) }
